"""The printable page of a check in real Chromium: it lays out, prints on A4 and loads nothing."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from danghe.check import check_unit
from danghe.check.report_rows import report_rows
from danghe.model import FiledRecord, Filing, Record
from danghe.reports import render_page
from danghe.schemas import load

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CORPUS = Path(__file__).parent.parent / "corpus"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: apt install chromium"),
]


def filed() -> list[FiledRecord]:
    found = []
    for number, line in enumerate((CORPUS / "truth.jsonl").read_text("utf-8").splitlines()):
        entry = json.loads(line)
        for want in entry["records"] if entry["outcome"] == "imported" else ():
            record = Record(f"{number}-1", "0", 1, 0, 1, want["title"] or "无题")
            filing = Filing(
                record.id, want["unit"], want["level"], want["year"], str(want["year"]),
                want["box_id"], tuple(want["items"]),
            )  # fmt: skip
            found.append(FiledRecord(record, filing, entry["path"]))
    return found


def chromium(folder: Path, *arguments: str) -> None:
    assert CHROMIUM
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    profile = f"--user-data-dir={folder / 'profile'}"
    called = [CHROMIUM, *quiet, profile, *arguments]
    subprocess.run(called, check=True, capture_output=True, timeout=120)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    check = check_unit(load(), "望湖街道", "street", 2023, filed())
    path = tmp_path / "check.html"
    path.write_text(render_page(report_rows(check)), "utf-8")
    return path


def it_prints_on_a4_with_every_section(page: Path, tmp_path: Path) -> None:
    printed = tmp_path / "check.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri())
    document = pypdfium2.PdfDocument(printed)
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    text = "".join(one.get_textpage().get_text_range() for one in document).replace("\n", "")
    for section in load().level("street").sections:
        assert section.name.strip("[]")[:6] in text
    assert "药具文件盒" in text
    assert 2 <= len(document) <= 15


def it_fits_a_small_window_without_scrolling_sideways(page: Path, tmp_path: Path) -> None:
    probe = "<script>document.title = document.documentElement.scrollWidth</script></body>"
    probed = page.with_name("probed.html")
    # The page forbids itself all scripts; the probe needs one.
    html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page.read_text("utf-8"))
    probed.write_text(html.replace("</body>", probe), "utf-8")
    assert CHROMIUM
    shown = subprocess.run(
        [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1280,900", "--dump-dom", probed.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    width = int(shown.stdout.decode().split("<title>")[1].split("</title>")[0])
    assert width <= 1280


def it_loads_nothing_and_runs_nothing(page: Path) -> None:
    html = page.read_text("utf-8").lower()
    assert "<script" not in html
    assert "http://" not in html
    assert "https://" not in html
    assert "@import" not in html
