"""What the build of a paper says of its type: closing formulas, labels, salutations, tables.

The parts of official papers are those of GB/T 9704-2012; the rest are habits of office forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..text.normalise import fold
from .paper import Paper
from .table_signs import signs_of_tables

_FRONT = 7000
_BACK = 1200
_HEAD_LINES = 12
_TAIL_LINES = 14
# Between labels or cells, not within 特　此　通　知.
_GAP = re.compile(r"\t|(?<=\S\S)(?:[ \u3000]{2,20}|\u3000)(?=\S\S)")


@dataclass(frozen=True, slots=True)
class Sign:
    """What speaks for a type.

    Attributes:
        doctype: The type.
        weight: A title that ends with the type's own word has 6.
        seen: Words of the paper.
        where: Zone.
    """

    doctype: str
    weight: float
    seen: str
    where: str


@dataclass(frozen=True, slots=True)
class _Habit:
    """Words that papers of some types have, each type with its weight."""

    zone: str
    pattern: re.Pattern[str]
    weights: tuple[tuple[str, float], ...]
    times: int = 1


def _habit(zone: str, pattern: str, weights: str, times: int = 1) -> _Habit:
    pairs = (pair.split("=") for pair in weights.split())
    parsed = tuple((doctype, float(weight)) for doctype, weight in pairs)
    return _Habit(zone, re.compile(pattern, re.MULTILINE), parsed, times)


# Patterns are matched on folded lines: no blanks, (:,?! half width.
_HABITS = (
    # Closing formulas and the sentences that open official papers.
    _habit("all", r"特此通知", "通知=4"),
    _habit("all", r"(?:通知|公告|通告)如下|(?:印发|转发|发)给你们", "通知=4"),
    _habit("all", r"兹(?:定于|决定)|请(?:各|有关).{2,16}(?:遵照|认真贯彻)执行", "通知=2"),
    _habit("all", r"特此(?:公告|通告)", "通知=3"),
    _habit("all", r"特此通报|通报如下|引以为戒", "通报=4"),
    _habit("all", r"[妥当可]否,?请.{0,6}(?:批|示|审)|以上请示", "请示=5"),
    _habit(
        "all", r"(?:你|贵).{1,14}(?:请示|报告|来函).{0,40}收悉|(?:批复|答复)如下|^此复", "批复=4.5"
    ),
    _habit("all", r"特此函[告达复商]|函复|专此函|为[盼荷]|支持为|商请", "函=3"),
    _habit("all", r"特此报告|(?:汇报|报告)如下", "报告=4"),
    _habit("all", r"总结如下", "总结=4"),
    _habit("all", r"特此证明|^兹(?:证明|有)|情况属实.{0,6}特此|以资证明", "证明=4"),
    _habit("all", r"纪要如下|会议(?:还)?议定", "纪要=4"),
    _habit("all", r"会议(?:认为|决定|要求|强调|指出|听取|原则)", "纪要=2.5 记录=0.5", 2),
    # What a paper calls itself.
    _habit("all", r"(?:本|制定(?:本|如下))(?:办法|规定|细则|条例|规程)", "办法=3.5 制度=0.5"),
    _habit("all", r"(?:本|制定(?:本|如下))(?:制度|章程|公约|守则|规约|准则)", "制度=3.5"),
    _habit("all", r"(?:本|制定(?:本|如下)?)(?:实施|工作)?(?:方案|预案)", "方案=3.5"),
    _habit("all", r"(?:本|制定(?:本|如下)?)(?:工作)?(?:计划|规划)", "计划=3"),
    _habit(
        "all",
        r"本(?:责任|承诺|目标)(?:书|状)|签订(?:本|此).{0,6}责任书|郑重承诺|承诺人",
        "责任书=3.5",
    ),
    _habit(
        "all", r"责任(?:期限|目标|内容|双方)|责任单位\(|考核(?:与|和)?奖惩|责任人签", "责任书=1.8"
    ),
    _habit("all", r"本(?:合同|协议)|(?:订立|签订|达成)(?:如下|本|以下)", "合同=3"),
    _habit("all", r"甲方.{0,40}[\n:]|乙方.{0,40}[\n:]", "合同=2 责任书=1", 2),
    _habit("all", r"违约|一式[两二三四]份", "合同=1 责任书=0.5"),
    _habit("all", r"^第[一二三四五六七八九十百0-9]{1,4}条", "办法=1.6 制度=1.4 合同=0.8", 3),
    _habit("all", r"(?:不得|严禁|必须|应当|应).{2,60}$", "制度=1.2 办法=0.8", 3),
    _habit(
        "all",
        r"^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]|\(.{1,3}\))?(?:不准|不得|禁止|严禁|不许|必须|要做到|应当)",
        "制度=2.4",
        3,
    ),
    # Reports, plans.
    _habit("all", r"一年来|半年来|(?:今年|去年)以来,|回顾", "总结=1.8 报告=0.5"),
    _habit(
        "all",
        r"(?:取得|收到).{0,10}(?:成效|成绩|效果)|存在(?:的)?(?:主要)?(?:问题|不足)",
        "总结=1.2 报告=1",
    ),
    _habit("all", r"下一?(?:步|阶段|年).{0,6}(?:打算|安排|思路|计划|工作)", "总结=1.3 报告=1"),
    _habit("all", r"指导思想|工作目标|总体要求|主要任务", "计划=1.5 方案=1.5"),
    _habit(
        "all",
        r"组织(?:领导|机构)|总指挥|演练(?:目的|步骤|内容)|实施步骤|(?:动员|实施|总结).{0,8}阶段|职责分工|保障措施",
        "方案=1.8 计划=0.6",
    ),
    _habit("all", r"(?:调查|调研|检查|排查|核查).{0,12}(?:情况|结果|发现)", "报告=0.8 通报=0.4"),
    # Applications, opinions, certificates.
    _habit(
        "all",
        r"(?:恳请|特(?:此)?(?:向.{1,20})?)(?:申请|批准|组织|领导)|望.{0,6}批准|(?:自愿|特)申请",
        "申请表=3",
    ),
    _habit("tail", r"申请人(?:签[字名章])?:|^此致|^敬礼", "申请表=1.5 函=0.2"),
    _habit("all", r"申请(?:人|理由|事由|原因|单位|日期|事项)(?:[:|]|$)", "申请表=1.2 审批表=0.4"),
    _habit(
        "all",
        r"(?:审批|审核|批准|核准|初审|复审|领导|单位|部门|社区|村|街道|乡镇|镇|区|县|上级|组织).{0,10}意见(?![和与、书见])(?:\||:|$|\()",
        "审批表=2 申请表=0.7",
    ),
    _habit("all", r"(?:审批|审核|批准|核准)(?:单位|部门|机关|人)?(?:意见|结果|签字)", "审批表=1.4"),
    _habit(
        "all",
        r"持证人|发证(?:机关|单位|机构)|签发(?:机关|单位|机构)|登记机关|证书?编号|字号",
        "证明=3",
    ),
    _habit(
        "all",
        r"复印件(?:粘贴|与原件|[)一二三四五]|$)|与原件(?:核对)?(?:无误|一致|相符)",
        "证明=2.4",
    ),
    _habit(
        "all",
        r"^\(?(?:居民)?(?:身份证|户口簿|户口本|结婚证|离婚证|毕业证|残疾证|(?:医学|出生|死亡).{0,6}证明书?)(?:\(|\)|$)",
        "证明=2.2",
    ),
    _habit("all", r"持(?:册|有|卡|本)人:", "登记表=4"),
    _habit(
        "all",
        r"(?:购货|供货|付款|收款|缴款)单位|开票|收款人?[:|(]|人民币\(?大写|[零壹贰叁肆伍陆柒捌玖]+[拾佰仟元].{0,12}整",
        "账本=2.2",
    ),
    # Speech.
    _habit(
        "head",
        r"^(?:同志们|各位(?:领导|代表|同志|同仁|来宾|老师|同学|委员|家长|居民|村民|乡亲|同事|专家|嘉宾|党员|朋友).{0,12}|老师们|同学们|女士们|尊敬的(?:各位)?(?:领导|来宾|老师|代表)).{0,24}[:,!]",
        "讲话=4",
    ),
    _habit(
        "all",
        r"(?:我|再)(?:讲|强调|谈|说)(?:[一二三四五几]|以下)?.{0,3}(?:点|个方面|个问题)|谢谢大家|我(?:宣布|代表.{2,24}(?:向|表示))",
        "讲话=2.5",
    ),
    _habit(
        "head",
        r"^-{1,2}在.{4,40}上的(?:讲话|发言|致辞|报告)|^—+在.{4,40}上的(?:讲话|发言|致辞)",
        "讲话=5",
    ),
    # Minutes and records.
    _habit(
        "all",
        r"(?<![\u4e00-\u9fff])(?:主持人?|记录人?|参加人员?|参会人员|出席人?员?|到会人?员?|列席人?员?|缺席人?员?|参会|出席|列席|应到|实到|主讲人?|记|请假|缺席|散会)[:|]",
        "记录=2.6 纪要=0.8",
        2,
    ),
    _habit(
        "all",
        r"(?:会议|活动|培训|学习|讨论|谈话|[\u4e00-\u9fff]访|检查|巡查|巡检|慰问|演练)(?:地点|内容|议题|时间|过程|主题|对象|记录|纪录|日期|情况)[:|]",
        "记录=1.3 登记表=0.3 签到册=0.2",
        2,
    ),
    _habit(
        "all",
        r"^(?!姓名|编号|时间|地点|单位|日期|电话|住址|户籍|配偶|主题|联系|地址|附件|备注|内容|事由|品名|年龄|性别|主持|记录|到会)[\u4e00-\u9fff]{2,3}:(?=.{5})",
        "记录=1.2",
        3,
    ),
    _habit("all", r"[\u4e00-\u9fff]{2,6}:[^:\n。]{1,24}\|[\u4e00-\u9fff]{2,6}:", "登记表=1.5", 3),
    _habit("all", r"^[\u4e00-\u9fff]{2,10}:\d+(?:人|户|对|件|例|起|次)", "统计表=2.4", 3),
    _habit("all", r"记录人", "记录=0.8"),
    # Lessons and tests.
    _habit(
        "all",
        r"教学(?:目[的标]|重|难|过程|内容|方法|准备|反思|步骤|时间|对象|设计)|授课(?:内容|对象|提纲|人|时间)|板书|教具|课时|活动目标",
        "教案=3",
    ),
    _habit(
        "all",
        r"教学(?:目[的标]|重点|难点|过程|准备|反思)|(?:导入|讲授|新授|巩固|小结|提问)(?:[(:]|$|.{0,3}分钟)",
        "教案=2",
        2,
    ),
    _habit("all", r"(?:选择|判断|填空|简答|问答|案例分析|计算|论述)题.{0,30}分", "试卷=4"),
    _habit("all", r"(?:选择|判断|填空|简答|问答|论述)题", "试卷=1.5"),
    _habit("all", r"[(]_{0,8}[)]|_{4,}", "试卷=1.4 调查问卷=0.3", 4),
    _habit("all", r"(?:^|[\s。.])?a[.、].{1,30}b[.、]", "试卷=1.2 调查问卷=0.7", 2),
    _habit("all", r"每题\d+分|共\d+分|满分\d+|参考答案", "试卷=2"),
    # Surveys.
    _habit(
        "all",
        r"您(?:的|对|是否|认为|家|觉得|希望|最|在|有|目前|了解|知道|愿意|通过|参加|平时|需要|曾)[^\n]{0,50}\?",
        "调查问卷=2.6",
    ),
    _habit("all", r"[□○☐]", "调查问卷=1.2 登记表=0.5", 5),
    _habit(
        "all",
        r"(?:打[√勾]|匿名|您的(?:宝贵)?(?:意见|建议)|填写(?:此|本|这份)?(?:问卷|调查))",
        "调查问卷=1.8",
    ),
    # News, leaflets, pictures, speeches to readers.
    _habit(
        "all",
        r"(?:本报|本站|本网)讯|讯[(】)]|\((?:通讯员|记者|供稿)|(?:通讯员|供稿人?|撰稿|作者):",
        "简报=3",
    ),
    _habit(
        "head", r"^(?:总)?第\d{1,4}期|^第[一二三四五六七八九十]{1,4}期|\(第?.{1,4}期\)", "简报=2.2"
    ),
    _habit("head", r"(?:简报|信息|动态|快报|简讯|专报)$", "简报=1.6"),
    _habit("all", r"编(?:印)?\||(?:责任)?编辑:|^报:|^送:|审核:.{1,12}编", "简报=1.2"),
    _habit(
        "all",
        r"^.{0,14}\d{1,2}月\d{1,2}日(?:上午|下午|晚|,).{2,}(?:举行|举办|开展|召开|走进|来到|组织)",
        "简报=1.4",
    ),
    _habit(
        "all",
        r"^(?:亲爱的|尊敬的|广大|各位)(?:全体)?.{0,12}(?:居民|村民|家长|朋友|市民|乡亲|业主|职工|群众).{0,8}[:,!]",
        "宣传品=2.2 调查问卷=1 讲话=0.4",
    ),
    _habit("all", r"(?:咨询|服务|监督|举报)?(?:热线|咨询电话|服务电话)", "宣传品=1.2"),
    _habit("all", r"[?!]$", "宣传品=1", 3),
    _habit("all", r"^[★●◆▲✓☆■◎※]", "宣传品=0.8", 3),
    _habit(
        "all",
        r"温馨提示|小贴士|请您?(?:记[住得]|注意|务必)|(?:我们|特)?倡议|免费(?:领取|提供|发放)[!。,]|共同(?:守护|努力)|携手",
        "宣传品=1.2",
    ),
    _habit(
        "all",
        r"^(?:为什么|怎么|怎样|如何|谁|什么|哪|到哪|带什么|何时|啥|几时|多久|要不要|能不能|查完)[^。\n]{0,14}[:?]|怎么办[:?]",
        "宣传品=2.6",
        2,
    ),
    _habit("all", r"^答:", "宣传品=2 试卷=0.6", 2),
    _habit("all", r"^\([^()]{2,16}(?:19|20)\d\d[^()]{2,10}\)$", "简报=1"),
    _habit(
        "all",
        r"报名(?:电话|热线|地址)|欢迎.{0,16}(?:报名|光临|选购|前来|参加)|[一二三四五六七八九1-9]折|优惠",
        "宣传品=2",
    ),
    _habit("head", r"^.{0,14}(?:咱们?|我们|您|你|吧|啦|先来|一起来)[^:。\n]{0,14}$", "宣传品=1.2"),
    _habit("all", r"您(?![^\n]{0,40}\?)", "宣传品=0.8", 2),
    _habit(
        "all",
        r"^\(?(?:图|照片|相片)[一二三四五六七八九十0-9]|^\(?(?:照片|图片|贴?照片粘?贴?处)\)?$",
        "照片=3.4",
    ),
    _habit(
        "all", r"(?:摄影|拍摄|摄)(?:者|人|时间|地点|日期)?[:|]|(?:上|下|左|右)图|图为", "照片=2"
    ),
    # Stubs, disclosure.
    _habit("all", r"存根(?:联)?|骑缝|第[一二三]联", "存根=2.2"),
    _habit("all", r"(?:签收|送达|被通知|接收)(?:人|单位)?(?:签[字名章])?[:|(]", "存根=1"),
    _habit(
        "all",
        r"予以公示|现(?:予以?)?公示|公示(?:期|时间|如下|之日)|如有异议|(?:公开|公示)(?:内容|时间|日期|事项)",
        "其他=3",
    ),
    _habit("all", r"监督(?:举报)?电话", "其他=0.8 宣传品=0.4"),
    # Address lines of official papers.
    _habit("head", r"^(?:各|全体|全镇|全街|机关).{1,40}:$", "通知=1.6 通报=0.8 宣传品=0.1"),
    _habit(
        "head",
        r"^[^:各您们]{2,24}(?:局|委|部|厅|办|政府|办公室|委员会|联合会|中心|公司|所|站|馆|院|学校|支队|大队):$",
        "报告=1 请示=0.8 函=0.8 批复=0.6",
    ),
    _habit("all", r"^抄送:|主题词|印发$", "通知=0.4 通报=0.2 函=0.1"),
)


def signs_of(paper: Paper, title: str) -> Iterator[Sign]:
    """Everything but title and file name that speaks for a type.

    Args:
        paper: The paper.
        title: Its title, which is passed over; empty where none is printed.
    """
    lines = _folded_lines(paper.text, fold(title))
    zones = {
        "all": "\n".join(lines),
        "head": "\n".join(lines[:_HEAD_LINES]),
        "tail": "\n".join(lines[-_TAIL_LINES:]),
    }
    for habit in _HABITS:
        seen = _seen(habit, zones[habit.zone])
        if seen is not None:
            yield from (Sign(doctype, weight, seen, "body") for doctype, weight in habit.weights)
    for doctype, weight, seen in signs_of_tables((*paper.tables, *paper.text_tables)):
        yield Sign(doctype, weight, seen, "table")


def _folded_lines(text: str, title: str) -> list[str]:
    if len(text) > _FRONT + _BACK:
        text = text[:_FRONT] + "\n" + text[-_BACK:]
    lines = (fold(_GAP.sub("|", line)) for line in text.split("\n"))
    return [line for line in lines if line and not (title and line in title)]


def _seen(habit: _Habit, text: str) -> str | None:
    """The words that match, if they match often enough."""
    found = [match.group() for match in islice(habit.pattern.finditer(text), habit.times)]
    return found[0][:20].strip() if len(found) == habit.times else None
