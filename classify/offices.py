"""Offices that a paper names as its own: who heads, signs or fills it in (责任者)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..text.numerals import find_dates
from .doctype import type_of_title
from .paper import Line, Paper

_OFFICE = re.compile(
    r"(?:委员会|委|办公室|办|办事处|政府|局|站|所|中心|社区|居委会|村委会|公司|厂|协会|协|街道|镇|乡|村|医院|工委|团委|窗口|"
    r"学校|中学|小学|幼儿园|党工委|党委|支部|工会|科|股|处|部|院|领导小组|指挥部|委员会办公室|服务站|妇联|集团|网格)"
)
_OFFICE_LINE = re.compile(
    rf"^[\u4e00-\u9fff（）()“”·、 ]{{2,34}}?{_OFFICE.pattern}(?:[（(].{{1,8}}[)）])?$"
)
_LETTERHEAD = re.compile(
    rf"^[\u4e00-\u9fff、 （）()]{{2,40}}{_OFFICE.pattern}\s*(?:文件|函件|便函)$"
)
# 经某某会2023年研究: a sentence that a date cuts off behind an office.
_IN_SENTENCE = re.compile(r"(?:经|根据|按照|依据|由|自|据)")
_SIGN_LABEL = re.compile(
    r"(?:填报|报送|呈报|申报|开具|制表|填表|报告|立档|主办|承办|组织|举办|编报|上报|填写)?(?<![管关各设])(?:单位|机关|部门)(?:名称|全称)?\s*"
    r"(?:[（(](?:盖|公|签)章[)）])?\s*[:：]\s*([\u4e00-\u9fff（）()]{3,30})"
)
_PARTY = re.compile(
    r"([甲乙])\s*方\s*(?:[（(][^（()）]{1,8}[)）])?\s*[:：]\s*([\u4e00-\u9fff（）()]{3,30})"
)
_MAX_SIGNED = 44


@dataclass(frozen=True, slots=True)
class Signed:
    """An office that answers for a paper, and where it is named."""

    office: str
    where: str


def is_office(text: str) -> bool:
    """Whether a line is nothing but the name of an office."""
    bare = text.replace(" ", "")
    if "关于" in bare or not _OFFICE_LINE.match(bare):
        return False
    return type_of_title(bare) is None


def is_letterhead(text: str) -> bool:
    """Whether a line is the red head of an official paper: 某街道办事处文件."""
    return bool(_LETTERHEAD.match(text))


def find_offices(paper: Paper) -> tuple[Signed, ...]:
    """Offices that sign, head or fill in the paper, strongest first."""
    found: list[Signed] = []
    for index, line in enumerate(paper.tail):
        near = " ".join(after.text for after in paper.tail[index : index + 3])
        if find_dates(near) and len(line.text) <= _MAX_SIGNED:
            found += [Signed(part, "signature") for part in _office_parts(line)]
    for match in _SIGN_LABEL.finditer(paper.text[:1500] + "\n" + paper.text[-800:]):
        found.append(Signed(match[1], "label"))
    for line in paper.head:
        if _LETTERHEAD.match(line.text):
            found.append(Signed(re.sub(r"\s*(?:文件|函件|便函)$", "", line.text), "letterhead"))
        elif len(line.text) <= _MAX_SIGNED:
            found += [Signed(part, "head") for part in _office_parts(line)]
    for match in _PARTY.finditer(paper.text[:1500]):
        found.append(Signed(match[2], "party" if match[1] in "甲" else "second party"))
    found += [Signed(text, "running") for text in paper.running if is_office(text)]
    return tuple(dict.fromkeys(found))


def _office_parts(line: Line) -> list[str]:
    """Names of offices that stand in a line by themselves, beside dates, names and labels."""
    parts = []
    for part in line.parts:
        bare = re.sub(r"[（(](?:盖章|公章|章|印章?)[)）]", "", part)
        bare = re.sub(r"^[\u4e00-\u9fff]{1,8}[:：]", "", bare)
        dates = find_dates(bare)
        bare = bare[: dates[0].start] if dates and dates[0].start > 3 else bare
        if len(bare) <= 24 and is_office(bare) and not _IN_SENTENCE.match(bare):
            parts.append(bare)
    whole = "".join(line.parts)
    return parts or ([whole] if len(whole) <= 24 and is_office(whole) else [])
