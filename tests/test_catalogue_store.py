from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from danghe.catalogue import Arrival, Catalogue, RecordContent
from danghe.errors import ArchiveError, UsageError
from danghe.model import (
    Block,
    BlockKind,
    Candidate,
    Document,
    FiledRecord,
    Filing,
    Note,
    Outcome,
    Reason,
    Record,
    Status,
    Unit,
    Waiver,
)

A, B, C = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "catalogue.db", who="档案员") as opened:
        yield opened


def filed_record(sha256: str, path: str, ordinal: int = 1) -> FiledRecord:
    id = f"{sha256[:12]}-{ordinal}"
    record = Record(
        id, sha256, ordinal, 0, 4, f"药具通知{ordinal}", date="2023-05-06", first_page=1
    )
    filing = Filing(
        id,
        unit="望湖街道",
        level="street",
        year=2023,
        period="2023-05",
        box_id="street.contraceptives.1",
        item_ids=("street.contraceptives.1.plan",),
        confidence=0.75,
        reasons=(Reason("box", Note("import.no_path", {"path": "药具"}), "title", 2.5),),
        candidates=(Candidate("street.contraceptives.1", 3.0),),
    )
    return FiledRecord(record, filing, path)


def imported(sha256: str, path: str, records: int = 1) -> Arrival:
    filed = tuple(filed_record(sha256, path, n + 1) for n in range(records))
    outcome = Outcome(path, Status.IMPORTED, sha256, None, 0.5, 2, filed)
    content = RecordContent(f"{sha256[0]}药具正文").pack()
    return Arrival("/" + path, outcome, 10, 20, "txt", contents=(content,) * records)


def twin(sha256: str, path: str) -> Arrival:
    note = Note("import.duplicate", {"path": "?"})
    return Arrival("/" + path, Outcome(path, Status.DUPLICATE, sha256, note), 10, 20)


def ids(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(filed.record.id, filed.path) for filed in catalogue.filed()]


def indexed(catalogue: Catalogue) -> None:
    catalogue.mark_indexed(catalogue.pending_index())


def it_gives_back_what_was_saved(catalogue: Catalogue) -> None:
    arrival = imported(A, "一.txt", records=2)
    assert catalogue.save([arrival]) == (arrival.outcome,)
    settled = catalogue.settled(["/一.txt", "/二.txt"])
    assert list(settled) == ["/一.txt"]
    assert settled["/一.txt"].outcome == replace(arrival.outcome, known=True)
    assert (settled["/一.txt"].size, settled["/一.txt"].mtime_ns) == (10, 20)
    assert tuple(catalogue.filed("望湖街道", 2023)) == arrival.outcome.filed
    assert list(catalogue.filed(year=2022)) == []
    assert list(catalogue.filed(unfiled=True)) == []
    assert catalogue.content(f"{A[:12]}-2").text == "a药具正文"
    assert catalogue.pending_index() == (f"{A[:12]}-1", f"{A[:12]}-2")
    assert catalogue.boxes()[0].records == 2


def it_counts_every_source_once(catalogue: Catalogue) -> None:
    failed = Arrival("/f", Outcome("f", Status.FAILED, note=Note("import.not_regular")))
    catalogue.save([imported(A, "一.txt"), twin(A, "二.txt"), failed])
    counts = catalogue.counts()
    assert counts[Status.IMPORTED] == counts[Status.DUPLICATE] == counts[Status.FAILED] == 1
    assert sum(counts.values()) == 3


def it_points_a_duplicate_at_the_first(catalogue: Catalogue) -> None:
    outcomes = catalogue.save([imported(A, "一.txt"), twin(A, "二.txt")])
    assert outcomes[1].note == Note("import.duplicate", {"path": "一.txt"})
    assert catalogue.originals([A, B]) == {A: "一.txt"}
    assert catalogue.locators(A) == ("/一.txt", "/二.txt")


