"""A check as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, JustifyMethod, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..messages import translate
from ..model import FindingStatus
from .findings import LACKING, BoxFinding, UnitCheck
from .text_lists import observation_lines, problem_lines, question_lines
from .view import by_section, lacks, names, place_line, remarks, share, tally, unchecked_by_reason
from .words import GLYPHS, printable, say, section_heading

_STYLES = {
    FindingStatus.COMPLETE: "green",
    FindingStatus.PARTIAL: "yellow",
    FindingStatus.MISSING: "red",
    FindingStatus.WAIVED: "cyan",
    FindingStatus.NOT_CHECKED: "dim",
}
_NAMED_PER_PLACE = 6
# Glyph, number, items and papers with a space behind each of the six columns.
_FIXED_COLUMNS = 1 + 3 + 5 + 6 + 6


def render_text(check: UnitCheck, width: int) -> RenderableType:
    """A check for a terminal: problems first, then boxes by section, duties, what is open.

    Args:
        check: What was found.
        width: Columns of the terminal.

    Returns:
        Something that a rich console prints; nothing in it is read as markup.
    """
    parts: list[RenderableType] = list(_head(check))
    for key, lines in (
        ("check.page.problems", problem_lines(check)),
        ("check.page.questions", question_lines(check)),
        ("check.page.observations", observation_lines(check)),
    ):
        told = list(lines)
        parts += [_rule(key), *told] if told else []
    parts += [Text(), *_boxes(check, width)]
    lacking = _lacking_duties(check, width)
    if lacking is not None:
        parts += [_rule("check.text.lacking_duties"), lacking]
    if check.not_checked:
        parts += [_rule("check.text.not_checked"), *_not_checked(check)]
    if check.waivers:
        parts += [_rule("check.page.waivers"), *_waivers(check)]
    return Group(*parts)


def _head(check: UnitCheck) -> list[Text]:
    norms = f"{check.norms_title} {translate('check.label.version', version=check.norms_version)}"
    title = f"{check.unit} · {check.level_name} · {check.year}"
    lines = [Text(printable(title), "bold"), Text(printable(norms), "dim")]
    return lines + [Text(tally(check, kind)) for kind in ("boxes", "items", "duties")]


def _rule(key: str) -> Text:
    return Text(f"\n{translate(key)}", "bold")


def _boxes(check: UnitCheck, width: int) -> Iterator[RenderableType]:
    yield _table(width, header=True)
    for first, boxes in by_section(check):
        yield Text(f"\n{printable(section_heading(first.section_no, first.section))}", "bold")
        table = _table(width)
        for found in boxes:
            table.add_row(*_row(found, check.year))
        yield table


def _table(width: int, header: bool = False) -> Table:
    """A table whose columns stand alike from section to section."""
    table = Table(box=None, show_header=header, padding=(0, 1, 0, 0), header_style="dim")
    free = max(width - _FIXED_COLUMNS, 20)
    name = free * 2 // 5
    for key, column, right in (
        ("", 1, False),
        ("check.label.box", 3, True),
        ("check.label.name", name, False),
        ("check.label.items", 5, True),
        ("check.label.papers", 6, True),
        ("check.label.lacks", free - name, False),
    ):
        label = translate(key) if key else ""
        justify: JustifyMethod = "right" if right else "left"
        table.add_column(label, width=column, justify=justify, overflow="fold")
    return table


def _row(found: BoxFinding, year: int) -> tuple[Text, ...]:
    style = _STYLES[found.status]
    return (
        Text(GLYPHS[found.status], style),
        Text("" if found.no is None else str(found.no)),
        Text(printable(found.name), "dim" if found.status is FindingStatus.NOT_CHECKED else ""),
        Text(share(found)),
        Text(str(len(found.records)) if found.records else ""),
        _lacks_text(lacks(found, year), remarks(found), style),
    )


def _lacks_text(phrases: Sequence[str], notes: Sequence[str], style: str) -> Text:
    joint = translate("check.list_joint")
    text = Text(printable(joint.join(phrases)), style)
    if notes:
        text.append(("\n" if phrases else "") + printable(joint.join(notes)), "dim")
    return text


def _lacking_duties(check: UnitCheck, width: int) -> Table | None:
    table = Table(box=None, show_header=False, width=width, padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=4, overflow="fold")
    table.add_column(ratio=4, overflow="fold")
    table.add_column(ratio=2, overflow="fold", style="dim")
    for duty in check.duties:
        if duty.status in LACKING:
            reason = say(duty.reason) if duty.reason else ""
            table.add_row(
                Text(GLYPHS[duty.status], _STYLES[duty.status]),
                *(Text(printable(cell)) for cell in (duty.duty, reason, duty.clause)),
            )
    return table if table.row_count else None


def _not_checked(check: UnitCheck) -> Iterator[RenderableType]:
    for group in unchecked_by_reason(check):
        glyph = GLYPHS[FindingStatus.NOT_CHECKED]
        yield Text(f"{glyph} {printable(group.why)} ({group.count})")
        for section, entries in group.places:
            line = Text(printable(place_line(section, entries, _NAMED_PER_PLACE)), "dim")
            line.overflow = "fold"
            yield Padding(line, (0, 0, 0, 4))


def _waivers(check: UnitCheck) -> list[RenderableType]:
    named = names(check)
    return [
        Text(
            printable(
                translate(
                    "check.phrase.waiver",
                    target=named.get(waiver.target, waiver.target),
                    reason=waiver.reason,
                    person=waiver.person,
                    date=waiver.date,
                )
            )
        )
        for waiver in check.waivers
    ]
