"""Document types (文种) from how a title ends and from how such papers are built.

The types and their marks are those of official papers in general (GB/T 9704-2012 and
common office forms); nothing here belongs to one field of work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .paper import Paper

_ENDINGS: dict[str, str] = {
    "报告": "报告 工作汇报 情况汇报 汇报 报告书 汇报材料 报告单 调研报告 述职报告",
    "总结": "总结 小结 总结报告 工作回顾",
    "计划": "计划 规划 工作要点 要点 安排 日程安排 安排表 计划表 行事历 打算 课程表 分工 分工表 日程表 课程安排",
    "方案": "方案 预案 实施意见",
    "通知": "通知 通告 公告 启事 通知书 意见 决定",
    "通报": "通报 情况通报",
    "请示": "请示",
    "批复": "批复",
    "函": "函 复函 公函 商洽函 协查函",
    "纪要": "纪要 会议纪要",
    "制度": "制度 章程 公约 规约 守则 准则 职责 规民约 工作职责 职能 管理规范 须知 流程",
    "办法": "办法 规定 条例 细则 规程 暂行办法 实施细则",
    "责任书": "责任协议书 责任合同书 责任合同 责任协议 责任书 责任状 承诺书 军令状 保证书 目标书",
    "合同": "合同 合同书 协议 协议书 委托书",
    "申请表": "申请表 申请书 申报表 申请 申请单 申报书 需求表 申报审批表",
    "审批表": "审批表 审核表 核准表 呈批表 报批表 会审表 审批单 报批单",
    "登记表": "登记表 登记簿 登记本 登记册 登记卡 登记 登记单 信息卡 管理卡 档卡 档案卡 归档卡 "
    "采集表 交接表 交接单 移交清单 交接清单 考核表 评估表 测评表 信息表 登记薄 档案 卡 基本情况 鉴定表 个人档案 服务卡 记录卡",
    "花名册": "花名册 名单 名册 发放表 发放名册 工资表 工资单 发放单 一览表 一览 一览 名录 人员名单 通讯录 联系表",
    "统计表": "统计表 报表 汇总表 月报表 季报表 年报表 月报 季报 年报 统计 汇总 数据表 明细表 "
    "报告表 登统表 台账统计 监测表 调度表 反应表 进度表",
    "证明": "证明 证明书 证明信 证明材料 诊断书 证书 介绍信 复印件 诊断证明",
    "存根": "存根 通知单 通报单 引导单 告知单 回执 联系单 转介单 督办单",
    "签到册": "签到册 签到表 签到簿 签到单 签到",
    "教案": "教案 讲稿 讲义 课件 教学设计 讲课提纲 备课本",
    "试卷": "试卷 试题 测试题 考卷 测试卷 测验 考试题 练习题 答题卷 答卷 竞赛题 测验卷 考核试卷",
    "成绩单": "成绩单 成绩册 成绩表 成绩 得分表 分数登记表 成绩汇总表 成绩登记表 成绩统计表",
    "记录": "记录 记录本 记录表 会议记录 活动记录 培训记录 工作记录 工作日志 记事 笔记 札记 谈话记录 纪实",
    "调查问卷": "问卷 调查问卷 调查表 测评问卷 征求意见表 调查卷",
    "台账": "台账 台帐 工作台账",
    "账本": "账本 帐本 账簿 账 票据 调拨单 出库单 入库单 收据 发票 明细账 收支账 流水账 领料单 结算单 收支明细账 日记账 "
    "领用单 盘点表 账卡 出入库账 出入账",
    "宣传品": "宣传单 宣传册 宣传页 明白卡 明白纸 折页 倡议书 公开信 一封信 手册 宣传栏 标语 画册 宣传提纲 问答 知识问答 "
    "知识手册 温馨提示 宣传资料 宣传画 板报",
    "照片": "图片说明 照片页 图片介绍 照片 相册 图片 影集 照片说明 照片集 图片资料 影像资料 照片册",
    "简报": "简报 信息 快报 动态 工作信息 专报 新闻稿 活动信息 稿件",
    "其他": "资料 材料 汇编 公示 公示名单 公开 公开栏 公开内容 公开事项 粘贴单",
    "讲话": "讲话 致辞 发言 讲话稿 发言稿 动员讲话 讲话提纲 发言提纲 动员报告",
}
_TYPE_BY_ENDING = {ending: kind for kind, words in _ENDINGS.items() for ending in words.split()}
ENDINGS = tuple(sorted(_TYPE_BY_ENDING, key=lambda ending: (-len(ending), ending)))
_TRAILING = re.compile(
    r"(?:[（(〔\[【][^（()）\]】]*[)）〕\]】]|[\s:：、.。·\-—_0-9０-９一二三四五六七八九十]+)$"
)
_BRACKETED = re.compile(r"[（(〔\[【]([^（()）\]】]*)[)）〕\]】]\s*$")
_SECONDARY = {"存根", "证明", "审批表", "回执"}

OTHER = "其他"
_COUNTED = r"合\s*计|小\s*计|本月|累计|本季|人\s*数|例\s*数"
_JOINED = re.compile(r"$|[（(〔\[【\d\s与和及、]")

_BODY_SIGNS: tuple[tuple[str, str, float], ...] = (
    ("请示", r"妥否[，,、]?\s*请.{0,4}批[示复]|当否[，,]?\s*请批|以上请示", 0.9),
    ("批复", r"^.{0,40}(?:你|贵).{0,12}(?:请示|申请).{0,12}收悉", 0.8),
    ("函", r"特此函[告达复]|(?:盼|请)予?函复|专此函复", 0.8),
    ("通知", r"特此通知|现将.{2,60}(?:通知如下|如下通知)", 0.8),
    ("通报", r"特此通报|通报如下", 0.8),
    ("报告", r"特此报告|(?:汇报|报告)如下", 0.7),
    ("证明", r"(?:^|\n)\s*兹(?:证明|有)|特此证明", 0.8),
    ("合同", r"甲\s*方[（(:：].{0,80}\n?.{0,80}乙\s*方[（(:：]", 0.7),
    ("责任书", r"责任(?:期限|目标).{0,200}(?:考核|奖惩)|签订责任书", 0.5),
    (
        "试卷",
        r"(?:单项)?选择题[（(].{0,30}分|判断题[（(].{0,30}分|简答题[（(].{0,30}分|总分.{0,10}得分",
        0.8,
    ),
    ("教案", r"教学(?:目的|目标|重点|难点|过程|内容|方法)|授课(?:内容|提纲)", 0.8),
    ("纪要", r"会议(?:认为|议定|决定|要求|强调).{0,400}会议(?:认为|议定|决定|要求|强调)", 0.6),
    (
        "记录",
        r"(?:主持人?|记录人?|参加人员|出席人?员?|到会人员|会议(?:时间|地点|内容))\s*[:：]",
        0.6,
    ),
    ("总结", r"一年来|(?:现将|回顾).{0,30}(?:总结|工作情况)|下(?:一)?步(?:工作)?打算", 0.5),
    ("简报", r"(?:讯|报道|本报讯)[】）)（(:：]|(?:通讯员|供稿)\s*[:：]?", 0.5),
    ("讲话", r"^.{0,60}(?:同志们|各位(?:领导|代表|居民|同志))[，,:：!！]", 0.6),
    ("调查问卷", r"您的(?:性别|年龄|意见|建议|看法)|您(?:对|是否|认为).{0,40}[？?]", 0.6),
)
_COLUMN_SIGNS: tuple[tuple[str, str, float], ...] = (
    ("签到册", r"签\s*到|签\s*名(?!盖章)", 0.6),
    ("成绩单", r"成\s*绩|得\s*分|分\s*数", 0.7),
    ("账本", r"结\s*存|收\s*入.{0,40}支\s*出|入\s*库.{0,40}出\s*库|调\s*拨|单\s*价", 0.6),
    ("统计表", r"合\s*计|小\s*计|本月|累计|本季|人\s*数|例\s*数", 0.6),
    (
        "登记表",
        r"登记(?:日期|时间|人)|领取|发放|[\u4e00-\u9fff]访(?:日期|时间|情况|结果|人)|身份证|联系电话|家庭住址|出生(?:年月|日期)",
        0.5,
    ),
    ("花名册", r"序\s*号.{0,30}姓\s*名", 0.4),
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A document type with what spoke for it."""

    doctype: str
    confidence: float
    seen: str
    where: str


