"""``danghe why``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from ..archive import Archive
from ..classify import THRESHOLD, Explanation
from ..classify.explain import Contest, FieldWhy, Told, Weighed, is_ruled
from ..classify.passages import Passage
from ..messages import translate
from ..model import Filing
from ..schemas import Norms
from ..text.mask import mask_personal
from .options import archive_option, json_option
from .render_json import sentence
from .why_json import (
    History,
    box_label,
    difference_sentence,
    line_sentence,
    open_sentences,
    why_json,
    zone_name,
)


@click.command("why", help=translate("cli.why.help"))
@click.argument("record")
@archive_option
@click.option(
    "--top", type=click.IntRange(1), default=3, show_default=True, help=translate("cli.option.top")
)
@json_option
def command(record: str, directory: Path, top: int, as_json: bool) -> None:
    """Why a paper is filed as it is."""
    with Archive.open(directory) as archive:
        why, history, norms = archive.why(record, top=top), archive.history(record), archive.norms
    if as_json:
        click.echo(json.dumps(why_json(why, history, norms), ensure_ascii=False))
        return
    for line in _lines(why, history, norms):
        click.echo(line)


def _lines(why: Explanation, history: History, norms: Norms) -> Iterator[str]:
    yield from _decision(why, history, norms)
    yield "\n" + translate("why.fields")
    for field in why.fields:
        yield from _field(field, norms)
    yield "\n" + translate("why.boxes") + _sought(why, norms)
    for one in why.weighed:
        yield from _weighed(one, why, norms)
    if why.contest:
        yield from _contest(why.contest, why)
    yield from open_sentences(why)


def _decision(why: Explanation, history: History, norms: Norms) -> Iterator[str]:
    filing = why.filed.filing
    yield f"{filing.record}  {mask_personal(why.filed.record.title)}"
    yield _where(filing, norms)
    if is_ruled(filing):
        numbers = {"confidence": f"{filing.confidence:.2f}", "threshold": f"{THRESHOLD:.2f}"}
        yield translate("why.confidence", **numbers)
    yield from (_decided(at, former) for at, former in history[-1:])
    if len(history) > 1:
        yield translate("why.former")
    for at, former in reversed(history[:-1]):
        yield f"  {_decided(at, former)}  {_where(former, norms)}"
    yield from _today(why, norms)


def _where(filing: Filing, norms: Norms) -> str:
    if filing.box_id is None:
        return translate("why.left_open")
    items = "、".join(norms.items[id].name for id in filing.item_ids if id in norms.items)
    filed = translate("why.filed", box=f"{box_label(filing.box_id, norms)}  {filing.box_id}")
    return f"{filed}  {translate('why.as_item', item=items)}" if items else filed


def _decided(at: str, filing: Filing) -> str:
    if is_ruled(filing):
        return translate("why.by.rules", at=at)
    return translate("why.by.person", at=at, who=filing.decided_by)


def _today(why: Explanation, norms: Norms) -> Iterator[str]:
    label = box_label(why.box_id, norms)
    today = translate("why.today.filed", box=label) if label else translate("why.today.open")
    if not is_ruled(why.filed.filing):
        yield translate("why.rules_say", today=today)
    elif not why.same:
        yield translate("why.changed", today=today)
    elif not why.exact:
        yield translate("why.other_scores")


def _field(field: FieldWhy, norms: Norms) -> Iterator[str]:
    value = mask_personal(field.value) if field.value else "—"
    if field.name == "level" and field.value:
        value = next((one.name for one in norms.levels if one.id == field.value), value)
    yield f"  {translate(f'field.{field.name}')}\t{value}"
    for told in field.reasons:
        yield f"      {_reason(told)}"


def _reason(told: Told) -> str:
    text = mask_personal(sentence(told.reason.note))
    weight = f"{told.reason.weight:.2f}  " if told.reason.weight else ""
    place = zone_name(told.reason.where)
    shown = [part for part in (place, _passage(told.passage) if told.passage else "") if part]
    return weight + text + (f"（{'：'.join(shown)}）" if shown else "")


def _sought(why: Explanation, norms: Norms) -> str:
    if why.level is None:
        return translate("why.sought.all")
    key = "why.sought.firm" if why.firm else "why.sought.soft"
    return translate(key, level=norms.level(why.level).name)


def _weighed(one: Weighed, why: Explanation, norms: Norms) -> Iterator[str]:
    items = "、".join(norms.items[id].name for id in one.item_ids if id in norms.items)
    item = "  " + translate("why.as_item", item=items) if items else ""
    yield f"{one.rank:3}. {one.score:.2f}  {box_label(one.box_id, norms)}  {one.box_id}{item}"
    for line in one.lines:
        shown = "  ".join(_passage(passage) for passage in line.passages)
        text = line_sentence(line.evidence, why)
        yield f"     {line.evidence.weight:+.2f}  {text}" + (f"  {shown}" if shown else "")


def _passage(passage: Passage) -> str:
    return f"…{passage.before}【{passage.word}】{passage.after}…"


def _contest(contest: Contest, why: Explanation) -> Iterator[str]:
    yield translate("why.rival", lead=f"{contest.lead:.2f}")
    for one in contest.differences:
        yield f"     {difference_sentence(one, why)}"
    if not contest.differences:
        yield f"     {translate('why.rival.equal')}"
    elif contest.its_best:
        line, weight = line_sentence(contest.its_best, why), f"{contest.its_best.weight:+.2f}"
        yield f"     {translate('why.rival.best', line=line, weight=weight)}"