def it_takes_the_records_of_changed_bytes_out_and_keeps_the_history(catalogue: Catalogue) -> None:
    catalogue.save([imported(A, "一.txt")])
    indexed(catalogue)
    catalogue.save([imported(B, "一.txt")])
    assert ids(catalogue) == [(f"{B[:12]}-1", "一.txt")]
    assert sorted(catalogue.pending_index()) == [f"{A[:12]}-1", f"{B[:12]}-1"]
    assert f"{A[:12]}-1" not in catalogue.records([f"{A[:12]}-1"])
    assert sum(catalogue.counts().values()) == 1
    assert "supersede" in [entry.event for entry in catalogue.audit_log()]
    assert len(catalogue.history(f"{A[:12]}-1")) == 1


def it_lets_a_duplicate_inherit_the_records_when_the_first_changes(catalogue: Catalogue) -> None:
    catalogue.save([imported(A, "一.txt"), twin(A, "二.txt"), twin(A, "三.txt")])
    catalogue.save([imported(B, "一.txt")])
    assert ids(catalogue) == [(f"{B[:12]}-1", "一.txt"), (f"{A[:12]}-1", "二.txt")]
    third = catalogue.settled(["/三.txt"])["/三.txt"].outcome
    assert third.note == Note("import.duplicate", {"path": "二.txt"})
    assert catalogue.counts()[Status.DUPLICATE] == 1


def it_lets_a_copy_that_comes_as_its_original_changes_take_over_the_records(
    catalogue: Catalogue,
) -> None:
    catalogue.save([imported(A, "一.txt")])
    outcomes = catalogue.save([imported(B, "一.txt"), twin(A, "二.txt")])
    assert outcomes[1].status is Status.IMPORTED
    assert [filed.record.id for filed in outcomes[1].filed] == [f"{A[:12]}-1"]
    assert catalogue.counts()[Status.IMPORTED] == 2


def it_takes_former_bytes_up_again_with_a_persons_filing(catalogue: Catalogue) -> None:
    catalogue.save([imported(A, "一.txt")])
    id = f"{A[:12]}-1"
    catalogue.refile(id, Filing(id, unit="望湖街道", year=2022), who="李经办")
    catalogue.save([imported(B, "一.txt")])
    catalogue.save([imported(A, "一.txt")])
    (only,) = catalogue.filed()
    assert (only.record.id, only.filing.year, only.filing.decided_by) == (id, 2022, "李经办")


def it_repoints_duplicates_when_the_same_bytes_are_read_again(catalogue: Catalogue) -> None:
    failed = Arrival("/一", Outcome("一", Status.FAILED, A, Note("import.died", {"code": "9"})))
    catalogue.save([failed, twin(A, "二")])
    catalogue.save([imported(A, "一")])
    assert catalogue.settled(["/二"])["/二"].outcome.status is Status.DUPLICATE
    assert ids(catalogue) == [(f"{A[:12]}-1", "一")]


def it_refuses_a_source_whose_record_ids_another_one_has(catalogue: Catalogue) -> None:
    close = A[:12] + "d" * 52
    (outcome,) = catalogue.save([imported(A, "一"), imported(close, "二")])[1:]
    assert outcome.status is Status.FAILED
    assert outcome.filed == ()
    assert ids(catalogue) == [(f"{A[:12]}-1", "一")]


def it_writes_a_batch_whole_or_not_at_all(catalogue: Catalogue) -> None:
    with pytest.raises(LookupError):
        catalogue.save([imported(A, "一"), twin(C, "二")])
    assert sum(catalogue.counts().values()) == 0
    assert list(catalogue.audit_log()) == []


