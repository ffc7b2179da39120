"""Shared fixtures and the --slow switch."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine; explore with --hypothesis-profile=default.
settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

os.environ["DANGHE_LANG"] = "zh"


@pytest.fixture(autouse=True)
def _speak_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever language a test asks for with --lang, the next one begins in Chinese."""
    monkeypatch.setenv("DANGHE_LANG", "zh")


@pytest.fixture(scope="session")
def web_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of ``web_sites``, for tests that change nothing in it."""
    from web_sites import build

    return build(tmp_path_factory.mktemp("web"))


@pytest.fixture
def own_archive(web_archive: Path, tmp_path: Path) -> Path:
    """A copy of it, for tests that do."""
    return Path(shutil.copytree(web_archive, tmp_path / "archive"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the slow tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--slow"):
        return
    skip = pytest.mark.skip(reason="slow; run with --slow")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(skip)
