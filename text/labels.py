"""Labels that may open a clause: 第四章, 第三十二条, 一、, （二）, 3., ①, 2.1, 附件1, 盒2.

A pattern alone cannot tell a label from a reference, a date or an amount. What is found here
are candidates with what speaks for each; ``outline`` decides by how their numbers follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from .normalise import tidy
from .numbers import chinese_number


class Kind(IntEnum):
    """Systems of labels, from the widest part to the smallest as papers mostly nest them."""

    ANNEX = 0
    VOLUME = 1
    BOOK = 2
    SUBBOOK = 3
    CHAPTER = 4
    SECTION = 5
    ARTICLE = 6
    PARAGRAPH = 7
    DECIMAL = 8
    DECIMAL_3 = 9
    DECIMAL_4 = 10
    HAN = 20
    BOX = 21
    HAN_BRACKET = 22
    ARABIC = 23
    HALF_BRACKET = 24
    ARABIC_BRACKET = 25
    CIRCLED = 26

    @property
    def divides(self) -> bool:
        """Whether it parts a paper (编, 章, 节, 条, 附件) rather than counting its points."""
        return self <= Kind.ARTICLE


@dataclass(slots=True, eq=False)
class Label:
    """A candidate.

    Attributes:
        kind: Its system.
        number: Its figures; one, but for 第X条之一 and decimals.
        start: First character.
        end: One past its last character, separator included.
        leads: It stands at the start of a line.
        fresh: What stands before it is complete: a sentence, a heading, a paragraph.
        closed: What stands before it is a complete sentence, by its punctuation.
        doubtful: It may as well be an amount or an enumeration (3.5万元, 一、二级).
        bare: No separator follows the number (1 范围).
        named: What it calls a name follows (盒2名称：…).
    """

    kind: Kind
    number: tuple[int, ...]
    start: int
    end: int
    leads: bool = False
    fresh: bool = False
    closed: bool = False
    doubtful: bool = False
    bare: bool = False
    named: bool = False


SENTENCE_END = "。；;！!？?…"
_CLOSED = frozenset(SENTENCE_END + "：:.．”’」』】）)》")
_GAPS = " \t\u3000\xa0"
_GAP = rf"[{_GAPS}]{{0,3}}"
_C = "一二三四五六七八九十百千〇零○"
_D = "0-9０-９"
_NUMERAL = rf"(?:[{_C}{_D}]{_GAP}){{1,9}}"
_LABEL = re.compile(
    # Something must have ended before it: a line, a sentence, a cell, another label.
    rf"(?<![^\n。；;：:！!？?.．…、”’」』】）)》{_GAPS}])(?:"
    rf"第{_GAP}(?P<ordinal>{_NUMERAL})(?P<unit>分[编編]|部分|[编編篇章节節条條])"
    rf"(?:{_GAP}之{_GAP}(?P<sub>[{_C}]{{1,3}})(?![{_C}]))?"
    rf"|附{_GAP}[件录錄表](?:{_GAP}(?P<annex>[{_D}]{{1,2}}(?![{_D}])|[{_C}]{{1,3}})|(?={_GAP}[:：\n]|\Z))"
    rf"|(?:档案)?盒{_GAP}(?P<box>[{_D}]{{1,2}}(?![{_D}])|[{_C}]{{1,3}})(?:{_GAP}(?P<named>名称|[:：]))?"
    rf"|(?P<han>[{_C}]{{1,5}}){_GAP}[、．.,，]"
    rf"|[（(]{_GAP}(?:(?P<hans>[{_C}]{{1,5}})|(?P<digits>[{_D}]{{1,3}})){_GAP}[）)][、．.]?"
    rf"|(?P<decimal>[{_D}]{{1,2}}(?:[.．][{_D}]{{1,2}}){{1,3}})[.．、]?(?![{_D}%％‰])"
    rf"|(?P<arabic>[{_D}]{{1,3}}){_GAP}(?:[、．.]|(?P<half>[）)]))"
    rf"|(?<=\n)(?:(?P<bare>[{_D}]{{1,2}})|(?P<hanbare>[{_C}]{{1,3}}))[{_GAPS}]{{1,4}}(?=[\u4e00-\u9fff])"
    r"|(?P<sign>[①-⑳㈠-㈩⑴-⒇⒈-⒛])[、．.]?)"
)
_UNITS = {
    "篇": Kind.VOLUME,
    "部分": Kind.VOLUME,
    "编": Kind.BOOK,
    "編": Kind.BOOK,
    "分编": Kind.SUBBOOK,
    "分編": Kind.SUBBOOK,
    "章": Kind.CHAPTER,
    "节": Kind.SECTION,
    "節": Kind.SECTION,
    "条": Kind.ARTICLE,
    "條": Kind.ARTICLE,
}
_PLAIN = {
    "box": Kind.BOX,
    "han": Kind.HAN,
    "hans": Kind.HAN_BRACKET,
    "digits": Kind.ARABIC_BRACKET,
    "arabic": Kind.ARABIC,
    "bare": Kind.ARABIC,
    "hanbare": Kind.HAN,
}
_DECIMALS = {2: Kind.DECIMAL, 3: Kind.DECIMAL_3, 4: Kind.DECIMAL_4}
_SIGNS = (
    ("①", Kind.CIRCLED),
    ("⑴", Kind.ARABIC_BRACKET),
    ("⒈", Kind.ARABIC),
    ("㈠", Kind.HAN_BRACKET),
)
_LARGEST_POINT = 300
_LARGEST = 9999

# 第三条的规定, 第五条、第六条 refer; with a blank between (第三章 和谐社区) a word may not.
_REFERS = re.compile(
    rf"{_GAP}(?:的规定|规定的|之规定|[，,；;。]|[、和与及或至到-]?{_GAP}第{_GAP}[{_C}{_D}]|[（(][{_C}{_D}]+[）)]{_GAP}[、项])"
)
_MAY_REFER = re.compile(r"[的所之中内至到和与及或以]|规定|[、](?=[一二三四五六七八九十])")
_REFERS_TO_ITEM = re.compile(rf"{_GAP}[项款条目号至和或及与]{_GAP}")
_ENUMERATES = re.compile(rf"{_GAP}[{_C}{_D}]{{1,3}}{_GAP}(?:[、，,~～至]|-[{_D}])")
_GRADES = re.compile(r"[一二三四五六七八九十]{1,2}[级类等季楼期组届次线]")
# 2.8月底前完成: the second point of a list, not point 2.8.
_MONTH = re.compile(rf"(?:1[0-2]|[1-9]){_GAP}月")
_AMOUNT = re.compile(
    r"[ 　]?(?:[%％‰万亿元吨倍米]|个百分点|千[元克米瓦]|公[里斤顷]|平方|小时|分钟|周岁|岁)"
)


@lru_cache(maxsize=8192)
def _value(numeral: str) -> int:
    """The value of a numeral with or without blanks; 0 if it is none."""
    value = chinese_number(numeral)
    return value if isinstance(value, int) else 0


def printed(text: str, label: Label) -> str:
    """A label as printed, but tidied: blanks gone, digits half-width, brackets full-width."""
    if label.kind is Kind.ARABIC:
        return str(label.number[0])
    if label.kind is Kind.ARABIC_BRACKET:
        return f"（{label.number[0]}）"
    words = "".join(text[label.start : label.end].split()).translate(_TIDY)
    if label.kind is Kind.HAN:
        return words.rstrip("、.,，") + "、"
    if label.kind.divides or label.kind is Kind.BOX:
        return words
    if label.kind is Kind.HAN_BRACKET and words[0] in "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩":
        return f"（{_C['㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩'.index(words[0])]}）"
    return words.rstrip("、.")


_TIDY = {0xFF10 + figure: str(figure) for figure in range(10)}
_TIDY |= {ord("."): ".", ord("．"): ".", ord("("): "（", ord(")"): "）"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text are broken.

    Attributes:
        width: Columns of a full line where paragraphs run on over several lines, else 0.
    """

    width: int

    def full(self, line: str) -> bool:
        """Whether a line reaches the right border, so that the next may carry it on."""
        return self.width > 0 and _columns(line) >= self.width - 6


