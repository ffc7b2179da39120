"""What is in a text and of no paper: the marks of the site, the program or the page it came from.

Classes of such lines, not names of sites. A class counts by where it stands, too: only lines
at the edges of papers are left out; one in the middle stays, though it is never a title.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from ..text.normalise import fold

_ADDRESS = re.compile(
    r"https?://[!-~]+|www\.[!-~]+|(?<![@\w.])[a-z0-9][a-z0-9\-]{1,30}\.(?:com|cn|net|org|gov|edu|cc)(?:\.cn)?"
    r"(?![a-z0-9_@])[!-~]*",
    re.IGNORECASE,
)
_BESIDE_ADDRESS = 16
_BESIDE_MARK = 2
# Field codes and bookmarks that converters print.
_MARK = re.compile(
    r"\[(?:bookmark|toc|anchor)\s*:[^\]]*\]|\{?\s*(?:PAGEREF|HYPERLINK|TOC \\o)\b|^_Toc\d+",
    re.IGNORECASE,
)
_META = re.compile(
    r"(?:文章来源|信息来源|来源|出处|作者|编辑|责任编辑|发布者|发布人|发布时间|发布日期|更新时间|更新日期|上传时间"
    r"|浏览次数|浏览量|浏览|点击数|点击率|点击|阅读次数|阅读量|阅读|人气|字体|字号|录入|热度|评论)\s*[:：]"
)
# An office prints these beside its own news, too: one of them tells nothing.
_TELLING = frozenset({"作者", "编辑", "责任编辑", "信息来源", "来源", "出处"})
_WEB_META = re.compile(
    r"^(?:更新时间|更新日期|上传时间|浏览次数|浏览量|点击数|点击率|阅读次数|阅读量|人气|热度|文章来源|字体)\s*[:：]"
    r"|^来源[:：]\s*(?:网络|互联网|本站|网上)"
)
_NAVIGATION = re.compile(
    r"^[【\[〖（(>»·\s]*(?:上一[篇页]|下一[篇页]|返回(?:首页|顶部|列表|上页|目录页)|(?:您|你)?(?:的)?(?:当前|所在)位置|首页\s*[>»›]"
    r"|(?:相关|推荐|热门|延伸|最新|猜你喜欢|更多|精彩|随机)(?:的)?(?:推荐|阅读|文章|链接|专题|内容|范文|文档|资料下载)?\s*(?:[:：】\]〗]|$)"
    r"|猜你喜欢|点击(?:下载|查看|进入|阅读)|(?:免费|立即|全文|本文|打包)下载|下载(?:本文|全文|地址|文档|链接|此文)"
    r"|版权(?:声明|所有|归)|免责声明|声明\s*[:：].{0,60}(?:网|转载|侵权)|本文(?:来自|来源|由.{1,12}(?:整理|提供|收集)|地址|链接)"
    r"|.{0,40}小编.{0,60}(?:整理|收集|分享|带来|推荐|准备)|以上(?:就|便)?是.{0,40}(?:全部内容|希望|欢迎)|更多.{1,30}(?:请|尽在|欢迎)(?:关注|访问|点击|浏览)|扫(?:一扫|码|描二维码)"
    r"|(?:加入)?收藏本|分享(?:到|至)|打印本页|关闭窗口|登录后|转载请|如有侵权|Copyright|All Rights"
    r")",
    re.IGNORECASE,
)
_OPENS_LIST = re.compile(r"(?:相关|推荐|热门|最新|猜你喜欢|延伸)")
_CUT_OFF = re.compile(r"(?:\.{3,}|…+|。{3,})\s*(?:[\[【(（]?(?:全文|详细|更多|查看).{0,6})?$")
_DIGITS = re.compile(r"\d|[〇零一二三四五六七八九十]")
_SAME = 10
_LISTED = 50


def is_residue(text: str) -> bool:
    """Whether a line is by itself the mark of a site, program or page and of no paper.

    >>> is_residue("来源：网络　作者：匿名　更新时间：2021-03-04")
    True
    """
    if len(text) > 160 or not text:
        return False
    if _NAVIGATION.match(text) or _WEB_META.match(text):
        return True
    if _is_meta(text):
        return True
    if len(without_marks(text)) <= _BESIDE_MARK and _MARK.search(text):
        return True
    without = _ADDRESS.sub("", text)
    return without != text and len(without.strip()) <= _BESIDE_ADDRESS and "：" not in without


def without_marks(text: str) -> str:
    """A line without bookmarks and field codes."""
    return _MARK.sub("", text).strip()


def _is_meta(text: str) -> bool:
    """Two labels of a page on one line: who, from where, when, how often seen."""
    labels = {re.sub(r"\s*[:：]$", "", label) for label in _META.findall(text)}
    if len(labels) < 2 or re.search(r"[。；]", text):
        return False
    return bool(labels - _TELLING) or "作者" in labels


def is_teaser(text: str, following: Sequence[str]) -> bool:
    """Whether a line that breaks off only announces the lines that follow it.

    Figures may differ: sites change years in one place and not in the other.
    """
    if not _CUT_OFF.search(text):
        return False
    start = _DIGITS.sub("0", fold(_CUT_OFF.sub("", text)))
    after = _DIGITS.sub("0", fold("".join(following)))
    return len(start) >= _SAME and after.startswith(start[: max(_SAME, len(start) // 3)])


def residue_rows(texts: Sequence[str], kept: Container[int] = ()) -> frozenset[int]:
    """Places of the lines that are residue, lists under 相关推荐 and teasers included.

    Such a list ends a page: where other text follows it, only its heading counts.

    Args:
        texts: Lines, in order.
        kept: Places of lines that are none, such as headings of parts; a page ends before them.
    """
    found: set[int] = set()
    listed: set[int] = set()
    listing = False
    for place, text in enumerate(texts):
        if place in kept:
            found |= listed
            listed, listing = set(), False
        elif is_residue(text) or is_teaser(text, texts[place + 1 : place + 7]):
            found.add(place)
            listing = listing or bool(_OPENS_LIST.search(text[:8]))
        elif listing and len(text) <= _LISTED and not re.search(r"[。；：:]$", text):
            listed.add(place)
        else:
            listed, listing = set(), False
    return frozenset(found | listed)
