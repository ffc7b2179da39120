"""One paper lost is one finding; the order of papers is no matter; time grows with their number."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from checked import days, figure, passage
from complete_years import LEVELS, UNIT, YEAR, complete_year, corpus_papers, norms_named

from danghe.check import Problem, check_unit, problems
from danghe.model import FiledRecord
from danghe.stated import BoundPart, Statements

SAMPLE = 12


def lines(name: str, unit: str, level: str, filed: Sequence[FiledRecord]) -> Counter[str]:
    found = problems(check_unit(norms_named(name), unit, level, YEAR, filed))
    return Counter(map(_told, found))


def _told(line: Problem) -> str:
    return f"{line.section} {line.box} {line.what.key} {sorted(line.what.values.items())}"


def new_without(
    name: str, unit: str, level: str, filed: Sequence[FiledRecord], gone: Sequence[int]
) -> list[int]:
    """How many new lines there are without each of some papers, one at a time."""
    whole = lines(name, unit, level, filed)
    return [(lines(name, unit, level, [*filed[:n], *filed[n + 1 :]]) - whole).total() for n in gone]


@pytest.mark.parametrize(("name", "level"), LEVELS)
def it_finds_nothing_lacking_in_a_complete_year(name: str, level: str) -> None:
    assert not lines(name, UNIT, level, complete_year(name, level))


@pytest.mark.parametrize(("name", "level"), LEVELS)
def it_finds_one_thing_more_for_a_paper_less(name: str, level: str) -> None:
    filed = complete_year(name, level)
    some = random.Random(level).sample(range(len(filed)), min(SAMPLE, len(filed)))
    assert set(new_without(name, UNIT, level, filed, some)) <= {1}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "level"), LEVELS)
def it_finds_one_thing_more_for_any_paper_less(name: str, level: str) -> None:
    filed = complete_year(name, level)
    assert set(new_without(name, UNIT, level, filed, range(len(filed)))) <= {1}


def corpus_units() -> list[tuple[str, str, str]]:
    found = {
        (name, paper.filing.unit, paper.filing.level or "")
        for name in ("district", "village")
        for paper in corpus_papers(name)
        if paper.filing.unit
    }
    return sorted(found)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "unit", "level"), corpus_units())
def it_finds_at_most_one_thing_more_for_each_item_of_a_lost_paper(
    name: str, unit: str, level: str
) -> None:
    filed = [paper for paper in corpus_papers(name) if paper.filing.unit == unit]
    counts = new_without(name, unit, level, filed, range(len(filed)))
    for paper, count in zip(filed, counts, strict=True):
        assert count <= max(1, len(paper.filing.item_ids)), paper.path


@pytest.mark.parametrize(("name", "unit", "level"), corpus_units())
def it_checks_alike_whatever_the_order_of_papers(name: str, unit: str, level: str) -> None:
    filed = list(corpus_papers(name))
    before = check_unit(norms_named(name), unit, level, YEAR, filed)
    random.Random(unit).shuffle(filed)
    assert check_unit(norms_named(name), unit, level, YEAR, filed) == before


def calls(work: Callable[[], Any]) -> int:
    """How many Python functions a piece of work calls: a clock that no other load disturbs."""
    count = 0

    def note(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def many(times: int) -> tuple[list[FiledRecord], dict[str, Statements]]:
    """A unit's papers over and over, each with figures, dates and an attachment."""
    papers = [paper for paper in corpus_papers("village") if paper.filing.unit == "柳湾村"]
    filed = [
        replace(paper, record=replace(paper.record, id=f"{copy:06x}{n:06x}-1"))
        for n, paper in enumerate(papers)
        for copy in range(times)
    ]
    said = Statements(
        indicators=(figure("党费收缴率", 99), figure("隐患整改率", 96, period="2023-05")),
        dates=(*days(("受理日期", "2023-03-01"), ("审批日期", "2023-03-09"), row=1),),
        attachments=(BoundPart("候选人登记表", passage("附件：候选人登记表")),),
    )
    return filed, {paper.record.id: said for paper in filed}


def it_takes_time_in_proportion_to_the_number_of_papers() -> None:
    norms = norms_named("village")

    def check(times: int) -> int:
        filed, said = many(times)
        return calls(lambda: check_unit(norms, "柳湾村", "village", YEAR, filed, statements=said))

    few, more, most = check(1), check(10), check(20)
    assert most - few < 2.3 * (more - few)
