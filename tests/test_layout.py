"""Packaging: what is declared equals what lies there; imports point downward."""

from __future__ import annotations

import ast
import configparser
from pathlib import Path

import pytest

from danghe.cli import COMMANDS
from danghe.messages import CATALOGUE

ROOT = Path(__file__).parent.parent
ROOT_MODULES = {
    "__init__",
    "__main__",
    "archive",
    "checking",
    "cli",
    "deciding",
    "errors",
    "found",
    "holdings",
    "importing",
    "learning",
    "messages",
    "model",
    "searching",
    "settling",
    "stated",
    "survey",
    "surveying",
}
FLOORS = {
    "errors": 0,
    "found": 0,
    "messages": 0,
    "model": 0,
    "stated": 0,
    "text": 0,
    "catalogue": 1,
    "delivery": 1,
    "extract": 1,
    "facts": 1,
    "schemas": 1,
    "check": 2,
    "classify": 2,
    "index": 2,
    "archive": 3,
    "checking": 3,
    "deciding": 3,
    "holdings": 3,
    "importing": 3,
    "learning": 3,
    "reports": 3,
    "searching": 3,
    "settling": 3,
    "stages": 3,
    "survey": 3,
    "surveying": 3,
    "cli": 4,
    "commands": 4,
    "web": 4,
}
STRANGERS = ({"extract", "catalogue", "schemas", "delivery"},)


def packages() -> set[str]:
    first = [path.parent for path in ROOT.glob("*/__init__.py")]
    second = [path.parent for room in first for path in room.glob("*/__init__.py")]
    return {".".join(path.relative_to(ROOT).parts) for path in (*first, *second)}


def modules() -> list[Path]:
    rooms = [ROOT.joinpath(*name.split(".")) for name in packages()]
    return [*ROOT.glob("*.py"), *(path for room in rooms for path in room.glob("*.py"))]


def it_declares_every_folder_with_an_init_file() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    declared = set(config["options"]["packages"].split())
    assert declared == {"danghe"} | {f"danghe.{name}" for name in packages()}


def it_ships_every_file_that_its_rooms_read() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    shipped = {
        path
        for name, patterns in config["options.package_data"].items()
        for pattern in patterns.split(",")
        for path in ROOT.joinpath(*name.split(".")[1:]).glob(pattern.strip())
    }
    beside = {
        path
        for room in packages()
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }
    assert beside - shipped == set()


def it_has_no_stray_module_at_the_root() -> None:
    assert {path.stem for path in ROOT.glob("*.py")} == ROOT_MODULES


def imported_rooms(path: Path) -> set[str]:
    """Rooms that a module of the package imports at its top, by relative imports."""
    here = path.relative_to(ROOT).parts[:-1]
    rooms = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level > len(here):
            names = [node.module] if node.module else [alias.name for alias in node.names]
            rooms |= {name.split(".")[0] for name in names if name}
    return rooms


@pytest.mark.parametrize("room", sorted(FLOORS))
def it_imports_only_downward(room: str) -> None:
    files = (
        [ROOT / f"{room}.py"] if (ROOT / f"{room}.py").exists() else [*(ROOT / room).rglob("*.py")]
    )
    for path in files:
        for other in imported_rooms(path) - {room, "__version__"}:
            assert FLOORS[other] <= FLOORS[room], f"{path.name} imports {other}"
            for strangers in STRANGERS:
                assert not {room, other} <= strangers, f"{path.name} imports {other}"


def it_keeps_modules_short_enough_to_be_one_thing() -> None:
    long = {path.name for path in modules() if len(path.read_text("utf-8").splitlines()) > 400}
    assert long <= {"messages.py"}


def it_says_everything_in_both_languages_with_the_same_placeholders() -> None:
    from string import Formatter

    for key, sentences in CATALOGUE.items():
        assert len(sentences) == 2, key
        fields = [{name for _, name, _, _ in Formatter().parse(s) if name} for s in sentences]
        assert fields[0] == fields[1], key


def it_names_only_messages_that_exist() -> None:
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                first = node.args[0] if node.args else None
                if node.func.id in ("translate", "Note") and isinstance(first, ast.Constant):
                    assert first.value in CATALOGUE, f"{path.name}: {first.value!r}"


def it_documents_every_command() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text("utf-8")
        for name in COMMANDS:
            assert f"danghe {name}" in text, f"{readme} lacks danghe {name}"
