"""Numbers, dates, periods, document numbers and rates."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.text.numerals import (
    chinese_number,
    contains,
    find_dates,
    find_doc_numbers,
    find_percentages,
    find_periods,
    is_period,
    months_in,
    periods_of_months,
)

HAN = "〇一二三四五六七八九"
DATES = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))
# Around a date in a sentence: nothing that could belong to the date itself.
AROUND = st.text(st.sampled_from("望湖街道办事处关于的报告，。：；（）《》abc\n "), max_size=8)


def counted(number: int) -> str:
    """A number below 10,000 in Chinese, as a clerk writes it."""
    written, gap = "", False
    for unit, size in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        figure = number // size % 10
        if figure:
            written += ("零" if gap and written else "") + HAN[figure] + unit
        gap = not figure
    return written.removeprefix("一") if 10 <= number < 20 else written


def spelt(number: int, zero: str = "〇") -> str:
    return "".join(HAN[int(figure)] for figure in str(number)).replace("〇", zero)


def wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789./-" else c for c in text)


DAY_WRITINGS: dict[str, Callable[[datetime.date], str]] = {
    "年月日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "padded": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    "blanks": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    "broken line": lambda d: f"{d.year}年\n{d.month}月{d.day}\n日",
    "number": lambda d: f"{d.year}年{d.month}月{d.day}号",
    "wide": lambda d: wide(f"{d.year}年{d.month}月{d.day}日"),
    "Chinese 〇": lambda d: f"{spelt(d.year)}年{counted(d.month)}月{counted(d.day)}日",
    "Chinese ○": lambda d: f"{spelt(d.year, '○')}年{counted(d.month)}月{counted(d.day)}日",
    "Chinese 零": lambda d: f"{spelt(d.year, '零')}年{counted(d.month)}月{counted(d.day)}日",
    "Latin O": lambda d: f"{spelt(d.year, 'O')}年{counted(d.month)}月{counted(d.day)}日",
    "mixed": lambda d: f"{d.year}年{counted(d.month)}月{d.day}日",
    "points": lambda d: f"{d.year}.{d.month}.{d.day}",
    "padded points": lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    "ISO": lambda d: d.isoformat(),
    "slashes": lambda d: f"{d.year}/{d.month}/{d.day}",
    "wide ISO": lambda d: wide(d.isoformat()),
}
MONTH_WRITINGS: dict[str, Callable[[datetime.date], str]] = {
    "年月": lambda d: f"{d.year}年{d.month}月",
    "blanks": lambda d: f"{d.year} 年 {d.month} 月",
    "Chinese": lambda d: f"{spelt(d.year, '○')}年{counted(d.month)}月",
    "points": lambda d: f"{d.year}.{d.month}",
    "ISO": lambda d: f"{d.year}-{d.month:02}",
}


@pytest.mark.parametrize("writing", DAY_WRITINGS)
@given(date=DATES, before=AROUND, after=AROUND)
def it_finds_a_day_in_every_writing(
    writing: str, date: datetime.date, before: str, after: str
) -> None:
    written = DAY_WRITINGS[writing](date)
    before, after = f"{before}于", f"，{after}"
    [mention] = find_dates(before + written + after)
    assert mention.date == date.isoformat()
    assert (mention.start, mention.end) == (len(before), len(before) + len(written))


@pytest.mark.parametrize("writing", MONTH_WRITINGS)
@given(date=DATES)
def it_finds_a_month_in_every_writing(writing: str, date: datetime.date) -> None:
    written = MONTH_WRITINGS[writing](date)
    [mention] = find_dates(f"截至{written}，共办理")
    assert mention.date == date.isoformat()[:7]
    assert (mention.start, mention.end) == (2, 2 + len(written))


@given(DATES)
def it_finds_a_compact_day(date: datetime.date) -> None:
    assert [m.date for m in find_dates(f"照片_{date:%Y%m%d}（签到）")] == [date.isoformat()]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2023年度工作总结", ["2023"]),
        ("2023年5月份报表", ["2023-05"]),
        ("23年5月报表", ["2023-05"]),
        ("98年12月1日出生", ["1998-12-01"]),
        ("二○○七年三月六日", ["2007-03-06"]),
        ("二O二三年五月廿三日", ["2023-05-23"]),
        ("2023年元月", ["2023-01"]),
        ("2023年5⽉6⽇", ["2023-05-06"]),
        ("2023.5.1-2023.6.30", ["2023-05-01", "2023-06-30"]),
        ("2023-05-01-2023-06-30", ["2023-05-01", "2023-06-30"]),
        ("2023年5月1-7日", ["2023-05-01"]),
        ("2023年2月30日", ["2023-02"]),
        ("2023年13月", ["2023"]),
        ("2023-13-40", []),
        ("2023.02.30", []),
        ("20231301", []),
        ("11010119900101001X", []),
        ("110101 19900101 0010", []),
        ("电话13820230506", []),
        ("电话：20230506", []),
        ("投入2023.5万元", []),
        ("2023.5.6.7版", []),
        ("V2023.5", []),
        ("98.5%", []),
        ("柳政发〔2023〕5号", []),
        ("柳政发2023-5号", []),
        ("民国23年5月", []),
        ("12023年", []),
        ("2023\t5月", []),
        ("", []),
    ],
)
def it_finds_dates_and_nothing_else(text: str, dates: list[str]) -> None:
    assert [mention.date for mention in find_dates(text)] == dates


@given(st.text(st.sampled_from("0123456789年月日号.-/ 二〇十度第季上下半至、%号〔〕"), max_size=40))
def it_finds_only_what_exists_where_it_stands(text: str) -> None:
    for date in find_dates(text):
        datetime.date.fromisoformat((date.date + "-01-01")[:10])
        assert 0 <= date.start < date.end <= len(text)
    for period in find_periods(text, 2023):
        assert is_period(period.period)
        assert 0 <= period.start < period.end <= len(text)
    find_doc_numbers(text)
    find_percentages(text)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2023年第二季度", ["2023-Q2"]),
        ("２０２３年 第 2 季度", ["2023-Q2"]),
        ("2023Q3报表", ["2023-Q3"]),
        ("2023年上半年", ["2023-H1"]),
        ("2023年1-3月", ["2023-Q1"]),
        ("2023年1月至3月", ["2023-Q1"]),
        ("2023年1—6月份", ["2023-H1"]),
        ("2023年一至十二月", ["2023"]),
        ("2023年1-2月", ["2023-01", "2023-02"]),
        ("2023年12月至2024年1月", ["2023-12", "2024-01"]),
        ("2023年2、5、8、11月", ["2023-02", "2023-05", "2023-08", "2023-11"]),
        ("2023年5月份", ["2023-05"]),
        ("2023年五月", ["2023-05"]),
        ("2023-05", ["2023-05"]),
        ("2023年度", ["2023"]),
        ("2023年全年", ["2023"]),
        ("2021—2023年", ["2021", "2022", "2023"]),
        ("2023年一、二季度", ["2023-Q1", "2023-Q2"]),
        ("2023年前三季度", ["2023-Q1", "2023-Q2", "2023-Q3"]),
        ("2023年总结：第一季度、下半年", ["2023", "2023-Q1", "2023-H2"]),
        ("2022年下达，2023年报告，二季度", ["2022", "2023", "2023-Q2"]),
        ("2023年5月6日", []),
        ("2023年5月1-7日", []),
        ("二季度，5月份，全年", []),
        ("5月6日", []),
    ],
)
def it_finds_periods_that_the_text_dates(text: str, periods: list[str]) -> None:
    assert [mention.period for mention in find_periods(text)] == periods


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("二季度", ["2023-Q2"]),
        ("第2季度", ["2023-Q2"]),
        ("2季度", ["2023-Q2"]),
        ("下半年", ["2023-H2"]),
        ("去年下半年", ["2022-H2"]),
        ("7至9月", ["2023-Q3"]),
        ("5月份", ["2023-05"]),
        ("五月", ["2023-05"]),
        ("全年", ["2023"]),
        ("2022年二季度", ["2022-Q2"]),
        ("5月6日", []),
        ("每季度", []),
        ("十二季度", []),
        ("近三季度", []),
        ("三个月", []),
        ("1-3个月", []),
        ("每年1-3月", []),
        ("每年2、5、8、11月", []),
        ("每年3月、9月", []),
        ("每月20日前", []),
        ("12-2月", []),
        ("上一月，一月一检，一季度一次", []),
        ("于3、6月报送", ["2023-03", "2023-06"]),
        ("帮扶名单。9、6月中旬", ["2023-06"]),
        ("总结；\n6、7月份宣传", ["2023-07"]),
        ("3月和6月", ["2023-03", "2023-06"]),
        ("一月份", ["2023-01"]),
    ],
)
def it_finds_periods_of_a_given_year(text: str, periods: list[str]) -> None:
    assert [mention.period for mention in find_periods(text, 2023)] == periods


def it_gives_all_months_of_a_span_the_place_of_the_span() -> None:
    first, second = find_periods("于2023年1-2月报送")
    assert (first.start, first.end) == (second.start, second.end) == (1, 10)


def it_lists_the_months_of_a_period() -> None:
    assert months_in("2023-Q2") == ("2023-04", "2023-05", "2023-06")
    assert months_in("2023-H2")[0] == "2023-07"
    assert months_in("2023-05") == ("2023-05",)
    assert len(months_in("2023")) == 12


@pytest.mark.parametrize(
    "text", ["", "2023-H3", "2023-Q5", "2023-13", "2023-5", "23", "2023-05-06"]
)
def it_refuses_what_is_no_period(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match="not a period"):
        months_in(text)


def it_knows_which_period_holds_which() -> None:
    assert contains("2023", "2023-Q4")
    assert contains("2023-Q2", "2023-Q2")
    assert contains("2023-H1", "2023-05")
    assert not contains("2023-Q2", "2023-H1")
    assert not contains("2023", "2024-01")


@given(st.sampled_from(["2023", "2023-H1", "2023-H2", "2023-Q1", "2023-Q4", "2023-07"]))
def it_names_a_period_by_its_months(period: str) -> None:
    months = months_in(period)
    assert periods_of_months(months[0], months[-1]) == (period,)


@pytest.mark.parametrize(
    ("text", "doc_no"),
    [
        ("柳政发〔2023〕5号", "柳政发〔2023〕5号"),
        ("柳政发[2023]5号", "柳政发〔2023〕5号"),
        ("柳政发［２０２３］０５号", "柳政发〔2023〕5号"),
        ("柳政发 【2023】 第 5 号", "柳政发〔2023〕5号"),
        ("柳政发（2023）5号", "柳政发〔2023〕5号"),
        ("柳政发『2023』5号", "柳政发〔2023〕5号"),
        ("柳政发〔二○二三〕五号", "柳政发〔2023〕5号"),
        ("柳政字第〔2023〕5号", "柳政字〔2023〕5号"),
        ("X人口委发[2025]第07号", "X人口委发〔2025〕7号"),
        ("湖街发〔2022〕12-1号", "湖街发〔2022〕12-1号"),
        ("柳卫办发〔2023〕A07号", "柳卫办发〔2023〕A7号"),
        ("根据《意见》（吉发[2024]4号)要求", "吉发〔2024〕4号"),
        ("依照柳政发〔2023〕5号", "柳政发〔2023〕5号"),
        ("现将柳政发〔2023〕5号转发给你们", "柳政发〔2023〕5号"),
        ("贯彻落实市政府印发的柳政发〔2023〕5号文件", "柳政发〔2023〕5号"),
        ("县政府以柳政发〔2023〕5号批复", "柳政发〔2023〕5号"),
        ("柳湖区人民政府办公室柳政办发〔2023〕5号", "柳政办发〔2023〕5号"),
        ("和政发〔2023〕5号", "和政发〔2023〕5号"),
        ("经信办发〔2023〕5号", "经信办发〔2023〕5号"),
        ("祥和街办发〔2023〕5号", "祥和街办发〔2023〕5号"),
        ("省政办发〔2023〕5号", "省政办发〔2023〕5号"),
        ("县委办发[2025]第85号", "县委办发〔2025〕85号"),
    ],
)
def it_finds_a_document_number(text: str, doc_no: str) -> None:
    [mention] = find_doc_numbers(text)
    assert mention.doc_no == doc_no
    assert str(mention.year) in doc_no
    assert text[mention.start] == doc_no[0]
    assert text[mention.end - 1] == "号"


def it_finds_each_of_two_document_numbers() -> None:
    found = find_doc_numbers("按照柳政发〔2023〕5号和湖街发〔2022〕12号办理")
    assert [mention.doc_no for mention in found] == ["柳政发〔2023〕5号", "湖街发〔2022〕12号"]


@pytest.mark.parametrize(
    "text",
    ["〔2023〕5号", "（2023）吉01民初5号", "2023年5号", "街道(23)5号", "报告〔2023〕"],
)
def it_takes_nothing_else_for_a_document_number(text: str) -> None:
    assert find_doc_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "written", "value", "per_mille"),
    [
        ("随访率达20%以上", "20%", 20, False),
        ("达９９.5％。", "９９.5％", 99.5, False),
        ("增长率3.18‰", "3.18‰", 0.318, True),
        ("百分之九十八", "百分之九十八", 98, False),
        ("百分之九十点五。", "百分之九十点五", 90.5, False),
        ("百分之百落实", "百分之百", 100, False),
        ("百分之90", "百分之90", 90, False),
        ("千分之三", "千分之三", 0.3, True),
        ("增长-3.5%", "-3.5%", -3.5, False),
        ("合格率—98%", "98%", 98, False),
        ("约5-10%", "10%", 10, False),
    ],
)
def it_finds_a_rate(text: str, written: str, value: float, per_mille: bool) -> None:
    [mention] = find_percentages(text)
    assert text[mention.start : mention.end] == written
    assert mention.value == pytest.approx(value)
    assert mention.per_mille is per_mille


def it_takes_percentage_points_for_no_rate() -> None:
    assert find_percentages("提高1.55个百分点，出生1.9万人") == []


@given(st.integers(1, 9999))
def it_reads_a_counted_number(number: int) -> None:
    assert chinese_number(counted(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def it_reads_a_number_past_ten_thousand(myriads: int, rest: int) -> None:
    gap = "零" if rest < 1000 else ""
    assert chinese_number(f"{counted(myriads)}万{gap}{counted(rest)}") == myriads * 10000 + rest


@given(st.integers(0, 10**12))
def it_reads_a_spelt_number(number: int) -> None:
    assert chinese_number(spelt(number)) == number
    assert chinese_number(wide(f"{number:,}")) == number


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("二○○七", 2007),
        ("二OO七", 2007),
        ("一百零三", 103),
        ("一百五", 150),
        ("三万五", 35000),
        ("三万零五", 30005),
        ("两亿", 200_000_000),
        ("一万亿", 10**12),
        ("廿", 20),
        ("卅一", 31),
        ("壹佰贰拾", 120),
        ("点五", 0.5),
        ("3.14", 3.14),
        ("1.9万", 19000),
        ("3万5千", 35000),
    ],
)
def it_reads_a_number(written: str, value: float) -> None:
    assert chinese_number(written) == value


@pytest.mark.parametrize(
    "text", ["", "百", "十十", "两三", "几", "二百万千", "1.2.3", "abc", "²", "٣", "一" * 100]
)
def it_reads_no_number_where_there_is_none(text: str) -> None:
    assert chinese_number(text) is None
