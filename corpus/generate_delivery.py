"""Writes a vendor's delivery: a catalogue and scanned pages, with deviations that are known.

Run as ``python corpus/generate_delivery.py`` from anywhere; ``--into DIR`` writes elsewhere.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from corpus.books import timeless  # noqa: E402
from corpus.scanned import Page, body, centre, flush, right, scan, title  # noqa: E402

TOP = "移交"
HEADER = ("序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注")
OFFICE = "望湖街道办事处"


@dataclass(frozen=True)
class Scanned:
    """One paper of the delivery.

    ``pages`` by their image numbers; ``stated`` is what the catalogue says, None where it has no
    row; ``problems`` are the deviations that a check should find.
    """

    item: int
    title: str
    date: object
    iso: str | None
    doc_no: str
    stated: int | None
    pages: dict[int, Page]
    problems: tuple[str, ...] = ()
    named_files: bool = False

    @property
    def archival_no(self) -> str:
        return f"J001-WS·2023-Y-BGS-{self.item:04}"

    def path(self, number: int) -> str:
        name = self.archival_no.replace("·", "-")
        return f"图像/{name}/{name + '-' if self.named_files else ''}{number:04}.jpg"


NOTICE = {
    1: Page(
        (
            title(OFFICE),
            centre("望街办〔2023〕12号"),
            title("关于开展流动人口服务管理集中核查的通知"),
            flush("各社区居民委员会："),
            *body(
                "为摸清辖区流动人口底数，做好服务管理工作，经研究，决定于五月下旬在全街道开展"
                "一次集中核查。现将有关事项通知如下。",
                "一、核查范围。凡在辖区内居住一个月以上、户籍不在本街道的成年育龄人员，均在核查"
                "之列。已办理居住登记的，核对登记内容；尚未登记的，当场补登。",
                "二、核查时间。五月二十日至三十一日。各社区应当于六月五日前将核查汇总表和变动"
                "名单一并报送街道卫生健康办公室。",
            ),
        ),
        number="- 1 -",
    ),
    2: Page(
        (
            *body(
                "三、工作要求。入户核查应当两人以上同行，出示证件，文明用语。核查所得的个人信息"
                "只用于服务管理，不得外传，纸质登记表由社区专人保管。",
                "四、其他事项。核查中发现需要办理免费药具领取、优生检查的，当场告知办理的地点和"
                "时间，并在备注栏内写明。",
                "附件：流动人口核查汇总表",
            ),
            right(OFFICE),
            right("2023年5月6日"),
        ),
        number="- 2 -",
        tilt=0.4,
    ),
}
MINUTES = {
    1: Page(
        (
            title("街道卫生健康工作例会记录"),
            flush("时间：2023年6月8日上午九时"),
            flush("地点：街道二楼会议室"),
            flush("主持：街道分管负责人"),
            *body(
                "一、各社区汇报五月份工作。桂花社区汇报：本月入户核查一百二十六户，新登记流动人口"
                "三十一人，发放药具四十五份。湖滨社区汇报：完成优生检查十二对，组织讲座一次。",
                "二、通报上季度检查情况。登记册填写总体规范，少数社区存在漏填日期的情况。",
            ),
        ),
    ),
    3: Page(
        (
            *body(
                "五、下一步安排。各社区于六月二十日前补齐漏填的登记册；街道于七月上旬组织一次"
                "抽查，结果在下次例会上通报。",
                "会议于十一时结束。",
            ),
            right("记录人：（签名）"),
            right("2023年6月8日"),
        ),
        tilt=-0.5,
    ),
}
REQUEST = {
    1: Page(
        (
            title("关于购置宣传展架的请示"),
            flush("区卫生健康局："),
            *body(
                "我街道现有宣传展架多为五年前购置，版面陈旧，部分支架损坏，已不能满足日常宣传"
                "需要。为做好下半年优生优育宣传工作，拟购置折叠展架十二个，并更换版面二十四幅。",
                "经询价，所需经费约九千六百元，拟从本年度宣传经费中列支，不足部分由街道自筹。",
            ),
        ),
        number="- 1 -",
    ),
    2: Page(
        (
            *body("妥否，请批示。"),
            right(OFFICE),
            right("2023年7月12日"),
            *body("（联系人：街道卫生健康办公室）"),
        ),
        number="- 2 -",
    ),
}
REGISTER = {
    1: Page(
        (title("桂花社区药具发放登记表"), flush("2023年第二季度")),
        (
            ("序号", "日期", "品名", "数量", "领取地点", "经办"),
            ("1", "2023.4.6", "避孕套", "10盒", "社区服务站", "社区"),
            ("2", "2023.4.20", "避孕套", "12盒", "自助发放机", "社区"),
            ("3", "2023.5.11", "口服药", "3盒", "社区服务站", "社区"),
            ("4", "2023.5.25", "避孕套", "8盒", "社区服务站", "社区"),
            ("5", "2023.6.8", "外用凝胶", "2盒", "社区服务站", "社区"),
            ("6", "2023.6.21", "避孕套", "10盒", "自助发放机", "社区"),
        ),
        tilt=0.3,
    ),
}
LECTURE = {
    1: Page(
        (
            flush("优生优育知识讲座签到"),
            flush("2023年9月15日  桂花社区活动室"),
        ),
        (
            ("序号", "居住小区", "人数", "签到时间"),
            ("1", "桂花新村", "12", "14:20"),
            ("2", "湖滨苑", "9", "14:25"),
            ("3", "柳荫里", "6", "14:26"),
            ("4", "荷塘巷", "5", "14:31"),
        ),
    ),
    2: Page(
        (
            *body(
                "讲座由区妇幼保健机构医师主讲，内容为孕前检查、叶酸服用和新生儿护理，共三十二人"
                "参加，发放宣传册四十份，现场解答问题九个。",
            ),
            right("桂花社区居民委员会"),
            right("2023年9月15日"),
        ),
    ),
}
UNLISTED = {
    1: Page(
        (
            title("望湖街道2023年药具管理工作小结"),
            *body(
                "2023年，街道药具管理工作按照年初计划推进，全年设发放点十一个，其中自助发放机四台，"
                "共发放药具二千一百余份，发放登记做到当日登记、按月汇总。",
                "一、加强点位管理。对十一个发放点逐一核对库存，清理临近有效期的药具。",
            ),
        ),
    ),
    2: Page(
        (
            *body(
                "二、存在的不足。个别发放点补货不够及时，登记册偶有漏填。明年将按月巡查，逐项整改。"
            ),
            right(OFFICE),
            right("2023年12月20日"),
        ),
    ),
}

PAPERS = (
    Scanned(
        1,
        "关于开展流动人口服务管理集中核查的通知",
        20230506,
        "2023-05-06",
        "望街办〔2023〕12号",
        2,
        NOTICE,
    ),
    Scanned(
        2,
        "街道卫生健康工作例会记录",
        "2023.6.8",
        "2023-06-08",
        "",
        3,
        MINUTES,
        ("pages_differ", "pages_missing"),
    ),
    Scanned(
        3,
        "关于购置宣传展架的请示",
        datetime(2023, 7, 12),
        "2023-07-12",
        "",
        4,
        REQUEST,
        ("pages_differ",),
    ),
    Scanned(
        4,
        "2023年上半年流动人口服务工作总结",
        20230718,
        "2023-07-18",
        "",
        5,
        {},
        ("row_without_images",),
    ),
    Scanned(5, "桂花社区药具发放登记表", 20230630, "2023-06-30", "", 1, REGISTER),
    Scanned(
        6, "[优生优育知识讲座签到册]", 20230915, "2023-09-15", "", 2, LECTURE, named_files=True
    ),
    Scanned(
        9,
        "望湖街道2023年药具管理工作小结",
        None,
        None,
        "",
        None,
        UNLISTED,
        ("images_without_row",),
    ),
)


def catalogue() -> bytes:
    """The catalogue as XLSX, the same bytes every time."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "归档文件目录"
    sheet.append(["归档文件目录"])
    sheet.merge_cells("A1:I1")
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append(["全宗名称：望湖街道", None, None, None, "年度：2023   保管期限：永久"])
    sheet.append(list(HEADER))
    listed = [paper for paper in PAPERS if paper.stated is not None]
    for number, paper in enumerate(listed, start=1):
        row = [number, paper.archival_no, paper.doc_no, OFFICE, paper.title]
        sheet.append([*row, paper.date, None, paper.stated, None])
    total = sum(paper.stated or 0 for paper in listed)
    sheet.append([None, "合计", None, None, None, None, None, total, None])
    for column, width in zip("ABCDEFGHI", (6, 28, 22, 16, 44, 12, 6, 6, 10), strict=True):
        sheet.column_dimensions[column].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return timeless(buffer.getvalue())


