"""Completeness as pages: the matrix, findings, waivers, files; and to whom."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from web_sites import COMMUNITY, ID_NUMBER, STREET, Site, signed_in

from danghe.archive import Archive
from danghe.check.problems import problems

OF_STREET = {"unit": STREET, "year": 2023}


def target_of(directory: Path, unit: str) -> str:
    """Something of a unit that lacks."""
    with Archive.open(directory) as archive:
        return problems(archive.check(unit, 2023))[0].targets[0]


def waived(one: Site, unit: str, target: str, **fields: str) -> int:
    given = {"reason": "本年没有", "person": "检查员", "date": "2024-01-10", **fields}
    status: int = one.post(
        "/check/waive", unit=unit, year="2023", target=target, **given
    ).status_code
    return status


def it_shows_a_matrix_of_all_units(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as one:
        page = one.get("/check", year=2023)
    assert page.status_code == 200
    assert STREET in page.text
    assert COMMUNITY in page.text
    with Archive.open(web_archive) as archive:
        boxes = [len(archive.check(unit, 2023).boxes) for unit in (STREET, COMMUNITY)]
    assert len(re.findall(r"<td class=[a-z_]+>", page.text)) == sum(boxes)


def it_shows_and_exports_own_units_only(web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as one:
        for params in ({}, {"year": "all"}, {"year": "2023"}):
            assert COMMUNITY not in one.get("/check", **params).text
            assert COMMUNITY not in one.get("/check/matrix", format="html", **params).text
        book = load_workbook(io.BytesIO(one.get("/check/matrix", format="xlsx").content))
        cells = {cell.value for sheet in book for row in sheet.rows for cell in row}
        assert STREET in cells
        assert COMMUNITY not in cells
        assert one.get("/check/report", unit=COMMUNITY, year=2023).status_code == 404


def it_tells_every_problem_with_what_lacks_and_leads_to_papers(web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        check = archive.check(STREET, 2023)
    with signed_in(web_archive, "检查员") as one:
        text = one.get("/check/unit", **OF_STREET).text
        assert len(re.findall(r'<article class="finding \w', text)) == len(problems(check))
        assert ID_NUMBER not in text
        for id in set(re.findall(r'href="/papers/([0-9a-f]{12}-\d+)', text)):
            assert one.get(f"/papers/{id}").status_code == 200


def it_waives_and_withdraws(own_archive: Path) -> None:
    target = target_of(own_archive, STREET)
    with signed_in(own_archive, "检查员") as one:
        assert waived(one, STREET, target, expires="2199-12-31") == 303
        assert "本年没有" in one.get("/check/unit", **OF_STREET).text
        with Archive.open(own_archive) as archive:
            (kept,) = archive.waivers(STREET, 2023)
            assert (kept.target, kept.expires) == (target, "2199-12-31")
        fields = {"unit": STREET, "year": "2023", "target": target}
        assert one.post("/check/withdraw", **fields).status_code == 303
        with Archive.open(own_archive) as archive:
            assert archive.waivers() == ()


def it_refuses_a_waiver_that_is_not_whole_or_not_ones_own(own_archive: Path) -> None:
    mine, other = target_of(own_archive, STREET), target_of(own_archive, COMMUNITY)
    with signed_in(own_archive, "检查员") as one:
        assert waived(one, STREET, mine, reason="") == 422
        assert waived(one, STREET, mine, person=" ") == 422
        assert waived(one, STREET, mine, date="gestern") == 422
        assert waived(one, STREET, mine, expires="2023-01-01") == 422
        assert waived(one, STREET, "no.such.box") == 422
        assert waived(one, COMMUNITY, other) == 404
    with signed_in(own_archive, "查阅员") as one:
        assert waived(one, STREET, mine) == 403
    with Archive.open(own_archive) as archive:
        assert archive.waivers() == ()


@pytest.mark.parametrize(
    ("kind", "form", "start"),
    [
        ("check", "html", b"<!"),
        ("check", "docx", b"PK"),
        ("problems", "xlsx", b"PK"),
        ("notice", "docx", b"PK"),
    ],
)
def it_delivers_reports_as_files(kind: str, form: str, start: bytes, web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as one:
        answer = one.get("/check/report", kind=kind, format=form, deadline="30", **OF_STREET)
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.content.startswith(start)
    assert ID_NUMBER.encode() not in answer.content


def it_refuses_reports_of_no_kind(web_archive: Path) -> None:
    with signed_in(web_archive, "查阅员") as one:
        for params in ({"kind": "x"}, {"format": "../x"}, {"kind": "notice", "format": "xlsx"}):
            assert one.get("/check/report", **OF_STREET, **params).status_code == 422
        assert one.get("/check", level="x").status_code == 422


def it_leads_from_a_cell_to_what_was_found_of_its_box(web_archive: Path) -> None:
    with Archive.open(web_archive) as archive:
        check = archive.check(STREET, 2023)
    with signed_in(web_archive, "检查员") as one:
        matrix = one.get("/check", year=2023).text
        whole = one.get("/check/unit", **OF_STREET).text
        told = 0
        for box in check.boxes:
            assert f'data-box="{box.box_id}"' in matrix
            page = one.get("/check/unit", **OF_STREET, box=box.box_id).text
            found = len(re.findall(r'<article class="finding \w', page))
            told += found
            assert bool(found) == (f'id="{box.box_id}"' in whole)
            assert f"/boxes/{box.box_id}?" in page
        assert 0 < told <= len(problems(check))
        assert one.get("/check/unit", **OF_STREET, box="no.such.box").status_code == 404


def it_stays_light_with_many_units() -> None:
    from danghe.model import FindingStatus
    from danghe.web.pages.check import _cells

    row = _cells(tuple(FindingStatus) * 12)
    assert len(row.encode()) <= 60 * 40
