"""What pages advise: no terminal is needed where a page does the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from web_sites import signed_in

from danghe.errors import UsageError
from danghe.messages import CATALOGUE, LANGUAGES, speaking, translate
from danghe.model import Note
from danghe.web.access import Role
from danghe.web.remedies import WAYS, remedy, way
from danghe.web.routes import ROUTES

COMMAND = re.compile(r"danghe [a-z]+")


@pytest.mark.parametrize("language", LANGUAGES)
def it_names_no_command_where_pages_have_words_of_their_own(language: str) -> None:
    own = [key for key in CATALOGUE if key.startswith("web.remedy.")]
    assert own
    for key in own:
        assert not COMMAND.search(CATALOGUE[key][LANGUAGES.index(language)]), key


def it_hands_commands_that_no_page_has_to_whoever_keeps_the_machine() -> None:
    with speaking("zh"):
        said = remedy("check.no_former")
        assert said == translate("web.remedy", remedy=translate("check.no_former.remedy"))
        assert remedy("waive.none") == translate("web.remedy.waive.none")


def it_advises_in_words_of_pages_and_leads_to_the_page_that_serves() -> None:
    error = UsageError("decision.open", record="x")
    assert "danghe" in error.remedy
    assert "danghe" not in remedy(error)
    found = way(error, Role.ARCHIVIST)
    assert found is not None
    assert found.path == "/review"
    assert way(error, Role.READER) is None
    with speaking("zh"):
        assert "审定" in remedy(Note("check.remedy.review"))


def it_leads_only_to_pages_that_exist_for_the_role() -> None:
    pages = {route.path: route.role for route in ROUTES if route.method == "GET"}
    for key, found in WAYS.items():
        assert pages[found.path] <= found.role, key
        assert found.name in CATALOGUE


def it_overrides_remedies_with_the_placeholders_that_they_have() -> None:
    for key in CATALOGUE:
        if key.startswith("web.remedy."):
            of = key.removeprefix("web.remedy.")
            assert of in CATALOGUE, key
            fields = set(re.findall(r"{(\w+)}", CATALOGUE[key][0]))
            known = CATALOGUE[of][0] + CATALOGUE.get(f"{of}.remedy", ("", ""))[0]
            assert fields <= set(re.findall(r"{(\w+)}", known)), key


def it_says_so_on_the_pages(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as admin:
        gone = admin.get("/papers/0123456789ab-1")
        assert gone.status_code == 404
        assert "danghe search" not in gone.text
        page = admin.get("/check/unit", unit="桂湾社区", year="2023").text
        assert not COMMAND.search(re.sub(r"<head>.*?</head>", "", page, flags=re.S))
        assert "免缺" in page
