"""What pages bring along runs in browsers of about Chromium 80, as office machines have them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "web" / "static"

# Feature → first Chromium that has it. What merely looks plainer without is not in the list:
# :focus-visible (86, before it the browser's own ring), accent-color (93), text-underline-offset
# (87), and gaps in rows (84), for which danghe.js and .no-gap stand in.
STYLES = {
    r"(?<![\w-])inset\s*:": 87,
    r":has\(": 105,
    r":is\(": 88,
    r":where\(": 88,
    r"@container": 105,
    r"@layer": 99,
    r"color-mix\(": 111,
    r"\boklch\(": 111,
    r"aspect-ratio\s*:": 88,
    r"content-visibility": 85,
    r"(?<![\w-])(?:translate|rotate|scale)\s*:": 104,
    r"[0-9](?:dvh|svh|lvh|cqw)": 108,
    r"[{};]\s*&": 112,
    r"@property": 85,
    r"thead\s*{[^}]*sticky": 91,
    r"overflow\s*:\s*clip": 90,
    r"text-wrap\s*:": 114,
    r"\(width\s*[<>]": 104,
}
SCRIPTS = {
    r"\?\?=|\|\|=|&&=": 85,
    r"\.replaceAll\(": 85,
    r"\.replaceChildren\(": 86,
    r"\.at\(": 92,
    r"structuredClone": 98,
    r"\.toSorted\(|\.findLast\(|\.with\(": 110,
    r"Object\.groupBy|Object\.hasOwn": 93,
    r"Promise\.any|WeakRef": 85,
    r"(?m)^\s*(?:#|static)\w+": 84,
    r"\.showModal\(|popover": 114,
    r"crypto\.randomUUID": 92,
    r"^import |^export ": 80,
    r"AbortSignal\.timeout": 103,
}


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def it_uses_no_style_newer_than_old_browsers(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    assert [one for one in STYLES if re.search(one, text)] == []


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def it_uses_no_call_newer_than_old_browsers(path: Path) -> None:
    text = re.sub(r"(?m)^\s*//.*$", "", path.read_text("utf-8"))
    assert [one for one in SCRIPTS if re.search(one, text)] == []


def it_knows_what_it_looks_for() -> None:
    assert any(re.search(one, "a { inset: 0 }") for one in STYLES)
    assert any(re.search(one, ".a { .b & { } & .c { } }") for one in STYLES)
    assert any(re.search(one, "names.at(-1)") for one in SCRIPTS)
