"""Who sees what: roles, units, personal numbers."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from web_sites import (
    BASE,
    COMMUNITY,
    ID_NUMBER,
    PHONE,
    STREET,
    USERS,
    signed_in,
    site,
)

from danghe.archive import Archive
from danghe.web.access import Role
from danghe.web.api import Api
from danghe.web.routes import APIS, ROUTES, Route

NOBODYS = "0123456789ab-1"
EVERY: tuple[Route | Api, ...] = (*ROUTES, *APIS)


def secret_id(directory: Path) -> str:
    """A paper of the community."""
    with Archive.open(directory) as archive:
        return archive.search("蓝鲸计划").hits[0].record


@pytest.mark.parametrize("route", EVERY, ids=lambda r: f"{r.method} {r.path}")
def it_serves_nobody_who_has_not_signed_in(route: Route | Api, web_archive: Path) -> None:
    if route.role == Role.GUEST:
        return
    path = route.path.replace("{record}", NOBODYS).replace("{page:int}", "1")
    with site(web_archive) as guest:
        headers = {"Origin": BASE}
        answer = guest.client.request(route.method, path, headers=headers)
    if route.is_api:
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.headers["location"][:8]) == (303, "/sign-in")


@pytest.mark.parametrize("route", EVERY, ids=lambda r: f"{r.method} {r.path}")
def it_lets_a_reader_do_nothing_beyond_reading(route: Route | Api, web_archive: Path) -> None:
    if route.role <= Role.READER:
        return
    path = route.path.replace("{record}", NOBODYS).replace("{page:int}", "1")
    with signed_in(web_archive, "查阅员") as reader:
        headers = {"Origin": BASE, "X-CSRF-Token": reader.csrf()}
        assert reader.client.request(route.method, path, headers=headers).status_code == 403


def it_answers_a_foreign_record_as_one_that_never_was(web_archive: Path) -> None:
    foreign = secret_id(web_archive)
    with signed_in(web_archive, "查阅员") as reader:
        for route in EVERY:
            if route.method != "GET" or "{record}" not in route.path:
                continue
            answers = []
            for id in (foreign, NOBODYS):
                path = route.path.replace("{record}", id).replace("{page:int}", "1")
                answer = reader.get(path)
                answers.append((answer.status_code, answer.text.replace(id, "")))
            assert answers[0] == answers[1]
            assert answers[0][0] == 404


def it_refuses_to_act_on_a_foreign_record(web_archive: Path) -> None:
    foreign = secret_id(web_archive)
    with signed_in(web_archive, "检查员") as inspector:
        for action in ("unmask", "original"):
            answer = inspector.post(f"/papers/{foreign}/{action}", reason="检查需要")
            assert answer.status_code == 404
    with signed_in(web_archive, "社区员") as archivist:
        street = "/papers/{}/filing"
        with Archive.open(web_archive) as archive:
            id = archive.search("专人负责 单位:柳塘").hits[0].record
        assert archivist.post(street.format(id), box="-").status_code == 404


@pytest.mark.parametrize(
    "query", ["*", "药具", "检查 OR 药具", "药具管理怎么做？", '"账卡相符"', "-药具", "药俱管理"]
)
def it_counts_and_lists_what_a_person_may_see_and_no_more(query: str, web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        whole = archive.search(query, limit=100, collapse=False)
        seen = archive.seen_by("某", frozenset({STREET})).search(query, limit=100, collapse=False)
    wanted = {hit.record for hit in whole.hits if hit.unit == STREET}
    assert {hit.unit for hit in seen.hits} <= {STREET}
    assert seen.facets.get("unit", {}).keys() <= {STREET}
    if not (whole.loosely or whole.near):
        assert {hit.record for hit in seen.hits} == wanted
        assert seen.total == len(wanted)
        for counts in seen.facets.values():
            assert sum(counts.values()) <= len(wanted)


def it_reads_norms_and_synonyms_once_for_all_who_see_an_archive(web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        one, other = archive.seen_by("某", frozenset({STREET})), archive.seen_by("别人")
        assert one.norms is other.norms is archive.norms
        assert one.thesaurus is other.thesaurus


def it_says_nothing_of_other_units_in_what_it_offers(web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as reader:
        assert reader.total("蓝鲸计划") == 0
        page = reader.get("/", q="蓝鲸计戈").text
        assert "?q=%E8%93%9D%E9%B2%B8%E8%AE%A1%E5%88%92" not in page  # did you mean
        names = [one["name"] for one in reader.get("/suggest", q="桂湾").json()]
        assert COMMUNITY not in names
        assert COMMUNITY not in reader.get("/").text
        id = reader.id_of("专人负责")
        shown = reader.get(f"/papers/{id}").text
        assert COMMUNITY not in shown
        alike = reader.get(f"/api/v1/records/{id}/similar").json()["papers"]
        assert all(COMMUNITY not in one["title"] for one in alike)
    with signed_in(web_archive, "总管") as everybody:
        assert everybody.total("蓝鲸计划") == 1
        alike = everybody.get(f"/api/v1/records/{id}/similar").json()["papers"]
        assert any(COMMUNITY in one["title"] for one in alike)


def it_hides_papers_of_no_unit_from_those_who_see_some_units(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as everybody:
        assert everybody.total("打印机卡纸") == 1
    with signed_in(web_archive, "查阅员") as reader:
        assert reader.total("打印机卡纸") == 0


def it_keeps_each_users_searches_apart(own_archive: Path) -> None:
    with signed_in(own_archive, "社区员") as one:
        assert one.post("/saved", name="蓝", q="蓝鲸计划", back="/").status_code == 303
        assert "蓝鲸计划" in one.get("/").text
    with Archive.open(own_archive) as archive:
        archive.save_search("共用的", "秘密")
    with signed_in(own_archive, "查阅员") as other:
        assert "蓝鲸计划" not in other.get("/").text
        assert "共用的" not in other.get("/").text
        assert other.post("/saved", name="蓝", q="检查", back="/").status_code == 303
        assert other.post("/saved/forget", name="蓝", back="/").status_code == 303
    with signed_in(own_archive, "社区员") as one:
        assert "蓝鲸计划" in one.get("/").text


def it_lets_no_archivist_push_a_paper_into_a_foreign_unit(own_archive: Path) -> None:
    id = secret_id(own_archive)
    with signed_in(own_archive, "社区员") as archivist:
        state = archivist.get(f"/api/v1/records/{id}").json()["state"]
        answer = archivist.post(f"/papers/{id}/filing", box="-", unit=STREET, state=state)
        assert answer.status_code == 422
        assert archivist.get(f"/api/v1/records/{id}").json()["unit"] == COMMUNITY


def it_masks_personal_numbers_wherever_papers_are_shown(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as everybody:
        id = everybody.id_of("管理人员名单")
        for path in (
            "/?q=王某",
            f"/papers/{id}",
            f"/papers/{id}/why",
            f"/api/v1/records/{id}/text",
            "/api/v1/search?q=王某",
        ):
            text = everybody.get(path).text
            assert ID_NUMBER not in text
            assert PHONE not in text


def it_shows_them_for_a_reason_that_the_log_keeps(own_archive: Path) -> None:
    with signed_in(own_archive, "检查员") as inspector:
        id = inspector.id_of("管理人员名单")
        assert inspector.post(f"/papers/{id}/unmask", reason="").status_code == 422
        assert ID_NUMBER not in inspector.get(f"/papers/{id}").text
        assert inspector.post(f"/papers/{id}/unmask", reason="核对名单").status_code == 303
        assert ID_NUMBER in inspector.get(f"/papers/{id}").text
        others = inspector.id_of("药具管理制度")
        assert inspector.get(f"/papers/{others}").status_code == 200
    with Archive.open(own_archive) as archive:
        entry = next(one for one in archive.log(20) if one.event == "unmask")
    assert (entry.who, entry.detail["reason"]) == ("检查员", "核对名单")
    assert entry.detail["records"] == [id]
    with signed_in(own_archive, "检查员") as another_session:
        assert ID_NUMBER not in another_session.get(f"/papers/{id}").text


def it_covers_them_on_the_image_of_a_page(web_archive: Path) -> None:
    with signed_in(web_archive, "检查员") as inspector:
        id = inspector.id_of("培训班的通知")
        path = f"/papers/{id}/pages/2.jpg"
        covered = Image.open(io.BytesIO(inspector.get(path).content)).convert("L")
        inspector.post(f"/papers/{id}/unmask", reason="核对签到")
        bare = Image.open(io.BytesIO(inspector.get(path).content)).convert("L")
    assert covered.size == bare.size
    # The number stands in the second line, behind eight half-widths of other text.
    width, height = covered.size
    left, top, bottom = width * 175 / 595, height * (842 - 713) / 842, height * (842 - 699) / 842
    number = (int(left), int(top), int(left + width * 0.15), int(bottom))
    assert brightest(covered.crop(number)) < 130
    assert brightest(bare.crop(number)) > 200
    elsewhere = (0, 0, width, int(height * 0.12))
    assert covered.crop(elsewhere).tobytes() == bare.crop(elsewhere).tobytes()


def brightest(image: Image.Image) -> int:
    return max(image.tobytes())


def it_gives_originals_to_those_who_say_why(own_archive: Path) -> None:
    with signed_in(own_archive, "查阅员") as reader:
        id = reader.id_of("药具管理制度")
        assert reader.post(f"/papers/{id}/original", reason="看一看吧").status_code == 403
    with signed_in(own_archive, "检查员") as inspector:
        assert inspector.post(f"/papers/{id}/original", reason="").status_code == 422
        answer = inspector.post(f"/papers/{id}/original", reason="检查需要")
        assert answer.status_code == 200
        assert "账卡相符" in answer.content.decode()
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["x-content-type-options"] == "nosniff"
    with Archive.open(own_archive) as archive:
        assert [one.detail["reason"] for one in archive.log(20) if one.event == "download"] == [
            "检查需要"
        ]


def it_names_a_download_so_that_nothing_breaks_out(web_archive: Path) -> None:
    with signed_in(web_archive, "检查员") as inspector:
        id = inspector.id_of("灭火器 要紧")
        answer = inspector.post(f"/papers/{id}/original", reason="检查需要")
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(
        r"attachment; filename=\"[A-Za-z0-9._-]+\"; filename\*=UTF-8''[A-Za-z0-9._~%-]+",
        disposition,
    )


def it_shows_each_role_what_it_may_do(web_archive: Path) -> None:
    for name, (role, _) in USERS.items():
        with signed_in(web_archive, name) as one:
            id = one.id_of("药具")
            page = one.get(f"/papers/{id}").text
            assert ("/filing" in page) == (role == "archivist")
            assert ("/original" in page) == (role != "reader")
