"""The numbers that Word generates: worded from numbering.xml, counted as Word counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from danghe.extract import read

SPACES = nsdecls("w")


def texts_of(document: WordDocument, tmp_path: Path) -> list[str]:
    path = tmp_path / "paper.docx"
    document.save(str(path))
    return [block.text for block in read(path).blocks]


def numbered(
    tmp_path: Path, levels: str, paragraphs: list[tuple[int, int, str]], more: str = ""
) -> list[str]:
    """Texts of paragraphs given as (numId, level, text), under one list definition."""
    document = docx.Document()
    root = document.part.numbering_part.element
    for child in list(root):
        root.remove(child)
    xml = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{more}</w:num></w:numbering>'
    )
    for child in list(parse_xml(xml)):
        root.append(child)
    for list_id, level, text in paragraphs:
        properties: Any = document.add_paragraph(text)._p.get_or_add_pPr()
        numbers = properties.get_or_add_numPr()
        numbers.get_or_add_numId().val = list_id
        numbers.get_or_add_ilvl().val = level
    return texts_of(document, tmp_path)


def level(index: int, format: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


OFFICIAL = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "bullet", "●")
)


def it_words_the_numbers_that_word_generates(tmp_path: Path) -> None:
    outline = [0, 1, 1, 2, 2, 3, 0, 1, 2]
    found = numbered(tmp_path, OFFICIAL, [(1, at, "条") for at in outline])
    assert found == [
        "一、条",
        "（一）条",
        "（二）条",
        "1.条",
        "2.条",
        "条",
        "二、条",
        "（一）条",
        "1.条",
    ]


def it_continues_a_list_unless_told_to_start_over(tmp_path: Path) -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    order = [(1, 0, "a"), (1, 0, "b"), (2, 0, "c"), (2, 0, "d")]
    assert numbered(tmp_path, OFFICIAL, order) == ["一、a", "二、b", "三、c", "四、d"]
    assert numbered(tmp_path, OFFICIAL, order, over) == ["一、a", "二、b", "五、c", "六、d"]


def it_honours_starts_restarts_and_legal_numbering(tmp_path: Path) -> None:
    levels = (
        level(0, "chineseCounting", "第%1章", start=3)
        + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        + level(2, "decimal", "%3)", more='<w:lvlRestart w:val="0"/>')
    )
    order = [(1, at, "文") for at in (0, 1, 2, 0, 1, 2)]
    found = numbered(tmp_path, levels, order)
    assert found == ["第三章 文", "3.1 文", "1)文", "第四章 文", "4.1 文", "2)文"]


@pytest.mark.parametrize(
    ("format", "number", "label"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1005, "一千零五"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 20, "二〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("decimalEnclosedParen", 20, "⒇"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 3, "c"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("unheardOf", 5, "5"),
    ],
)
def it_knows_the_number_formats(tmp_path: Path, format: str, number: int, label: str) -> None:
    found = numbered(tmp_path, level(0, format, "（%1）", start=number), [(1, 0, "条")])
    assert found == [f"（{label}）条"]


def it_numbers_by_paragraph_style(tmp_path: Path) -> None:
    document = docx.Document()
    properties = document.styles["Heading 2"].element.get_or_add_pPr()
    numbers = properties.get_or_add_numPr()
    numbers.get_or_add_numId().val = 90
    root = document.part.numbering_part.element
    levels = level(0, "decimal", "%1") + level(
        1, "chineseCounting", "（%2）", more='<w:pStyle w:val="Heading2"/>'
    )
    xml = (
        f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="90">{levels}</w:abstractNum>'
        '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num></w:numbering>'
    )
    definition, instance = list(parse_xml(xml))
    root.insert(0, definition)
    root.append(instance)
    document.add_heading("职责", 2)
    plain: Any = document.add_heading("不编号", 2)._p.get_or_add_pPr()
    plain.get_or_add_numPr().get_or_add_numId().val = 0
    document.add_heading("制度", 2)
    assert properties.find(qn("w:numPr")) is not None
    assert texts_of(document, tmp_path) == ["（一）职责", "不编号", "（二）制度"]
