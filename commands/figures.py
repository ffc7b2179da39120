"""``danghe figures``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from ..archive import Archive
from ..errors import UsageError
from ..facts import DoubtBetween, doubts_between
from ..facts.rounding import shown
from ..messages import translate
from ..model import FiledRecord
from ..stated import Change, Doubt, Indicator, Passage, Statements
from ..text.mask import mask_personal
from .options import archive_option, json_option

_WORDS = 60


@click.command("figures", help=translate("cli.figures.help"))
@click.argument("records", nargs=-1, metavar="[RECORD]…")
@archive_option
@click.option("--unit", help=translate("cli.figures.unit"))
@click.option("--year", type=int, help=translate("cli.figures.year"))
@json_option
def command(
    records: tuple[str, ...], directory: Path, unit: str | None, year: int | None, as_json: bool
) -> None:
    """What papers state in figures."""
    if not records and unit is None and year is None:
        raise UsageError("cli.figures.what")
    with Archive.open(directory) as archive:
        if records:
            filed = [archive.record(id) for id in records]
        else:
            filed = list(archive.filed(unit, year))
        stated = archive.statements([one.record.id for one in filed])
    between = doubts_between([(id, statements) for id, statements in stated.items()])
    if as_json:
        click.echo(json.dumps(_json(filed, stated, between), ensure_ascii=False))
        return
    lines = list(_lines(filed, stated, between))
    for line in lines or [translate("cli.figures.none")]:
        click.echo(line)


def doubt_sentence(doubt: Doubt) -> str:
    """A doubt as a question to the unit, personal numbers masked."""
    values = {name: mask_personal(value) for name, value in doubt.values.items()}
    return translate(f"check.doubt.{doubt.kind}", **values)


# --- on screen ---


def _lines(
    filed: Sequence[FiledRecord],
    stated: Mapping[str, Statements],
    between: Sequence[DoubtBetween],
) -> Iterator[str]:
    for one in filed:
        statements = stated[one.record.id]
        told = [
            *map(_figure, statements.indicators),
            *map(_change, statements.changes),
            *(
                [translate("cli.figures.people", count=statements.people)]
                if statements.people
                else []
            ),
            *(line for doubt in statements.doubts for line in _doubt(doubt)),
        ]
        if told:
            yield f"{one.record.id}  {mask_personal(one.record.title)}"
            yield from (f"  {line}" for line in told)
    if between:
        yield translate("cli.figures.between")
    for doubt, records in between:
        yield f"  ? {doubt_sentence(doubt)}"
        for record, passage in zip(records, doubt.passages, strict=True):
            yield f"      {record}  {_words(passage)}"


def _figure(one: Indicator) -> str:
    bound = {"=": "", ">=": "≥", "<=": "≤", "~": "≈"}[one.bound]
    goal = f"（{translate('cli.figures.goal')}）" if one.goal else ""
    about = " ".join(part for part in (one.period or "", one.subject) if part)
    value = f"{bound}{shown(one.value)}{one.unit}{goal}"
    return mask_personal(f"{one.name}\t{value}\t{about or '—'}\t{_words(one.passage)}")


def _change(one: Change) -> str:
    key = {1: "rise", -1: "fall", 0: "level"}[one.direction]
    ends = [f"{shown(value)}{one.unit}" for value in (one.before, one.after) if value is not None]
    by = f"{shown(one.by)}{one.by_unit}" if one.by is not None else ""
    told = " ".join(part for part in (translate(f"cli.figures.{key}"), by) if part)
    return mask_personal(f"{one.name}\t{told}\t{' → '.join(ends)}\t{_words(one.passage)}")


def _doubt(doubt: Doubt) -> Iterator[str]:
    yield f"? {doubt_sentence(doubt)}"
    yield from (f"    {_words(passage)}" for passage in doubt.passages)


def _words(passage: Passage) -> str:
    text = " ".join(mask_personal(passage.text).split())
    page = f"  [{translate('cli.figures.page', page=passage.page)}]" if passage.page else ""
    return f"“{text[:_WORDS]}{'…' if len(text) > _WORDS else ''}”{page}"


# --- JSON ---


def _json(
    filed: Sequence[FiledRecord],
    stated: Mapping[str, Statements],
    between: Sequence[DoubtBetween],
) -> dict[str, object]:
    return {
        "records": [_record_json(one, stated[one.record.id]) for one in filed],
        "between": [_doubt_json(doubt) | {"records": list(ids)} for doubt, ids in between],
    }


def _record_json(one: FiledRecord, statements: Statements) -> dict[str, object]:
    return {
        "id": one.record.id,
        "title": mask_personal(one.record.title),
        "figures": [
            {
                "name": mask_personal(each.name),
                "value": shown(each.value),
                "unit": each.unit,
                "period": each.period,
                "subject": mask_personal(each.subject),
                "bound": each.bound,
                "goal": each.goal,
                "passage": _passage_json(each.passage),
            }
            for each in statements.indicators
        ],
        "changes": [
            {
                "name": mask_personal(each.name),
                "direction": each.direction,
                "before": _number(each.before),
                "after": _number(each.after),
                "by": _number(each.by),
                "unit": each.unit,
                "by_unit": each.by_unit,
                "before_period": each.before_period,
                "after_period": each.after_period,
                "passage": _passage_json(each.passage),
            }
            for each in statements.changes
        ],
        "people": statements.people,
        "signed": statements.signed,
        "doubts": [_doubt_json(each) for each in statements.doubts],
    }


def _number(value: object) -> str | None:
    return None if value is None else f"{value:f}"


def _doubt_json(doubt: Doubt) -> dict[str, object]:
    return {
        "kind": doubt.kind,
        "question": doubt_sentence(doubt),
        "passages": [_passage_json(passage) for passage in doubt.passages],
    }


def _passage_json(passage: Passage) -> dict[str, object]:
    return {
        "text": mask_personal(passage.text),
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
    }
