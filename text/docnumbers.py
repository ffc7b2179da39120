"""Document numbers (文号): 柳政发〔2023〕5号 in all its writings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .dates import GAP, YEAR, figure
from .numbers import chinese_number, level

_NUMBER = re.compile(
    rf"[〔\[【(『〖{{]{GAP}(?P<y>{YEAR}){GAP}年?{GAP}[〕\]】)』〗}}]{GAP}(?:字{GAP})?第?{GAP}"
    rf"(?P<n>[A-Za-z]{{0,2}}[0-9]{{1,6}}(?:-[0-9]{{1,4}})?|[〇一二三四五六七八九十百]{{1,6}}){GAP}号"
)
_CODE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇A-Za-z×*]{2,40}(?=[ \n]{0,4}\Z)")
_REACH = 44
_LONGEST_CODE = 12
# An office's code has at least place, office and kind of paper; less is left whole.
_SHORTEST_REST = 3

_VERBS = (
    "根据|依照|按照|依据|遵照|参照|比照|转发|印发|下发|制发|发布|公布|关于|现将|贯彻|落实|执行|学习|传达"
    "|严格|结合|适用|违反|符合|废止|收到|详见|参见|文件|通知|精神|规定|以及|同时|其中|的"
)
_OFFICES = (
    "政府|办公室|办公厅|办事处|委员会|国务院|中共中央|中央|省委|市委|县委|区委|党委|党组|联合会"
    r"|[省市区县州][\u4e00-\u9fff]{2,4}[委局]|卫健委|卫健局|财政局|民政局|教育局|公安局|街道"
)
_ANYWHERE = re.compile(rf".*(?:{_VERBS})")
_AFTER_OFFICE = re.compile(rf".*(?:{_OFFICES}|..[以与及或按据见在])(?=.{{3}})")
# Some places and offices begin with such a character: 和平区, 经信局.
_LEADING = re.compile(
    r"(?:和(?![平县硕田龙顺静布林])|经(?![信开济贸管发办普])|[以与及或按据见由对从因于即附])"
)


@dataclass(frozen=True, slots=True)
class DocNumberMention:
    """A document number in a text.

    Attributes:
        start: First character, of the office's code.
        end: One past the last character.
        doc_no: In the standard writing, 柳政发〔2023〕5号.
        year: Its year.
    """

    start: int
    end: int
    doc_no: str
    year: int


def find_doc_numbers(text: str) -> list[DocNumberMention]:
    """All document numbers of a text, whatever their brackets, blanks and zeros.

    Args:
        text: Original text.

    Returns:
        Mentions in order of the text; a number without an office's code is none.
    """
    plain = level(text)
    mentions, floor = [], 0
    for match in _NUMBER.finditer(plain):
        begin = max(floor, match.start() - _REACH)
        floor = match.end()
        code = _CODE.search(plain[begin : match.start()])
        if code is None:
            continue
        name, start = _office_code(code.group(), begin + code.start())
        if not 2 <= len(name) <= _LONGEST_CODE:
            continue
        year = figure(match["y"])
        doc_no = f"{name}〔{year}〕{_plain_number(match['n'])}号"
        mentions.append(DocNumberMention(start, match.end(), doc_no, year))
    return mentions


def _office_code(run: str, start: int) -> tuple[str, int]:
    """The code at the end of a run of characters, without the sentence before it."""
    end = len(run.removesuffix("第"))
    begin = 0
    for words, shortest in ((_ANYWHERE, 2), (_AFTER_OFFICE, _SHORTEST_REST)):
        match = words.match(run, begin, end)
        if match and end - match.end() >= shortest:
            begin = match.end()
    while match := _LEADING.match(run, begin, end):
        if end - match.end() < _SHORTEST_REST:
            break
        begin = match.end()
    return run[begin:end], start + begin


def _plain_number(written: str) -> str:
    """The number without leading zeros; its letters stay."""
    if written[0] in "〇一二三四五六七八九十百":
        return str(chinese_number(written) or written)
    letters = re.match(r"[A-Za-z]*", written)
    prefix = letters.group() if letters else ""
    return prefix + (written[len(prefix) :].lstrip("0") or "0")