_SAMPLE = 2000
_FEWEST = 8
_LONG = 10
_WIDEST = 240


def _columns(line: str) -> int:
    """Columns on a page: two for a Chinese character, as GBK has bytes."""
    return len(line.rstrip().encode("gbk", "replace"))


def layout_of(text: str) -> Layout:
    """Tell whether lines are broken at a border, and at which."""
    lines = [line for line in text.split("\n") if len(line) >= _LONG]
    columns = sorted(_columns(line[:_WIDEST]) for line in lines[:: len(lines) // _SAMPLE + 1])
    if len(columns) < _FEWEST:
        return Layout(0)
    width = columns[len(columns) * 19 // 20]
    near = sum(width - 7 <= each <= width + 2 for each in columns)
    return Layout(width if near * 10 >= len(columns) * 3 and width < _WIDEST else 0)


_BACK = 256
_NEAR = 48
_MANY = 5000
_SHORTEST = 16


def labels(text: str, layout: Layout) -> list[Label]:
    """All candidates of a text in order; two of one place where it can be read in two ways.

    A text that is little but labels has none: it would only cost time.
    """
    found: list[Label] = []
    for match in _LABEL.finditer(text):
        if len(found) > _MANY and match.start() < len(found) * _SHORTEST:
            return []
        for label in _read(match):
            if _stands(text, label, layout, found[-1].end if found else -1):
                found.append(label)
    return found


def _read(match: re.Match[str]) -> Iterator[Label]:
    """What a match may be, the likelier first."""
    group, start, end = match.lastgroup, match.start(), match.end()
    if group in ("ordinal", "unit", "sub"):
        sub = (_value(match["sub"]),) if match["sub"] else ()
        yield Label(_UNITS[match["unit"]], (_value(match["ordinal"]), *sub), start, end)
    elif group is None or group == "annex":
        yield Label(Kind.ANNEX, (_value(match["annex"]) if group else 1,), start, end)
    elif group == "decimal":
        figures = tuple(map(int, re.split("[.．]", match["decimal"])))
        first = start + len(re.match(rf"[{_D}]+.", match["decimal"])[0])  # type: ignore[index]
        month = _MONTH.match(match.string, first) is not None
        if not month:
            yield Label(_DECIMALS[len(figures)], figures, start, end)
        yield Label(Kind.ARABIC, figures[:1], start, first, doubtful=not month)
    elif group == "sign":
        sign = match["sign"]
        one, kind = max(pair for pair in _SIGNS if pair[0] <= sign)
        yield Label(kind, (ord(sign) - ord(one) + 1,), start, end)
    elif group == "named":
        yield Label(Kind.BOX, (_value(match["box"]),), start, match.end("box"), named=True)
    elif group == "half":
        yield Label(Kind.HALF_BRACKET, (int(match["arabic"]),), start, end)
    else:
        bare = group in ("bare", "hanbare")
        yield Label(_PLAIN[group], (_value(match[group]),), start, end, bare=bare)


def _stands(text: str, label: Label, layout: Layout, previous_end: int) -> bool:
    """Settle what speaks for a candidate; whether anything does."""
    if not 1 <= label.number[0] <= (_LARGEST if label.kind.divides else _LARGEST_POINT):
        return False
    before = text[max(0, label.start - _NEAR) : label.start]
    content = before.rstrip()
    gap = before[len(content) :]
    label.leads = "\n" in gap or label.start == len(gap)
    label.closed = not content or content[-1] in _CLOSED
    adjacent = label.start - len(gap) == previous_end
    label.fresh = label.closed or adjacent
    if label.leads:
        label.fresh |= gap.count("\n") > 1 or gap[-2:] == "\u3000\u3000"
        label.fresh = label.fresh or not _ends_full(text, label.start - len(gap), layout)
    elif not label.fresh and not (gap and (label.kind is Kind.BOX or label.kind.divides)):
        return False
    if not label.leads and (label.bare or label.kind is Kind.ANNEX or len(label.number) > 1):
        return label.kind is Kind.ARTICLE
    return _reads_on(text, label)


def _ends_full(text: str, end: int, layout: Layout) -> bool:
    """Whether the line that ends here reaches the right border."""
    if not layout.width:
        return False
    return layout.full(text[max(0, end - _BACK) : end].rpartition("\n")[2])


def _reads_on(text: str, label: Label) -> bool:
    """Whether what follows a candidate lets it be a label; tells doubtful ones."""
    if label.kind.divides:
        if label.kind is Kind.ANNEX:
            return True
        label.doubtful = _MAY_REFER.match(text, label.end) is not None
        return _REFERS.match(text, label.end) is None
    if label.kind in (Kind.HAN_BRACKET, Kind.ARABIC_BRACKET, Kind.CIRCLED):
        return _REFERS_TO_ITEM.match(text, label.end) is None
    if label.kind is Kind.HAN or (label.kind is Kind.ARABIC and text[label.end - 1] == "、"):
        label.doubtful |= _GRADES.match(text, label.end) is not None
        return _ENUMERATES.match(text, label.end) is None
    if label.kind in _DECIMALS.values():
        return _AMOUNT.match(text, label.end) is None
    return True


_REST = 160
_HEADING = 60
_SPEAKS = re.compile(rf"[{SENTENCE_END}]|[，,、]\Z")
_DOTS = re.compile(r"[\s.．…·‥_\-—─]*(?:[（(]?[0-9０-９]{1,4}[）)]?)?\s*\Z")
_LEADER = re.compile(
    r"(?:[.．…·‥_─]{3,}|\t|[ 　]{4,})[ \t　.．…·]*[（(]?[0-9０-９]{1,4}[）)]?\s*\Z"
)


def page_number(text: str, start: int, end: int) -> re.Match[str] | None:
    """The dots and page number that end a line of a table of contents, if they do.

    Args:
        text: The text.
        start: Where the line's words begin.
        end: The line's end.
    """
    last = text[start:end].rstrip()[-1:]
    return _LEADER.search(text, start, end) if last.isdigit() or last in ("）", ")") else None


def line_end(text: str, start: int, most: int = _REST) -> int:
    """The end of a line, or a place ``most`` characters on where it is longer."""
    end = text.find("\n", start, start + most)
    return end if end >= 0 else min(len(text), start + most)


def heading(text: str, label: Label, following: int) -> tuple[str, int]:
    """The heading that a label opens, and where it ends.

    Args:
        text: The text.
        label: A label that divides the text or counts its points.
        following: Start of the next candidate.

    Returns:
        The heading words, tidied, and the place after them; without a heading an empty string
        and the label's end.
    """
    stop = min(following, line_end(text, label.end))
    words = text[label.end : stop].strip(_GAPS + ":：\r")
    if not words and label.kind.divides and label.kind is not Kind.ARTICLE:
        # 第四章 alone on its line, the words on the next.
        near = text[label.end : stop + 8]
        begin = label.end + len(near) - len(near.lstrip(_GAPS + ":：\r\n"))
        stop = min(following, line_end(text, begin))
        words = text[begin:stop].strip(_GAPS + "\r")
    if label.kind is Kind.BOX:
        words = words.removeprefix("名称").lstrip(_GAPS + ":：").rstrip("。；;")
    if not words or len(words) > _HEADING or _SPEAKS.search(words):
        return "", label.end
    if label.kind > Kind.BOX and ("，" in words or words.count("《") != words.count("》")):
        return "", label.end
    plain = words.isprintable() and " " not in words
    return words if plain else tidy(words), stop


def bare_heading(words: str) -> str:
    """A heading without blanks, dots and page number, to be compared."""
    return "".join(_DOTS.sub("", words).split())
