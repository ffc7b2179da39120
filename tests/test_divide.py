"""One source's text comes apart into its papers, and what is of no paper is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.archive import Archive
from danghe.classify import Context, classify, divide, left_out
from danghe.classify.residue import is_residue
from danghe.model import Block, BlockKind, Document, FiledRecord, PageScan, ScanLine, Status
from danghe.schemas import load

REPORT = """关于2022年河道清淤工作情况的报告
县委、县政府：
按照年初部署，现将我镇2022年河道清淤工作情况报告如下：
一、任务完成情况
（一）全年清淤主河道十二公里，支渠三十一公里，出动机械二百余台班，投入人工四千余个。
二、存在的问题
部分支渠两岸堆有建筑垃圾，个别村组反复清理、反复倾倒，需要建立长效机制。"""

FILM = """（镜头由远而近，出现堤岸、闸门、巡河员的身影，配舒缓音乐）
柳河全长四十六公里，沿线八个村庄世代傍水而居，近年来水质逐年变好，鱼虾重新多了起来。
巡河员每天要走多少路？
按照规定每人每天巡查不少于六公里，发现问题当场拍照上传，由镇里统一派单处理，三日内回复。"""

SUMMARY = """河长办工作总结
一、基本情况
全年召开河长会议四次，镇村两级河长巡河一千三百余人次，整改问题八十七个，群众满意率明显提高。
二、主要做法
（一）压实责任。把巡河任务分解到人，按月通报，按季考核，年底兑现奖惩，形成一级抓一级的格局。"""

RULES = """前 言
为规范河道日常管护工作，明确各岗位的职责和流程，河长办在多次征求意见的基础上制定了本规范，请遵照执行。
第一章 巡查
第一节 巡查工作规范
一、工作职责
1、负责辖区河道的日常巡查，做好记录。
2、发现倾倒垃圾、非法采砂等行为，立即制止并上报。
第二节 保洁工作规范
一、工作职责
1、保洁员每日清理河面漂浮物，做到河面无垃圾、岸边无堆放。"""

DUTIES = """河 长 办 职 责
一、组织拟订全县河道管护的规划、计划和制度，经批准后组织实施，并对落实情况进行监督检查。
二、组织协调各成员单位开展联合执法，受理群众举报，督办重大问题，定期向县政府报告工作进展。"""

SITE = """范文小屋 / www.fanwen-xiaowu.example.com
[bookmark: _Toc7]河长办[精选]
来源：网络  作者：某某  更新时间：2023-08-09
第一篇：河长办[精选]关于2021年河道清淤工作情况的报告县委、县政府：按照年初部署，现将我镇2021年河道清...
"""

NOTICE = """柳塘镇人民政府文件
柳政发〔2022〕{n}号
关于做好2022年第{n}批农机补贴申报工作的通知
各村民委员会：
现将本批农机补贴申报工作有关事项通知如下：
一、申报对象为本镇从事农业生产的个人和合作社，申报时须带齐购机发票和身份证件。
二、申报时间为每周二、周四，逾期不再受理。
柳塘镇人民政府
2022年{n}月6日"""

REQUEST = """柳塘镇人民政府
柳政请〔2022〕9号
关于维修镇文化站屋面的请示
县财政局：
镇文化站屋面年久失修，入夏以来多处渗漏，图书受潮严重。经测算需维修资金八万元，请予安排。
妥否，请批示。
柳塘镇人民政府
2022年7月19日"""

FORM = "农机补贴申报登记表\n姓名：　　住址：　　电话：\n机具：　　购机日期：　　发票号码：\n意见："


def document(text: str, *, paged: bool = False) -> Document:
    """Lines as blocks; with ``paged`` a form feed begins a page."""
    blocks = [
        Block(BlockKind.PARAGRAPH, line, page=number if paged else None)
        for number, page in enumerate(text.split("\f"), start=1)
        for line in page.split("\n")
        if line.strip()
    ]
    return Document(tuple(blocks), "pdf" if paged else "txt")


def scanned(*pages: str) -> Document:
    """Pages as recognition reads them: lines from the margin, those that begin with ^ centred."""
    scans, blocks = [], []
    for number, page in enumerate(pages, start=1):
        lines = []
        for row, line in enumerate(page.split("\n")):
            title, text = line.startswith("^"), line.lstrip("^")
            width = min(940, len(text) * (40 if title else 30))
            left = (1240 - width) // 2 if title else 150
            top = 150 + 50 * row
            box = (left, top, left + width, top + (40 if title else 28))
            lines.append(ScanLine(text, box, 0.9))
            blocks.append(Block(BlockKind.PARAGRAPH, text, page=number))
        scans.append(PageScan(number, 1240, 1754, lines=tuple(lines)))
    return Document(tuple(blocks), "pdf", scans=tuple(scans))


def beginnings(paper: Document) -> list[str]:
    """The first line of every paper found."""
    return [paper.text[span.start :].split("\n", 1)[0] for span in divide(paper)]


def filed(paper: Document, path: str = "a.txt") -> list[FiledRecord]:
    norms = load()
    return [
        classify(paper, span, f"0-{n}", "0", n, norms, Context(path))
        for n, span in enumerate(divide(paper), start=1)
    ]


def compilation(heading: str = "第{}篇：") -> str:
    names = ("河长办[精选]", "河长办专题", "河长办工作总结", "河长办规章制度", "河长办职责")
    bodies = (REPORT, FILM, SUMMARY, RULES, DUTIES)
    parts = zip("一二三四五", names, bodies, strict=True)
    return "\n".join(f"{heading.format(n)}{name}\n{body}" for n, name, body in parts)


# --- compilations ---


def it_takes_a_compilation_from_a_site_apart_into_its_five_parts() -> None:
    assert beginnings(document(SITE + compilation())) == [
        "第一篇：河长办[精选]",
        "第二篇：河长办专题",
        "第三篇：河长办工作总结",
        "第四篇：河长办规章制度",
        "第五篇：河长办职责",
    ]


def it_leaves_the_site_out_of_every_paper() -> None:
    paper = document(SITE + compilation())
    (gap,) = left_out(paper, divide(paper))
    assert paper.text[gap.start : gap.end].strip() == document(SITE).text


def it_titles_a_part_as_it_is_printed_or_else_as_its_heading_says() -> None:
    found = [
        (one.record.title, one.record.doctype) for one in filed(document(SITE + compilation()))
    ]
    assert found == [
        ("关于2022年河道清淤工作情况的报告", "报告"),
        ("河长办专题", "其他"),
        ("河长办工作总结", "总结"),
        ("河长办规章制度", "制度"),
        ("河长办职责", "制度"),
    ]


def it_dates_a_part_by_itself_and_files_none_where_it_does_not_belong() -> None:
    filings = [one.filing for one in filed(document(SITE + compilation()))]
    assert filings[0].year == 2022
    assert all(filing.box_id is None for filing in filings)
    assert all(any(r.about == "box" for r in filing.reasons) for filing in filings)


def it_files_no_rules_by_the_name_of_the_whole_field_alone() -> None:
    parts = f"第一篇：计生委规章制度\n{RULES}\n第二篇：计生委职责\n{DUTIES}"
    assert [one.filing.box_id for one in filed(document(parts))] == [None, None]


@pytest.mark.parametrize(
    "heading", ["第{}篇 ", "材料{}：", "范文{}、", "附件{}：", "[bookmark: _Toc1]第{}篇："]
)
def it_knows_the_usual_ways_to_head_parts(heading: str) -> None:
    assert len(divide(document("材料汇编\n" + compilation(heading)))) == 5


def it_takes_parts_apart_that_count_behind_one_name() -> None:
    text = "\n".join(f"河长办工作总结之{n}\n{SUMMARY}" for n in "一二三")
    assert len(divide(document(text))) == 3


@pytest.mark.parametrize("leader", ["……{}", "\t{}", "　　　{}", ""])
def it_takes_a_compilation_apart_by_its_contents(leader: str) -> None:
    entries = ["关于维修镇文化站屋面的请示", "河长办工作总结", "关于2022年河道清淤工作情况的报告"]
    contents = "\n".join(name + leader.format(n) for n, name in enumerate(entries, start=1))
    paper = document(f"文件汇编\n目　录\n{contents}\n{REQUEST}\n{SUMMARY}\n{REPORT}")
    assert beginnings(paper) == ["柳塘镇人民政府", entries[1], entries[2]]
    assert [one.record.title for one in filed(paper)] == entries


def it_keeps_a_foreword_as_a_paper_and_leaves_cover_and_contents_out() -> None:
    foreword = (
        "编者的话\n"
        + "本书收录了近年来河道管护工作中形成的材料，供各镇村在实际工作中参考使用，不当之处请指正。"
        * 6
    )
    paper = document(f"河道管护材料汇编\n{foreword}\n{compilation()}")
    assert beginnings(paper)[:2] == ["编者的话", "第一篇：河长办[精选]"]
    (gap,) = left_out(paper, divide(paper))
    assert paper.text[gap.start : gap.end].strip() == "河道管护材料汇编"


def it_catalogues_every_part_and_names_what_none_of_them_has(tmp_path: Path) -> None:
    source = tmp_path / "下载.txt"
    source.write_text(SITE + compilation(), "utf-8")
    with Archive.create(tmp_path / "archive", who="档案员") as archive:
        (outcome,) = archive.import_([source], jobs=1)
    assert outcome.status is Status.IMPORTED
    assert [one.record.ordinal for one in outcome.filed] == [1, 2, 3, 4, 5]
    assert outcome.filed[4].record.title == "河长办职责"
    assert outcome.note is not None
    assert outcome.note.key == "import.left_out"


def it_shows_the_papers_of_a_compilation_under_the_one_that_answers_best(tmp_path: Path) -> None:
    source = tmp_path / "汇编.txt"
    source.write_text(SITE + compilation(), "utf-8")
    with Archive.create(tmp_path / "archive") as archive:
        list(archive.import_([source], jobs=1))
        result = archive.search("河道")
        flat = archive.search("河道", collapse=False)
    (hit,) = result.hits
    assert result.total == flat.total == 1 + hit.siblings_total
    assert [hit.record, *(id for id, _ in hit.siblings)] == [one.record for one in flat.hits]
    assert hit.siblings_total > 1


# --- bundles and scans ---


def it_takes_official_papers_apart_that_follow_one_another() -> None:
    papers = [NOTICE.format(n=1), REQUEST, NOTICE.format(n=2) + "\n附件\n" + FORM, REPORT]
    paper = document("\n".join(papers[:3]))
    assert beginnings(paper) == ["柳塘镇人民政府文件", "柳塘镇人民政府", "柳塘镇人民政府文件"]
    found = [one.record.doc_no for one in filed(paper)]
    assert found == ["柳政发〔2022〕1号", "柳政请〔2022〕9号", "柳政发〔2022〕2号"]


def it_does_not_name_parts_of_a_bundle_after_its_file() -> None:
    bundle = document(NOTICE.format(n=1) + "\n" + REQUEST)
    titles = [one.record.title for one in filed(bundle, "收发文合订本.txt")]
    assert "收发文合订本" not in titles


def it_divides_a_scan_where_a_titled_page_follows_a_signed_one() -> None:
    paper = scanned(
        "^河长办工作总结\n" + SUMMARY.partition("\n")[2] + "\n柳塘镇河长办\n2022年12月20日",
        "^文化站防汛工作方案\n为确保安全度汛，保护图书和设备，结合实际制定本方案，请各岗位认真落实。",
    )
    assert [one.record.title for one in filed(paper)] == ["河长办工作总结", "文化站防汛工作方案"]


def it_does_not_divide_a_scan_where_a_line_only_reads_like_a_title() -> None:
    paper = scanned(
        "^河长办工作总结\n" + SUMMARY.partition("\n")[2] + "\n柳塘镇河长办\n2022年12月20日",
        "并且要求各村在月底以前认真落实上级下达的防汛工作方案\n同时做好物资储备，落实值班人员，保持通讯畅通，不留死角。",
    )
    assert len(divide(paper)) == 1


def it_divides_pages_that_are_numbered_anew() -> None:
    def numbered(page: int, printed: int) -> Block:
        return Block(BlockKind.PAGE_NUMBER, f"— {printed} —", page=page)

    def text(page: int, lines: str) -> list[Block]:
        return [Block(BlockKind.PARAGRAPH, line, page=page) for line in lines.split("\n")]

    first = [
        *text(1, SUMMARY),
        numbered(1, 1),
        *text(2, "三、下一步打算，继续抓好落实。"),
        numbered(2, 2),
    ]
    second = [*text(3, REPORT), numbered(3, 1)]
    assert len(divide(Document((*first, *second), "pdf"))) == 2


@pytest.mark.parametrize("title", ["农机登记卡", "居住证明"])
def it_keeps_a_register_or_a_set_of_one_form_whole(title: str) -> None:
    pages = (
        f"^{title}\n姓名：某{n}　机型：某型\n登记人：某某　2022年3月{n}日" for n in range(1, 9)
    )
    assert len(divide(scanned(*pages))) == 1


def it_keeps_a_long_paper_whole_whose_pages_carry_a_running_head() -> None:
    pages = (
        f"柳塘镇河道管护规划\n{SUMMARY.partition(chr(10))[2]}\n截至2022年3月{n}日"
        for n in range(1, 6)
    )
    assert len(divide(document("\f".join(pages), paged=True))) == 1


def it_gives_the_running_head_of_a_page_to_the_paper_that_begins_there() -> None:
    def page(number: int, lines: str) -> list[Block]:
        head = Block(BlockKind.HEADER, "内部资料", page=number)
        return [
            head,
            *(Block(BlockKind.PARAGRAPH, line, page=number) for line in lines.split("\n")),
        ]

    paper = Document((*page(1, NOTICE.format(n=1)), *page(2, REQUEST)), "pdf")
    assert beginnings(paper) == ["内部资料", "内部资料"]


def it_takes_no_title_from_a_sites_line_inside_a_part() -> None:
    text = compilation().replace("专题\n", "专题\n作者：某某　浏览次数：35　本站工作总结\n")
    assert filed(document(text))[1].record.title == "河长办专题"


# --- for any text ---

LINES = st.sampled_from(
    [
        *compilation().split("\n"),
        *NOTICE.format(n=1).split("\n"),
        *REQUEST.split("\n"),
        *SITE.strip().split("\n"),
        "目录",
        "附件1",
        "上一篇：无",
        " ",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=60), st.booleans())
def it_gives_ordered_papers_inside_any_text_that_do_not_overlap(
    lines: list[str], paged: bool
) -> None:
    blocks = tuple(
        Block(BlockKind.PARAGRAPH, line, page=n // 5 + 1 if paged else None)
        for n, line in enumerate(lines)
    )
    paper = Document(blocks, "txt")
    spans = divide(paper)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert edges[0] >= 0
    assert edges[-1] <= len(paper.text)
    gaps = left_out(paper, spans)
    dropped = [line for gap in gaps for line in paper.text[gap.start : gap.end].splitlines()]
    for line in map(str.strip, dropped):
        teaser = line.endswith(("...", "…", "。。。"))
        # A cover, an entry of the contents, a link: never running text.
        assert len(line) <= 60 or is_residue(line) or teaser
