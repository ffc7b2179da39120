"""What a site or a program left in a text belongs to no paper and titles none."""

from __future__ import annotations

import pytest

from danghe.classify import Context, classify, divide
from danghe.classify.residue import is_residue
from danghe.model import Block, BlockKind, Document
from danghe.schemas import load

REPORT = """关于2022年河道清淤工作情况的报告
县委、县政府：
按照年初部署，现将我镇2022年河道清淤工作情况报告如下：
一、任务完成情况
（一）全年清淤主河道十二公里，支渠三十一公里，出动机械二百余台班，投入人工四千余个。
二、存在的问题
部分支渠两岸堆有建筑垃圾，个别村组反复清理、反复倾倒，需要建立长效机制。"""


def document(text: str) -> Document:
    lines = (line for line in text.split("\n") if line.strip())
    return Document(tuple(Block(BlockKind.PARAGRAPH, line) for line in lines), "txt")


def title_of(paper: Document) -> str:
    span = divide(paper)[0]
    return classify(paper, span, "0-1", "0", 1, load(), Context("a.txt")).record.title


@pytest.mark.parametrize(
    "line",
    [
        "范文小屋 / www.fanwen-xiaowu.example.com",
        "http://fanwen.example.cn/a/123.html",
        "[bookmark: _Toc12]",
        "来源：网络　作者：佚名　更新时间：2020-01-02",
        "发布时间：2020-01-02 浏览次数：53",
        "上一篇：工作计划",
        "【相关推荐】",
        "点击下载全文",
        "下面是小编为大家整理的工作总结，希望对您有所帮助。",
        "版权声明：本文归原作者所有",
    ],
)
def it_knows_the_marks_of_sites_and_programs(line: str) -> None:
    assert is_residue(line)


@pytest.mark.parametrize(
    "line",
    [
        "作者：陈小燕",
        "责任编辑：陈小燕　来源：柳塘镇",
        "发布日期：2022年3月4日",
        "电子邮箱：office@example.com",
        "下一步工作打算",
        "相关部门要各司其职",
        "附件：相关资料目录",
        "请登录www.example.com查询并于三日内反馈本单位的办理结果和联系人姓名。",
    ],
)
def it_leaves_lines_of_papers_alone(line: str) -> None:
    assert not is_residue(line)


def it_drops_the_marks_of_a_site_around_a_single_paper() -> None:
    tail = "相关推荐：\n镇长工作总结\n镇长述职报告\n上一篇：没有了"
    paper = document(f"首页 > 范文 > 报告\n{REPORT}\n{tail}")
    (span,) = divide(paper)
    assert paper.text[span.start : span.end] == REPORT


@pytest.mark.parametrize(
    "line",
    [
        "作者：某某　浏览次数：35　本站工作总结",
        "范文大全总结 www.example.com",
        "相关推荐：工作总结",
    ],
)
def it_takes_no_title_from_the_line_of_a_site(line: str) -> None:
    assert title_of(document(f"{line}\n{REPORT}")) == REPORT.partition("\n")[0]


def it_takes_bookmarks_out_of_titles() -> None:
    assert title_of(document("[bookmark: _Toc3]" + REPORT)) == REPORT.partition("\n")[0]
