"""Outlook messages: every kind of body, attachments, messages inside messages."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from msg_files import attachment, binary, compressed, message, texts, write
from PIL import Image

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, members, read
from danghe.model import Document

SUBJECT = "关于报送药具发放报表的通知"
TEXT = "各社区：\r\n请于5月26日前报送药具发放报表。\r\n望湖街道"
PEOPLE = {"p0C1A": "张某", "p5D01": "zhang@example.org", "p0E04": "李某; 王某"}


def lines(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def inside(path: Path) -> list[tuple[str, bytes | None]]:
    return [(m.name, m.data.read() if m.data else None) for m in members(path)]


def it_reads_subject_people_date_and_text(tmp_path: Path) -> None:
    streams = texts(p0037=SUBJECT, p1000=TEXT, **PEOPLE)
    path = write(tmp_path / "a.msg", message(streams, sent="2023-05-05T16:30:00+08:00"))
    document = read(path)
    assert document.format == "msg"
    assert (document.blocks[0].kind.value, document.blocks[0].text) == ("heading", SUBJECT)
    assert lines(document)[1:] == [
        "发件人：张某 <zhang@example.org>",
        "收件人：李某; 王某",
        "日期：2023-05-05 16:30",
        *TEXT.split("\r\n"),
    ]


@pytest.mark.parametrize(
    ("codec", "codepage"),
    [("gb18030", 936), ("gb18030", None), ("gb18030", 1252), ("utf-8", 65001)],
)
def it_reads_narrow_texts_whatever_code_page_is_named(
    tmp_path: Path, codec: str, codepage: int | None
) -> None:
    streams = texts(codec=codec, p0037=SUBJECT, p1000=TEXT)
    numbers = {0x3FFD: codepage} if codepage else {}
    document = read(write(tmp_path / "a.msg", message(streams, numbers=numbers)))
    assert lines(document) == [SUBJECT, *TEXT.split("\r\n")]


def it_reads_html_where_the_plain_text_is_none_or_a_stub(tmp_path: Path) -> None:
    html = f"<html><p>{SUBJECT}</p><p>{TEXT}</p></html>".encode("gb18030")
    for plain in ("", "请看"):
        streams = texts(p0037="题", p1000=plain) | binary(0x1013, html)
        path = write(tmp_path / "a.msg", message(streams, numbers={0x3FDE: 936}))
        assert SUBJECT in lines(read(path))


RTF = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}{\*\generator x;}\pard "
    + "".join(f"\\'{byte:02x}" for byte in SUBJECT.encode("gbk")).encode()
    + rb"\par family {\b planning}\par \u26395?\u28246?\par}"
)
WRAPPED = (
    rb"{\rtf1\ansi\ansicpg936\fromhtml1 {\*\htmltag64 <html><p>}\htmlrtf {\htmlrtf0 "
    + "".join(f"\\'{byte:02x}" for byte in SUBJECT.encode("gbk")).encode()
    + rb"\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}{\*\htmltag64 <p>}\htmlrtf hidden\htmlrtf0 "
    rb"\u26395?{\*\htmltag72 </p></html>}}"
)


@pytest.mark.parametrize(
    ("rtf", "wanted"),
    [(RTF, [SUBJECT, "family planning", "望湖"]), (WRAPPED, [SUBJECT, "望"])],
    ids=["plain", "from html"],
)
def it_reads_bodies_kept_as_compressed_rtf(tmp_path: Path, rtf: bytes, wanted: list[str]) -> None:
    streams = texts(p0037="题") | binary(0x1009, compressed(rtf))
    assert lines(read(write(tmp_path / "a.msg", message(streams))))[1:] == wanted


def it_decompresses_references_as_the_standards_example_does(tmp_path: Path) -> None:
    # MS-OXRTFCP 4.1.1: "{\rtf1\ansi\ansicpg1252\pard hello world}\r\n".
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232"
        "0af32068656c090020627705b06c647d0a800fa0"
    )
    streams = texts(p0037="题") | binary(0x1009, packed)
    assert lines(read(write(tmp_path / "a.msg", message(streams))))[1:] == ["hello world"]


def it_says_that_a_body_is_lost_where_its_compression_is_spoilt(tmp_path: Path) -> None:
    streams = texts(p0037="题") | binary(0x1009, b"x" * 40)
    document = read(write(tmp_path / "a.msg", message(streams)))
    assert [note.key for note in document.losses] == ["extract.loss.parts"]


def a_picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def it_hands_out_attachments_and_leaves_out_decoration(tmp_path: Path) -> None:
    found = [
        attachment(texts(p3707="..\\名单.xlsx") | binary(0x3701, bytes(9000))),
        attachment(texts(p3704="MINGDA~1.XLS") | binary(0x3701, b"2")),
        attachment(texts(p3707="logo.png", p3712="a@x") | binary(0x3701, a_picture(90, 40))),
        attachment(texts(p3707="扫描.png", p3712="b@x") | binary(0x3701, a_picture(900, 1200))),
        attachment(texts(p3707="链接.doc")),
    ]
    path = write(tmp_path / "a.msg", message(texts(p0037=SUBJECT, p1000=TEXT), found))
    assert [(name, len(data or b"")) for name, data in inside(path)] == [
        ("名单.xlsx", 9000),
        ("MINGDA~1.XLS", 1),
        ("扫描.png", len(a_picture(900, 1200))),
        ("链接.doc", 0),
    ]
    assert "附件：名单.xlsx；MINGDA~1.XLS；扫描.png；链接.doc" in lines(read(path))


def it_hands_out_an_attached_message_as_a_mail_with_its_attachments(tmp_path: Path) -> None:
    deepest = attachment(texts(p3707="名单.txt") | binary(0x3701, "名单".encode("gbk")))
    inner = message(
        texts(p0037="内层/主题", p1000="内层正文", **PEOPLE),
        [deepest],
        embedded=True,
        sent="2023-05-05T16:30:00+08:00",
    )
    path = write(
        tmp_path / "a.msg", message(texts(p0037="外层", p1000=TEXT), [attachment({}, inner)])
    )
    ((name, data),) = inside(path)
    assert name == "内层_主题.eml"
    mail = tmp_path / "inner.eml"
    mail.write_bytes(data or b"")
    assert lines(read(mail)) == [
        "内层/主题",
        "发件人：张某 <zhang@example.org>",
        "收件人：李某; 王某",
        "日期：2023-05-05 16:30",
        "附件：名单.txt",
        "内层正文",
    ]
    assert inside(mail) == [("名单.txt", "名单".encode("gbk"))]


def it_ends_at_the_depth_that_is_allowed(tmp_path: Path) -> None:
    inner = message(texts(p0037="底", p1000="底"), embedded=True)
    for level in range(8):
        inner = message(texts(p0037=f"第{level}层"), [attachment({}, inner)], embedded=True)
    path = write(tmp_path / "a.msg", message(texts(p0037="外层"), [attachment({}, inner)]))
    ((_, data),) = inside(path)
    assert data
    (member,) = members(path, Options(Limits(max_depth=0)))
    assert member.refusal is not None
    assert member.refusal.key == "extract.limit.nesting"


def it_refuses_bodies_that_are_too_large_or_unpack_too_far(tmp_path: Path) -> None:
    packed = struct.pack("<II4sI", 20, 1 << 31, b"LZFu", 0) + bytes(8)
    path = write(tmp_path / "a.msg", message(texts(p0037="题") | binary(0x1009, packed)))
    with pytest.raises(LimitExceededError):
        read(path)
    path = write(tmp_path / "b.msg", message(texts(p0037="题", p1000="长" * 5000)))
    with pytest.raises(LimitExceededError):
        read(path, Options(Limits(max_part_bytes=4000)))


@pytest.mark.parametrize("cut", range(600, 4000, 400))
def it_refuses_a_cut_message(tmp_path: Path, cut: int) -> None:
    path = write(tmp_path / "a.msg", message(texts(p0037=SUBJECT, p1000=TEXT * 100, **PEOPLE)))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ExtractionError) as caught:
        read(path)
    assert caught.value.remedy


def it_agrees_with_another_reader(tmp_path: Path) -> None:
    oxmsg = pytest.importorskip("oxmsg")
    streams = texts(p0037=SUBJECT, p1000=TEXT, **PEOPLE)
    found = [attachment(texts(p3707="名单.xlsx") | binary(0x3701, b"12"))]
    path = write(tmp_path / "a.msg", message(streams, found))
    other = oxmsg.Message.load(str(path))
    assert other.subject == read(path).meta["title"]
    assert other.body == TEXT
    assert [(a.file_name, a.file_bytes) for a in other.attachments] == inside(path)
