"""What is one paper stays one: chapters, sections, attachments, volumes, registers."""

from __future__ import annotations

from pathlib import Path

import pytest

from danghe.classify import Span, divide
from danghe.extract import read
from danghe.model import Block, BlockKind, Document

CORPUS = Path(__file__).resolve().parent.parent / "corpus" / "papers"

REPORT = """关于2022年河道清淤工作情况的报告
县委、县政府：
按照年初部署，现将我镇2022年河道清淤工作情况报告如下：
一、任务完成情况
（一）全年清淤主河道十二公里，支渠三十一公里，出动机械二百余台班，投入人工四千余个。
二、存在的问题
部分支渠两岸堆有建筑垃圾，个别村组反复清理、反复倾倒，需要建立长效机制。"""

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

NOTICE = """柳塘镇人民政府文件
柳政发〔2022〕{n}号
关于做好2022年第{n}批农机补贴申报工作的通知
各村民委员会：
现将本批农机补贴申报工作有关事项通知如下：
一、申报对象为本镇从事农业生产的个人和合作社，申报时须带齐购机发票和身份证件。
二、申报时间为每周二、周四，逾期不再受理。
柳塘镇人民政府
2022年{n}月6日"""

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


WHOLE = {
    "a regulation with chapters": "河道管护办法\n"
    + "\n".join(
        f"第{n}章 规定{n}\n第{n}条 管护单位应当按照本办法的要求开展工作，不得推诿拖延。" * 2
        for n in "一二三四五"
    ),
    "a regulation with contents": "河道管护办法\n目　录\n第一章 总则\n第二章 巡查\n第一章 总则\n"
    + "第一条 为加强河道管护，制定本办法，本办法适用于全镇各级河道及其附属设施。\n" * 3
    + "第二章 巡查\n"
    + "第二条 巡查由村级河长负责，每周不少于两次，巡查情况应当如实记录并妥善保存。\n" * 3,
    "a report with sections": REPORT,
    "a plan whose chapters run on": "柳塘镇发展规划\n第一篇 总则规划\n第一章 目标\n"
    + "坚持稳中求进，到规划期末农民收入比上年有较大增长，基础设施明显改善，环境更加优美宜居。\n" * 3
    + "第二篇 产业规划\n第二章 农业\n"
    + "坚持以粮为本，稳定播种面积，推进高标准农田建设，做强做优特色果蔬，延长产业链条。\n" * 3,
    "a report with two parts": "柳塘镇2022年工作总结和2023年工作计划\n第一部分 2022年工作总结\n"
    + "一年来，全镇上下齐心协力，圆满完成了各项目标任务，经济社会发展迈上了新的台阶。\n" * 3
    + "第二部分 2023年工作计划\n"
    + "新的一年，我们将继续围绕中心、服务大局，着力抓好产业发展、民生改善和社会治理工作。\n" * 3
    + "柳塘镇人民政府\n2022年12月30日",
    "an official paper with attachments": NOTICE.format(n=3)
    + f"\n附件1\n{FORM}\n附件2\n{RULES}\n{FORM}",
    "attachments with titles and text": NOTICE.format(n=3)
    + f"\n附件一：河长办工作总结\n{SUMMARY}\n附件二：河长办规章制度\n{RULES}",
    "a form behind a notice that names it": NOTICE.format(n=3).replace("逾期", "填写附表，逾期")
    + f"\n{FORM}\n登记人：某某\n2022年3月9日",
    "a paper that forwards another": NOTICE.format(n=4).replace(
        "关于做好", "转发县农业农村局关于做好"
    )
    + "\n县农业农村局文件\n农发〔2022〕5号\n关于做好2022年农机补贴申报工作的通知\n各镇：\n"
    "请认真做好申报。\n县农业农村局\n2022年3月1日",
    "an attachment that has a number": NOTICE.format(n=3)
    + "\n附件1：河道管护规定\n柳政规〔2021〕2号\n河道管护规定\n第一条 管护按本规定。\n",
    "attachments that have addressees": NOTICE.format(n=3)
    + "\n附件1\n关于申请农机补贴的请示\n镇人民政府：\n本村有农户申请补贴。\n某村委会\n2022年3月9日",
    "a report with titled parts": "柳塘镇工作材料\n第一部分 回顾\n2022年主要工作总结\n"
    + "一年来，全镇上下齐心协力，圆满完成了各项目标任务，发展迈上了新的台阶。\n" * 3
    + "第二部分 安排\n2023年主要工作计划\n"
    + "新的一年，我们将继续围绕中心、服务大局，着力抓好产业发展和社会治理。\n" * 3,
    "lessons that are counted": "\n".join(
        f"农机手培训教案{n}\n教学目标：掌握机具的操作要点。\n" + "一、复习上节课内容，提问。\n" * 9
        for n in "一二三"
    ),
    "a volume bound for one training": "农机手培训资料\n2022年4月\n"
    + "关于举办农机手培训班的通知\n各村：\n定于4月9日举办农机手培训班，请组织人员准时参加。\n"
    "柳塘镇农机站\n2022年4月2日\n农机手培训签到表\n姓名\t村\n农机手培训教案\n教学目标：掌握安全操作的要点和常见故障的排除方法。\n2022年4月9日\n"
    "农机手培训试卷\n一、选择题（每题十分）\n"
    "柳塘镇农机站\n2022年4月10日\n2022年农机手培训工作总结\n本次培训共有四十人参加，效果良好。\n"
    "柳塘镇农机站\n2022年4月12日",
}


@pytest.mark.parametrize("name", WHOLE)
def it_keeps_together(name: str) -> None:
    paper = document(WHOLE[name])
    assert divide(paper) == (Span(0, len(paper.text)),)


@pytest.mark.parametrize("name", WHOLE)
def it_keeps_together_on_pages_of_its_own(name: str) -> None:
    lines = WHOLE[name].split("\n")
    text = "\f".join("\n".join(lines[n : n + 4]) for n in range(0, len(lines), 4))
    assert len(divide(document(text, paged=True))) == 1


def it_keeps_every_paper_of_the_corpus_whole() -> None:
    for path in sorted(CORPUS.rglob("*.txt")):
        if path.stat().st_size:
            paper = read(path)
            assert divide(paper) == (Span(0, len(paper.text)),), path
