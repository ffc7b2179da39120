"""Presentations: slides in order, titles first, tables, charts, groups, notes."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import FIXTURES, lines, outcome, spoilt, tables
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from danghe.extract import members, read
from danghe.model import BlockKind


@pytest.mark.parametrize("name", ["slides.pptx", "slides.ppt"])
def it_reads_slides_in_order(name: str) -> None:
    document = read(FIXTURES / name)
    titles = [(b.page, b.text) for b in document.blocks if b.level == 1]
    assert titles == [(1, "药具工作汇报"), (2, "发放情况"), (3, "隐藏页")]
    assert document.page_count == 3
    assert tables(document) == [(("社区", "数量"), ("清泉社区", "12"))]
    assert lines(document) == [
        *("药具工作汇报", "望湖街道办事处", "发放情况", "组内文字", "讲到这里时出示登记表"),
        *("隐藏页", "第一点", "第二点"),
    ]
    assert document.meta["hidden_slides"] == "3"
    assert not document.losses


def it_reads_the_title_first_wherever_it_was_drawn(tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "正文"
    slide.shapes.title.text = "标题\v两行"
    tree = slide.shapes._spTree
    tree.append(slide.shapes.title._element)
    show.save(str(tmp_path / "a.pptx"))
    assert lines(read(tmp_path / "a.pptx")) == ["标题 两行", "正文"]


def it_counts_numbered_paragraphs(tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    frame = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame
    frame.text = "登记\n上报\n归档"
    for paragraph in frame.paragraphs:
        bullet = f'<a:buAutoNum {nsdecls("a")} type="ea1ChsPeriod"/>'
        paragraph._p.get_or_add_pPr().append(parse_xml(bullet))
    show.save(str(tmp_path / "a.pptx"))
    assert lines(read(tmp_path / "a.pptx")) == ["一.登记", "二.上报", "三.归档"]


def it_reads_the_numbers_of_a_chart_once(tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["一季度", "二季度"]
    data.add_series("发放", (12, 15.5))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(2), Inches(2), data)
    show.save(str(tmp_path / "a.pptx"))
    path = tmp_path / "a.pptx"
    assert tables(read(path)) == [(("", "发放"), ("一季度", "12"), ("二季度", "15.5"))]
    assert not list(members(path))


def it_tells_slide_numbers_and_footers_from_text(tmp_path: Path) -> None:
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    for kind, text in (("sldNum", "1"), ("ftr", "望湖街道")):
        box = slide.shapes.add_textbox(0, 0, Inches(1), Inches(1))
        box.text_frame.text = text
        place = box._element.nvSpPr.nvPr
        place.append(parse_xml(f'<p:ph {nsdecls("p")} type="{kind}"/>'))
    show.save(str(tmp_path / "a.pptx"))
    kinds = [block.kind for block in read(tmp_path / "a.pptx").blocks]
    assert kinds == [BlockKind.PAGE_NUMBER, BlockKind.FOOTER]


@pytest.mark.parametrize("name", ["slides.pptx", "slides.ppt"])
def it_survives_cut_and_spoilt_files(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DANGHE_SOFFICE", "none")
    assert "" not in {outcome(path) for path in spoilt(name, 20, tmp_path)}
