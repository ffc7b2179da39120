from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.text.mask import mask_personal

CHECK = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL_WIDTH = {ord("0") + n: 0xFF10 + n for n in range(10)} | {ord("X"): 0xFF38}


def id_number(first: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
    return first + CHECK[total % 11]


def bank_card(first: str) -> str:
    for last in "0123456789":
        digits = [int(digit) for digit in reversed(first + last)]
        pairs = (digit * (1 + place % 2) for place, digit in enumerate(digits))
        if sum(value - 9 if value > 9 else value for value in pairs) % 10 == 0:
            return first + last
    raise AssertionError(first)


PERSON = id_number("11010119800307123")
births = st.dates(min_value=date(1900, 1, 1)).filter(lambda day: day.year < 2020)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证号{PERSON},住址", f"身份证号110101**********{PERSON[-2:]},住址"),
        ("身份证:110101800307123", "身份证:110101*******23"),
        ("电话13812345678转", "电话138****5678转"),
        ("电话 138 1234 5678", "电话 138 **** 5678"),
        ("1 13812345678 13912345678", "1 138****5678 139****5678"),
        ("+8613812345678", "+86138****5678"),
        ("1\t13812345678\t2023-05-06", "1\t138****5678\t2023-05-06"),
        (
            "13812345678".translate(FULL_WIDTH),
            "138".translate(FULL_WIDTH) + "****5678".translate(FULL_WIDTH),
        ),
    ],
)
def it_hides_the_middle_of_a_personal_number(text: str, masked: str) -> None:
    assert mask_personal(text) == masked


def it_hides_an_id_number_whose_check_digit_is_wrong_but_whose_birthday_is_plausible() -> None:
    wrong = PERSON[:-1] + ("1" if PERSON[-1] != "1" else "2")
    assert "*" in mask_personal(wrong)


def it_hides_bank_cards_in_groups_of_four() -> None:
    card = bank_card("622202010012345678")
    grouped = " ".join(card[n : n + 4] for n in range(0, 19, 4))
    assert mask_personal(card) == card[:4] + "*" * 11 + card[-4:]
    shown = mask_personal(f"账号 {grouped},开户行")
    assert shown.replace(" ", "").count("*") == 11
    assert len(shown) == len(f"账号 {grouped},开户行")


@pytest.mark.parametrize(
    "text",
    [
        "柳政发〔2023〕5号",
        "2023年5月6日至2023年12月31日",
        "2023-05-06 2023-12-31",
        "20230506123456",
        "合同金额13812345678.50元",
        "投入13812345678元",
        "共1,381,234,567,890元",
        "电话 0772-1234567",
        "档号 J001-WS·2023-Y-BGS-0001",
        "随访率达20%,0.13812345678",
        "人口 123456 户数 654321",
    ],
)
def it_leaves_dates_amounts_and_document_numbers_alone(text: str) -> None:
    assert mask_personal(text) == text


@given(st.text(alphabet="0123456789Xx \t-年月日元,.abc０１９", max_size=60))
def it_keeps_the_length_and_changes_only_to_stars(text: str) -> None:
    masked = mask_personal(text)
    assert len(masked) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, masked, strict=True))
    assert mask_personal(masked) == masked


@given(births, st.integers(0, 999), st.sampled_from(["", "男,", "号码:", "\t"]), st.booleans())
def it_finds_every_well_formed_id_number(born: date, serial: int, before: str, wide: bool) -> None:
    number = id_number(f"450202{born:%Y%m%d}{serial:03}")
    text = before + (number.translate(FULL_WIDTH) if wide else number) + ",汉族"
    assert mask_personal(text).count("*") == 10
