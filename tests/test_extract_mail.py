"""Mail: who, when and what; text that says all; attachments as files of their own."""

from __future__ import annotations

import base64
import io
import quopri
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, members, read
from danghe.model import Document

SUBJECT = "关于报送药具发放报表的通知"
TEXT = "各社区：\n请于5月26日前报送药具发放报表。\n望湖街道"


def saved(tmp_path: Path, data: bytes | EmailMessage, name: str = "letter.eml") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.as_bytes())
    return path


def letter(text: str = TEXT, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["Received"] = "from mail.example.org"
    message["From"] = "张某 <zhang@example.org>"
    message["To"] = "李某 <li@example.org>, 王某 <wang@example.org>"
    message["Subject"] = SUBJECT
    message["Date"] = "Fri, 05 May 2023 16:30:00 +0800"
    message.set_content(text, charset=charset)
    return message


def a_picture(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height)).save(buffer, "PNG")
    return buffer.getvalue()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def inside(path: Path) -> list[tuple[str, bytes | None]]:
    return [(m.name, m.data.read() if m.data else None) for m in members(path)]


def it_reads_subject_people_date_and_text(tmp_path: Path) -> None:
    document = read(saved(tmp_path, letter()))
    assert (document.blocks[0].kind.value, document.blocks[0].text) == ("heading", SUBJECT)
    assert texts(document)[1:] == [
        "发件人：张某 <zhang@example.org>",
        "收件人：李某 <li@example.org>, 王某 <wang@example.org>",
        "日期：2023-05-05 16:30",
        *TEXT.split("\n"),
    ]
    assert document.meta == {
        "title": SUBJECT,
        "author": "张某 <zhang@example.org>",
        "created": "2023-05-05 16:30",
    }
    assert not document.losses


def raw(*headers: bytes, body: bytes = b"ok", type: bytes = b"text/plain") -> bytes:
    lines = [b"Received: by x", b"From: a@example.org", *headers, b"Content-Type: " + type]
    return b"\r\n".join([*lines, b"", body])


def words(charset: str, data: bytes, at: int) -> bytes:
    """Two encoded words with the cut inside a character."""
    halves = (base64.b64encode(half).decode() for half in (data[:at], data[at:]))
    return "\r\n ".join(f"=?{charset}?B?{half}?=" for half in halves).encode()


@pytest.mark.parametrize(
    "value",
    [
        SUBJECT.encode(),
        SUBJECT.encode("gb18030"),
        words("gb2312", SUBJECT.encode("gb18030"), 7),
        words("UTF-8", SUBJECT.encode(), 10),
        words("utf-8", SUBJECT.encode("gb18030"), 6),
        b"=?GBK?Q?" + quopri.encodestring(SUBJECT.encode("gbk")).replace(b"=\n", b"") + b"?=",
        b"=?x-unknown?B?" + base64.b64encode(SUBJECT.encode("gbk")).rstrip(b"=") + b"?=",
    ],
    ids=["utf8", "gbk", "cut gb2312", "cut utf8", "lying", "quoted", "unknown and unpadded"],
)
def it_reads_subjects_however_encoded(tmp_path: Path, value: bytes) -> None:
    assert read(saved(tmp_path, raw(b"Subject: " + value))).meta["title"] == SUBJECT


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("us-ascii", "utf-8"),
        ("big5", "big5"),
        ("hz-gb-2312", "hz"),
        ("idna", "utf-8"),
    ],
)
def it_reads_text_whose_charset_may_lie(tmp_path: Path, label: str, encoding: str) -> None:
    text = "請於期限內報送發放報表，逾期不候。" if encoding == "big5" else TEXT
    type = f"text/plain; charset={label}".encode()
    document = read(saved(tmp_path, raw(body=text.encode(encoding), type=type)))
    assert texts(document)[1:] == text.split("\n")
    assert not document.losses


def it_takes_the_plain_text_unless_it_is_a_stub(tmp_path: Path) -> None:
    message = letter()
    message.add_alternative(f"<p>{TEXT}（网页）</p>", subtype="html")
    assert "网页" not in read(saved(tmp_path, message)).text
    message = letter("本邮件须以网页方式查看")
    rows = "<tr><td>清泉社区<td>十二" * 20
    message.add_alternative(f"<p>{TEXT}</p><table border=1>{rows}</table>", subtype="html")
    document = read(saved(tmp_path, message))
    assert "须以网页方式" not in document.text
    assert len(document.blocks[-1].rows) == 20


