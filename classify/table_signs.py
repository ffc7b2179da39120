"""What tables say of the type of their paper: column heads, sums, persons, blank forms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..text.normalise import fold

_Rows = Sequence[Sequence[str]]

_MOST_ROWS = 60
_MOST_CELLS = 40
_HEAD_ROWS = 3
_NUMBER = re.compile(r"[-+]?\d[\d,.]{0,12}%?(?:[元户人例个件起次名只盒]|‰)?$|^[/—-]$")
_SERIAL = re.compile(r"序号|编号|学号|工号|^号$|^no\.?$")
_NAME = re.compile(r"姓名|户主|^对象$|人员$|领取人|来访人|当事人|借阅人")
_PERSON = re.compile(
    r"性别|出生|民族|文化程度|学历|职务|职称|政治面貌|身份证|联系电话|电话|住址|地址|年龄|户籍|工作单位|单位|岗位|入党|班级"
)
_SIGNED = re.compile(r"^签[到名]|签到|^签字$|^本人签[字名]|签名$")
_RECEIPT = re.compile(r"签领|领取人|领款|签[字名收]|代领")
_RECEIVED = re.compile(r"金额|补助|补贴|津贴|奖励|工资|报酬|标准|账号|银行|实发|应发|发放|卡号")
_MARK = re.compile(r"成绩|得分|分数|总分|平均分|^语文$|^数学$|^英语$")
_RANKED = re.compile(r"名次|排名|总分|得分|总成绩")
_SCORED = re.compile(r"^分值|扣分|满分|权重|考核(?:内容|项目|标准)|评分标准")
_MONEY = (
    re.compile(r"收入|借方|入库|进库|收方|领入|^入$|^收$|调入|购进"),
    re.compile(r"支出|贷方|出库|发出|付方|发放数|^出$|^付$|^支$|调出|领用"),
    re.compile(r"余额|结余|结存|库存|^存$"),
    re.compile(r"单价"),
    re.compile(r"金额"),
    re.compile(r"凭证|摘要"),
    re.compile(r"规格|品名|计量单位"),
    re.compile(r"批号|效期|有效期"),
)
_COUNT = re.compile(
    r"合计|小计|总计|本月|累计|本季|本年|上月|上年|同比|人数|户数|例数|件数|次数|起数|总数|应.{0,6}数|实.{0,6}数|率$|%|比例|期末|年[初末]数|数$|数量$|总人|其中"
)
_INDICATOR = re.compile(
    r"^(?:项目|指标|类别|单位|行业|村名?|社区|街道|部门|内容|班组|车间|年级|名称|单位名称|村\(?社区\)?|项目名称)$|指标名称"
)
_EVENT = re.compile(r"日期|时间")
_MATTER = re.compile(r"事由|事项|内容|情况|处理|去向|原因|结果|反映|备注")
_TAKEN = re.compile(r"领取|发放|借阅|领用|归还|接待|经办|经手|[\u4e00-\u9fff]访|登记|交接")
_REMEDY = re.compile(
    r"隐患|整改|销号|问题|化解|办结|责任单位|责任人|责任领导|完成时限|时限|措施|诉求|台账|办理"
)
_VISIT = re.compile(
    r"[\u4e00-\u9fff]访(?:日期|时间|内容|情况|人|结果|记录|方式)|家访|走访|巡查(?:情况|内容|结果|时间|人)|检查情况|谈话内容|记录人|回访|发言|活动内容|会议内容|培训内容"
)
_APPLIED = re.compile(r"申请(?:人|理由|事项|原因|日期)|申报")
_OPINION = re.compile(r"(?:意见|审批|审核|批准|审查|核准)")
_ASKED = re.compile(r"很?满意|基本满意|不满意|您|同意\b")
_TIMETABLE = re.compile(
    r"星期|周[一二三四五]|节次|课程|值班|带班|责任科室|完成时间|工作安排|月份安排|实施时间"
)
_LABEL = re.compile(r"^[\u4e00-\u9fff()/、]{2,12}:?$")
_LABELS = re.compile(
    r"姓名|性别|出生|民族|住址|地址|电话|身份证|单位|名称|编号|日期|时间|职业|文化|户籍|照片|型号"
)

_Found = tuple[str, float, str]


def signs_of_tables(tables: Sequence[_Rows]) -> Iterator[_Found]:
    """Types with weights and the cells that show them, of the two largest tables.

    Args:
        tables: Cells by table and row.
    """
    sized = sorted(tables, key=lambda rows: -sum(map(len, rows)))
    for rows in sized[:2]:
        cells = [[fold(cell[:200]) for cell in row[:_MOST_CELLS]] for row in rows[:_MOST_ROWS]]
        cells = [row for row in cells if any(row)]
        if cells:
            yield from _signs_of_form(cells) if _is_form(cells) else _signs_of_grid(cells)


def _is_form(rows: list[list[str]]) -> bool:
    """Whether labels stand beside their cells rather than above their columns."""
    head = [cell for cell in rows[0] if cell]
    labels = [row[0] for row in rows if len(row) > 1 and row[0]]
    labelled = sum(bool(_LABEL.match(cell)) and not _NUMBER.match(cell) for cell in labels)
    distinct = len(set(labels)) == len(labels)
    beside = sum(bool(_LABELS.search(row[0]) or _OPINION.search(row[0])) for row in rows if row[0])
    inner = sum(bool(_LABELS.search(row[2])) for row in rows if len(row) > 2 and row[2])
    if len(rows) == 1:
        return False
    if _SERIAL.search(head[0]) if head else False:
        return False
    mostly = labelled >= max(2, 0.7 * len(labels)) and distinct
    return mostly and (beside >= 2 or inner >= 1) and _numbers(rows[1:]) < 0.4


def _signs_of_form(rows: list[list[str]]) -> Iterator[_Found]:
    text = "|".join(cell for row in rows for cell in row if cell)
    labels = "|".join(cell for row in rows for cell in row if cell and len(cell) <= 14)
    yield "登记表", 2.2, rows[0][0]
    for pattern, doctype, weight in (
        (_APPLIED, "申请表", 1.8),
        (_VISIT, "记录", 1.8),
    ):
        match = pattern.search(labels)
        if match:
            yield doctype, weight, match.group()
    opinions = [row[0] for row in rows if row and _OPINION.search(row[0])]
    if opinions:
        yield "审批表", 1.2 + 0.6 * min(2, len(opinions)), opinions[-1]
        yield "申请表", 0.8, opinions[-1]
    if len(text) > 1200:
        yield "登记表", -0.5, ""


def _signs_of_grid(rows: list[list[str]]) -> Iterator[_Found]:
    heads = _heads(rows)
    body = rows[1:]
    numbers = _numbers(body)
    for found in (
        _persons(heads, rows),
        _accounts(heads),
        _counts(heads, rows, numbers),
        _registers(heads, rows),
        _others(heads, rows),
    ):
        yield from found


def _heads(rows: list[list[str]]) -> list[str]:
    """Column heads: of the first rows that hold several words and no figures."""
    heads: list[str] = []
    for row in rows[:_HEAD_ROWS]:
        filled = [cell for cell in row if cell]
        if len(filled) < 2:
            continue
        figures = sum(bool(_NUMBER.match(cell) or re.match(r"\d", cell)) for cell in filled)
        if heads and (figures or len(filled) < 2):
            break
        heads += [cell for cell in filled if len(cell) <= 24]
    return list(dict.fromkeys(heads))


def _numbers(rows: list[list[str]]) -> float:
    """Share of figures among the filled cells, serial numbers aside."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    return sum(bool(_NUMBER.search(cell)) for cell in cells) / len(cells) if cells else 0.0


