"""Encodings told by their bytes alone, and labels that lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danghe.extract.encoding import decode, decode_declared

SIMPLIFIED = "关于进一步加强流动人口登记工作的通知，请各社区认真执行。"
TRADITIONAL = "關於進一步加強流動人口登記工作的通知，請各社區認真執行。"


@pytest.mark.parametrize("length", [6, 10, 12, 28])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16-le", "utf-16-be", "utf-32-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def it_reads_every_part_of_a_sentence(text: str, encoding: str, length: int) -> None:
    for start in range(len(text) - length + 1):
        piece = text[start : start + length]
        assert decode(piece.encode(encoding)).text == piece


@pytest.mark.parametrize("length", [6, 10, 28])
@pytest.mark.parametrize("encoding", ["cp950", "big5hkscs"])
def it_reads_every_part_of_a_sentence_in_big5(encoding: str, length: int) -> None:
    for start in range(len(TRADITIONAL) - length + 1):
        piece = TRADITIONAL[start : start + length]
        assert decode(piece.encode(encoding)).text == piece


@pytest.mark.parametrize("text", ["|樓棟|手機", "8車間|應檢", "藥具/計劃.txt", "2023\n今天(12月"])
def it_reads_big5_between_latin_signs(text: str) -> None:
    assert decode(text.encode("big5")).text == text


def it_reads_characters_of_hong_kong() -> None:
    text = "㗎喺嘅嚟咗嗰度，居民登記工作的通知已經貼出。"
    data = text.encode("big5hkscs")
    with pytest.raises(UnicodeDecodeError):
        data.decode("cp950")
    found = decode(data)
    assert (found.text, found.encoding, found.lost) == (text, "big5hkscs", 0)


def it_reads_utf16_whose_bytes_are_all_ascii() -> None:
    data = "也有两年之久".encode("utf-16-le")
    assert data.isascii()
    assert decode(data).text == "也有两年之久"


# An odd number of bytes is no UTF-16; ~{ opens HZ, all of whose bytes are Latin too.
latin = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=41)


@given(latin.filter(lambda text: len(text) % 2 == 1 and "~{" not in text))
def it_keeps_latin_text_as_it_is(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "text", ["No such file", "password", "2023-05-06 10:11", "the village", "name,sex,age\n1,2,3\n"]
)
def it_takes_no_latin_words_for_utf16(text: str) -> None:
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("gb2312", "gb18030", "䶮镇计划"),
        ("GBK", "utf-8", SIMPLIFIED),
        ("utf-8", "gb18030", SIMPLIFIED),
        ("iso-8859-1", "gb18030", SIMPLIFIED),
        ("big5", "big5", "檔案"),
        ("utf-16", "utf-8", SIMPLIFIED),
        ("utf-8", "utf-16", SIMPLIFIED),
        ("hz-gb-2312", "hz", "通知"),
        ("cp1250", "utf-8", SIMPLIFIED),
        ("rot13", "utf-8", SIMPLIFIED),
        ("unicode_escape", "utf-8", SIMPLIFIED),
        (" 'GB2312' ", "gb18030", SIMPLIFIED),
        ("", "utf-8", SIMPLIFIED),
    ],
)
def it_hears_a_label_and_does_not_believe_it_blindly(label: str, encoding: str, text: str) -> None:
    found = decode_declared(text.encode(encoding), label)
    assert (found.text, found.lost) == (text, 0)


@pytest.mark.parametrize("label", ["koi8-r", "shift_jis", "euc-kr"])
def it_believes_a_label_of_another_script(label: str) -> None:
    text = {"koi8-r": "Привет, коллеги", "shift_jis": "こんにちは", "euc-kr": "안녕하세요"}[label]
    assert decode_declared(text.encode(label), label).text == text


@given(
    st.binary(max_size=60), st.sampled_from(["", "gb2312", "utf-8", "utf-16", "hz", "big5", "?"])
)
def it_reads_any_bytes_without_an_error(data: bytes, label: str) -> None:
    text = decode_declared(data, label).text
    text.encode("utf-8")
