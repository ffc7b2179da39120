"""docs/query-language.md says what the parser does."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import pytest

from danghe.commands.caret import pointed
from danghe.errors import QueryError
from danghe.index.fields import FIELDS, find_field
from danghe.index.query import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, parse
from danghe.index.scanner import NEAR_DISTANCE, NEAR_LIMIT

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "query-language.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Cells of the first table below a heading, without its head."""
    lines = PAGE[PAGE.index(f"## {heading}") :].splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("|---"))
    table = takewhile(lambda line: line.startswith("|"), lines[start + 1 :])
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]


def code(cell: str) -> str:
    """The query in a cell."""
    return cell.replace("\\|", "|").strip("`")


EXAMPLES = [code(row[1]) for row in rows("写法")] + [code(row[2]) for row in rows("字段")]
ERRORS = [code(row[0]) for row in rows("写错了")]


@pytest.mark.parametrize("query", EXAMPLES)
def it_shows_examples_that_the_parser_reads(query: str) -> None:
    assert parse(query)


@pytest.mark.parametrize("query", ERRORS)
def it_shows_errors_that_the_parser_tells(query: str) -> None:
    with pytest.raises(QueryError):
        parse(query)


def it_shows_every_field_by_all_its_names() -> None:
    shown = {row[1]: tuple(row[0].split("、")) for row in rows("字段")}
    assert shown == FIELDS
    for row in rows("字段"):
        assert find_field(code(row[2]).split(":")[0]) == row[1]


def it_names_the_limits_in_force() -> None:
    for limit in (MAX_LENGTH, MAX_TERMS, MAX_DEPTH):
        assert f" {limit} " in PAGE
    assert f"就是 {NEAR_DISTANCE}" in PAGE
    assert f"最远 {NEAR_LIMIT} 个字" in PAGE


def it_is_linked_from_both_readmes() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        assert "(docs/query-language.md)" in (ROOT / readme).read_text("utf-8")


def it_shows_an_error_as_the_command_line_does() -> None:
    session = re.search(r"\$ danghe search '(.*)'\n((?:.+\n)+?)```", PAGE)
    assert session
    with pytest.raises(QueryError) as caught:
        parse(session[1])
    error = caught.value
    assert session[2].splitlines() == [
        f"错误：{error}",
        *pointed(session[1], int(error.values["position"])),
        f"办法：{error.remedy}",
    ]
