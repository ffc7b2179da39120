"""The cells between ruling lines are pdfplumber's, found by a shorter way."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber import table as plumber
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from danghe.extract import read
from danghe.extract.pdf_tables import Ruling, cells_between, connected, grids
from danghe.model import BlockKind

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))
steps = st.integers(0, 6)


def edge(level: bool, at: int, start: int, length: int) -> dict[str, Any]:
    x0, top = (start, at) if level else (at, start)
    x1, bottom = (start + length, at) if level else (at, start + length)
    place = {"x0": x0 * 20.0, "x1": x1 * 20.0, "top": top * 20.0, "bottom": bottom * 20.0}
    place["width"], place["height"] = place["x1"] - place["x0"], place["bottom"] - place["top"]
    return {"object_type": "line", "orientation": "h" if level else "v", **place}


edges = st.lists(st.builds(edge, st.booleans(), steps, steps, st.integers(1, 6)), max_size=24)


@given(edges=edges)
def it_finds_the_cells_that_pdfplumber_finds(edges: list[dict[str, Any]]) -> None:
    if not edges:
        return
    merged = plumber.merge_edges(edges, 3, 3, 3, 3)
    crossings = plumber.edges_to_intersections(merged, 3, 3)
    cells = plumber.intersections_to_cells(crossings)
    assert cells_between(crossings) == cells
    groups = [sorted(group) for group in connected(cells) if len(group) > 1]
    assert groups == [sorted(group) for group in plumber.cells_to_tables(cells)]


def it_finds_the_cells_of_a_large_grid() -> None:
    xs, ys = range(0, 61 * 10, 10), range(0, 301 * 10, 10)
    level = [Ruling(0, y, 600, y) for y in ys]
    upright = [Ruling(x, 0, x, 3000) for x in xs]
    (grid,) = grids([*level, *upright])
    assert grid.box == (0, 0, 600, 3000)
    assert all(
        grid.cell_at(x + 5, y + 5) == (x, y, x + 10, y + 10) for x, y in product(xs[:-1], ys[:-1])
    )


def it_takes_a_thicket_of_lines_for_no_table() -> None:
    level = [Ruling(0, y, 3000, y) for y in range(0, 9000, 5)]
    upright = [Ruling(x, 0, x, 9000) for x in range(0, 3000, 5)]
    assert grids([*level, *upright]) == []


def it_puts_every_word_into_its_cell_however_close_the_rulings(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont(SONG, 10)
    xs, ys = [60, 100, 142, 300, 330], [700, 720, 740, 760]
    canvas.grid(xs, ys)
    # No blank between the cells: what is drawn in one stroke crosses the rulings.
    canvas.drawString(61, 745, "序号甲乙姓名丙丁单位")
    canvas.drawString(61, 725, "一")
    canvas.drawString(102, 725, "王小明")
    canvas.drawString(144, 725, "清泉社区 居民 委员会 Room 12")
    canvas.drawString(302, 725, "已领")
    canvas.save()
    (table,) = [b for b in read(tmp_path / "a.pdf").blocks if b.kind is BlockKind.TABLE]
    assert table.rows[0] == ("序号甲乙", "姓名丙丁", "单位", "")
    assert table.rows[1] == ("一", "王小明", "清泉社区 居民 委员会 Room 12", "已领")
