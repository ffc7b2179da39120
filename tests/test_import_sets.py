from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from page_images import FONT, page
from PIL import Image
from test_import_options import danghe

from danghe.archive import Archive
from danghe.errors import UsageError
from danghe.extract import Ocr, Options
from danghe.model import Outcome, Status
from danghe.stages.delivering import Delivery

SAMPLE = Path(__file__).parent.parent / "corpus" / "delivery"


def image(path: Path, number: int) -> Path:
    """A blank page like no other: nothing on it to recognise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (60 + number, 80), 255).save(path)
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    return tmp_path / "papers"


def run(home: Path, *paths: Path, **options: Any) -> dict[str, Outcome]:
    archive = Archive.open(home) if home.exists() else Archive.create(home)
    with archive:
        outcomes = list(archive.import_(paths, jobs=2, **options))
        assert sum(archive.counts().values()) >= len(outcomes)
    return {one.path.split("/papers/")[-1]: one for one in outcomes}


def records_of(outcomes: Sequence[Outcome]) -> set[str]:
    return {filed.record.id for outcome in outcomes for filed in outcome.filed}


def it_makes_one_record_of_a_folder_of_numbered_images(tmp_path: Path, papers: Path) -> None:
    for number in range(1, 13):
        image(papers / "0001" / f"{number}.png", number)
    image(papers / "照片" / "DSC_0012.png", 40)
    image(papers / "照片" / "DSC_0013.png", 41)
    found = run(tmp_path / "archive", papers)
    assert len(found) == 14
    pages = [one for name, one in found.items() if name.startswith("0001/")]
    assert len(records_of(pages)) == 1
    assert len(records_of(list(found.values()))) == 3
    with Archive.open(tmp_path / "archive") as archive:
        (id,) = records_of(pages)
        parts = archive.catalogue.pages_of(id)
        assert [first for _, first in parts] == list(range(1, 13))
        original = archive.original(id)
        assert original is not None
        assert original.read_bytes() == (papers / "0001" / "1.png").read_bytes()
        tenth = archive._original(parts[9][0])
        assert tenth is not None
        assert tenth.read_bytes() == (papers / "0001" / "10.png").read_bytes()
    again = run(tmp_path / "archive", papers)
    assert all(one.known for one in again.values())
    assert records_of(list(again.values())) == records_of(list(found.values()))


def it_says_which_pages_are_missing_or_cannot_be_read(tmp_path: Path, papers: Path) -> None:
    for number in (1, 2, 4):
        image(papers / "档案" / f"{number:04d}.png", number)
    (papers / "档案" / "0005.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    found = run(tmp_path / "archive", papers)
    assert found["档案/0005.png"].status is Status.FAILED
    first = found["档案/0001.png"]
    assert first.status is Status.PARTIAL
    assert first.note is not None
    assert first.note.key in ("import.pages_missing", "extract.loss.failed_pages")
    assert len(records_of(list(found.values()))) == 1


def it_makes_the_set_anew_when_a_page_comes_late(tmp_path: Path, papers: Path) -> None:
    for number in (1, 2):
        image(papers / "0001" / f"{number:04d}.png", number)
    before = records_of(list(run(tmp_path / "archive", papers).values()))
    image(papers / "0001" / "0003.png", 3)
    found = run(tmp_path / "archive", papers)
    after = records_of(list(found.values()))
    assert len(after) == 1
    assert after.isdisjoint(before)
    with Archive.open(tmp_path / "archive") as archive:
        assert {filed.record.id for filed in archive.filed()} == after
        assert archive.counts()[Status.PARTIAL] + archive.counts()[Status.IMPORTED] == 3
    assert all(one.known for one in run(tmp_path / "archive", papers).values())


def it_counts_equal_pages_as_duplicates_and_keeps_them_in_their_place(
    tmp_path: Path, papers: Path
) -> None:
    for number in range(1, 5):
        image(papers / "0001" / f"{number:04d}.png", number % 2)
    shutil.copytree(papers / "0001", papers / "复制件")
    found = run(tmp_path / "archive", papers)
    statuses = [one.status for one in found.values()]
    assert statuses.count(Status.DUPLICATE) == 6
    (record,) = records_of(list(found.values()))
    with Archive.open(tmp_path / "archive") as archive:
        assert len(archive.catalogue.pages_of(record)) == 4
    again = run(tmp_path / "archive", papers)
    assert all(one.known for one in again.values())


def it_leaves_tiffs_of_many_pages_whole(tmp_path: Path, papers: Path) -> None:
    for number in (1, 2):
        frames = [Image.new("1", (50 + n + 10 * number, 60), 1) for n in range(3)]
        frames[0].save(papers / f"{number:04d}.tif", save_all=True, append_images=frames[1:])
    found = run(tmp_path / "archive", papers)
    assert [one.pages for one in found.values()] == [3, 3]
    assert len(records_of(list(found.values()))) == 2


@pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
def it_shows_a_page_with_the_lines_that_were_read_on_it(tmp_path: Path, papers: Path) -> None:
    for number, text in ((1, "第一页的文字"), (2, "第二页的文字")):
        target = papers / "0001" / f"{number:04d}.png"
        target.parent.mkdir(exist_ok=True)
        page((text,)).rotate(180 if number == 2 else 0).save(target)
    found = run(tmp_path / "archive", papers)
    (record,) = records_of(list(found.values()))
    home = tmp_path / "archive"
    with Archive.open(home) as archive:
        assert archive.search("第二页的文字").hits[0].page == 2
        view = archive.page(record, 2)
        assert view.scan is not None
        (line,) = view.scan.lines
        assert (line.text, view.scan.turned) == ("第二页的文字", 180)
        assert view.image.size == (view.scan.width, view.scan.height)
        with pytest.raises(UsageError) as caught:
            archive.page(record, 3)
        assert caught.value.remedy
    target = tmp_path / "p.png"
    code, said = danghe("show", record, "--page", "2", "--image", target, archive=home)
    assert code == 0
    assert "第二页的文字" in said
    assert Image.open(target).size == view.image.size
    _, line_json = danghe("show", record, "--page", "2", "--json", archive=home)
    assert json.loads(line_json)["lines"][0]["text"] == "第二页的文字"


def it_recognises_nothing_when_told_so(tmp_path: Path, papers: Path) -> None:
    image(papers / "a.png", 1)
    found = run(tmp_path / "archive", papers, options=Options(ocr=Ocr.NEVER))
    assert found["a.png"].status is Status.UNSUPPORTED
    again = run(tmp_path / "archive", papers, retry=True)
    assert again["a.png"].status is Status.PARTIAL


def delivered(tmp_path: Path, rows: str) -> Path:
    folder = tmp_path / "papers" / "移交"
    for number, count in (("0001", 2), ("0002", 3), ("0009", 2)):
        for n in range(1, count + 1):
            image(folder / f"J001-WS-2023-Y-BGS-{number}" / f"{n:04d}.png", int(number) * 10 + n)
    (folder / "目录.csv").write_text("档号,题名,责任者,日期,页数\n" + rows, "utf-8")
    return folder


ROWS = (
    "J001-WS·2023-Y-BGS-0001,关于核查的通知,望湖街道办事处,20230506,2\n"
    "J001-WS·2023-Y-BGS-0002,例会记录,望湖街道办事处,2023.6.8,4\n"
    "J001-WS·2023-Y-BGS-0003,工作总结,望湖街道办事处,2023-07-01,1\n"
)


def it_makes_one_record_of_each_row_of_a_delivery(tmp_path: Path) -> None:
    folder, home = delivered(tmp_path, ROWS), tmp_path / "archive"
    delivery = Delivery.read(folder / "目录.csv", None, Options())
    found = run(home, folder, delivery=delivery)
    assert len(found) == 8
    with Archive.open(home) as archive:
        by_number = {f.record.archival_no: f for f in archive.filed() if f.record.archival_no}
    first = by_number["J001-WS·2023-Y-BGS-0001"]
    assert (first.record.title, first.record.date) == ("关于核查的通知", "2023-05-06")
    assert first.record.author == "望湖街道办事处"
    assert first.filing.year == 2023
    assert set(by_number) == {f"J001-WS·2023-Y-BGS-000{n}" for n in (1, 2)}
    problems = [(p["line"], p["problem"]) for p in delivery.problems()]
    assert ("3", "pages_differ") in problems
    assert ("4", "row_without_images") in problems
    assert ("", "images_without_row") in problems
    assert not any(line == "2" for line, _ in problems)
    assert "file_without_row" not in [problem for _, problem in problems]


def it_tells_deviations_on_the_command_line_and_in_a_file(tmp_path: Path) -> None:
    folder, home = delivered(tmp_path, ROWS), tmp_path / "archive"
    written = tmp_path / "不符.csv"
    import_ = ("import", folder, "--catalogue", folder / "目录.csv", "--deviations", written)
    code, said = danghe(*import_, "--dry-run", archive=home)
    assert code == 0
    assert "目录写 4 页，实有 3 页" in said
    assert not home.exists()
    code, said = danghe(*import_, archive=home)
    assert code == 0
    assert "目录写 4 页，实有 3 页" in said
    assert "实有 3 页" in written.read_text("utf-8-sig")


def it_takes_a_mapping_for_columns_of_other_names(tmp_path: Path) -> None:
    folder = delivered(tmp_path, "")
    table = "甲,乙\nJ001-WS·2023-Y-BGS-0001,关于核查的通知\n"
    (folder / "目录.csv").write_text(table, "utf-8")
    with pytest.raises(UsageError) as caught:
        Delivery.read(folder / "目录.csv", None, Options())
    assert caught.value.remedy
    mapping = tmp_path / "对应.yaml"
    mapping.write_text("档号: 甲\n题名: 乙\n", "utf-8")
    delivery = Delivery.read(folder / "目录.csv", mapping, Options())
    run(tmp_path / "archive", folder, delivery=delivery)
    with Archive.open(tmp_path / "archive") as archive:
        titles = {f.record.title for f in archive.filed() if f.record.archival_no}
    assert titles == {"关于核查的通知"}


def it_says_what_is_wrong_with_a_catalogue_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "目录.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(UsageError) as caught:
        Delivery.read(path, None, Options())
    assert caught.value.remedy
    with pytest.raises(UsageError):
        Delivery.read(tmp_path / "none.xlsx", None, Options())


@pytest.mark.slow
@pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
def it_imports_the_sample_delivery_with_its_deviations(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    shutil.copytree(SAMPLE / "移交", folder)
    truth = json.loads((SAMPLE / "truth.json").read_text("utf-8"))
    delivery = Delivery.read(folder / "目录.xlsx", None, Options())
    run(tmp_path / "archive", folder, delivery=delivery)
    with Archive.open(tmp_path / "archive") as archive:
        filed = {f.record.archival_no: f.record for f in archive.filed()}
        for paper in truth["papers"]:
            if not paper["archival_no"] or paper["archival_no"] not in filed:
                continue
            record = filed[paper["archival_no"]]
            assert (record.title, record.date) == (paper["title"].strip("[]"), paper["date"])
            if not paper["pages"]:
                continue
            line = max((text for text in paper["pages"][0]["text"]), key=len)
            assert archive.search(f'"{line[4:12]}"').total >= 1
    assert sum(one["problem"] == "pages_differ" for one in delivery.problems()) >= 1
