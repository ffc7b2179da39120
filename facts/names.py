"""What a figure counts and whose it is, read off the words around it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from ..text.segment import Segmenter, segmenter_for

LONGEST = 20
_HAN = "\u4e00-\u9fff"

# Words before a name that are no part of it; each with what it must not run on to.
_LEADING = re.compile(
    r"(?:其中|另外|此外|同时|目前|据统计|截至|截止|累计|总共|一共|以及|并且|通过|经过|先后|分别"
    r"|全年共?(?!度)|今年|本年度?|本月|本季度?|上年|去年|同期|期末|年末|年底"
    r"|全部(?=[^\u4e00-\u9fff])|共有|共计|共(?![青产同享建管])|现有"
    r"|另有|另(?!外)|其(?![他它余实次])|现(?![金场存役代行状])"
    r"|已经|已(?![婚治检享收领建办签参结纳])|也(?!许)|均(?!等)|都(?!市)"
    r"|就(?![业医学餐近])|仅|只有|只(?!数)|约(?!定)"
    r"|并(?![发轨网联])|且|又|还(?![款贷林原])|使(?![用])|让|将|把|令"
    r"|对(?![象账口比])|从(?![业事])|由(?!于)"
    r"|在(?![册校编岗职孕用押位籍逃建读园训])|到(?![会场课位站岗期访账货人])"
    r"|至(?!少)|有(?![效关机限序意害色偿奖])|为(?![民])|是|的|和(?!谐)"
    r"|及|与(?!会)"
    r"|、|，|,|:|：|－|—|-|·|・|\s|　|[（(]?[0-9一二三四五六七八九十]{1,2}[）).、．](?![0-9])"
    r"|[）)】”》①②③④⑤⑥⑦⑧⑨])+"
)
_TRAILING = re.compile(
    r"(?:已经|已|(?<![人户平])均|都|则|也|达到了?|达|约?为|是|占(?![地])"
    r"|(?<![实现应拥享所])有|共有|共计|(?<!公)共|总计|约|将近|近|仅"
    r"|只有|仅有"
    r"|超过|突破|高于|低于|不低于|不高于|不少于|不超过|不小于|不大于"
    r"|至少|分别|(?<![应实报签已])到|至(?!少)|了|的|于|控制在?"
    r"|(?:大幅度?|稳步|明显|逐步|进一步|不断|逐年|基本|全部|继续)?(?:上升"
    r"|提高|提升|增加|增长|下降|降低|减少|升|降)(?:到|至|为)"
    r"|[由从自](?=$)|大约|大概|接近|保持在?|稳定在|在(?=$)|各|每[人户个村]?"
    r"|[=＝≥≤<>＜＞:：\-—－~]|\s|　|[（(【“])+\Z"
)
_OWN = (
    r"(?:我|本|全|该|各|我们|本?辖)(?:省|自治区|市|区|县|旗|镇|乡|街道|街|社区|村|厂|校|公司|单位|所|院"
    r"|站|局|委|系统|行业|办|师|团|支部|班|组|场|园|矿|店|馆)"
)
_PLACE = (
    rf"[{_HAN}A-Za-z0-9]{{2,8}}?(?:街道办事处|街道|社区居委会|社区|居委会|村委会|村民小组|村|镇|乡|县|自治区|开发区|区|省|市"
    r"|公司|小学|中学|学校|支部|小组|网格|车间|派出所|卫生院|医院|服务站|中心)"
)
_SUBJECT = re.compile(
    rf"({_OWN}|{_PLACE})(?=[{_HAN}0-9（(，,：: 　]|\Z)(?![长级民容貌场镇政委里部]|办[事公])"
)
_NOUN = re.compile(
    rf"([{_HAN}]{{1,12}}?(?:率|数|人口|比|比例|比重|额|量|总数|总量|指数"
    rf"|得分|平均分))(?![{_HAN}]{{0,2}}[{_HAN}]{{9}})"
)
_VERBS = (
    "新?(?:配备|配齐|新增|增加|建立|建成|建|设立|设置|设|发放|召开"
    "|举办|开展|组织|培训|接待|购置|投入|印发"
    "|印制|张贴|制作|悬挂|办理|受理|调解|化解|处理|查处|排查|整改|完成"
    "|签订|走访|慰问|发现|安装|更换|维修"
    "|清理|清运|收到|收缴|审批|批准|评选|表彰|聘用|招聘|安排|安置|帮助"
    "|扶持|帮扶|救助|资助|辖|下辖|下设|管辖"
    "|覆盖|涉及|拥有|具备|包括|含|订阅|报送|编发|出动|播放|栽植|种植"
    "|改造|修建|检查|抽查|调查|撰写|发表|内设)了?"
)
_VERB_ONLY = re.compile(_VERBS)
_VERB_END = re.compile(
    "(?:配备|配齐|新增|增加|建立|建成|设立|设置|发放|召开|举办|开展|购置|印发|印制|张贴|制作|悬挂|聘用|安排"
    "|内设|下设|拥有|涉及|覆盖)\\Z"
)
_THING = re.compile(rf"的?([{_HAN}]{{1,10}})")
_STOPS = frozenset(
    "均 都 已 已经 被 未 没 没有 进行 参加 完成 接受 配备 开展 及 和 与 并 在 为 是 有 的 了 "
    "到 向 对 开展 举行 要求 投入 提供 发放 用于 作为 无 有了 能够 可以 予以 给予 已经 正在 "
    "全部 达到 达 占 后 前 中 内 以上 以下 等 共 因 由 从 将 于 通过 左右".split()
)


_JOINED = re.compile(r"(?<![平总])[和与及或]\Z")
_NOT_A_PLACE = re.compile(
    "根据|按照|经|组织|联合|会同|协调|依托|关于|发动|要求|走进|深入|其余|各|其他|其它|所有|有关|部分|多个|几个|每"
)


class Named(NamedTuple):
    """A name read off a text.

    Attributes:
        name: Without subject and time; may be empty.
        subject: As in ``Indicator.subject``.
        start: Where the words of both begin.
    """

    name: str
    subject: str
    start: int


def named(plain: str, start: int, end: int) -> Named:
    """The name that stands before a figure.

    Args:
        plain: The text, levelled.
        start: Where the figure's part of the sentence begins, after any time it names.
        end: Where the figure begins.
    """
    start = max(start, end - 48)
    first = start + _length(_LEADING, plain, start, end)
    subject = _SUBJECT.match(plain, first, end)
    whose = ""
    if subject and not _NOT_A_PLACE.match(subject[1]):
        whose = subject[1]
        first = subject.end()
        first += _length(_LEADING, plain, first, end)
    words = plain[first:end]
    # 局机关和7个站所: the words before 和 are another's.
    joined = _JOINED.search(words)
    words = "" if joined else _bare(words)
    return Named(words, whose, start)


def _length(pattern: re.Pattern[str], plain: str, start: int, end: int) -> int:
    match = pattern.match(plain, start, end)
    return match.end() - start if match else 0


def _bare(words: str) -> str:
    words = _TRAILING.sub("", words)
    words = "".join(words.split())
    if len(words) > LONGEST:
        cut = max(words.rfind(mark, 0, len(words) - 2) for mark in "的对使将把让")
        words = words[cut + 1 :] if cut >= 0 else words
    return words[-LONGEST:].strip("“”\"'《》〈〉[]【】()（）*_.．·")


def of_clause(plain: str, start: int, end: int) -> str:
    """The rate or number that a part of a sentence speaks of: 建档率稳步提高，达到98%."""
    first = start + _length(_LEADING, plain, start, end)
    subject = _SUBJECT.match(plain, first, end)
    if subject:
        first = subject.end() + _length(_LEADING, plain, subject.end(), end)
    match = _NOUN.search(plain, first, min(end, first + 40))
    return match[1] if match else ""


def thing_after(plain: str, start: int, end: int) -> str:
    """The noun behind a measure word: 3台 水泵已经装好."""
    match = _THING.match(plain, start, min(end, start + 10))
    if match is None:
        return ""
    words: list[str] = []
    for word in _segmenter().cut(match[1]):
        if word in _STOPS or (words and len("".join(words)) >= 6):
            break
        words.append(word)
    return "".join(words)


def is_bare_verb(words: str) -> bool:
    """Whether the words before a figure say what is done, not with what: 召开."""
    return bool(_VERB_ONLY.fullmatch(words))


def ends_in_verb(words: str, before: str) -> bool:
    """Whether what is counted must follow the figure: 在各社区设置了.

    Args:
        words: The name so far.
        before: The text up to the figure.
    """
    told = before.rstrip().endswith("了")
    return told or is_bare_verb(words) or bool(_VERB_END.search(words))


@cache
def _segmenter() -> Segmenter:
    return segmenter_for(())
