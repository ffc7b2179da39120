"""Kinds of material by how their names end, for all fields of work alike."""

from __future__ import annotations

import re

# Kind → document types that such a material usually is; endings of names. The first that fits.
_TABLE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("pledge", ("责任书", "合同"), "责任书|责任状|承诺书|保证书|军令状"),
    ("contract", ("合同", "责任书"), "合同书?|协议书?|契约"),
    ("exam", ("试卷",), "试卷|试题|测试题|考卷|答卷"),
    ("marks", ("成绩单",), "成绩单|成绩册|成绩|成绩表"),
    ("lesson", ("教案",), "教案|讲稿|课件|讲义|教材"),
    ("survey", ("调查问卷",), "问卷"),
    ("roster", ("花名册",), "花名册|名册|名单|通讯录|联系方式|人员情况"),
    ("table", ("统计表",), "统计表|汇总表|报表|月报|季报|年报|一览表"),
    (
        "form",
        ("申请表", "审批表", "登记表"),
        "申请表|审批表|申报表|审核表|评估表|测评表|考核表|鉴定表|推荐表|报告单",
    ),
    (
        "register",
        ("登记表", "台账"),
        "登记表|登记簿|登记薄|登记本|登记册|登记|签收簿|签到[表簿册本]?",
    ),
    ("ledger", ("台账", "登记表"), "台[账帐]|清单|目录"),
    ("account", ("账本", "台账"), "账本?|帐本?|票据|凭证|发票|收据"),
    ("stub", ("存根",), "存根"),
    ("certificate", ("证明",), "证明(?:材料|书)?|证书|证"),
    ("copy", ("证明", "其他"), "复印件|副本|原件|影印件"),
    ("photo", ("照片",), "照片?|图片|影像(?:资料)?|相册|视频|录像|录音"),
    (
        "leaflet",
        ("宣传品",),
        "宣传[品册单页画材料资料]+|明白[卡纸]|海报|标语|展板|手册|折页|倡议书|公开信",
    ),
    ("plan", ("计划", "方案"), "计划表?|规划|方案|预案|安排表?|分工表?|日程|课程表|校历|要点"),
    ("minutes", ("纪要",), "纪要|会议记录"),
    ("record", ("记录", "登记表"), "记录[表簿本册]?|笔录|日志|日记|笔记本?|记事|记实|纪实"),
    ("summary", ("总结", "报告"), "总结|小结|心得(?:体会)?|体会"),
    ("news", ("简报",), "简报|信息|报道|动态"),
    ("report", ("报告", "总结"), "报告书?|情况|说明|汇报|材料分析|分析"),
    ("notice", ("通知",), "通知书?|通知单|通报单?|告知书|整改书|回执"),
    ("rules", ("制度", "办法"), "制度|办法|规定|细则|章程|公约|规约|民约|规程|守则|职责|流程"),
    (
        "document",
        ("通知", "通报", "办法", "批复", "函", "方案", "报告", "纪要"),
        "文件|批复|决定|决议|意见|请示|函件?|来文",
    ),
    ("announcement", ("通知", "其他"), "公示|公告|公开(?:栏|内容)?"),
    ("letter", ("申请表", "其他", "报告"), "申请书?|信|讲话|发言(?:稿|材料)?|倡议"),
    ("card", ("登记表", "其他"), "卡|档卡"),
    (
        "file",
        ("登记表", "其他", "花名册"),
        "档案|资料|材料|案卷|簿|薄|册|本|书|单|表|内容|图|稿|件|案|网络|版面|鉴定|评估|统计|汇总|交接|规划|手续|批文|标牌|凭据|数据",
    ),
)
_KINDS = tuple((kind, re.compile(f"(?:{endings})\\Z")) for kind, _, endings in _TABLE)
_ANY = re.compile("(?:" + "|".join(endings for _, _, endings in _TABLE) + ")\\Z")
_LONGEST = 12
DOCUMENT_TYPES: dict[str, tuple[str, ...]] = {kind: types for kind, types, _ in _TABLE}
"""Kind → document types."""

OTHER = "file"


def is_material(name: str) -> bool:
    """Whether a name ends like one of a paper."""
    return _ANY.search(name[-_LONGEST:].rstrip("》”）)」 ")) is not None


def kind_of(name: str) -> str:
    """Kind of material of a name."""
    words = re.sub(r"[（(][^（）()]{0,40}[）)]\Z", "", name).rstrip("》”」 ")[-_LONGEST:]
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), OTHER)
