from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from danghe.archive import Archive
from danghe.catalogue import tables as t
from danghe.errors import UsageError
from danghe.facts import edition, pack, statements_of, unpack
from danghe.stated import (
    BoundPart,
    Change,
    Doubt,
    Indicator,
    Passage,
    StatedDate,
    Statements,
)

PAPER = "关于垃圾清运工作的报告\n全年清运垃圾{count}吨，清运率达{rate}%。\n某社区\n2023年12月6日\n"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", who="档案员") as created:
        yield created


def written(folder: Path, name: str, count: int = 120, rate: str = "98.5") -> Path:
    path = folder / name
    path.write_text(PAPER.format(count=count, rate=rate), "utf-8")
    return path


def taken_in(archive: Archive, path: Path, *, retry: bool = False) -> str:
    (outcome,) = archive.import_([path], jobs=1, retry=retry)
    return outcome.filed[0].record.id


def kept(archive: Archive) -> dict[str, str]:
    with archive.catalogue._reading() as connection:
        rows = connection.execute(sa.select(t.statements.c.record_id, t.statements.c.edition))
        return {row.record_id: row.edition for row in rows}


def forge(archive: Archive, statement: sa.Executable) -> None:
    with archive.catalogue._writing() as connection:
        connection.execute(statement)


def mine(archive: Archive) -> str:
    return edition(archive.norms.indicators, archive.norms.relations)


def values(statements: Statements) -> set[tuple[Decimal, str]]:
    return {(one.value, one.unit) for one in statements.indicators}


def it_keeps_what_a_record_states_when_it_is_imported(archive: Archive, tmp_path: Path) -> None:
    record = taken_in(archive, written(tmp_path, "一.txt"))
    assert kept(archive) == {record: mine(archive)}
    stated = archive.statements([record])[record]
    assert {(Decimal("98.5"), "%"), (Decimal(120), "吨")} <= values(stated)
    content = archive.catalogue.content(record)
    again = statements_of(
        content.document(),
        known_names=archive.norms.indicators,
        relations=archive.norms.relations,
    )
    assert stated == again
    for one in stated.indicators:
        assert content.text[one.passage.start : one.passage.end] == one.passage.text


def it_reads_anew_what_is_lacking_or_was_read_by_another_edition(
    archive: Archive, tmp_path: Path
) -> None:
    record = taken_in(archive, written(tmp_path, "一.txt"))
    stated = archive.statements([record])
    forge(archive, sa.delete(t.statements))
    assert archive.statements([record]) == stated
    assert kept(archive) == {record: mine(archive)}
    forge(archive, sa.update(t.statements).values(edition="0", data=pack(Statements(people=7))))
    assert archive.statements([record]) == stated
    assert kept(archive) == {record: mine(archive)}


def it_drops_what_a_paper_stated_when_its_bytes_change(archive: Archive, tmp_path: Path) -> None:
    former = taken_in(archive, written(tmp_path, "一.txt", rate="98.5"))
    record = taken_in(archive, written(tmp_path, "一.txt", rate="97.5"))
    assert former != record
    assert set(kept(archive)) == {record}
    assert (Decimal("97.5"), "%") in values(archive.statements([record])[record])


def it_reads_anew_what_passes_to_a_twin(archive: Archive, tmp_path: Path) -> None:
    record = taken_in(archive, written(tmp_path, "一.txt"))
    list(archive.import_([written(tmp_path, "二.txt")], jobs=1))
    taken_in(archive, written(tmp_path, "一.txt", count=130))
    assert record in {one.record.id for one in archive.filed()}
    assert (Decimal(120), "吨") in values(archive.statements([record])[record])


def it_puts_one_row_in_place_of_another_when_a_paper_is_read_again(
    archive: Archive, tmp_path: Path
) -> None:
    path = written(tmp_path, "一.txt")
    record = taken_in(archive, path)
    path.write_bytes(b"\n" + path.read_bytes())
    other = taken_in(archive, path)
    written(tmp_path, "一.txt")
    assert taken_in(archive, path) == record
    assert set(kept(archive)) == {record}
    assert record != other


def it_refuses_a_record_that_does_not_exist(archive: Archive) -> None:
    with pytest.raises(UsageError):
        archive.statements(["f00000000000-1"])


def it_tells_apart_what_different_norms_lend() -> None:
    assert edition(("合格率",), ()) != edition(("办结率",), ())
    assert edition((), (("甲", "=", "乙", "-", "丙"),)) != edition((), ())


words = st.text(max_size=6)
numbers = st.decimals(allow_nan=False, allow_infinity=False)
passages = st.builds(Passage, st.integers(0), st.integers(0), words, st.none() | st.integers(1))
statements = st.builds(
    Statements,
    st.tuples(st.builds(Indicator, words, numbers, words, passages)),
    st.tuples(st.builds(Change, words, st.integers(-1, 1), passages, st.none() | numbers)),
    st.tuples(st.builds(StatedDate, words, words, passages, st.none() | st.integers(1))),
    st.tuples(st.builds(BoundPart, words, passages)),
    st.none() | st.integers(0),
    st.none() | words,
    st.tuples(st.builds(Doubt, words, st.dictionaries(words, words), st.tuples(passages))),
)


@given(statements)
def it_gives_back_what_it_packed(stated: Statements) -> None:
    assert unpack(pack(stated)) == stated


def it_keeps_every_digit_of_a_figure() -> None:
    one = Indicator("合格率", Decimal("98.50"), "%", Passage(0, 1, "合"))
    (back,) = unpack(pack(Statements((one,)))).indicators
    assert str(back.value) == "98.50"
