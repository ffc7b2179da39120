"""Invented norms as DOCX and PDF: python tests/norms_papers.py writes them to fixtures/norms.

Their truth stands beside them as YAML, written by hand from these lines.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HOME = Path(__file__).parent / "fixtures" / "norms"

# A line "|" opens a table whose rows follow, cells parted by "|".
SAFETY = """
柳河区安全生产基础台账规范
目　　录
第一章 街道安全监管................1
第二章 企业安全生产................3
第一章　街道安全监管
第一节 监督检查
【工作职责】
负责辖区生产经营单位的日常检查。
负责重大隐患的挂牌督办。
【管理要求】
1. 每月检查辖区企业不少于20家，检查记录当场填写。
2. 隐患整改率达100%，一般隐患15日内整改完毕；重大隐患整改率不低于百分之九十五。
3. 每年6月开展安全生产月活动，有方案、有总结。
【归档目录】共3个档案盒
|盒号|盒名|盒内材料|备注
|1|检查记录盒|现场检查记录、责令整改通知书、复查意见书|按月排列
|2|隐患治理盒|隐患排查台账；重大隐患挂牌督办通知；整改报告（含照片）|
|3|宣传活动盒|安全生产月活动方案、总结、照片，宣传册等|
第二节 应急管理
【工作职责】
组织编制本街道应急预案，组织演练。
【管理要求】
1. 应急预案每三年修订一次。
2. 应急演练每半年不少于1次，演练资料按方案、签到表、影像资料、评估报告顺序依次装订。
3. 接到事故报告后，1小时内上报区应急管理局。
【归档目录】
|盒号|盒名|盒内材料|备注
|1|应急预案盒|综合应急预案、专项预案、专家评审意见|
|2|应急演练盒|演练方案、签到表、影像资料、评估报告|
第二章　企业安全生产
第一节 教育培训
【工作职责】
落实全员安全教育培训。
【管理要求】
1. 新员工三级安全教育培训率100%，考试合格后持证上岗。
2. 每季度组织一次全员培训，培训要有计划、教案、签到表和试卷。
3. 特种作业人员证书每人一档。
【归档目录】共2个档案盒
|盒号|盒名|盒内材料|备注
|1|三级教育盒|三级安全教育卡、试卷、成绩汇总表|一人一卡
|2|持证人员盒|特种作业人员花名册、证书复印件|
第三节 设备管理
【管理要求】
1. 特种设备每年检验一次，检验报告于检验后5日内归档。
2. 每周对消防器材检查一次。
【归档目录】
|盒号|盒名|盒内材料|备注
|1|特种设备盒|特种设备台账、使用登记证、定期检验报告|
|2|消防器材盒|消防器材清单、每周检查记录|
"""

SCHOOL = """
实验学校档案管理规范
第一章 德育工作
1.主要职责
（1）制订学期德育工作计划。
（2）组织班主任培训和主题班会。
2.基本要求
（1）班主任例会每周一次，主题班会每两周召开一次；家长会每学期不少于2次。
（2）学生操行评定合格率要达到98％以上，不得有校园欺凌事件。
（3）困难学生要逐一建档，每年9月底前完成。
3.档案盒设置（三个档案盒）
盒一：德育计划总结（德育工作计划、德育工作总结、班主任工作手册）
盒二：学生管理资料
内容：学生操行评语表、违纪学生处理决定、班级量化考核汇总表、国旗下讲话稿
盒三：家校共育资料 内容：家长会通知、签到表、家长委员会名单、家访记录、致家长的一封信
第二章 教学管理
1.主要职责
（1）落实课程计划，检查教学常规。
（2）做好学籍管理。
2.基本要求
（1）每月检查教师教案、作业一次，检查结果于月底前公布。
（2）期末考试后3个工作日内完成成绩登记和质量分析。
（3）听课评课：教师每学期听课不少于15节，校长、教导主任不少于20节，听课记录要完整。
3.档案盒设置（两个档案盒）
档案盒1：教学计划文件 内容：校历、课程表、学校及各教研组教学计划档案盒2：教学质量资料
内容：期末试卷、成绩单、质量分析报告、教师听课笔记
第三章 后勤安全
1.主要职责
（1）食堂、校车、消防安全管理。
2.基本要求
（1）食堂食品留样每日登记，留样48小时以上。
（2）消防演练每学期一次，校园安全隐患每月排查一次，一周内整改到位。
（3）校车驾驶员持证率为100%。
3.档案盒设置（四个档案盒）
盒1名称：食堂管理
内容：食品采购台账、留样记录、从业人员健康证复印件、晨检记录表。
盒2名称：校车管理
内容：校车使用许可证、驾驶员档案、乘车学生名册、行车日志。盒3名称：消防安全
内容：消防器材检查表、演练方案、演练照片、演练总结。
盒4名称：门卫值班
内容：来访登记簿、值班记录、交接班记录。
"""


def docx(lines: str, path: Path) -> None:
    """A Word file with its tables."""
    document = Document()
    rows: list[list[str]] = []
    for line in [*lines.strip().split("\n"), ""]:
        if line.startswith("|"):
            rows.append(line[1:].split("|"))
            continue
        if rows:
            table = document.add_table(len(rows), max(map(len, rows)))
            for n, row in enumerate(rows):
                for m, cell in enumerate(row):
                    table.cell(n, m).text = cell
            rows = []
        if line:
            document.add_paragraph(line)
    document.save(str(path))


def pdf(lines: str, path: Path, columns: int = 34) -> None:
    """A PDF whose lines break at the border, within words too; page numbers at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    broken = [
        line[n : n + columns]
        for line in lines.strip().split("\n")
        for n in range(0, len(line), columns)
    ]
    for page, start in enumerate(range(0, len(broken), 32), 1):
        canvas.setFont("STSong-Light", 13)
        for n, line in enumerate(broken[start : start + 32]):
            canvas.drawString(70, 780 - 22 * n, line)
        canvas.drawCentredString(297, 40, f"— {page} —")
        canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    docx(SAFETY, HOME / "safety.docx")
    pdf(SCHOOL, HOME / "school.pdf")
