"""Boxes as pages: what they show, and to whom."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from web_sites import COMMUNITY, ID_NUMBER, STREET, signed_in

from danghe.archive import Archive
from danghe.model import FiledRecord, Unit
from danghe.web.strips import strip_of

OF_STREET = {"unit": STREET, "year": 2023}


def boxed(directory: Path) -> FiledRecord:
    """A paper of the street that lies in a box."""
    with Archive.open(directory) as archive:
        return next(one for one in archive.filed(STREET, 2023) if one.filing.box_id)


def it_shows_every_box_of_the_level_with_its_papers_counted(web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        check = archive.check(STREET, 2023)
    with signed_in(web_archive, "总管") as one:
        text = one.get("/boxes", **OF_STREET).text
    assert text.count('<article class="box-row') == len(check.boxes)
    shown = [int(count) for count in re.findall(r">(\d+) 件", text)]
    assert sum(shown) == sum(len(box.records) for box in check.boxes)


def it_leads_from_a_box_to_its_papers(web_archive: Path) -> None:
    paper = boxed(web_archive)
    with signed_in(web_archive, "查阅员") as one:
        page = one.get(f"/boxes/{paper.filing.box_id}", **OF_STREET)
        assert f"/papers/{paper.record.id}" in page.text
        assert ID_NUMBER not in page.text
        assert one.get(f"/papers/{paper.record.id}").status_code == 200


@pytest.mark.parametrize("path", ["/boxes", "/boxes/list", "/boxes/spines", "/check/unit"])
def it_knows_no_unit_that_the_visitor_does_not_see(path: str, web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as one:
        unseen = one.get(path, unit=COMMUNITY, year=2023)
        absent = one.get(path, unit="乌有社区", year=2023)
        assert unseen.status_code == absent.status_code == 404
        assert _without(unseen, COMMUNITY) == _without(absent, "乌有社区")
        assert COMMUNITY not in one.get(path).text


def _without(answer: Any, unit: str) -> str:
    from urllib.parse import quote

    text: str = answer.text.replace(unit, "").replace(quote(unit), "")
    return text


def it_lists_boxes_and_labels_the_full_ones(web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        check = archive.check(STREET, 2023)
    with signed_in(web_archive, "总管") as one:
        listed = one.get("/boxes/list", **OF_STREET).text
        spines = one.get("/boxes/spines", thick=40, **OF_STREET).text
    assert listed.count("<tr>") == len(check.boxes) + 1
    assert spines.count('class="spine"') == sum(bool(box.records) for box in check.boxes)
    assert "thick-40" in spines


def it_says_of_an_unknown_box_that_there_is_none(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as one:
        assert one.get("/boxes/no.such.box", **OF_STREET).status_code == 404
        assert one.get("/boxes", unit=STREET, year="9" * 9).status_code == 200


def it_tells_months_apart_in_a_strip(web_archive: Path) -> None:
    strip = strip_of([], ["2023-Q2"], ["2023-12"], 2023)
    assert strip.months == (*["none"] * 3, *["missing"] * 3, *["none"] * 5, "open")
    assert "4—6" in strip.told
    assert "12" in strip.told


def it_shows_a_year_and_a_unit_without_papers(own_archive: Path) -> None:
    with Archive.open(own_archive) as archive:
        archive.add_unit(Unit("空山社区", "community"))
    with signed_in(own_archive, "总管") as one:
        page = one.get("/boxes", unit="空山社区").text
        assert "空山社区" in page
        assert "这一年没有材料" in page
        assert "<option selected>2023" in page
        empty = one.get("/boxes", unit=STREET, year=2019).text
        assert "这一年没有材料" in empty
        assert "这一年没有材料" not in one.get("/boxes", unit=STREET, year=2023).text


def it_marks_missing_months_by_shape_too(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as one:
        pages = [one.get("/boxes", unit=unit, year=2023).text for unit in (STREET, COMMUNITY)]
    for page in pages:
        missing = len(re.findall(r'<rect class="missing"[^>]* rx=', page))
        assert missing == len(re.findall(r'<rect class="missing"[^>]*/><path', page)) > 0