def type_of_title(title: str) -> tuple[str, str] | None:
    """Type and the ending that shows it, or None.

    >>> type_of_title("关于印发《消防演练方案》的通知")
    ('通知', '通知')
    """
    bracketed = _BRACKETED.search(title)
    for ending in _endings_of(bracketed[1]) if bracketed else ():
        if _TYPE_BY_ENDING[ending] in _SECONDARY:
            return _TYPE_BY_ENDING[ending], ending
    longest = next(_endings_of(bare_title(title)), None)
    return (_TYPE_BY_ENDING[longest], longest) if longest else None


def _endings_of(text: str) -> Iterator[str]:
    """The endings that a text has, longest first."""
    for length in range(min(len(text), len(ENDINGS[0])), 0, -1):
        if text[-length:] in _TYPE_BY_ENDING:
            yield text[-length:]


def without_type(title: str) -> str:
    """A title without the shortest word that shows its type: 治安巡逻记录 → 治安巡逻."""
    found = type_of_title(title)
    if found is None or not title.endswith(found[1]):
        return title
    same = (e for e in ENDINGS if _TYPE_BY_ENDING[e] == found[0] and title.endswith(e))
    return title.removesuffix(min(same, key=len))


def bare_title(title: str) -> str:
    """A title without trailing brackets, numbers and marks."""
    bare, before = title.strip(), ""
    while bare != before:
        before, bare = bare, _TRAILING.sub("", bare).rstrip('》”"')
    return bare or title


