"""Observations: late papers, lost series, attachments, mixed files; and questions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from checked import BOX, COMPLETE, box, check, duty, id_of, item, norms, paper, passage

from danghe.check import Evidence, Observation, Severity, UnitCheck, problems
from danghe.model import Candidate, FiledRecord, Filing, Record
from danghe.schemas.model import Apart, BoxState, Every, Norms, Separation
from danghe.stated import BoundPart, Doubt, Statements


def of_kind(found: UnitCheck, kind: str) -> list[Observation]:
    return [one for one in found.observations if one.kind == kind]


# --- late ---

BY_THE_20TH: dict[str, Any] = {"months": (3,), "due_day": 20, "due_in": "same"}
IN_MARCH = duty("m", f"{BOX}.a", every=Every.GIVEN_MONTHS, **BY_THE_20TH)
MONTHLY = norms(box(1, item("a")), duties=(IN_MARCH,))


def march(number: int, day: str) -> FiledRecord:
    return paper(number, "a", period="2023-03", date=day)


def it_tells_how_late_a_paper_is_and_still_counts_it() -> None:
    found = check(MONTHLY, march(1, "2023-03-25"))
    assert found.duties[0].status is COMPLETE
    assert (found.duties[0].severity, problems(found)) == (Severity.MINOR, ())
    [late] = of_kind(found, "late")
    assert (late.what.values["days"], late.what.values["due"]) == ("5", "2023-03-20")
    assert late.passages == (Evidence(id_of(1), "2023-03-25"),)


def it_calls_nothing_late_that_may_have_come_in_time() -> None:
    for filed in ([march(1, "2023-03-20")], [march(1, "2023-03-25"), march(2, "2023-03-19")]):
        assert of_kind(check(MONTHLY, *filed), "late") == []
    assert of_kind(check(MONTHLY, march(1, "2023-03-25"), march(2, "2023-03")), "late") == []


def it_prefers_the_day_of_signature() -> None:
    said = {id_of(1): Statements(signed="2023-03-18")}
    assert of_kind(check(MONTHLY, march(1, "2023-03-25"), statements=said), "late") == []


# --- continuity ---


def earlier(number: int, name: str, year: int, **more: Any) -> FiledRecord:
    return paper(number, name, year=year, period=str(year), **more)


def it_tells_what_was_kept_before_and_is_absent_now() -> None:
    given = norms(box(1, item("a"), item("rare", optional=True)))
    past = [paper(1, "a"), earlier(2, "rare", 2021), earlier(3, "rare", 2022)]
    [ceased] = check(given, *past).observations
    assert (ceased.kind, ceased.what.values["years"]) == ("ceased", "2021、2022")
    assert check(given, *past, paper(4, "rare")).observations == ()
    assert check(given, *past, today=date(2023, 11, 1)).observations == ()


def it_watches_boxes_that_the_norms_lost_but_leaves_required_items_to_findings() -> None:
    given = norms(box(1, item("a")), box(2, state=BoxState.LOST))
    lost = earlier(2, "x", 2022, box="street.supplies.2")
    found = check(given, earlier(1, "a", 2022), lost)
    assert [one.target for one in found.observations] == ["street.supplies.2"]


# --- what was found near ---


def it_tells_that_the_same_is_there_for_another_year() -> None:
    found = check(norms(box(1, item("a"), item("b"))), earlier(1, "a", 2022), paper(2, "b"))
    [close] = found.boxes[0].items[0].close
    assert (close.what.key, close.what.values["years"]) == ("check.close.other_year", "2022")
    assert close.records == (id_of(1),)


def open_paper(title: str, *candidates: Candidate) -> FiledRecord:
    record = Record(id_of(7), "7", 1, 0, 9, title)
    filing = Filing(record.id, "柳泉街道", "street", 2023, "2023", candidates=candidates)
    return FiledRecord(record, filing, "7.docx")


def it_points_to_an_open_paper_that_looks_like_what_lacks() -> None:
    given = norms(box(1, replace(item("a"), name="值班安排表"), item("b")))
    queued = open_paper("五一值班安排表", Candidate(BOX, 0.62))
    found = check(given, paper(2, "b"), queued).boxes[0].items[0]
    assert found.close[0].what.values == {"title": "五一值班安排表", "score": "0.62"}
    assert found.remedy
    assert found.remedy.key == "check.remedy.review"
    other = open_paper("购置合同", Candidate(BOX, 0.62))
    assert check(given, paper(2, "b"), other).boxes[0].items[0].close == ()


def it_points_to_a_paper_that_names_the_unit_but_lies_with_another() -> None:
    given = norms(box(1, item("a"), item("b")))
    astray = paper(1, "a", unit="云桥街道", title="柳泉街道台账")
    found = check(given, astray, paper(2, "b")).boxes[0].items[0]
    assert [close.what.values["unit"] for close in found.close] == ["云桥街道"]
    plain = replace(astray, path="1.docx", record=replace(astray.record, title="台账"))
    assert check(given, plain, paper(2, "b")).boxes[0].items[0].close == ()


# --- attachments ---


def naming(*names: str) -> Statements:
    return Statements(
        attachments=tuple(BoundPart(name, passage(f"附件：{name}")) for name in names)
    )


def it_names_attachments_that_are_nowhere() -> None:
    given = norms(box(1, item("a"), item("b")))
    roll = paper(2, "b", title="值班人员名单")
    said = {id_of(1): naming("值班人员名单", "物资清单")}
    [found] = check(given, paper(1, "a"), roll, statements=said).observations
    assert (found.kind, found.what.values["names"]) == ("attachment", "物资清单")
    assert found.passages == (Evidence(id_of(1), "附件：物资清单"),)


def it_finds_an_attachment_inside_the_paper_itself() -> None:
    inside = replace(naming("物资清单"), parts=(BoundPart("附件1 物资清单", passage("x")),))
    given = norms(box(1, item("a")))
    assert check(given, paper(1, "a"), statements={id_of(1): inside}).observations == ()


# --- mixed files ---


def mixing(*by: Apart) -> Norms:
    boxes = (
        box(1, item("a"), retention="永久"),
        box(2, item("b", box="street.supplies.2"), retention="10年"),
    )
    return norms(*boxes, separate=Separation(by, "DA/T 22-2015 6.4"))


def it_tells_of_a_bound_file_that_mixes_years_units_or_retention() -> None:
    bound = [
        paper(1, "a", source=5),
        paper(2, "a", source=5, ordinal=2, year=2022, period="2022"),
        paper(3, "b", source=5, ordinal=3, box="street.supplies.2", unit="云桥街道"),
    ]
    found = of_kind(check(mixing(*Apart), *bound), "mixed")
    assert [one.what.values["values"] for one in found] == [
        "2022、2023",
        "云桥街道、柳泉街道",
        "10年、永久",
    ]
    assert {one.clause for one in found} == {"DA/T 22-2015 6.4"}
    assert len(of_kind(check(mixing(Apart.YEAR), *bound), "mixed")) == 1
    apart = [
        replace(p, record=replace(p.record, source_sha256=str(n))) for n, p in enumerate(bound)
    ]
    assert of_kind(check(mixing(*Apart), *apart), "mixed") == []


# --- questions ---


def doubt(*texts: str, kind: str = "of_no_known_kind") -> Doubt:
    return Doubt(kind, {}, tuple(passage(text, 2) for text in texts))


def it_puts_a_doubt_to_the_unit_as_a_question_with_both_passages() -> None:
    given = norms(box(1, item("a")))
    said = {id_of(1): Statements(doubts=(doubt("由5降到7", "下降2"),))}
    found = check(given, paper(1, "a"), statements=said)
    [question] = found.questions
    assert question.passages == (Evidence(id_of(1), "由5降到7", 2), Evidence(id_of(1), "下降2", 2))
    assert question.what.key == "check.doubt.other"
    assert problems(found) == ()


def it_asks_about_doubts_between_papers_of_the_year_only() -> None:
    given = norms(box(1, item("a")))
    between = [
        (doubt("出动12次", "出动15次"), (id_of(1), id_of(2))),
        (doubt("甲", "乙"), ("x-1", "y-1")),
    ]
    found = check(given, paper(1, "a"), paper(2, "a"), between=between)
    assert [[p.record for p in q.passages] for q in found.questions] == [[id_of(1), id_of(2)]]
