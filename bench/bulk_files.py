"""Many small files of many formats, cheaply made, no two of the same bytes.

Villages, people and numbers are invented. Containers are written by hand, so that thousands
take seconds; every file says its own number.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from xml.sax.saxutils import escape

_VILLAGES = ("石桥村", "白杨村", "上河村", "龙潭社区", "梅岭社区", "古渡村", "南塘社区", "双溪村")
_MATTERS = (
    ("药具发放情况报告", "发放药具{n}盒，服务对象{m}人，发放率百分之九十六，台账已登记造册。"),
    (
        "流动人口信息核查通知",
        "请核查流动人口信息{n}条，其中已婚育龄妇女{m}人，逾期予以通报。",
    ),
    ("妇女健康检查工作总结", "应检{n}人，实检{m}人，查出患病人员均已转诊，随访记录存档备查。"),
    ("奖励扶助对象公示", "本期公示对象{m}户，公示期七天，有异议的可拨打举报电话反映，编号{n}。"),
    ("计生协会会议记录", "会议研究会员之家建设，列支经费{n}元，参会{m}人，签到册附后。"),
)
ODF = "urn:oasis:names:tc:opendocument:xmlns"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Paragraphs = list[str]
Maker = Callable[[int], bytes]


def paragraphs(number: int) -> Paragraphs:
    """One short paper: title, four paragraphs, office, date."""
    village = _VILLAGES[number % len(_VILLAGES)]
    matter, sentence = _MATTERS[number // 3 % len(_MATTERS)]
    year, month = 2020 + number % 5, number // 5 % 12 + 1
    said = sentence.format(n=number, m=number * 7 % 613)
    return [
        f"{village}{year}年{month}月{matter}",
        f"一、基本情况。{year}年{month}月，{village}按照镇政府的统一部署开展工作，{said}",
        f"二、主要做法。村两委干部分片包户，第{number % 11 + 1}网格逐户走访，{said}",
        "三、存在问题。个别住户外出务工，联系不畅，信息更新不够及时。",
        f"四、下一步打算。于每月{number % 25 + 1}日前将报表送交镇卫生健康办公室，专人归入档案盒。",
        f"{village}村民委员会",
        f"{year}年{month}月{number % 28 + 1}日",
    ]


def _text(encoding: str) -> Maker:
    return lambda number: "\r\n".join(paragraphs(number)).encode(encoding)


def _packed(parts: dict[str, str | bytes], stored: str | None = None) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as container:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            container.writestr(name, content, method)
    return buffer.getvalue()


def _ooxml(main: str, kind: str, content: str, more: dict[str, str | bytes]) -> bytes:
    overrides = f'<Override PartName="/{main}" ContentType="application/vnd.{kind}.main+xml"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        main: content,
    }
    return _packed(parts | more)


def _docx(number: int) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs(number))
    return _ooxml(
        "word/document.xml",
        "openxmlformats-officedocument.wordprocessingml.document",
        f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        {},
    )


def _rows(number: int) -> list[list[str]]:
    head = ["序号", "姓名", "社区", "数量", "日期"]
    return [
        [paragraphs(number)[0], "", "", "", ""],
        head,
        *(
            [str(n), f"王小{_VILLAGES[n % 8][0]}", _VILLAGES[number % 8], str(number + n), "3月5日"]
            for n in range(1, 16)
        ),
    ]


def _xlsx(number: int) -> bytes:
    rows = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for row in _rows(number)
    )
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    workbook = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="登记表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    relation = (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    return _ooxml(
        "xl/workbook.xml",
        "openxmlformats-officedocument.spreadsheetml.sheet",
        workbook,
        {"xl/worksheets/sheet1.xml": sheet, "xl/_rels/workbook.xml.rels": relation},
    )


def _csv(number: int) -> bytes:
    return "\r\n".join(",".join(row) for row in _rows(number)).encode("gb18030")


def _pdf(number: int) -> bytes:
    """Chinese with one of the fonts that every viewer knows; nothing embedded."""
    lines = [text[at : at + 30] for text in paragraphs(number) for at in range(0, len(text), 30)]
    shown = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F1 14 Tf 24 TL 72 760 Td {shown} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    pdf, places = b"%PDF-1.4\n", []
    for n, content in enumerate(objects, 1):
        places.append(len(pdf))
        pdf += b"%d 0 obj" % n + content + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(pdf))
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + tail


def _rtf(number: int) -> bytes:
    body = "".join(
        "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in text) + "\\par\n"
        for text in paragraphs(number)
    )
    return (
        "{\\rtf1\\ansi\\ansicpg936\\uc1\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + body + "}"
    ).encode()


def _html(number: int) -> bytes:
    title, *rest = paragraphs(number)
    body = "".join(f"<p>{text}</p>" for text in rest)
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    )
    return page.encode()


def _eml(number: int) -> bytes:
    mail = EmailMessage()
    title, *rest = paragraphs(number)
    mail["Subject"], mail["From"], mail["To"] = title, "cun@example.cn", "zhen@example.cn"
    mail["Date"] = f"Mon, {number % 28 + 1} Mar 2023 09:00:00 +0800"
    mail["Message-ID"] = f"<{number}@example.cn>"
    mail.set_content("\n".join(rest))
    return mail.as_bytes()


def _odt(number: int) -> bytes:
    body = "".join(f"<text:p>{escape(text)}</text:p>" for text in paragraphs(number))
    mime = "application/vnd.oasis.opendocument.text"
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" '
        f'office:version="1.2"><office:body><office:text>{body}</office:text></office:body>'
        "</office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    parts: dict[str, str | bytes] = {"mimetype": mime, "content.xml": content}
    return _packed(parts | {"META-INF/manifest.xml": manifest}, stored="mimetype")


def _ofd(number: int) -> bytes:
    """GB/T 33190, one page, characters one size apart."""
    ns, size = "http://www.ofdspec.org/2016", 4.94
    lines = [text[at : at + 30] for text in paragraphs(number) for at in range(0, len(text), 30)]
    shown = "".join(
        f'<ofd:TextObject ID="{n + 10}" Boundary="25 {30 + n * 9} {size * len(line)} 6.5" Font="1" '
        f'Size="{size}"><ofd:TextCode X="0" Y="{size}" DeltaX="g {max(1, len(line) - 1)} {size}">'
        f"{escape(line)}</ofd:TextCode></ofd:TextObject>"
        for n, line in enumerate(lines)
    )
    return _packed(
        {
            "OFD.xml": f'<ofd:OFD xmlns:ofd="{ns}" Version="1.0" DocType="OFD"><ofd:DocBody>'
            f"<ofd:DocInfo><ofd:DocID>{number:032x}</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{ns}"><ofd:CommonData><ofd:PageArea>'
            "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
            "</ofd:Document>",
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page xmlns:ofd="{ns}"><ofd:Content>'
            f'<ofd:Layer ID="2">{shown}</ofd:Layer></ofd:Content></ofd:Page>',
        }
    )


def _zip(number: int) -> bytes:
    """Ten files of the plain formats, with numbers that no other file has."""
    inside = list(PLAIN.items())
    return _packed(
        {
            f"附件{n}{suffix}": make(10_000_000 + number * 10 + n)
            for n in range(10)
            for suffix, make in [inside[n % len(inside)]]
        }
    )


PLAIN: dict[str, Maker] = {
    ".txt": _text("gb18030"),
    ".csv": _csv,
    ".html": _html,
    ".docx": _docx,
    ".rtf": _rtf,
}
MAKERS: tuple[tuple[str, Maker], ...] = (
    (".txt", _text("gb18030")),
    (".txt", _text("utf-8")),
    (".txt", _text("utf-16")),
    (".docx", _docx),
    (".xlsx", _xlsx),
    (".pdf", _pdf),
    (".rtf", _rtf),
    (".html", _html),
    (".eml", _eml),
    (".csv", _csv),
    (".odt", _odt),
    (".ofd", _ofd),
    (".docx", _docx),
    (".pdf", _pdf),
)
ZIP_EVERY = 50


def write_files(folder: Path, count: int) -> tuple[int, int]:
    """Write so many files, a hundred to a folder; one in fifty is a ZIP of ten.

    Returns:
        Bytes, and how many files lie in the ZIPs besides.
    """
    size = inside = 0
    for number in range(count):
        suffix, make = MAKERS[number % len(MAKERS)]
        if number % ZIP_EVERY == ZIP_EVERY - 1:
            suffix, make, inside = ".zip", _zip, inside + 10
        path = folder / _VILLAGES[number // 100 % 8] / str(number // 100) / f"{number}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(make(number))
    return size, inside