def _any(pattern: re.Pattern[str], heads: list[str]) -> str | None:
    return next((head for head in heads if pattern.search(head)), None)


def _all(pattern: re.Pattern[str], heads: list[str]) -> list[str]:
    return [head for head in heads if pattern.search(head)]


def _persons(heads: list[str], rows: list[list[str]]) -> Iterator[_Found]:
    named = _any(_NAME, heads)
    if _any(_SCORED, heads):
        yield "登记表", 2.0, _any(_SCORED, heads) or ""
    if not named:
        yield from _paid(heads)
        ranked = None if _any(_SCORED, heads) else _any(_RANKED, heads)
        if ranked and _any(_MARK, heads):
            yield "成绩单", 1.8, ranked
        return
    about = _all(_PERSON, heads)
    signed = _any(_SIGNED, heads)
    paid = _all(_RECEIVED, heads)
    marks = [] if _any(_SCORED, heads) else _all(_MARK, heads)
    if marks:
        yield "成绩单", 3.6 + 0.4 * min(3, len(marks)), marks[0]
    if signed and not paid and not marks:
        yield "签到册", 2.6 + (1.0 if len(heads) <= 6 else 0.0), signed
    if paid:
        yield "花名册", 2.4, paid[0]
    events = _any(_EVENT, heads) and (_any(_TAKEN, heads) or _any(_MATTER, heads))
    if not (marks or (signed and not paid)):
        roster = 2.0 + 0.25 * min(4, len(about)) - (1.4 if events else 0.0)
        yield "花名册", roster if not paid else 0.8, named
        yield "登记表", 1.2 + (1.4 if events else 0.0), named


