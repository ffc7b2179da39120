"""A matrix of units and boxes for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from ..messages import translate
from ..model import FindingStatus
from ..schemas.model import Box, Section
from .matrix import Matrix, Row, Table, Trend, ranking, trends
from .words import GLYPHS, printable, section_heading, status_word

_STYLES = {
    FindingStatus.COMPLETE: "green",
    FindingStatus.PARTIAL: "yellow",
    FindingStatus.MISSING: "red",
    FindingStatus.WAIVED: "cyan",
    FindingStatus.NOT_CHECKED: "dim",
}
_LEAST_NAME, _MOST_NAME = 8, 24
_SHARE = 5


def matrix_text(matrix: Matrix, width: int) -> Iterator[Text]:
    """A matrix line by line: a glyph a box, section by section, then trend and ranking.

    Args:
        matrix: What to show.
        width: Columns of the terminal.
    """
    for table in matrix.tables:
        yield from _table(table, max(width, 40))
    if matrix.tables:
        yield Text()
        yield _legend()
    if len(matrix.years) > 1:
        yield from _trends(matrix)
    if len({row.unit for row in matrix.rows}) > 1:
        yield from _ranking(matrix)
    for unit, why in matrix.unjudged:
        yield Text(printable(translate("check.matrix.unjudged", unit=unit, why=translate(why))))


def _table(table: Table, width: int) -> Iterator[Text]:
    version = translate("check.label.version", version=table.norms.version)
    yield Text(printable(f"{table.level.name} · {table.norms.title} {version}"), "bold")
    yield Text(table_tally(table))
    labels = [f"{printable(row.unit)} {row.year}" for row in table.rows]
    longest = max(map(cell_len, labels), default=0)
    name = min(max(longest, _LEAST_NAME), _MOST_NAME, width // 3)
    for sections in _bands(table, width - name - _SHARE - 2):
        yield Text()
        yield from _heads(sections, name)
        for label, row in zip(labels, table.rows, strict=True):
            yield _line(_fitted(label, name), row, sections)
    yield Text()
    for section, _ in table.sections:
        yield Text(
            printable(f"{_short(section)}  {section_heading(section.no, section.name)}"), "dim"
        )


def table_tally(table: Table) -> str:
    """One line of counts over all boxes of a table."""
    total = translate("check.matrix.total", rows=len(table.rows), count=sum(table.counts.values()))
    counts = {status.value: count for status, count in table.counts.items()}
    return translate("check.tally", total=total, **counts)


def _fitted(label: str, width: int) -> str:
    """A label of one width; of one that is too long the end, with the year, stays."""
    if cell_len(label) <= width:
        return set_cell_size(label, width)
    end = label[-5:]
    return set_cell_size(label, width - 6) + "…" + end


def _bands(table: Table, width: int) -> Iterator[list[tuple[Section, int]]]:
    """Sections side by side, as many as fit; at least one."""
    band: list[tuple[Section, int]] = []
    used = 0
    for section, start in table.sections:
        need = _width(section) + 1
        if band and used + need > width:
            yield band
            band, used = [], 0
        band.append((section, start))
        used += need
    if band:
        yield band


def _width(section: Section) -> int:
    return max(len(section.boxes), cell_len(_short(section)))


def _short(section: Section) -> str:
    return str(section.no) if section.no is not None else "·"


def _heads(sections: Sequence[tuple[Section, int]], name: int) -> Iterator[Text]:
    above = " ".join(_short(section).ljust(_width(section)) for section, _ in sections)
    below = " ".join(
        "".join(map(_digit, section.boxes)).ljust(_width(section)) for section, _ in sections
    )
    yield Text(f"{' ' * name} {above}".rstrip(), "bold")
    yield Text(f"{' ' * name} {below}".rstrip(), "dim")


def _digit(box: Box) -> str:
    return "?" if box.no is None else str(box.no % 10)


def _line(label: str, row: Row, sections: Sequence[tuple[Section, int]]) -> Text:
    line = Text(f"{label} ")
    for section, start in sections:
        for status in row.statuses[start : start + len(section.boxes)]:
            line.append(GLYPHS[status], _STYLES[status])
        line.append(" " * (_width(section) - len(section.boxes) + 1))
    line.append(f"{row.there}/{row.required}" if row.required else "—")
    return line


def _legend() -> Text:
    legend = Text()
    for status in FindingStatus:
        legend.append(GLYPHS[status], _STYLES[status])
        legend.append(f" {status_word(status)}  ")
    legend.append(translate("check.matrix.legend"))
    return legend


def _trends(matrix: Matrix) -> Iterator[Text]:
    found = trends(matrix)
    name = min(max(cell_len(printable(one.unit)) for one in found), _MOST_NAME)
    yield Text(f"\n{translate('check.matrix.trend')}", "bold")
    years = "".join(f"{year:>6}" for year in matrix.years)
    yield Text(f"{' ' * name}{years}  {translate('check.matrix.change')}", "dim")
    for one in found:
        cells = "".join(f"{_share(one, year):>6}" for year in matrix.years)
        yield Text(f"{set_cell_size(printable(one.unit), name)}{cells}  {change_of(one)}")


def _share(trend: Trend, year: int) -> str:
    return trend.shares[year].shown() or "—" if year in trend.shares else "·"


def change_of(trend: Trend) -> str:
    """How much a share rose or fell, in points: ``+12``; empty for fewer than two years."""
    return "" if trend.change is None else f"{trend.change:+d}"


def _ranking(matrix: Matrix) -> Iterator[Text]:
    names = {table.level.id: table.level.name for table in matrix.tables}
    yield Text(f"\n{translate('check.matrix.ranking')}", "bold")
    yield Text(translate("check.matrix.formula"), "dim")
    level = None
    for rank in ranking(matrix):
        if rank.level != level:
            level = rank.level
            yield Text(printable(names[level]))
        place = "—" if rank.place is None else str(rank.place)
        share = rank.share.shown() or translate("check.matrix.nothing")
        missing = translate("check.matrix.missing_boxes", count=rank.missing_boxes)
        of = f"{rank.share.there}/{rank.share.required}"
        yield Text(printable(f"{place:>4}  {rank.unit}  {share}  ({of})  {missing}"))
