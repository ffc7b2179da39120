"""Rows of a catalogue and images brought together, and what deviates."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from deliveries import LAYOUTS, Delivery, delivery
from hypothesis import given
from hypothesis import strategies as st

from danghe.delivery import (
    Delivered,
    Matching,
    csv_rows,
    known_numbers,
    match,
    page_sets,
    problem_rows,
    read_catalogue,
)
from danghe.delivery.judging import ranges
from danghe.delivery.report import COLUMNS, PROPERTIES, csv_text, headings
from danghe.messages import CATALOGUE


def matched(made: Delivery, extra: Sequence[str] = (), **counts: int) -> Matching:
    rows = read_catalogue([("", made.table)]).rows
    grouped = page_sets((*made.paths, *extra), known_numbers(rows))
    return match(rows, grouped.sets, grouped.rest, counts or None)


def of_table(
    header: tuple[str, ...], rows: Sequence[tuple[str, ...]], paths: Sequence[str]
) -> tuple[Delivered, ...]:
    read = read_catalogue([("", [header, *rows])]).rows
    grouped = page_sets(paths, known_numbers(read))
    return match(read, grouped.sets, grouped.rest).delivered


def keys(delivered: Delivered) -> list[str]:
    return [note.key.removeprefix("delivery.") for note in delivered.problems]


def problems(matching: Matching) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    for each in matching.delivered:
        if each.problems:
            found.setdefault(each.row.line if each.row else None, []).extend(keys(each))
    return found


def batch(matching: Matching) -> dict[str, dict[str, str]]:
    return {note.key.removeprefix("delivery."): dict(note.values) for note in matching.notes}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("separator", ["-", "·", ".", "_", "－", " "])
def it_finds_the_images_of_every_row(layout: str, separator: str) -> None:
    made = delivery(layout=layout, separator=separator)
    found = matched(made)
    assert [each.pages for each in found.delivered] == [made.of(item) for item in made.items]
    assert problems(found) == {}
    assert batch(found)["totals"] == {"rows": "5", "sets": "5", "images": "13", "files": "0"}


def it_says_which_row_has_no_images() -> None:
    found = matched(delivery().without_images(2))
    assert problems(found) == {4: ["row_without_images"]}


def it_says_which_folder_has_no_row() -> None:
    found = matched(delivery().without_row(2))
    assert problems(found) == {None: ["images_without_row"]}
    assert "items_missing" in batch(found)
    assert batch(found)["items_missing"]["numbers"] == "3"


def it_says_where_page_counts_differ() -> None:
    found = matched(delivery().changed(1, stated="5"))
    assert problems(found) == {3: ["pages_differ"]}
    assert found.delivered[1].problems[0].values == {"stated": "5", "found": "2"}


def it_says_which_pages_are_missing() -> None:
    found = matched(delivery().changed(0, pages=(1, 2, 5, 6, 9), stated="5"))
    assert problems(found) == {2: ["pages_missing"]}
    assert found.delivered[0].problems[0].values == {"numbers": "3–4、7–8"}


def it_says_which_pages_come_twice() -> None:
    made = delivery()
    found = matched(made, [f"{made.of(made.items[0])[1].removesuffix('.jpg')} (1).jpg"])
    assert problems(found) == {2: ["pages_doubled"]}
    assert len(found.delivered[0].pages) == 3


def it_gives_a_folder_to_one_row_only() -> None:
    first = delivery().items[0]
    found = matched(delivery().changed(3, archival_no=first.archival_no, pages=()))
    assert problems(found)[2] == ["archival_no_doubled"]
    assert problems(found)[5] == ["archival_no_doubled", "row_without_images"]
    assert len(found.delivered[0].pages) == 3


def it_gives_a_row_one_folder_only() -> None:
    made = delivery()
    again = [f"副本/{path}" for path in made.of(made.items[0])]
    found = matched(made, again)
    assert problems(found) == {2: ["place_doubled"], None: ["already_matched"]}
    assert found.delivered[-1].pages == tuple(again) or found.delivered[0].pages == tuple(again)


@pytest.mark.parametrize(
    "number", ["J001-WS·2023-Y-BGS-00O4", "J001WS2023YBGS0004", "J001-WS·2023-Y-0004", "见后"]
)
def it_says_which_number_leaves_the_pattern(number: str) -> None:
    made = delivery().changed(3, archival_no=number, pages=())
    found = matched(made)
    assert "archival_no_malformed" in problems(found)[5]
    assert problems(found).keys() == {5}


def it_says_which_number_lacks_a_zero_and_still_finds_its_images() -> None:
    made = delivery(layout="folders")
    sound = made.of(made.items[3])
    found = matched(made.changed(3, archival_no="J001-WS·2023-Y-BGS-004", pages=()), sound)
    assert problems(found) == {5: ["archival_no_malformed"]}
    assert found.delivered[3].pages == sound


def it_does_not_call_other_retention_periods_malformed() -> None:
    made = delivery((2, 2, 2, 2))
    for index, code in enumerate(("Y", "D30", "D10", "D30")):
        made = made.changed(index, archival_no=f"J001-WS·2023-{code}-BGS-000{index}")
    assert problems(matched(made)) == {}


def it_says_that_it_could_not_judge_numbers_without_a_pattern() -> None:
    made = delivery((2, 2))
    assert "pattern_not_checked" in batch(matched(made))
    assert "pattern_not_checked" not in batch(matched(delivery()))


def it_says_what_the_catalogue_gives_no_means_to_check() -> None:
    header = ("档号", "题名")
    rows = read_catalogue([("", [header, ("0012-001-0003", "甲")])]).rows
    notes = {note.key for note in match(rows, (), ()).notes}
    assert {"delivery.pages_not_checked", "delivery.dates_not_checked"} <= notes


def it_says_where_title_or_number_are_empty_and_dates_unreadable() -> None:
    made = delivery().changed(0, title="").changed(1, date="待查").changed(2, stated="若干")
    found = matched(made)
    assert problems(found) == {
        2: ["title_empty"],
        3: ["date_unreadable"],
        4: ["cell_unreadable"],
    }
    found = matched(delivery().changed(4, archival_no="", pages=()))
    assert problems(found) == {6: ["archival_no_empty", "row_without_images"]}


def it_says_which_images_have_another_format_than_the_batch() -> None:
    made = delivery()
    odd = tuple(path.replace(".jpg", ".tif") for path in made.of(made.items[1]))
    found = matched(made.changed(1, pages=()), odd)
    assert problems(found) == {3: ["format_differs"]}
    assert batch(found)["formats_mixed"] == {"formats": "JPEG 11、TIFF 2"}


def it_counts_sheets_as_one_or_two_pages() -> None:
    header = ("档号", "题名", "张数")
    paths = [f"0012-001-0003/{n:04}.jpg" for n in range(1, 5)]
    for sheets, wrong in (("1", True), ("2", False), ("4", False), ("5", True)):
        (row,) = of_table(header, [("0012-001-0003", "甲", sheets)], paths)
        assert keys(row) == (["sheets_differ"] if wrong else [])


def it_does_not_count_covers_against_a_volume() -> None:
    header = ("档号", "题名", "页数")
    paths = [f"0012-001-0003/{name}.jpg" for name in ("封面", "001", "002", "备考表")]
    for stated, wrong in (("2", False), ("4", False), ("3", True)):
        (row,) = of_table(header, [("0012-001-0003", "甲", stated)], paths)
        assert keys(row) == (["pages_differ"] if wrong else [])


def it_matches_single_files_and_counts_their_pages_where_known() -> None:
    header = ("档号", "题名", "页数")
    rows = [(f"0012-001-000{n}", "x", "3") for n in (1, 2, 3)]
    read = read_catalogue([("", [header, *rows])]).rows
    files = ["pdf/0012-001-0001.pdf", "tif/0012.001.0002.tif", "pdf/0012-001-0009.pdf"]
    found = match(read, (), files, {files[0]: 4, files[1]: 3})
    assert [each.files for each in found.delivered] == [
        (files[0],),
        (files[1],),
        (),
        (files[2],),
    ]
    assert problems(found) == {
        2: ["pages_differ"],
        4: ["row_without_images"],
        None: ["file_without_row"],
    }


def it_takes_a_single_image_for_the_only_page() -> None:
    header = ("档号", "题名", "页数")
    rows = [(f"0012-001-0003-000{n}", "x", "1") for n in (1, 2, 3)]
    paths = [
        "a/0012-001-0003-0001/0001.jpg",
        "a/0012-001-0003-0002.jpg",
        "a/0012-001-0003-0003-0001.jpg",
    ]
    found = of_table(header, rows, paths)
    assert [each.pages for each in found] == [(path,) for path in paths]
    assert not any(each.problems for each in found)


def it_joins_images_without_page_numbers_that_lie_in_a_rows_folder() -> None:
    paths = [f"0012-001-0003/IMG_000{n}.JPG" for n in (1, 2, 10)]
    (row,) = of_table(("档号", "题名", "页数"), [("0012-001-0003", "x", "3")], paths)
    assert row.pages == tuple(paths)
    assert not row.problems


def it_joins_what_lies_in_folders_below_after_the_papers_own_pages() -> None:
    own = [f"0012-001-0003/{n:04}.jpg" for n in (1, 2)]
    below = [f"0012-001-0003/附件/{n:04}.jpg" for n in (1, 2)]
    beside = ["0012-001-0003/说明.docx"]
    paths = [*below, *own, *beside]
    (row,) = of_table(("档号", "题名", "页数"), [("0012-001-0003", "x", "4")], paths)
    assert row.pages == (*own, *below)
    assert row.files == tuple(beside)
    assert not row.problems


def it_tells_items_of_a_volume_apart_by_their_numbers() -> None:
    header = ("档号", "件号", "题名", "页数")
    rows = [("0012-001-0003", f"{n}", "x", "2") for n in (1, 2, 3)]
    paths = [f"0012-001-0003/{n:03}/{page}.jpg" for n in (1, 2, 3) for page in (1, 2)]
    found = of_table(header, rows, paths)
    assert [each.place for each in found] == [f"0012-001-0003/{n:03}" for n in (1, 2, 3)]
    assert not any(each.problems for each in found)


def it_matches_by_item_number_where_there_is_no_other() -> None:
    header = ("件号", "题名", "页数")
    paths = [f"图像/{n:04}/{page:04}.jpg" for n in (1, 2) for page in (1, 2)]
    found = of_table(header, [("1", "甲", "2"), ("2", "乙", "2")], paths)
    assert [each.place for each in found] == ["图像/0001", "图像/0002"]


@pytest.mark.parametrize(
    "stated",
    ["图像\\甲\\01", "D:\\移交\\图像\\甲\\01", "./图像/甲/01/", "图像/甲/01/0001.jpg", "甲/０１"],
)
def it_follows_the_path_that_a_row_states(stated: str) -> None:
    paths = [f"移交/图像/{place}/000{n}.jpg" for place in ("甲/01", "乙/01") for n in (1, 2)]
    header = ("档号", "题名", "页数", "路径")
    first, other = of_table(header, [("Z-1", "x", "2", stated)], paths)
    assert first.pages == tuple(paths[:2])
    assert (keys(first), keys(other)) == ([], ["images_without_row"])


def it_matches_a_contents_list_that_states_the_volume_above_its_table() -> None:
    header = ("顺序号", "题名", "页号")
    for above in (("档号：0012-001-0003", "", ""), ("卷内文件目录", "档 号", "0012-001-0003")):
        table = [above, header, ("1", "甲", "1"), ("2", "乙", "3-4")]
        rows = read_catalogue([("", table)]).rows
        paths = [f"图像/0012-001-0003/00{n}/{p:03}.jpg" for n in (1, 2) for p in (1, 2)]
        grouped = page_sets(paths, known_numbers(rows))
        found = match(rows, grouped.sets, grouped.rest).delivered
        assert [each.pages for each in found] == [tuple(paths[:2]), tuple(paths[2:])]
        assert not any(each.problems for each in found)


def it_matches_by_the_numbers_of_which_a_volumes_is_made() -> None:
    header = ("全宗号", "目录号", "案卷号", "案卷题名", "页数")
    rows = [("0012", "001", f"{n}", "x", "2") for n in (3, 4)]
    for form in ("0012-001-{:04}", "0012/001/{:04}", "卷/{:04}"):
        paths = [f"{form.format(n)}/{page:03}.jpg" for n in (3, 4) for page in (1, 2)]
        found = of_table(header, rows, paths)
        assert [each.pages for each in found] == [tuple(paths[:2]), tuple(paths[2:])]


def it_matches_no_part_of_a_number_that_fits_several_volumes() -> None:
    header = ("案卷号", "件号", "题名")
    rows = [("3", "1", "甲"), ("4", "1", "乙")]
    paths = [f"图像/{place}/{page:03}.jpg" for place in ("1", "3/1") for page in (1, 2)]
    found = of_table(header, rows, paths)
    assert [each.place for each in found] == ["图像/3/1", "", "图像/1"]
    assert [keys(each) for each in found] == [
        [],
        ["row_without_images"],
        ["images_without_row"],
    ]


def it_follows_a_file_name_that_a_row_states() -> None:
    header = ("档号", "题名", "文件名")
    rows = [("Z-1", "甲", "扫描0007.pdf"), ("Z-2", "乙", "扫描0008")]
    found = of_table(header, rows, ["a/扫描0008.pdf", "a/扫描0007.pdf"])
    assert [each.files for each in found] == [("a/扫描0007.pdf",), ("a/扫描0008.pdf",)]


@given(
    st.lists(st.integers(2, 6), min_size=3, max_size=8),
    st.sampled_from(LAYOUTS),
    st.sampled_from("-·._"),
    st.data(),
)
def it_reports_each_deviation_and_nothing_else(
    page_counts: list[int], layout: str, separator: str, data: st.DataObject
) -> None:
    made = delivery(page_counts, layout=layout, separator=separator)
    index = data.draw(st.integers(0, len(page_counts) - 1))
    item = made.items[index]
    kind = data.draw(st.sampled_from(["none", "images", "row", "count", "title", "date"]))
    changed, expected = {
        "none": (made, {}),
        "images": (made.without_images(index), {index + 2: ["row_without_images"]}),
        "row": (made.without_row(index), {None: ["images_without_row"]}),
        "count": (made.changed(index, stated="90"), {index + 2: ["pages_differ"]}),
        "title": (made.changed(index, title=""), {index + 2: ["title_empty"]}),
        "date": (made.changed(index, date="20230230"), {index + 2: ["date_unreadable"]}),
    }[kind]
    found = matched(changed)
    assert problems(found) == expected
    owned = {each.row.line: each.pages for each in found.delivered if each.row}
    if kind not in ("images", "row"):
        assert owned[index + 2] == made.of(item)


NAMES = st.sampled_from(["0012-001-0003", "0012-001-0004", "1", "0003", "a", "甲.zip!", "x.pdf"])


@given(
    st.lists(
        st.tuples(NAMES, st.sampled_from(["", "1", "2"]), st.sampled_from(["", "a/1", "x.pdf"])),
        max_size=6,
    ),
    st.lists(
        st.builds(
            lambda *parts: "/".join(parts),
            NAMES,
            NAMES,
            st.sampled_from(
                ["1.jpg", "2.jpg", "0012-001-0003.pdf", "x.pdf", "0012-001-0003-1.jpg"]
            ),
        ),
        max_size=30,
    ),
)
def it_accounts_for_every_row_and_every_path(
    table: list[tuple[str, str, str]], paths: list[str]
) -> None:
    header = ("档号", "件号", "路径", "题名")
    rows = read_catalogue([("", [header, *((*row, "题") for row in table)])]).rows
    grouped = page_sets(paths, known_numbers(rows))
    found = match(rows, grouped.sets, grouped.rest)
    assert tuple(each.row for each in found.delivered if each.row) == rows
    landed = [path for each in found.delivered for path in (*each.pages, *each.files)]
    landed += [path for each in grouped.sets for path in each.doubled]
    assert sorted(landed) == sorted(set(paths))
    assert all(each.problems for each in found.delivered if each.row is None)
    list(problem_rows(found))


def it_reads_a_delivery_back_from_the_disk(tmp_path: Path) -> None:
    made = delivery((30, 200, 40), layout="flat")
    text = made.write(tmp_path).read_text("utf-8-sig")
    rows = read_catalogue([("", csv_rows(text))]).rows
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    images = {path.read_bytes() for path in found if path.suffix == ".jpg"}
    assert len(images) == 270
    grouped = page_sets([path.as_posix() for path in found], known_numbers(rows))
    matching = match(rows, grouped.sets, grouped.rest)
    assert [len(each.pages) for each in matching.delivered] == [30, 200, 40, 0]
    assert matching.delivered[-1].files == ((tmp_path / "目录.csv").as_posix(),)
    assert problems(matching) == {None: ["file_without_row"]}


def it_reports_row_by_row_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    found = matched(delivery().changed(1, stated="5").without_row(3))
    for language, sentence in (("zh", "目录写 5 页，实有 2 页"), ("en", "5 pages stated, 2 found")):
        monkeypatch.setenv("DANGHE_LANG", language)
        rows = list(problem_rows(found))
        (row,) = [row for row in rows if row["line"] == "3"]
        assert row["message"] == sentence
        assert (row["property"], row["problem"]) == ("completeness", "pages_differ")
        assert row["archival_no"] == "J001-WS·2023-Y-BGS-0002"
        assert row["place"].endswith("J001-WS-2023-Y-BGS-0002")
        assert all(tuple(each) == COLUMNS for each in rows)
        assert json.loads(json.dumps(rows, ensure_ascii=False)) == rows
        assert rows[0]["problem"] == "totals"
        table = list(csv.reader(io.StringIO(csv_text(rows))))
        assert tuple(table[0]) == headings()
        assert len(table) == len(rows) + 1


def it_lets_no_title_work_as_a_formula() -> None:
    found = matched(delivery().changed(1, title="=HYPERLINK(1)", stated="5"))
    assert "'=HYPERLINK(1)" in csv_text(list(problem_rows(found)))


def it_gives_every_deviation_a_property() -> None:
    errors = "no_header no_identity column_twice csv too_many_rows".split()
    named = {f"delivery.{name}" for names in PROPERTIES.values() for name in names}
    notes = {
        key
        for key in CATALOGUE
        if key.startswith("delivery.")
        and ".column." not in key
        and not key.endswith(".remedy")
        and "mapping" not in key
        and key.removeprefix("delivery.") not in errors
    }
    assert named == notes


def it_lists_numbers_as_people_do() -> None:
    assert ranges([9, 1, 2, 3, 5]) == "1–3、5、9"