def _paid(heads: list[str]) -> Iterator[_Found]:
    """Payments that their receivers sign, whatever the persons are called."""
    paid, signed = _all(_RECEIVED, heads), _any(_RECEIPT, heads)
    if paid and signed:
        yield "花名册", 3.2, signed


def _accounts(heads: list[str]) -> Iterator[_Found]:
    sides = [match for pattern in _MONEY if (match := _any(pattern, heads))]
    if len(sides) < 2:
        return
    balanced = sum(bool(_any(pattern, heads)) for pattern in _MONEY[:3])
    yield "账本", 1.2 * min(len(sides), 4) + (1.2 if balanced >= 2 else 0.0) - 0.6, sides[0]


def _counts(heads: list[str], rows: list[list[str]], numbers: float) -> Iterator[_Found]:
    named = _any(_NAME, heads)
    counted = _all(_COUNT, heads)
    first = [row[0] for row in rows[1:] if row and row[0]]
    summed = next((cell for cell in first if re.match(r"合计|小计|总计|累计", cell)), None)
    if sum(bool(_any(pattern, heads)) for pattern in _MONEY) >= 2:
        return
    if counted and not named:
        yield "统计表", 1.4 + 0.5 * min(4, len(counted)), counted[0]
    if summed and not named:
        yield "统计表", 1.2, summed
    if numbers > 0.5 and not named and len(rows) > 1:
        yield "统计表", 1.6, "123"
    if heads and _INDICATOR.search(heads[0]) and not named:
        yield "统计表", 0.8, heads[0]


def _registers(heads: list[str], rows: list[list[str]]) -> Iterator[_Found]:
    dated = _any(_EVENT, heads)
    taken = _any(_TAKEN, heads)
    remedies = _all(_REMEDY, heads)
    visits = _all(_VISIT, heads)
    if len(remedies) >= 2:
        yield "台账", 0.6 + 0.6 * min(4, len(remedies)), remedies[0]
    if dated and taken and not visits:
        yield "登记表", 1.6, taken
    if dated and not visits and (_any(_MATTER, heads) or len(heads) >= 4):
        yield "登记表", 0.8, dated
    if visits:
        yield "登记表", 1.2 + 0.5 * min(3, len(visits)), visits[0]
        yield "记录", 1.2, visits[0]
    if _SERIAL.search(heads[0]) if heads else False:
        yield "登记表", 0.5, heads[0]
        yield "花名册", 0.3, heads[0]


def _others(heads: list[str], rows: list[list[str]]) -> Iterator[_Found]:
    asked = _all(_ASKED, heads)
    if len(asked) >= 2:
        yield "调查问卷", 2.0, asked[0]
    planned = _all(_TIMETABLE, heads)
    if planned:
        yield "计划", 1.0 + 0.6 * min(3, len(planned)), planned[0]
