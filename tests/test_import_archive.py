from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from danghe.archive import Archive
from danghe.commands.render_json import outcome_json, search_json
from danghe.errors import ArchiveError, UsageError
from danghe.model import Filing, Outcome, Unit, Waiver

PAPER = """望湖街道办事处文件

关于做好避孕药具发放工作的通知

各社区：
请按时领取药具，联系人张某，电话13812345678，身份证号110101198003071234。
{filler}
联系电话13912345678，随访率达20%。

望湖街道办事处
2023年5月6日
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "archive", who="档案员") as created:
        yield created


@pytest.fixture
def outcome(archive: Archive, tmp_path: Path) -> Outcome:
    path = tmp_path / "通知.txt"
    path.write_text(PAPER.format(filler="各社区要高度重视。" * 40), "utf-8")
    (only,) = archive.import_([path], jobs=1)
    return only


def it_refuses_a_directory_that_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        Archive.open(tmp_path)
    assert (caught.value.key, caught.value.exit_code) == ("archive.missing", 3)
    assert caught.value.remedy


def it_does_not_make_an_archive_among_other_files_or_twice(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(ArchiveError) as caught:
        Archive.create(tmp_path)
    assert caught.value.key == "archive.not_empty"
    Archive.create(tmp_path / "new").close()
    with pytest.raises(ArchiveError) as caught:
        Archive.create(tmp_path / "new")
    assert caught.value.key == "archive.exists"


def it_finishes_an_archive_whose_making_was_cut_short(tmp_path: Path) -> None:
    Archive.create(tmp_path / "a").close()
    (tmp_path / "a" / "danghe.json").unlink()
    with Archive.create(tmp_path / "a") as archive:
        assert archive.search("药具").total == 0


def it_opens_again_with_everything_in_it(archive: Archive, outcome: Outcome) -> None:
    archive.close()
    with Archive.open(archive.directory) as again:
        assert [filed.record.id for filed in again.filed()] == [outcome.filed[0].record.id]
        assert again.search("随访率达20%").total == 1


def it_hides_personal_numbers_in_what_a_search_shows(archive: Archive, outcome: Outcome) -> None:
    (hit,) = archive.search("联系人").hits
    assert "138****5678" in hit.snippet
    assert "110101**********34" in hit.snippet
    assert [hit.snippet[start:end] for start, end in hit.spans] == ["联系人"]
    assert "unmask" not in [entry.event for entry in archive.catalogue.audit_log()]


def it_shows_personal_numbers_on_request_and_keeps_that_in_the_log(
    archive: Archive, outcome: Outcome
) -> None:
    (hit,) = archive.search("联系人", unmasked=True).hits
    assert "13812345678" in hit.snippet
    *_, entry = archive.catalogue.audit_log()
    assert (entry.event, entry.who) == ("unmask", "档案员")
    assert entry.detail == {"query": "联系人", "records": [hit.record]}


def it_finds_a_paper_by_a_hidden_number_without_showing_it(
    archive: Archive, outcome: Outcome
) -> None:
    (hit,) = archive.search("13912345678").hits
    assert "13912345678" not in hit.snippet


def it_renders_an_outcome_as_one_line_of_the_report(archive: Archive, outcome: Outcome) -> None:
    line = json.loads(json.dumps(outcome_json(outcome, archive.norms), ensure_ascii=False))
    assert set(line) == {"path", "sha256", "status", "reason", "seconds", "pages", "records"}
    (record,) = line["records"]
    assert set(record) == {
        *(
            "id",
            "title",
            "doctype",
            "archival_no",
            "author",
            "doc_no",
            "date",
            "unit",
            "level",
            "year",
            "period",
        ),
        *("section_no", "section", "box_id", "box_no", "box_name", "retention", "item", "items"),
        *("confidence", "reasons"),
    }
    assert all(set(reason) == {"about", "text", "where", "weight"} for reason in record["reasons"])
    assert record["year"] == 2023


def it_leaves_the_place_of_an_open_filing_null(archive: Archive, outcome: Outcome) -> None:
    id = outcome.filed[0].record.id
    archive.refile(id, Filing(id, unit="望湖街道", year=2023))
    (filed,) = archive.filed()
    line = outcome_json(Outcome("x", outcome.status, filed=(filed,)), archive.norms)
    (record,) = line["records"]
    for key in ("box_id", "box_no", "box_name", "section", "section_no", "item"):
        assert record[key] is None


def it_renders_a_search_as_the_design_says(archive: Archive, outcome: Outcome) -> None:
    answer = search_json(archive.search("药具"))
    assert set(answer) == {
        *("query", "total", "took_ms", "hits", "facets"),
        *("also", "loosely", "near", "passed_over", "did_you_mean"),
    }
    assert set(answer["hits"][0]) == {
        *("record", "title", "path", "page", "score", "snippet", "unit", "year", "level"),
        *("section", "box_id", "doctype"),
        *("spans", "clause", "clauses", "siblings", "siblings_total"),
    }
    json.dumps(answer)


def it_finds_a_record_in_the_box_it_was_refiled_to(archive: Archive, outcome: Outcome) -> None:
    id = outcome.filed[0].record.id
    box = next(box.id for _, _, box in archive.norms.boxes() if box.id.startswith("community."))
    archive.refile(id, Filing(id, unit="清溪社区", level="community", year=2021, box_id=box))
    (hit,) = archive.search("年度:2021").hits
    assert (hit.box_id, hit.unit) == (box, "清溪社区")
    assert archive.boxes()[0].box_id == box


def it_rebuilds_the_index_with_the_same_answers(archive: Archive, outcome: Outcome) -> None:
    before = archive.search("药具 AND随访 OR 领取")
    assert archive.reindex() == 1
    after = archive.search("药具 AND随访 OR 领取")
    assert [hit.record for hit in after.hits] == [hit.record for hit in before.hits]
    assert sorted(path.name for path in (archive.directory / "index").iterdir()) == ["2", "current"]


def it_says_how_to_mend_a_lost_index(archive: Archive, outcome: Outcome) -> None:
    archive.close()
    (archive.directory / "index" / "current").unlink()
    (archive.directory / "index" / "1" / "meta.json").unlink()
    with Archive.open(archive.directory) as again:
        with pytest.raises(ArchiveError) as caught:
            again.search("药具")
        assert caught.value.key == "index.missing"
        assert again.reindex() == 1
        assert again.search("药具").total == 1


def it_keeps_waivers_and_refuses_unknown_records(archive: Archive) -> None:
    waiver = Waiver("望湖街道", 2023, "street.technology.2", "本年未发生", "王主任", "2024-01-05")
    archive.waive(waiver, level="street")
    assert archive.waivers("望湖街道", 2023) == (waiver,)
    with pytest.raises(UsageError):
        archive.refile("nothing-1", Filing("nothing-1"))
    with pytest.raises(UsageError):
        archive.original("nothing-1")


def it_files_by_other_norms_when_given(tmp_path: Path) -> None:
    norms = tmp_path / "地方.yaml"
    from danghe import schemas

    text = (Path(schemas.__file__).parent / "archive_boxes.yaml").read_text("utf-8")
    norms.write_text(text, "utf-8")
    Archive.create(tmp_path / "a", norms).close()
    norms.unlink()
    with Archive.open(tmp_path / "a") as archive:
        assert archive.settings.norms == "地方.yaml"
        assert len(list(archive.norms.boxes())) > 10


def it_files_by_hand_and_says_what_it_does_not_know(archive: Archive, outcome: Outcome) -> None:
    id = outcome.filed[0].record.id
    box = next(box for _, _, box in archive.norms.boxes() if box.items)
    filing = archive.assign(id, box.id, items=[box.items[0].name], year=2022)
    assert archive.record(id).filing == filing
    assert (filing.item_ids, filing.decided_by) == ((box.items[0].id,), "档案员")
    assert archive.search("年度:2022").total == 1
    assert archive.log(1)[0].event == "assign"
    with pytest.raises(UsageError):
        archive.assign(id, "street.nothing.1")
    with pytest.raises(UsageError):
        archive.assign(id, box.id, items=["没有这种材料"])
    assert archive.assign(id, None).box_id is None


def it_shows_a_papers_text_with_personal_numbers_hidden(archive: Archive, outcome: Outcome) -> None:
    id = outcome.filed[0].record.id
    assert "138****5678" in archive.text(id)
    assert "13812345678" in archive.text(id, unmasked=True)
    assert [entry.event for entry in archive.log(5)].count("unmask") == 1


def it_checks_a_unit_by_any_of_its_names(archive: Archive, outcome: Outcome) -> None:
    with pytest.raises(UsageError):
        archive.check("清溪社区", 2023)
    archive.add_unit(Unit("清溪社区", "community", ("清溪",)))
    assert archive.check("清溪", 2023).unit == "清溪社区"
    assert archive.check("某某社区", 2023, level="community").boxes
    with pytest.raises(UsageError):
        archive.add_unit(Unit("某某", "planet"))
