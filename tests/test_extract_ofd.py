"""OFD: text by coordinates, tables, scans, attachments; nothing leads out of the file."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from ofd_files import NEW, OLD, composite, image, one_by_one, page, parts_of, ruled, text, write
from PIL import Image

from danghe.errors import ExtractionError
from danghe.extract import Ocr, Options, members, page_image, read
from danghe.model import BlockKind, Document

SENTENCE = "各社区应当于每月二十日前将药具发放报表送交街道办事处由专人登记造册并归入档案盒。"
FIRST = (
    "根据区卫生健康局的统一安排，我街道对辖区内流动人口登记情况进行了全面核查，" * 3
    + "现报告如下。"
)
SECOND = "全街道共有九个社区，登记流动人口三千二百一十五人。" * 4 + "其中育龄妇女一千零八人。"
SIZE = 4.94


def paragraph(words: str, top: float, width: int = 34) -> tuple[list[str], float]:
    """Lines of a paragraph with an indent of two characters, as text objects; the next top."""
    lines = [words[: width - 2]]
    lines += [words[at : at + width] for at in range(width - 2, len(words), width)]
    objects = [
        text(20 + (2 * SIZE if n == 0 else 0), top + 9 * n, line, SIZE)
        for n, line in enumerate(lines)
    ]
    return objects, top + 9 * len(lines)


def prose(document: Document) -> list[str]:
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return [block.text for block in document.blocks if block.kind in kinds]


@pytest.mark.parametrize("ns", [NEW, OLD, ""])
def it_reads_an_official_paper_whatever_the_order_of_its_objects(tmp_path: Path, ns: str) -> None:
    first, after = paragraph(FIRST, 80)
    second, after = paragraph(SECOND, after)
    objects = [
        text(62, 40, "望湖街道办事处文件", 9.5),
        text(80, 60, "望街办〔2023〕12号", SIZE),
        *first,
        *second,
        text(130, after + 20, "2023年5月6日", SIZE),
    ]
    random.Random(3).shuffle(objects)
    document = read(write(tmp_path / "paper.ofd", parts_of([page(*objects)], ns=ns)))
    assert prose(document) == [
        "望湖街道办事处文件",
        "望街办〔2023〕12号",
        FIRST,
        SECOND,
        "2023年5月6日",
    ]
    assert (document.format, document.page_count) == ("ofd", 1)
    assert document.meta["title"] == "核查报告"
    assert document.meta["author"] == "望湖街道"
    assert document.meta["created"] == "2023-05-06"
    assert not document.losses


def it_joins_characters_that_are_placed_one_by_one_and_drops_those_drawn_twice(
    tmp_path: Path,
) -> None:
    characters = one_by_one(20, 50, SENTENCE, 4)
    twice = (
        text(20.1, 50, SENTENCE[0], 4)
        + text(40, 80, "关于培训的通知")
        + text(40.1, 80, "关于培训的通知")
    )
    document = read(write(tmp_path / "a.ofd", parts_of([page(characters, twice)])))
    assert prose(document) == [SENTENCE, "关于培训的通知"]


def it_keeps_blanks_between_latin_words_and_makes_none_between_chinese_ones(tmp_path: Path) -> None:
    latin = (
        '<ofd:TextObject Boundary="20 40 100 8" Size="5"><ofd:TextCode X="0" Y="5" '
        'DeltaX="g 2 2.5 4.5 2.5 2.5">PDF OFD</ofd:TextCode></ofd:TextObject>'
    )
    wide = (
        '<ofd:TextObject Boundary="20 60 100 8" Size="5"><ofd:TextCode X="0" Y="5" '
        'DeltaX="g 3 8">人口登记</ofd:TextCode></ofd:TextObject>'
    )
    assert prose(read(write(tmp_path / "a.ofd", parts_of([page(latin, wide)])))) == [
        "PDF OFD",
        "人口登记",
    ]


def it_reads_columns_one_after_the_other(tmp_path: Path) -> None:
    left, right = SENTENCE * 6, FIRST * 2
    objects = []
    for n in range(10):
        objects += [
            text(20, 50 + 9 * n, left[n * 16 : n * 16 + 16]),
            text(110, 50 + 9 * n, right[n * 16 : n * 16 + 16]),
        ]
    document = read(write(tmp_path / "a.ofd", parts_of([page(*objects)])))
    assert "".join(prose(document)) == left[:160] + right[:160]


INVOICE = (
    ("购买方", "名称：清泉社区居民委员会", "统一社会信用代码："),
    ("项目", "数量", "金额"),
    ("宣传册印制", "200", "1,380.00"),
    ("合计", "", "1,380.00"),
)


def it_reads_an_invoice_whose_frame_is_a_template_and_whose_values_are_the_page(
    tmp_path: Path,
) -> None:
    xs, ys = (20.0, 60.0, 130.0, 190.0), (50.0, 62.0, 74.0, 86.0, 98.0)
    down = (
        '<ofd:TextObject Boundary="22 51 5 12" Size="3"><ofd:TextCode X="0" Y="3" '
        'DeltaY="g 2 3.2">购买方</ofd:TextCode></ofd:TextObject>'
    )
    labels = [text(62, 82 - 12, "数量", 4), text(22, 70, "项目", 4), text(132, 70, "金额", 4)]
    labels += [text(132, 58, "统一社会信用代码：", 4), text(22, 94, "合计", 4), down]
    frame = page(text(75, 30, "电子普通发票", 7), ruled(xs, ys), *labels)
    values = page(
        text(132, 94, "1,380.00", 4).replace('DeltaX="g 7 4"', 'DeltaX="g 7 2"'),
        text(62, 58, "名称：清泉社区居民委员会", 4),
        text(22, 82, "宣传册印制", 4),
        text(62, 82, "200", 4).replace('DeltaX="g 2 4"', 'DeltaX="g 2 2"'),
        text(132, 82, "1,380.00", 4).replace('DeltaX="g 7 4"', 'DeltaX="g 7 2"'),
        template="100",
    )
    document = read(write(tmp_path / "invoice.ofd", parts_of([values], template=frame)))
    assert [block.kind.value for block in document.blocks] == ["paragraph", "table"]
    assert document.blocks[0].text == "电子普通发票"
    assert document.blocks[1].rows == INVOICE


@pytest.mark.parametrize(
    ("ctm", "boundary"),
    [
        ("2 0 0 2 0 0", "20 40 100 20"),
        ("0 1 -1 0 0 0", "100 40 10 100"),
        ("-1 0 0 -1 0 0", "150 90 9 9"),
    ],
)
def it_follows_transformations_even_of_a_page_laid_sideways(
    tmp_path: Path, ctm: str, boundary: str
) -> None:
    lines = ["流动人口登记簿", "（一）住址一览"]
    objects = [
        f'<ofd:TextObject Boundary="{boundary}" CTM="{ctm}" Size="5"><ofd:TextCode X="0" '
        f'Y="{5 + 9 * n}" DeltaX="g 6 5">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    ]
    document = read(write(tmp_path / "a.ofd", parts_of([page(*reversed(objects))])))
    assert prose(document) == lines


def it_numbers_pages_through_all_documents_and_keeps_running_margins_once(tmp_path: Path) -> None:
    def sheet(number: int) -> str:
        objects, _ = paragraph(FIRST, 60)
        margin = text(70, 12, "望湖街道档案", 3.5), text(100, 288, f"- {number} -", 3.5)
        return str(page(*objects, *margin))

    parts = parts_of([sheet(1), sheet(2)])
    other = parts_of([sheet(3), sheet(4)], folder="Doc_1")
    body = b"<ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    parts = other | parts | {"OFD.xml": parts["OFD.xml"].replace(b"</ofd:OFD>", body)}
    document = read(write(tmp_path / "two.ofd", parts))
    assert document.page_count == 4
    paragraphs = [b for b in document.blocks if b.kind is BlockKind.PARAGRAPH]
    assert [(b.text, b.page) for b in paragraphs] == [(FIRST, n) for n in (1, 2, 3, 4)]
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADER] == ["望湖街道档案"]
    numbers = [b.text for b in document.blocks if b.kind is BlockKind.PAGE_NUMBER]
    assert numbers == [f"- {n} -" for n in (1, 2, 3, 4)]


def it_reads_stamps_and_composites_but_no_watermark(tmp_path: Path) -> None:
    unit = composite("55", text(0, 5, "审核通过"))
    used = '<ofd:CompositeObject ID="3" ResourceID="55" Boundary="20 100 50 10"/>'
    lists = f'<a:Annotations xmlns:a="{NEW}"><a:Page PageID="0">'
    lists += "<a:FileLoc>Annots/A.xml</a:FileLoc></a:Page></a:Annotations>"
    shown = f'<ofd:Appearance Boundary="20 150 90 20">{text(0, 5, "已归档")}</ofd:Appearance>'
    notes = (
        f'<ofd:PageAnnot xmlns:ofd="{NEW}"><ofd:Annot Type="Stamp">{shown}</ofd:Annot>'
        f'<ofd:Annot Type="Watermark">{shown.replace("已归档", "内部资料")}</ofd:Annot>'
        "</ofd:PageAnnot>"
    )
    parts = parts_of(
        [page(text(20, 50, "药具人数报表"), used)],
        units=unit,
        document="<ofd:Annotations>Annotations.xml</ofd:Annotations>",
    ) | {"Doc_0/Annotations.xml": lists.encode(), "Doc_0/Annots/A.xml": notes.encode()}
    assert prose(read(write(tmp_path / "a.ofd", parts))) == ["药具人数报表", "审核通过", "已归档"]


def a_picture(size: tuple[int, int] = (210, 297)) -> bytes:
    buffer = io.BytesIO()
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def it_shows_a_scanned_page_and_names_it_where_recognition_is_off(tmp_path: Path) -> None:
    pages = [page(text(20, 50, SENTENCE)), page(image("5", 0, 0, 210, 297))]
    path = write(tmp_path / "scan.ofd", parts_of(pages, images={"5": a_picture()}))
    document = read(path, Options(ocr=Ocr.NEVER))
    assert prose(document) == [SENTENCE]
    assert [(n.key, n.values["pages"]) for n in document.losses] == [
        ("extract.loss.pages_without_text", "2")
    ]
    shown = page_image(path, 2)
    assert shown.getpixel((10, 10)) == (255, 0, 0)
    assert shown.getpixel((shown.width - 10, 10)) == (255, 255, 255)
    assert shown.width / shown.height == pytest.approx(210 / 297, rel=0.01)
    for page_number in (1, 3):
        with pytest.raises(ExtractionError, match="没有可显示的图像"):
            page_image(path, page_number)


def it_leaves_scanned_pages_for_later_where_none_may_be_recognised_now(tmp_path: Path) -> None:
    pages = [page(text(20, 50, SENTENCE)), page(image("5", 0, 0, 210, 297))]
    path = write(tmp_path / "scan.ofd", parts_of(pages, images={"5": a_picture()}))
    document = read(path, at_most=0)
    assert document.waiting == (2,)
    assert not document.losses


def it_turns_a_picture_as_its_matrix_says(tmp_path: Path) -> None:
    turned = image("5", 0, 0, 210, 297).replace("210 0 0 297 0 0", "-210 0 0 -297 210 297")
    path = write(tmp_path / "a.ofd", parts_of([page(turned)], images={"5": a_picture()}))
    shown = page_image(path, 1)
    assert shown.getpixel((10, 10)) == (255, 255, 255)
    assert shown.getpixel((shown.width - 10, shown.height - 10)) == (255, 0, 0)


def it_hands_out_attachments_under_safe_names(tmp_path: Path) -> None:
    names = ("../../名单.xlsx", "名单", "C:\\tmp\\名单.xlsx", "", "账.xml")
    shows = ("true", "true", "true", "true", "false")
    listed = "".join(
        f'<ofd:Attachment ID="{n}" Name="{name}" Format="xlsx" Visible="{shown}">'
        f"<ofd:FileLoc>f{n}.bin</ofd:FileLoc></ofd:Attachment>"
        for n, (name, shown) in enumerate(zip(names, shows, strict=True))
    )
    listed += (
        '<ofd:Attachment ID="9" Name="丢失.doc"><ofd:FileLoc>../../../etc/passwd</ofd:FileLoc>'
    )
    listed += "</ofd:Attachment>"
    parts = parts_of(
        [page(text(20, 50, SENTENCE))],
        document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
    )
    parts["Doc_0/Attachs/Attachments.xml"] = (
        f'<ofd:Attachments xmlns:ofd="{NEW}">{listed}</ofd:Attachments>'.encode()
    )
    parts |= {f"Doc_0/Attachs/f{n}.bin": str(n).encode() for n in range(5)}
    found = [
        (member.name, member.data.read() if member.data else None)
        for member in members(write(tmp_path / "a.ofd", parts))
    ]
    assert found == [
        ("名单.xlsx", b"0"),
        ("名单 (2).xlsx", b"1"),
        ("名单 (3).xlsx", b"2"),
        ("004.xlsx", b"3"),
        ("丢失.doc", None),
    ]


def it_lists_signatures_as_not_verified(tmp_path: Path) -> None:
    parts = parts_of(
        [page(text(20, 50, SENTENCE))],
        body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
    ) | {
        "Doc_0/Signs/Signatures.xml": (
            f'<ofd:Signatures xmlns:ofd="{NEW}"><ofd:Signature ID="1" Type="Seal" '
            'BaseLoc="/Doc_0/Signs/Sign_0/Signature.xml"/></ofd:Signatures>'
        ).encode(),
        "Doc_0/Signs/Sign_0/Signature.xml": (
            f'<ofd:Signature xmlns:ofd="{NEW}"><ofd:SignedInfo><ofd:Provider ProviderName="章" '
            'Company="某签章公司"/><ofd:SignatureDateTime>20230506101112Z</ofd:SignatureDateTime>'
            "</ofd:SignedInfo></ofd:Signature>"
        ).encode(),
    }
    meta = read(write(tmp_path / "a.ofd", parts)).meta
    assert meta["signatures"] == "Seal 某签章公司 20230506101112Z"
    assert meta["signatures_verified"] == "no"


def it_loses_nothing_that_another_reader_finds(tmp_path: Path) -> None:
    ofdkit = pytest.importorskip("ofdkit")
    first, after = paragraph(FIRST, 60)
    second, _ = paragraph(SECOND, after)
    path = write(tmp_path / "a.ofd", parts_of([page(*first, *second)] * 3))
    with ofdkit.open(str(path)) as other:
        theirs = sorted("".join(other.text().split()))
    assert sorted("".join(read(path).text.split())) == theirs
