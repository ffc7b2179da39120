"""Which images are the pages of one paper."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.delivery import Basis, Grouped, PageSet, page_sets


def the_set(paths: list[str], **more: list[str]) -> PageSet:
    found = page_sets(paths, **more)
    assert len(found.sets) == 1, found
    assert not found.rest
    return found.sets[0]


def inside(folder: str, *names: str) -> list[str]:
    return [f"{folder}/{name}" for name in names]


@pytest.mark.parametrize(
    ("names", "basis"),
    [
        (["0001.jpg", "0002.jpg", "0010.jpg", *(f"000{n}.jpg" for n in range(3, 10))], "padded"),
        ([f"{n}.jpg" for n in range(1, 13)], "bare"),
        (["0.png", "1.png", "2.png"], "bare"),
        (["第1页.jpg", "第2页.jpg"], "page_word"),
        (["第一页.jpg", "第二页.jpg", "第三页.jpg"], "page_word"),
        (["page-001.tif", "page-002.tif"], "page_word"),
        (["scan_0001.png", "scan_0002.png"], "page_word"),
        (["扫描 (1).jpg", "扫描 (2).jpg"], "page_word"),
        (["第1页 共3页.jpg", "第2页 共3页.jpg", "第3页 共3页.jpg"], "page_word"),
        (["责任书-01.jpg", "责任书-02.jpg"], "folder_name"),
        (["责任书1.jpg", "责任书2.jpg"], "folder_name"),
        (["０００１.ｊｐｇ", "０００２.ｊｐｇ"], "padded"),
        (["0001.JPG", "0002.Jpg"], "padded"),
    ],
)
def it_joins_a_folder_of_numbered_pages(names: list[str], basis: str) -> None:
    found = the_set(inside("扫描件/责任书", *names))
    assert (found.place, found.name, found.basis) == ("扫描件/责任书", "责任书", Basis(basis))
    assert len(found.pages) == len(names)
    assert not found.missing
    assert not found.doubled
    assert found.is_folder


def it_puts_page_2_before_page_10() -> None:
    found = the_set(inside("a", "10.jpg", "2.jpg", "1.jpg", *(f"{n}.jpg" for n in range(3, 10))))
    assert found.pages == tuple(f"a/{n}.jpg" for n in range(1, 11))


def it_reports_gaps_as_missing_pages() -> None:
    found = the_set(inside("a", "0002.jpg", "0003.jpg", "0006.jpg", "0007.jpg"))
    assert found.missing == (1, 4, 5)
    assert found.first == 1


def it_does_not_take_far_apart_numbers_for_pages() -> None:
    paths = inside("号牌", "0117.jpg", "0523.jpg", "2044.jpg")
    assert page_sets(paths) == Grouped((), tuple(paths))
    # With a 档号 they are pages, as long as the gaps stay within reason.
    volume = inside("0012-001-0003", "0001.jpg", "0014.jpg")
    assert the_set(volume).missing == tuple(range(2, 14))
    assert not page_sets(inside("0012-001-0003", "0001.jpg", "9999.jpg")).sets


def it_parts_a_flat_folder_by_archival_number() -> None:
    paths = [
        f"图像/J001-WS·2023-Y-BGS-{item:04}-{page:04}.jpg"
        for item, pages in ((1, 3), (2, 2), (11, 2))
        for page in range(1, pages + 1)
    ]
    found = page_sets(paths)
    assert [each.name for each in found.sets] == [
        "J001-WS·2023-Y-BGS-0001",
        "J001-WS·2023-Y-BGS-0002",
        "J001-WS·2023-Y-BGS-0011",
    ]
    assert [len(each.pages) for each in found.sets] == [3, 2, 2]
    assert {each.basis for each in found.sets} == {Basis.ARCHIVAL_NO}
    assert not any(each.is_folder for each in found.sets)


def it_parts_a_flat_folder_by_runs_of_the_scanner() -> None:
    paths = inside("a", *(f"扫描2023050{day}_000{n}.jpg" for day in (6, 7) for n in (1, 2, 3)))
    found = page_sets([*paths, "a/CamScanner.jpg"])
    assert [(each.name, len(each.pages)) for each in found.sets] == [
        ("扫描20230506", 3),
        ("扫描20230507", 3),
    ]


def it_parts_a_flat_folder_by_item_number() -> None:
    found = page_sets(inside("2023-Y", *(f"{i:04}-{p:03}.jpg" for i in (1, 2) for p in (1, 2, 3))))
    assert [(each.name, len(each.pages)) for each in found.sets] == [("0001", 3), ("0002", 3)]


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        (["0001B", "0001A", "0002A"], ["0001A", "0001B", "0002A"]),
        (["002-1", "001-2", "001-1"], ["001-1", "001-2", "002-1"]),
        (["0001反", "0001正", "0002"], ["0001正", "0001反", "0002"]),
        (["1（背面）", "1（正面）", "2"], ["1（正面）", "1（背面）", "2"]),
        (["002", "001_b", "001_a"], ["001_a", "001_b", "002"]),
        (["002-2", "001", "002-1"], ["001", "002-1", "002-2"]),
    ],
)
def it_orders_the_two_sides_of_a_sheet(names: list[str], ordered: list[str]) -> None:
    found = the_set([f"a/{name}.jpg" for name in names])
    assert found.pages == tuple(f"a/{name}.jpg" for name in ordered)
    assert not found.doubled
    assert not found.missing


def it_takes_items_of_two_pages_for_items_where_the_catalogue_has_them() -> None:
    paths = inside("a", "001-1.jpg", "001-2.jpg", "002-1.jpg", "002-2.jpg")
    assert [each.name for each in page_sets(paths, known=["001", "002"]).sets] == ["001", "002"]


def it_keeps_one_image_of_a_page_and_names_the_others() -> None:
    found = the_set(inside("a", "0001.jpg", "0002.jpg", "0002 (2).jpg", "0002 - 副本.jpg", "2.jpg"))
    assert found.pages == ("a/0001.jpg", "a/0002.jpg")
    assert sorted(found.doubled) == sorted(inside("a", "0002 (2).jpg", "0002 - 副本.jpg", "2.jpg"))


def it_prefers_the_format_of_the_batch_and_says_where_formats_mix() -> None:
    found = the_set(inside("a", "0001.tif", "0001.jpg", "0002.jpg", "0003.tif", "0004.jpg"))
    assert found.pages == ("a/0001.jpg", "a/0002.jpg", "a/0003.tif", "a/0004.jpg")
    assert found.doubled == ("a/0001.tif",)
    assert found.formats == ("JPEG", "TIFF")


def it_lays_cover_and_closing_sheet_around_the_numbered_pages() -> None:
    found = the_set(inside("卷", "001.jpg", "备考表.jpg", "002.jpg", "目录.jpg", "封面.jpg"))
    names = [path.rpartition("/")[2] for path in found.pages]
    assert names == ["封面.jpg", "目录.jpg", "001.jpg", "002.jpg", "备考表.jpg"]
    assert found.unnumbered == 3


def it_follows_numbers_that_run_through_a_volume() -> None:
    paths = [f"0012-001-0003/{item:04}/{page:03}.jpg" for item, page in ((1, 1), (1, 2), (2, 3))]
    paths += ["0012-001-0003/0002/004.jpg", "0012-001-0003/0003/006.jpg"]
    paths += ["0012-001-0003/0003/007.jpg"]
    first, second, third = page_sets(paths).sets
    assert (first.first, second.first, third.first) == (1, 3, 5)
    assert (first.missing, second.missing, third.missing) == ((), (), (5,))


@pytest.mark.parametrize(
    "paths",
    [
        inside("义诊", "DSC_0012.jpg", "DSC_0013.jpg", "DSC_0014.jpg"),
        inside("义诊", "IMG_0001.JPG", "IMG_0002.JPG"),
        inside("义诊", "IMG_20230405_101112.jpg", "IMG_20230405_101113.jpg"),
        inside("义诊", "微信图片_20230405101112.jpg", "微信图片_20230405101113.jpg"),
        inside("义诊", "mmexport1680660672001.jpg", "mmexport1680660672002.jpg"),
        inside("义诊", "照片1.jpg", "照片2.jpg"),
        inside("义诊", "1.义诊现场.jpg", "2.领导讲话.jpg", "3.合影.jpg"),
        inside("义诊", "义诊2023-05-01.jpg", "义诊2023-05-02.jpg"),
        inside("义诊", "20230501.jpg", "20230502.jpg"),
        inside("义诊", "Screenshot_1.png", "Screenshot_2.png"),
        inside("义诊", "责任书1.jpg", "责任书2.jpg"),
        inside("义诊", "2023-01.jpg", "2023-02.jpg"),
        inside("2023", "2023-01.jpg", "2023-02.jpg", "2023-03.jpg"),
        inside("义诊", "1-1.jpg", "1-2.jpg", "2-1.jpg", "2-2.jpg"),
        inside("义诊", "P_20230506_10111.jpg", "P_20230506_10112.jpg"),
        inside("义诊", "P1010001.JPG", "P1010002.JPG"),
        inside("义诊", "1月.jpg", "2月.jpg"),
        inside("义诊", "5-1.jpg", "5-2.jpg", "5-3.jpg"),
        inside("活动照片", "1.jpg", "2.jpg", "3.jpg"),
        inside("活动照片/义诊", "0001.jpg", "0002.jpg"),
        inside("DCIM", "0001.jpg", "0002.jpg"),
    ],
)
def it_leaves_photographs_and_single_papers_apart(paths: list[str]) -> None:
    found = page_sets(paths)
    assert not found.sets
    assert sorted(found.rest) == sorted(paths)


def it_joins_a_group_of_photographs_that_bears_an_archival_number() -> None:
    assert the_set(inside("照片档案/J001-ZP·2023-Y-0001", "1.jpg", "2.jpg")).name


def it_does_not_join_a_few_numbered_images_among_many() -> None:
    names = ("1.jpg", "2.jpg", "a.jpg", "b.jpg", "c.jpg")
    assert not page_sets(inside("杂", *names)).sets


def it_leaves_strangers_in_a_folder_of_pages_alone() -> None:
    found = page_sets(inside("a", "0001.jpg", "0002.jpg", "说明.docx", "0003.pdf", "印章.png"))
    assert found.sets[0].pages == ("a/0001.jpg", "a/0002.jpg")
    assert found.rest == ("a/0003.pdf", "a/印章.png", "a/说明.docx")


def it_makes_no_set_of_a_single_image() -> None:
    assert page_sets(["a/0001.jpg"]) == Grouped((), ("a/0001.jpg",))


def it_keeps_whole_what_the_catalogue_or_the_caller_names() -> None:
    flat = inside("图像", "0012-001-0003-0001.tif", "0012-001-0003-0002.tif")
    assert the_set(flat).name == "0012-001-0003"
    listed = page_sets(flat, known=["0012-001-0003-0001", "0012-001-0003-0002"])
    assert listed == Grouped((), tuple(flat))
    assert page_sets(flat, whole=flat) == Grouped((), tuple(flat))


def it_trusts_the_catalogue_where_names_alone_say_nothing() -> None:
    paths = inside("图像", "2023001-1.jpg", "2023001-2.jpg", "2023001-3.jpg")
    assert not page_sets(paths).sets
    assert the_set(paths, known=["2023001"]).basis is Basis.CATALOGUE
    paths = inside("图像", "J001-WS-2023-Y-BGS-1-0001.jpg", "J001-WS-2023-Y-BGS-1-0002.jpg")
    assert not page_sets(paths).sets
    assert the_set(paths, known=["J001-WS·2023-Y-BGS-0001"]).basis is Basis.CATALOGUE


def it_reads_paths_inside_containers() -> None:
    assert the_set(inside("a/out.zip!", "0001.jpg", "0002.jpg")).name == "out"
    assert the_set(inside("a/out.zip!/第1卷", "0001.jpg", "0002.jpg")).name == "第1卷"
    assert the_set(["0001.jpg", "0002.jpg"]).place == ""


def it_tells_no_difference_between_composed_and_decomposed_names() -> None:
    name = "ガ-0001.jpg"
    apart = unicodedata.normalize("NFD", name)
    assert apart != name
    found = the_set([f"ガ/{apart}", "ガ/ガ-0002.jpg"])
    assert found.pages[0] == f"ガ/{apart}"


FOLDERS = st.sampled_from(
    ["a", "活动照片", "J001-WS·2023-Y-BGS-0001", "b/0012-001-0003", "c.zip!", "责任书", ""]
)
STEMS = st.one_of(
    st.builds("{:04}".format, st.integers(0, 30)),
    st.builds("{}".format, st.integers(0, 99999)),
    st.builds("{}-{}".format, st.integers(0, 5), st.integers(0, 4)),
    st.builds("J001-WS-2023-Y-BGS-0001-{:03}".format, st.integers(0, 9)),
    st.builds(
        "责任书{}{}".format, st.integers(0, 9), st.sampled_from(["A", "B", "正", " (2)", ""])
    ),
    st.sampled_from(["封面", "备考表", "DSC_0001", "第三页", "0001 - 副本", "0", "²", "٣"]),
    st.text(max_size=8).filter(lambda name: "/" not in name),
)
PATHS = st.lists(
    st.builds(
        lambda folder, stem, ending: f"{folder}/{stem}{ending}".lstrip("/"),
        FOLDERS,
        STEMS,
        st.sampled_from([".jpg", ".tif", ".JPG", ".pdf", ""]),
    ),
    max_size=40,
)


@given(PATHS, st.randoms(use_true_random=False))
def it_puts_every_path_in_exactly_one_place(paths: list[str], shuffler: random.Random) -> None:
    found = page_sets(paths)
    landed = [
        *(path for each in found.sets for path in (*each.pages, *each.doubled)),
        *found.rest,
    ]
    assert sorted(landed) == sorted(set(paths))
    shuffled = list(paths)
    shuffler.shuffle(shuffled)
    assert page_sets(shuffled) == found
    for each in found.sets:
        assert len(each.pages) > 1
        assert len({path.rpartition("/")[0] for path in (*each.pages, *each.doubled)}) == 1


@given(
    st.sets(st.integers(1, 60), min_size=2, max_size=40),
    st.sampled_from(["{:04}", "{}", "第{}页", "page-{:03}", "0012-001-0003-{:04}", "{:03}A"]),
)
def it_orders_by_number_and_misses_exactly_what_is_absent(numbers: set[int], form: str) -> None:
    paths = {number: f"0012-001-0003/{form.format(number)}.jpg" for number in numbers}
    found = page_sets(paths.values())
    absent = tuple(number for number in range(1, max(numbers)) if number not in numbers)
    if found.sets:
        assert found.sets[0].pages == tuple(paths[number] for number in sorted(numbers))
        assert found.sets[0].missing == absent
    else:
        assert len(absent) > 4 * len(numbers)