def it_keeps_every_filing_and_puts_the_newest_in_force(catalogue: Catalogue) -> None:
    catalogue.save([imported(A, "一")])
    indexed(catalogue)
    id = f"{A[:12]}-1"
    catalogue.refile(id, Filing("", unit="望湖街道", year=2023, box_id="street.science.2"))
    (only,) = catalogue.filed(box_id="street.science.2")
    assert only.filing.decided_by == "档案员"
    assert [filing.decided_by for _, filing in catalogue.history(id)] == ["rules", "档案员"]
    assert catalogue.pending_index() == (id,)
    with pytest.raises(UsageError):
        catalogue.refile("nothing-1", only.filing)


def it_never_lets_the_audit_log_change(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.audit("unmask", {"query": "张三"})
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'catalogue.db'}")
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit"):
        with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.exec_driver_sql(statement)
    (entry,) = catalogue.audit_log()
    assert (entry.who, entry.event, entry.detail) == ("档案员", "unmask", {"query": "张三"})


def it_merges_what_is_known_of_a_unit(catalogue: Catalogue) -> None:
    catalogue.add_unit(Unit("望湖街道", None, ("望湖",)))
    catalogue.add_unit(Unit("望湖街道", "street", ("望湖街道办",)))
    catalogue.add_unit(Unit("望湖街道"))
    assert catalogue.units() == (Unit("望湖街道", "street", ("望湖", "望湖街道办")),)
    assert len(list(catalogue.audit_log())) == 2


def it_sees_the_units_that_filings_name(catalogue: Catalogue) -> None:
    catalogue.save([imported(A, "一")])
    catalogue.add_unit(Unit("清溪社区", "community"))
    assert [unit.name for unit in catalogue.units_seen()] == ["望湖街道", "清溪社区"]
    assert catalogue.units_seen()[0].level == "street"


def it_keeps_waivers_only_with_reason_person_and_date(catalogue: Catalogue) -> None:
    waiver = Waiver("望湖街道", 2023, "street.science.2", "本年未发生", "王主任", "2024-01-05")
    with pytest.raises(UsageError):
        catalogue.waive(replace(waiver, reason=" "))
    catalogue.waive(waiver)
    later = replace(waiver, reason="未开展")
    catalogue.waive(later)
    assert catalogue.waivers("望湖街道", 2023) == (later,)
    assert catalogue.waivers("望湖街道", 2022) == ()
    assert [entry.event for entry in catalogue.audit_log()] == ["waive", "waive"]


def it_stores_text_that_databases_refuse(catalogue: Catalogue) -> None:
    arrival = imported(A, "一")
    odd = replace(arrival.outcome.filed[0].record, title="通\ud800知\x00")
    filed = replace(arrival.outcome.filed[0], record=odd)
    catalogue.save([replace(arrival, outcome=replace(arrival.outcome, filed=(filed,)))])
    assert [one.record.title for one in catalogue.filed()] == ["通\ufffd知\ufffd"]


def it_lets_others_read_while_one_writes(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.save([imported(A, "一")])
    with Catalogue.open(tmp_path / "catalogue.db") as other:
        reading = other.filed()
        next(reading)
        catalogue.save([imported(B, "二")])
        assert len(list(other.filed())) == 2


def it_explains_a_database_that_became_unreadable(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.save([imported(A, "一")])
    catalogue.close()
    (tmp_path / "catalogue.db").write_bytes(b"x" * 8192)
    with pytest.raises(ArchiveError):
        catalogue.counts()


blocks = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.text("药具通知\n", max_size=6),
    page=st.integers(1, 3),
)


@given(st.lists(blocks, max_size=6), st.data())
def it_cuts_a_records_content_so_that_places_and_pages_stay_true(
    parts: list[Block], data: st.DataObject
) -> None:
    document = Document(tuple(sorted(parts, key=lambda block: block.page or 0)), "txt")
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    content = RecordContent.unpack(RecordContent.cut(document, start, end).pack())
    assert content.text == document.text[start:end]
    for block in content.blocks:
        assert 0 <= block.start <= block.end <= len(content.text)
        for offset in range(block.start, block.end):
            assert content.page_at(offset) == document.page_at(start + offset)