def it_joins_flowed_lines(tmp_path: Path) -> None:
    body = "family planning \r\nservice\r\n下一段".encode()
    document = read(
        saved(tmp_path, raw(body=body, type=b"text/plain; format=flowed; charset=utf-8"))
    )
    assert texts(document)[1:] == ["family planning service", "下一段"]


def it_hands_out_attachments_and_names_them_in_the_text(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment(b"1", maintype="application", subtype="pdf", filename="../名单.pdf")
    message.add_attachment(b"2", maintype="application", subtype="pdf", filename="名单.pdf")
    message.add_attachment("三".encode("gbk"), maintype="text", subtype="plain", filename="三.txt")
    message.add_attachment(b"4", maintype="application", subtype="pdf")
    path = saved(tmp_path, message)
    assert inside(path) == [
        ("名单.pdf", b"1"),
        ("名单 (2).pdf", b"2"),
        ("三.txt", "三".encode("gbk")),
        ("004.pdf", b"4"),
    ]
    assert "附件：名单.pdf；名单 (2).pdf；三.txt；004.pdf" in texts(read(path))


@pytest.mark.parametrize(
    "parameter",
    [
        b"filename*=gb2312''%C3%FB%B5%A5.xls",
        'filename="名单.xls"'.encode(),
        'filename="名单.xls"'.encode("gbk"),
        b'filename="=?GB2312?B?w/u1pS54bHM=?="',
        b"filename*0*=utf-8''%E5%90%8D; filename*1*=%E5%8D%95.xls",
    ],
)
def it_reads_attachment_names_however_encoded(tmp_path: Path, parameter: bytes) -> None:
    part = b"Content-Type: application/x\r\nContent-Disposition: attachment; " + parameter
    body = b"--x\r\n" + part + b"\r\n\r\n1\r\n--x--\r\n"
    path = saved(
        tmp_path, raw(b"To: b@example.org", body=body, type=b"multipart/mixed; boundary=x")
    )
    assert [name for name, _ in inside(path)] == ["名单.xls"]


def it_hands_out_a_forwarded_mail_as_a_file_with_its_own_attachments(tmp_path: Path) -> None:
    inner = letter("内层正文")
    inner.add_attachment(b"1", maintype="application", subtype="pdf", filename="a.pdf")
    outer = letter("请看转发的邮件")
    outer.add_attachment(inner)
    path = saved(tmp_path, outer)
    assert "内层正文" not in read(path).text
    ((name, data),) = inside(path)
    assert name == f"{SUBJECT}.eml"
    again = saved(tmp_path, data or b"", "inner.eml")
    assert "内层正文" in read(again).text
    assert inside(again) == [("a.pdf", b"1")]


def it_leaves_out_pictures_that_only_decorate(tmp_path: Path) -> None:
    message = letter()
    message.add_alternative(f"<p>{TEXT}<img src=cid:a><img src=cid:b></p>", subtype="html")
    rich = list(message.iter_parts())[1]
    assert isinstance(rich, EmailMessage)
    for id, size in (("a", (120, 60)), ("b", (1240, 1754))):
        rich.add_related(a_picture(*size), "image", "png", cid=f"<{id}>", filename=f"{id}.png")
    message.add_attachment(a_picture(50, 50), "image", "png", filename="章.png")
    assert [name for name, _ in inside(saved(tmp_path, message))] == ["b.png", "章.png"]


def it_says_that_winmail_dat_cannot_be_opened(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment(b'x\x9f>"', "application", "ms-tnef", filename="winmail.dat")
    (member,) = members(saved(tmp_path, message))
    assert member.refusal is not None
    assert member.refusal.values == {"type": "tnef"}


def it_asks_for_the_key_of_an_encrypted_mail(tmp_path: Path) -> None:
    data = raw(
        b"Subject: x",
        b"Content-Transfer-Encoding: base64",
        body=b"AAAA",
        type=b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
    )
    with pytest.raises(ExtractionError) as caught:
        read(saved(tmp_path, data))
    assert caught.value.key == "extract.encrypted"


def it_keeps_what_is_there_of_a_cut_mail(tmp_path: Path) -> None:
    message = letter()
    message.add_attachment(bytes(1000), maintype="application", subtype="pdf", filename="a.pdf")
    document = read(saved(tmp_path, message.as_bytes()[:-200]))
    assert "请于5月26日前" in document.text
    assert [note.key for note in document.losses] == ["extract.loss.truncated"]


def it_refuses_a_mail_of_too_many_or_too_deep_parts(tmp_path: Path) -> None:
    part = b"--x\r\nContent-Type: application/x\r\n\r\n1\r\n"
    many = raw(b"To: b@x", body=part * 300, type=b"multipart/mixed; boundary=x")
    with pytest.raises(LimitExceededError) as caught:
        read(saved(tmp_path, many), Options(Limits(max_members=100)))
    assert caught.value.key == "extract.limit.members"
    deep = b"".join(
        b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (n, n + 1)
        for n in range(3000)
    )
    with pytest.raises(LimitExceededError) as caught:
        read(saved(tmp_path, raw(b"To: b@x", body=deep, type=b"multipart/mixed; boundary=b0")))
    assert caught.value.key == "extract.limit.nesting"


@pytest.mark.parametrize(
    "name", ["..", "CON/../..", "/etc/passwd", "C:\\a\\b.doc", "\u202efdp.exe", ""]
)
def it_makes_every_name_safe(tmp_path: Path, name: str) -> None:
    message = letter()
    message.add_attachment(b"1", "application", "x", filename=name)
    ((found, _),) = inside(saved(tmp_path, message))
    assert found
    assert not set(found) & set("/\\:\u202e")
    assert found.strip(".")


def it_cuts_names_that_no_file_system_takes(tmp_path: Path) -> None:
    message = letter()
    for _ in range(2):
        message.add_attachment(b"1", "application", "pdf", filename="长" * 300 + ".pdf")
    names = [name for name, _ in inside(saved(tmp_path, message))]
    assert len(set(names)) == 2
    assert all(name.endswith(".pdf") and len(name.encode()) <= 255 for name in names)


# --- web archives


def web_archive(*parts: bytes, start: str = "") -> bytes:
    body = b"".join(b"--x\r\n" + part + b"\r\n" for part in parts) + b"--x--\r\n"
    head = "From: <Saved by Blink>\r\nSubject: =?utf-8?B?6aG1?=\r\n"
    head += f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"{start}\r\n\r\n'
    return head.encode() + body


def part_of(html: str, encoding: str, transfer: str, id: str = "a") -> bytes:
    data = html.encode(encoding)
    body = base64.encodebytes(data) if transfer == "base64" else quopri.encodestring(data)
    head = f"Content-Type: text/html\r\nContent-ID: <{id}>\r\nContent-Transfer-Encoding: {transfer}"
    return head.encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def it_reads_a_page_saved_with_its_pictures(tmp_path: Path, transfer: str, encoding: str) -> None:
    html = f"<html><meta charset=gb2312><h1>{SUBJECT}</h1><p>正文</p></html>"
    picture = b"Content-Type: image/png\r\n\r\nxx"
    data = web_archive(part_of(html, encoding, transfer), picture)
    document = read(saved(tmp_path, data, "page.mht"))
    assert (document.format, texts(document)) == ("mht", [SUBJECT, "正文"])
    assert document.meta["title"] == "页"
    assert not list(members(tmp_path / "page.mht"))


def it_starts_with_the_part_that_is_named_and_goes_into_frames(tmp_path: Path) -> None:
    one, two = (
        part_of("<p>一</p>", "utf-8", "base64", "one"),
        part_of("<p>二</p>", "utf-8", "base64", "two"),
    )
    data = web_archive(one, two, start="; start=<two>")
    assert texts(read(saved(tmp_path, data, "a.mht"))) == ["二"]
    frames = part_of(
        "<html><frameset><frame src=one><frame src=two></frameset></html>", "utf-8", "base64"
    )
    assert texts(read(saved(tmp_path, web_archive(frames, one, two), "b.mht"))) == ["一", "二"]


def it_takes_a_mail_with_pictures_in_its_text_for_a_mail(tmp_path: Path) -> None:
    body = b"--x\r\n" + part_of("<p>正文</p>", "utf-8", "base64") + b"\r\n--x--\r\n"
    data = raw(b"To: b@example.org", body=body, type=b"multipart/related; boundary=x")
    document = read(saved(tmp_path, data))
    assert document.format == "eml"
    assert "发件人：a@example.org" in texts(document)
