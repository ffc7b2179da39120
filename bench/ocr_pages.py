"""Pages to be recognised, drawn from known text: papers, registers, seals, and what befalls them.

Offices and people are invented. Fonts are those of Debian's fonts-noto-cjk,
fonts-arphic-uming, fonts-arphic-ukai and fonts-wqy-zenhei; those present are used.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_SHARE = Path("/usr/share/fonts")
_FONTS = {
    "noto-serif": (_SHARE / "opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "noto-sans": (_SHARE / "opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "uming": (_SHARE / "truetype/arphic/uming.ttc", 0),
    "ukai": (_SHARE / "truetype/arphic/ukai.ttc", 0),
    "wqy-zenhei": (_SHARE / "truetype/wqy/wqy-zenhei.ttc", 0),
}
FONTS = {name: found for name, found in _FONTS.items() if found[0].exists()}
_CLOSING = "，。、；：？！）》”"
_INK, _RED = (25, 25, 25), (205, 25, 30)
_A4 = (8.27, 11.69)


@dataclass(frozen=True)
class Text:
    """One official paper: head, number, title, body, office and date of issue."""

    head: str
    number: str
    title: str
    body: tuple[str, ...]
    office: str
    date: str


TEXTS = (
    Text(
        "云澜县青石镇人民政府文件",
        "青政发〔2023〕17号",
        "关于做好2023年度计划生育奖励扶助对象资格确认工作的通知",
        (
            "各村（居）民委员会，镇直有关单位：",
            "为切实做好2023年度农村部分计划生育家庭奖励扶助对象资格确认工作，根据县卫生健康局"
            "《关于开展年度资格确认的通知》（云卫函〔2023〕8号）要求，结合我镇实际，现将有关事项通知如下。",
            "一、确认范围",
            "1963年12月31日以前出生、年满60周岁，本人及配偶均为农业户口，且只生育一个子女或两个女孩的夫妻。",
            "二、工作步骤",
            "（一）个人申请。2月10日前，由本人填写申请表一式三份，附身份证、户口簿、结婚证复印件。",
            "（二）村级评议。2月25日前，村民代表会议逐户评议，张榜公示不少于7天，公示无异议后报镇。",
            "（三）镇级初审。3月15日前，镇卫生健康办公室逐人核对，合格率应达到98.5%以上。",
            "三、有关要求",
            "各村要确定专人负责，档案做到一人一档、一村一盒，严禁优亲厚友、弄虚作假。联系电话：0796-8325516。",
        ),
        "青石镇人民政府",
        "2023年1月18日",
    ),
    Text(
        "望溪区柳桥街道办事处",
        "柳办字〔2024〕32号",
        "关于2024年上半年流动人口服务管理工作情况的报告",
        (
            "区卫生健康委员会：",
            "今年以来，街道紧紧围绕“均等服务、动态管理”的目标，扎实推进流动人口服务管理，现将情况报告如下。",
            "截至6月30日，辖区登记流动人口4,826人，其中育龄妇女1,973人，已婚1,241人，办理居住登记率96.3%，"
            "比上年同期提高2.7个百分点。",
            "一是健全网络。10个社区配齐专职干部23名、楼栋信息员147名，每季度入户核查不少于一次。",
            "二是优化服务。发放宣传折页6,500份，开展免费健康检查3场次，服务852人次，免费发放药具1,360盒。",
            "三是规范档案。按照“一户一卡、一企一册”的标准，补录、更正信息312条，建成示范档案室2个。",
            "存在的主要问题：部分出租屋业主申报不及时，跨省信息协查反馈率仅为81.4%，个别社区台账更新滞后。",
            "下半年，我们将重点抓好三项工作：加强部门联动，每月15日前交换信息；强化督导检查，实行月通报、季考核；"
            "完善激励机制，对工作突出的社区给予5,000元奖励。",
        ),
        "柳桥街道办事处",
        "2024年7月5日",
    ),
    Text(
        "锦屏县梧桐乡卫生健康工作领导小组",
        "梧卫领〔2022〕4号",
        "第二季度母婴健康服务协调会议纪要",
        (
            "时间：2022年4月21日上午9时30分　地点：乡政府三楼会议室",
            "主持人：欧阳慧敏　记录人：覃德旺",
            "出席：龚雪琴、韦志远、鄢丽萍、濮阳建国、仝晓燕，各村妇女主任共17人。",
            "会议听取了乡卫生院关于孕产妇系统管理、叶酸发放、新生儿疾病筛查情况的汇报，研究了第二季度的工作安排。",
            "会议指出，一季度全乡建册孕妇86人，早孕建册率91.86%，住院分娩率100%，但高龄孕妇追踪随访仍不够及时，"
            "翠屏、瓦窑两村的报表数据与卫生院台账不符。",
            "会议决定：",
            "1.由龚雪琴牵头，5月10日前完成全乡妊娠风险筛查复核，橙色以上风险个案逐例上报县妇幼保健院。",
            "2.各村每月25日前上报出生、引产、死亡情况，逾期不报的，扣减当月绩效补贴50元。",
            "3.从公共卫生经费中列支12,800元，用于购置档案柜、健康教育读本和宣传展板。",
            "会议强调，要严格保护服务对象的个人隐私，任何人不得擅自复制、外传登记资料。",
        ),
        "梧桐乡卫生健康工作领导小组办公室",
        "2022年4月22日",
    ),
)
_PEOPLE = "赵秀兰 钱国栋 孙巧云 李蔚然 周婷婷 吴德胜 郑佩瑶 王瑞雪 冯海燕 陈嘉禾 褚玉梅".split()
_VILLAGES = "石桥村 白杨村 上河村 龙潭社区 梅岭社区".split()


def paper(text: Text, dpi: int, font: str, *, seal: bool = False) -> tuple[Image.Image, str]:
    """An official paper in A4, and what stands on it (of a seal, nothing).

    Args:
        text: What it says.
        dpi: Dots per inch.
        font: Key of ``FONTS``.
        seal: With a red round seal over office and date.
    """
    page = _Page(dpi, font)
    page.line(text.head, 26, "centre", _RED)
    page.line(text.number, 14, "centre")
    page.rule(_RED)
    page.line(text.title, 20, "centre")
    for paragraph in text.body:
        page.line(paragraph if paragraph.endswith("：") else "　　" + paragraph, 14)
    page.y += round(0.2 * dpi)
    page.line(text.office, 14, "right")
    page.line(text.date, 14, "right")
    image = page.image
    if seal:
        centre = round(page.width - page.margin - 0.75 * dpi), round(page.y - 0.45 * dpi)
        image = _sealed(image, text.office, centre, dpi, font)
    return image, "".join(page.printed)


def register(dpi: int, font: str, number: int = 0) -> tuple[Image.Image, str]:
    """A ruled register of people, and what stands in it, row by row."""
    page = _Page(dpi, font)
    page.line(f"青石镇{2019 + number}年药具发放登记表", 20, "centre")
    columns = ("序号", "姓名", "所在村（社区）", "发放日期", "数量", "备注")
    widths = (0.6, 1.0, 1.6, 1.4, 0.7, 1.1)
    rows: list[tuple[str, ...]] = [columns]
    for n in range(1, 23):
        person = _PEOPLE[(n * 5 + number) % len(_PEOPLE)]
        village = _VILLAGES[(n + number) % len(_VILLAGES)]
        date = f"{2019 + number}-{(n - 1) % 12 + 1:02}-{(n * 7) % 28 + 1:02}"
        rows.append((str(n), person, village, date, str(n * 3 % 17 + 2), "已领" if n % 3 else ""))
    page.table(rows, widths)
    return page.image, "".join(page.printed)


class _Page:
    def __init__(self, dpi: int, font: str) -> None:
        self.dpi, self.font = dpi, font
        self.width = round(_A4[0] * dpi)
        self.margin = round(1.0 * dpi)
        self.image = Image.new("RGB", (self.width, round(_A4[1] * dpi)), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.y = round(0.9 * dpi)
        self.printed: list[str] = []

    def face(self, points: float) -> ImageFont.FreeTypeFont:
        return face(self.font, points * self.dpi / 72)

    def line(
        self,
        text: str,
        points: float,
        align: str = "left",
        ink: tuple[int, int, int] = _INK,
    ) -> None:
        self.printed.append(text)
        room = self.width - 2 * self.margin
        while self.face(points).getlength(text) > room and text.count("　") == 0 and points > 22:
            points -= 1
        font = self.face(points)
        x, anchor = {
            "left": (self.margin, "la"),
            "centre": (self.width / 2, "ma"),
            "right": (self.width - self.margin, "ra"),
        }[align]
        for piece in _wrapped(text, font, room):
            self.draw.text((x, self.y), piece, ink, font, anchor=anchor)
            self.y += round(points * 1.7 * self.dpi / 72)

    def rule(self, ink: tuple[int, int, int]) -> None:
        thick = max(2, self.dpi // 60)
        self.draw.line((self.margin, self.y, self.width - self.margin, self.y), ink, thick)
        self.y += round(0.2 * self.dpi)

    def table(self, rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """Widths in inches."""
        height, font, thick = round(0.36 * self.dpi), self.face(12), max(1, self.dpi // 100)
        edges = [self.margin + round(sum(widths[:n]) * self.dpi) for n in range(len(widths) + 1)]
        top = self.y
        for row in rows:
            self.draw.line((edges[0], self.y, edges[-1], self.y), _INK, thick)
            for text, left, right in zip(row, edges, edges[1:], strict=False):
                middle = (left + right) / 2, self.y + height / 2
                self.draw.text(middle, text, _INK, font, anchor="mm")
            self.printed.extend(row)
            self.y += height
        self.draw.line((edges[0], self.y, edges[-1], self.y), _INK, thick)
        for edge in edges:
            self.draw.line((edge, top, edge, self.y), _INK, thick)


def face(font: str, size: float) -> ImageFont.FreeTypeFont:
    path, index = FONTS[font]
    return ImageFont.truetype(str(path), round(size), index=index)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
    pieces, piece = [], ""
    for character in text:
        if piece and font.getlength(piece + character) > room and character not in _CLOSING:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def _sealed(
    image: Image.Image, office: str, centre: tuple[int, int], dpi: int, font: str
) -> Image.Image:
    """A seal of 42 mm over the page: ring, star and the office around it, as ink mixes."""
    radius = round(21 / 25.4 * dpi)
    ink = (235, 70, 70)
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    x, y = centre
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), None, ink, max(3, dpi // 40))
    points = []
    for n in range(10):
        reach = radius * (0.32 if n % 2 == 0 else 0.13)
        angle = math.pi * n / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, ink)
    size = round(radius * 0.24)
    for n, character in enumerate(office):
        angle = (n - (len(office) - 1) / 2) * 230 / len(office)
        glyph = Image.new("RGB", (size * 2, size * 2), "white")
        ImageDraw.Draw(glyph).text((size, size), character, ink, face(font, size), anchor="mm")
        glyph = glyph.rotate(-angle, Image.Resampling.BICUBIC, fillcolor="white")
        reach, turn = radius * 0.78, math.radians(angle - 90)
        at = round(x + reach * math.cos(turn) - size), round(y + reach * math.sin(turn) - size)
        under = layer.crop((*at, at[0] + glyph.width, at[1] + glyph.height))
        layer.paste(ImageChops.multiply(under, glyph), at)
    return ImageChops.multiply(image, layer)


# --- what befalls a page ---


def degraded(image: Image.Image, dpi: int, seed: int = 0) -> Image.Image:
    """Blurred, lit from one side, noisy, then JPEG of quality 30."""
    image = image.filter(ImageFilter.GaussianBlur(0.8 * dpi / 200))
    pixels = np.asarray(image, dtype=np.float32)
    height, width = pixels.shape[:2]
    light = np.linspace(1.0, 0.62, width)[None, :] * np.linspace(0.92, 1.0, height)[:, None]
    noise = np.random.default_rng(seed).normal(0, 14, (height, width))
    lit = pixels * light[:, :, None] + noise[:, :, None]
    spoilt = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    buffer = io.BytesIO()
    spoilt.save(buffer, "JPEG", quality=30)
    return Image.open(buffer).convert("RGB")


def skewed(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def turned(image: Image.Image, degrees: int) -> Image.Image:
    return image.rotate(degrees, expand=True)