def type_of(paper: Paper, title: str, title_made: bool) -> Typed:
    """The document type of a paper; 其他 where nothing shows it."""
    found = None if title_made else type_of_title(title)
    if found:
        return Typed(found[0], 0.95, found[1], "title")
    signs = [*_signs(paper.text[:6000], _BODY_SIGNS, "body")]
    signs += _signs("　".join(paper.column_names), _COLUMN_SIGNS, "table")
    if not title_made:
        signs += _vague(title, paper)
    best = max(signs, key=lambda typed: typed.confidence, default=None)
    return best or Typed(OTHER, 0.3, title[-6:], "title")


def _vague(title: str, paper: Paper) -> list[Typed]:
    """What a title shows that ends with no type: a type before 与 or a bracket, or just 表."""
    found = []
    inside = _ending_inside(title)
    if inside:
        found.append(Typed(inside[0], 0.65, inside[1], "title"))
    bare = bare_title(title)
    if bare.endswith("表"):
        counted = any(re.search(_COUNTED, name) for name in paper.column_names)
        found.append(Typed("统计表" if counted else "登记表", 0.62, "表", "title"))
    elif bare.endswith(("本", "簿", "册")):
        found.append(Typed("登记表", 0.62, bare[-1], "title"))
    elif bare.endswith("情况") and not paper.tables:
        found.append(Typed("报告", 0.55, "情况", "title"))
    return found


def _signs(text: str, signs: tuple[tuple[str, str, float], ...], where: str) -> list[Typed]:
    found = []
    for doctype, pattern, confidence in signs:
        match = re.search(pattern, text, re.DOTALL)
        if match:
            found.append(Typed(doctype, confidence, match.group()[:20].strip(), where))
    return found


def _ending_inside(title: str) -> tuple[str, str] | None:
    """The type word that stands last in a title, at least two characters long."""
    best: tuple[int, str] | None = None
    for ending in ENDINGS:
        if len(ending) < 2:
            continue
        at = title.rfind(ending)
        if at < 0 or not _JOINED.match(title, at + len(ending)):
            continue
        if best is None or at + len(ending) > best[0]:
            best = (at + len(ending), ending)
    return (_TYPE_BY_ENDING[best[1]], best[1]) if best else None