def truth() -> dict[str, object]:
    """What a reader of the delivery should find."""
    papers = [
        {
            "archival_no": paper.archival_no if paper.stated is not None else None,
            "line": 4 + number if paper.stated is not None else None,
            "title": paper.title,
            "date": paper.iso,
            "doc_no": paper.doc_no or None,
            "stated_pages": paper.stated,
            "pages": [
                {"path": paper.path(page), "text": scanned.text, "tilt": scanned.tilt}
                for page, scanned in paper.pages.items()
            ],
            "problems": list(paper.problems),
        }
        for number, paper in enumerate(PAPERS)
    ]
    return {"catalogue": "目录.xlsx", "dpi": 200, "papers": papers}


def main() -> None:
    """The command: writes the delivery and the truth about it."""
    parser = argparse.ArgumentParser(description="Writes the sample delivery.")
    parser.add_argument("--into", type=Path, default=HERE / "delivery", help="where to write")
    into: Path = parser.parse_args().into
    shutil.rmtree(into / TOP, ignore_errors=True)
    (into / TOP).mkdir(parents=True)
    (into / TOP / "目录.xlsx").write_bytes(catalogue())
    for paper in PAPERS:
        for number, page in paper.pages.items():
            target = into / TOP / paper.path(number)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(scan(page))
    text = json.dumps(truth(), ensure_ascii=False, indent=1)
    (into / "truth.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
