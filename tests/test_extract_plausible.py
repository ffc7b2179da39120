"""Text layers that say something else than the page shows."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from broken_fonts import with_lying_map, with_unknown_encoding, without_map
from page_images import FONT, error_rate

from danghe.extract import Ocr, Options, read
from danghe.extract.plausible import is_garbled

SOUND = "各社区应当于每月二十日前将药具发放报表送交街道办事处，由专人登记造册并归入档案盒。"
TRADITIONAL = "各社區應當於每月二十日前將藥具發放報表送交街道辦事處，由專人登記造冊並歸入檔案盒。"
LATIN = [
    "The annual report of the station was filed in time.",
    "Every month the stations hand out supplies and keep a register.",
    "It names the person, the date and the number of items.",
]
NAMES = (
    "孔金凤柳荫俞玉洁湖滨廉静怡褚艳萍邹静怡费佳怡卫德明俞国庆谢金凤尹晓燕方彩云曹立新华雪梅"
    "倪凤琴秦耀辉薛慧敏柳彩云雷桂英喻金龙袁瑞芳"
)
HERBS = (
    "当归黄芪茯苓白术甘草川芎熟地黄人参桂枝柴胡半夏陈皮枳实厚朴麻黄杏仁石膏知母防风"
    "荆芥薄荷连翘金银花板蓝根丹参"
)
COMMON = [
    bytes([lead, trail]).decode("gb2312")
    for lead in range(0xB0, 0xD7)
    for trail in range(0xA1, 0xFF)
]
shuffled = dict(zip(COMMON, random.Random(3).sample(COMMON, len(COMMON)), strict=True))
SCRIPTS = (0x0E01, 0xAC00, 0x05D0, 0x0621, 0x0905, 0x10D0, 0x1200, 0x13A0)

LIES: dict[str, Callable[[str], str]] = {
    "shifted": lambda c: chr(ord(c) + 0x123),
    "shuffled": lambda c: shuffled.get(c, c),
    "private": lambda c: chr(0xE000 + ord(c) % 0x1000),
    "replaced": lambda c: "\ufffd",
    "nothing": lambda c: "\0",
    "blank": lambda c: " ",
    "GB as Latin": lambda c: c.encode("gb18030").decode("latin-1"),
    "UTF-8 as Latin": lambda c: c.encode().decode("cp1252", "replace"),
    "UTF-8 as GB": lambda c: (c.encode() + b"\xa1").decode("gb18030", "replace")[:2],
    "numbers as ASCII": lambda c: chr(33 + ord(c) % 90),
    "numbers as scripts": lambda c: chr(SCRIPTS[ord(c) % 8] + ord(c) % 16),
    "one letter": lambda c: "a",
}


@pytest.mark.parametrize("lie", LIES)
def it_recognises_pages_whose_fonts_lie(tmp_path: Path, lie: str) -> None:
    path = with_lying_map(tmp_path / "a.pdf", [SOUND] * 4, LIES[lie])
    assert read(path, at_most=0).waiting == (1,)


def it_believes_maps_that_tell_the_truth(tmp_path: Path) -> None:
    honest = with_lying_map(tmp_path / "a.pdf", [SOUND] * 4, lambda c: c)
    document = read(honest, at_most=0)
    assert (document.text.count(SOUND), document.waiting) == (4, ())


def it_recognises_what_fonts_without_a_map_draw(tmp_path: Path) -> None:
    assert read(without_map(tmp_path / "a.pdf", LATIN), at_most=0).waiting == (1,)


def it_reads_or_recognises_an_encoding_that_nobody_knows(tmp_path: Path) -> None:
    document = read(with_unknown_encoding(tmp_path / "a.pdf", [SOUND] * 4), at_most=0)
    assert document.waiting == (1,) or document.text.count(SOUND) == 4


@pytest.mark.slow
@pytest.mark.skipif(FONT is None, reason="fonts-noto-cjk is not installed")
def it_reads_from_the_image_what_the_font_hides(tmp_path: Path) -> None:
    lines = [SOUND, "联系人：王小明，电话 0571-83627415。", "2023年5月20日前报送。"]
    path = with_lying_map(tmp_path / "a.pdf", lines, LIES["shuffled"])
    document = read(path)
    assert error_rate(document.text, "".join(lines)) < 0.03
    assert document.losses == ()
    kept = read(path, Options(ocr=Ocr.NEVER))
    assert [note.key for note in kept.losses] == ["extract.loss.garbled_pages"]


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        TRADITIONAL,
        NAMES,
        HERBS,
        *LATIN,
        " ".join(LATIN),
        "Der Jahresbericht des Büros in Zürich über die Prüfungen erschien verspätet.",
        "Отчёт был составлен вовремя и передан в архив учреждения для хранения.",
        "月次報告書は期限までに提出され、各支部の担当者が確認した。",
        "매월 보고서는 기한 내에 제출되었고 담당자가 확인하였습니다.",
        "1,234.50/2,345.60/3,456.70…………12……13——98%≥90%；3.18‰",
        "WH23013 74.0 78.0 76.00 WH23014 72.5 77.0 WH23015 70.5 79.0 " * 8,
        "330106199001011234 330106199102023456 33010619920303123X " * 6,
        "□男 □女 √是 ×否 ①②③ ★●◆ _________________________________",
        "药具\uf0b7发放\uf0b7登记\uf0b7册\uf0b7由专人保管，每月核对一次，年底汇总上报街道。",
        "if (a[i] != b[j]) { return f(x, y); } for (n = 0; n < 10; n++) total += price[n] * n;",
    ],
)
def it_takes_no_sound_text_for_garbage(text: str) -> None:
    assert not is_garbled(text)


def it_knows_latin_text_shifted_by_a_number() -> None:
    """What a subset shows when its glyph numbers are taken for letters."""
    assert is_garbled("\r\n".join("".join(chr(ord(c) - 29) for c in line) for line in LATIN))


def it_knows_a_short_page_of_nothing_but_private_characters() -> None:
    assert is_garbled("\ue001\ue002\ue003\ue004")
    assert not is_garbled("目录\ue001")


def it_takes_hyphens_at_line_ends_for_hyphens() -> None:
    assert not is_garbled("\r\n".join(f"{word}\x02" for word in "inter com regis over".split() * 6))
    assert is_garbled("\ufffe" * 30)
