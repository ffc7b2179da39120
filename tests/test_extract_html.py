"""Web pages and XML: what a reader of the page sees, in order, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danghe.errors import ExtractionError, LimitExceededError
from danghe.extract import Limits, Options, read
from danghe.model import BlockKind, Document

LONG = "各社区应当于每月二十日前将药具发放报表送交街道办事处，由专人登记造册并归入档案盒。" * 12
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def page(tmp_path: Path, body: str, head: str = "", encoding: str = "utf-8") -> Document:
    path = tmp_path / "page.html"
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    path.write_bytes(html.encode(encoding))
    return read(path)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def it_reads_headings_paragraphs_and_entities_in_order(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<h1>关于培训的通知</h1><p>各社区：</p><div>请于5&nbsp;月&#26085;前<b>报</b>送&lt;名单&gt;。"
        "<br>　　特此通知。</div><h3>附件</h3>落款",
    )
    assert [(b.kind.value, b.level, b.text) for b in document.blocks] == [
        ("heading", 1, "关于培训的通知"),
        ("paragraph", None, "各社区："),
        ("paragraph", None, "请于5 月日前报送<名单>。"),
        ("paragraph", None, "特此通知。"),
        ("heading", 3, "附件"),
        ("paragraph", None, "落款"),
    ]


def it_leaves_out_scripts_styles_menus_and_what_is_hidden(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<nav><a href=/>首页</a></nav><script>var x='脚本'</script><style>p{}</style><p>正文</p>"
        "<p style='color:red; display : none'>藏一</p><p hidden>藏二</p><!-- 注释 -->"
        "<noscript>藏三</noscript><select><option>藏四</select><template>藏五</template>尾",
    )
    assert texts(document) == ["正文", "尾"]


def it_joins_chinese_broken_across_source_lines_but_not_latin_words(tmp_path: Path) -> None:
    document = page(tmp_path, "<p>流动人口\n      登记簿</p><p>family\n  planning\n服务站</p>")
    assert texts(document) == ["流动人口登记簿", "family planning 服务站"]


def it_numbers_lists_as_shown(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<ol><li>甲</li><li><p>乙</p><ol type=a><li>丙<li>丁</ol></li><li value=7>戊</li></ol>"
        "<ol start=3 type=I><li>己</li></ol><ul><li>庚</li></ul>",
    )
    assert texts(document) == ["1. 甲", "2. 乙", "a. 丙", "b. 丁", "7. 戊", "III. 己", "庚"]


def it_reads_tables_with_spans_as_a_word_table_is_read(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<p>登记簿</p><table border=1><thead><tr><th colspan=2>姓名<th>备注</thead>"
        "<tr><td rowspan=2>王小明<td>男<td><p>一</p><p>二</p></tr><tr><td>女<td>三</table>"
        "<p>完</p>",
    )
    assert [block.kind.value for block in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.blocks[1].rows == (
        ("姓名", "备注"),
        ("王小明", "男", "一 二"),
        ("", "女", "三"),
    )


def it_takes_the_tables_that_lay_out_a_page_for_no_tables(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        f"<table><tr><td>导航<td><h2>标题</h2><p>{LONG}</p><table border=1><tr><td>甲<td>乙</table>"
        "</table><table role=presentation><tr><td>左<td>右</table><table><tr><td>框</table>",
    )
    assert [b.kind.value for b in document.blocks[:4]] == [
        "paragraph",
        "heading",
        "paragraph",
        "table",
    ]
    assert texts(document) == ["导航", "标题", LONG, "甲\t乙", "左", "右", "框"]


def it_keeps_the_lines_of_preformatted_text(tmp_path: Path) -> None:
    assert texts(page(tmp_path, "<pre>第一行\n第二行\n\n第三行</pre>")) == [
        "第一行",
        "第二行",
        "第三行",
    ]


def it_reads_title_author_and_date_from_the_head(tmp_path: Path) -> None:
    head = (
        "<title>某区政府门户网站</title><meta name=ArticleTitle content='关于培训的通知'>"
        "<meta name=PubDate content='2023-05-06 10:11'><meta name=author content=望湖街道>"
    )
    meta = page(tmp_path, "<p>正文</p>", head).meta
    assert meta["title"] == "关于培训的通知"
    assert (meta["created"], meta["author"]) == ("2023-05-06 10:11", "望湖街道")


SENTENCE = "关于进一步加强流动人口登记工作的通知"


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "gb18030"),
        ("utf-16", "utf-8"),
        ("iso-8859-1", "gb18030"),
        ("x-nonsense", "gb18030"),
        ("utf-8", "utf-16"),
        ("", "utf-16-le"),
    ],
)
def it_reads_a_page_whose_label_may_lie(tmp_path: Path, label: str, encoding: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={label}">'
    assert texts(page(tmp_path, f"<p>{SENTENCE}䶮</p>", head, encoding)) == [SENTENCE + "䶮"]


def it_believes_the_label_of_a_short_page_in_big5(tmp_path: Path) -> None:
    document = page(tmp_path, "<p>檔案</p>", "<meta charset=big5>", "big5")
    assert document.text == "檔案"
    assert document.meta["encoding"] == "cp950"


def it_reads_a_page_nested_a_thousand_deep_and_refuses_a_bottomless_one(tmp_path: Path) -> None:
    assert texts(page(tmp_path, "<div>" * 1000 + "深处" + "</div>" * 1000 + "<p>后</p>")) == [
        "深处",
        "后",
    ]
    unclosed = "".join(f"<p><font size=2>第{n}行" for n in range(5000))
    assert len(texts(page(tmp_path, unclosed))) == 5000
    with pytest.raises(LimitExceededError) as caught:
        page(tmp_path, "<div>" * 100_000 + "深处")
    assert caught.value.key == "extract.limit.nesting"


def it_bounds_the_cells_that_spans_make(tmp_path: Path) -> None:
    rows = "<tr><td rowspan=65000 colspan=1000>一<td rowspan=0>二" * 3000
    path = tmp_path / "page.html"
    path.write_text(f"<html><table border=1>{rows}</table>")
    with pytest.raises(LimitExceededError):
        read(path, Options(Limits(max_text_chars=100_000)))


def it_fetches_nothing_and_resolves_no_entities(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    path = tmp_path / "page.html"
    path.write_text(
        f'<!DOCTYPE html [<!ENTITY e SYSTEM "file://{secret}">]><html><body>&e;<iframe '
        f'src="file://{secret}"></iframe><object data="file://{secret}"></object><p>正文</p>'
    )
    assert "机密" not in read(path).text


def it_says_that_a_page_of_scripts_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="没有文字"):
        page(tmp_path, "<script>document.write('正文')</script>")


@relaxed
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn"]), max_size=20)))
def it_keeps_every_visible_character(tmp_path: Path, lines: list[str]) -> None:
    wanted = ["办公室记录", *lines]
    escaped = (t.replace("&", "&amp;").replace("<", "&lt;") for t in wanted)
    found = page(tmp_path, "".join(f"<p>{text}</p>" for text in escaped)).text
    assert "".join(found.split()) == "".join("".join(wanted).split())


# --- XML


def xml(tmp_path: Path, content: str, encoding: str = "utf-8") -> Document:
    path = tmp_path / "paper.xml"
    path.write_bytes((f'<?xml version="1.0" encoding="{encoding}"?>' + content).encode(encoding))
    return read(path)


def it_reads_word_2003_xml(tmp_path: Path) -> None:
    def p(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    document = xml(
        tmp_path,
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        f"{p('关于培训的通知')}<w:tbl><w:tr><w:tc>{p('姓名')}</w:tc><w:tc>{p('性')}{p('别')}</w:tc>"
        f"</w:tr></w:tbl>{p('完')}</w:body></w:wordDocument>",
    )
    assert [(b.kind, b.text) for b in document.blocks] == [
        (BlockKind.PARAGRAPH, "关于培训的通知"),
        (BlockKind.TABLE, "姓名\t性 别"),
        (BlockKind.PARAGRAPH, "完"),
    ]


def it_reads_excel_2003_xml(tmp_path: Path) -> None:
    document = xml(
        tmp_path,
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="登记表">'
        "<Table><Row><Cell><Data>姓名</Data></Cell>"
        "<Cell ss:Index='3'><Data>备注</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>",
    )
    assert texts(document) == ["登记表", "姓名\t\t备注"]


def it_reads_any_other_xml_as_the_text_of_its_elements(tmp_path: Path) -> None:
    document = xml(tmp_path, "<a><b>甲</b><c>乙<d>丙</d>丁</c></a>", "gb2312")
    assert texts(document) == ["甲", "乙 丁", "丙"]


def it_refuses_xml_with_entities(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError) as caught:
        xml(tmp_path, '<!DOCTYPE a [<!ENTITY x "xxxx">]><a>&x;</a>')
    assert caught.value.key == "extract.damaged"
