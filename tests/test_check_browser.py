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
from danghe.reports import Kind, render_page, written
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


def printed(page: Path, folder: Path) -> pypdfium2.PdfDocument:
    """The page as Chromium prints it."""
    target = folder / f"{page.stem}.pdf"
    chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri())
    return pypdfium2.PdfDocument(target)


def texts_of(document: pypdfium2.PdfDocument) -> list[str]:
    return ["".join(one.get_textpage().get_text_range().split()) for one in document]


@pytest.mark.parametrize("kind", list(Kind))
def it_prints_every_kind_on_a4_with_page_numbers_and_lines_to_sign(
    kind: Kind, tmp_path: Path
) -> None:
    check = check_unit(load(), "望湖街道", "street", 2023, filed())
    page = tmp_path / f"{kind.value}.html"
    page.write_bytes(written(report_rows(check), page, kind))
    document = printed(page, tmp_path)
    sizes = [tuple(round(side) for side in one.get_size()) for one in document]
    assert set(sizes) <= {(595, 842), (842, 595)}
    assert ((842, 595) in sizes) is (kind is not Kind.NOTICE)
    texts = texts_of(document)
    for number, text in enumerate(texts, start=1):
        assert (f"—{number}—" if kind is Kind.NOTICE else f"第{number}页，共{len(texts)}页") in text
    signed = [text for text in texts if "检查人（签字）：" in text]
    assert len(signed) == 1
    assert "被检查单位负责人（签字）：" in signed[0]
    # The head of the list of problems stands on every page that the list runs over.
    listed = [text for text in texts if "整改要求" in text and "书面说明原因" in text]
    assert len(listed) > 1
    assert all("依据（条款）" in text for text in listed[:2])


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
