"""OpenDocument: texts with numbers, tables, notes and tracked changes; presentations."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import (
    FIXTURES,
    PAPER,
    PAPER_TABLE,
    a_package,
    body,
    keys,
    lines,
    outcome,
    spoilt,
    tables,
)

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import detect, read
from danghe.model import BlockKind

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
        *(("draw", "drawing"), ("manifest", "manifest"), ("presentation", "presentation")),
    )
)


def a_file(path: Path, kind: str, content: str, styles: str = "", **added: str) -> Path:
    body = f"<office:body><office:{kind}>{content}</office:{kind}></office:body>"
    root = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles>{body}</office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return a_package(path, {"mimetype": mime, "content.xml": root, **added})


def it_reads_a_text_as_it_would_print() -> None:
    document = read(FIXTURES / "paper.odt")
    assert body(document) == PAPER
    assert tables(document) == [PAPER_TABLE]
    assert [b.level for b in document.blocks if b.kind is BlockKind.HEADING] == [1, 2]
    assert document.blocks[0].kind is BlockKind.HEADER
    assert document.blocks[0].text == "望湖街道档案"
    assert document.meta["title"] == "药具工作总结"
    assert document.meta["author"] == "望湖街道办事处"
    assert not document.losses


def it_counts_lists_within_lists(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
        'style:num-format="一, 二, 三, ..." style:num-suffix="、"/><text:list-level-style-number '
        'text:level="2" style:num-format="1" style:num-prefix="（" style:num-suffix="）"/>'
        "</text:list-style>"
    )

    def item(text: str, inner: str = "") -> str:
        return f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>"

    inner = f"<text:list>{item('登记')}{item('上报')}</text:list>"
    content = (
        f'<text:list text:style-name="L">{item("药具", inner)}{item("宣传", inner)}</text:list>'
    )
    document = read(a_file(tmp_path / "a.odt", "text", content, styles))
    expected = ["一、药具", "（1）登记", "（2）上报", "二、宣传", "（1）登记", "（2）上报"]
    assert lines(document) == expected


def it_leaves_out_deleted_and_hidden_text_and_puts_notes_last(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    content = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>正<text:s text:c="2"/>文<text:change text:change-id="c"/>'
        '<text:span text:style-name="H">隐藏</text:span>'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注内容</text:p>"
        "</text:note-body></text:note>继续<office:annotation><text:p>批注</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p>末段</text:p>"
    )
    document = read(a_file(tmp_path / "a.odt", "text", content, styles))
    assert lines(document) == ["正  文继续", "框内", "末段", "脚注内容"]


def it_repeats_rows_and_cells_as_often_as_they_stand(tmp_path: Path) -> None:
    content = (
        '<table:table table:name="T"><table:table-header-rows><table:table-row><table:table-cell '
        'table:number-columns-spanned="2"><text:p>社区</text:p></table:table-cell>'
        "<table:covered-table-cell/><table:table-cell><text:p>数量</text:p></table:table-cell>"
        "</table:table-row></table:table-header-rows>"
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"><text:p>12</text:p></table:table-cell>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    rows = (("社区", "", "数量"), ("12", "12", "12"), ("12", "12", "12"))
    assert tables(read(a_file(tmp_path / "a.odt", "text", content))) == [rows]
    assert tables(read(a_file(tmp_path / "a.ods", "spreadsheet", content))) == [rows]


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def it_refuses_rows_repeated_without_end(tmp_path: Path, kind: str) -> None:
    content = (
        '<table:table><table:table-row table:number-rows-repeated="1000000000"><table:table-cell '
        'table:number-columns-repeated="1000"><text:p>12</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    with pytest.raises(LimitExceededError) as caught:
        read(a_file(tmp_path / "a.odt", kind, content))
    assert caught.value.key == "extract.limit.cells"


def it_refuses_endless_nesting(tmp_path: Path) -> None:
    content = "<text:section>" * 150 + "<text:p>深</text:p>" + "</text:section>" * 150
    with pytest.raises(LimitExceededError) as caught:
        read(a_file(tmp_path / "a.odt", "text", content))
    assert caught.value.key == "extract.limit.nesting"


def it_reads_slides_with_titles_tables_and_notes() -> None:
    document = read(FIXTURES / "slides.odp")
    assert document.page_count == 3
    assert [
        (b.page, b.text) for b in document.blocks if b.kind is BlockKind.HEADING and b.level == 1
    ] == [
        (1, "药具工作汇报"),
        (2, "发放情况"),
        (3, "隐藏页"),
    ]
    assert tables(document) == [(("社区", "数量"), ("清泉社区", "12"))]
    on_second = [b.text for b in document.blocks if b.page == 2 and not b.rows]
    assert on_second == ["发放情况", "组内文字", "讲到这里时出示登记表"]
    assert document.meta["hidden_slides"] == "3"


def it_knows_templates_and_encrypted_files(tmp_path: Path) -> None:
    template = a_file(tmp_path / "a.ott", "text-template", "")
    assert detect(template) == "odt"
    manifest = (
        f'<manifest:manifest {NAMES}><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    locked = a_file(tmp_path / "b.odt", "text", "", **{"META-INF/manifest.xml": manifest})
    with pytest.raises(ExtractionError) as caught:
        read(locked)
    assert caught.value.key == "extract.encrypted"


def it_notes_a_damaged_part_and_reads_the_text(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.odt", "text", "<text:p>正文</text:p>", **{"styles.xml": "<a"})
    document = read(path)
    assert lines(document) == ["正文"]
    assert keys(document) == ["extract.loss.parts"]


@pytest.mark.parametrize("name", ["paper.odt", "slides.odp"])
def it_survives_cut_and_spoilt_files(tmp_path: Path, name: str) -> None:
    assert "" not in {outcome(path) for path in spoilt(name, 30, tmp_path)}
