"""``danghe search``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from ..archive import Archive
from ..index.face import Sort
from ..messages import translate
from ..model import Hit, SearchResult
from ..schemas import Norms
from .options import archive_option, json_option
from .render_json import search_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_FACETS = ("year", "unit", "level", "section", "box_id", "doctype")
_FACET_VALUES = 6


@click.command("search", help=translate("cli.search.help"))
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance")
@click.option("--flat", is_flag=True, help=translate("cli.search.flat"))
@click.option("--unmask", is_flag=True, help=translate("cli.option.unmask"))
@json_option
def command(
    query: tuple[str, ...],
    directory: Path,
    limit: int,
    offset: int,
    sort: str,
    flat: bool,
    unmask: bool,
    as_json: bool,
) -> None:
    """Find papers."""
    with Archive.open(directory) as archive:
        run_search(
            archive,
            " ".join(query),
            sort=cast(Sort, sort),
            limit=limit,
            offset=offset,
            flat=flat,
            unmask=unmask,
            as_json=as_json,
        )


def run_search(
    archive: Archive,
    query: str,
    *,
    sort: Sort,
    limit: int,
    offset: int,
    flat: bool = False,
    unmask: bool,
    as_json: bool,
) -> None:
    """Search and print, for ``danghe search`` and ``danghe saved run``."""
    result = archive.search(
        query, limit=limit, offset=offset, sort=sort, collapse=not flat, unmasked=unmask
    )
    if as_json:
        click.echo(json.dumps(search_json(result), ensure_ascii=False))
    else:
        show_result(result, offset, archive.norms)


def show_result(result: SearchResult, offset: int, norms: Norms) -> None:
    """Print an answer: what was searched, the hits, the counts."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in _headlines(result):
        console.print(line, markup=False)
    full = len(result.hits) - result.near
    for number, hit in enumerate(result.hits):
        if result.near and number == full:
            console.print("\n" + _nearness(result), markup=False)
        show_hit(console, offset + number + 1, hit, norms)
    for field in _FACETS:
        counts = result.facets.get(field, {})
        if len(counts) > 1:
            top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET_VALUES]
            line = "  ".join(f"{_facet_name(field, value, norms)} {count}" for value, count in top)
            console.print(Text(f"{translate(f'field.{field}')}：{line}", "dim"))


def _headlines(result: SearchResult) -> Iterator[str]:
    took = f"{result.took_ms:.0f}"
    words = " ".join(result.loosely)
    if result.loosely and not result.near:
        yield translate("cli.search.loosely", total=result.total, words=words, took=took)
    else:
        yield translate("cli.search.total", total=result.total, took=took)
    if result.passed_over:
        yield translate("cli.search.passed_over", words=" ".join(result.passed_over))
    for word, others in result.also.items():
        yield translate("cli.search.also", word=word, others=" ".join(others))
    if result.alone:
        alone = "，".join(f"{term} {count}" for term, count in result.alone.items())
        yield translate("cli.search.alone", counts=alone)
    for query in result.did_you_mean:
        yield translate("cli.search.did_you_mean", query=query)


def _nearness(result: SearchResult) -> str:
    """What the hits that do not match in full are."""
    if result.loosely:
        return translate("cli.search.near", words=" ".join(result.loosely))
    return translate("cli.search.mended", query=result.did_you_mean[0])


def _facet_name(field: str, value: str, norms: Norms) -> str:
    if field == "level":
        return next((level.name for level in norms.levels if level.id == value), value)
    place = norms.box_places.get(value) if field == "box_id" else None
    return f"{place[0].name}·{place[2].label}" if place else value


def show_hit(console: Console, number: int, hit: Hit, norms: Norms) -> None:
    """Print one hit with its place, clause and snippet."""
    from rich.text import Text

    console.print(Text(f"\n{number}. ", "bold").append(hit.title, "bold"))
    place = norms.box_places.get(hit.box_id or "")
    box = place[2].label if place else translate("cli.open")
    facts = [hit.unit, str(hit.year) if hit.year else None, box, hit.doctype]
    if hit.page:
        facts.append(translate("cli.page", page=hit.page))
    console.print(Text("   " + " · ".join(fact for fact in facts if fact), "cyan"))
    if hit.clause:
        console.print(Text(f"   {hit.clause}", "green"))
    console.print(Text("   ").append_text(_marked(hit)))
    for clause in hit.clauses:
        console.print(Text(f"   {clause.label} ", "green").append(_line(clause.snippet), ""))
    for id, title in hit.siblings:
        console.print(Text(f"   + {title}  {id}", "dim"))
    if hit.siblings_total > len(hit.siblings):
        rest = hit.siblings_total - len(hit.siblings)
        console.print(Text(f"   {translate('cli.search.siblings', count=rest)}", "dim"))
    console.print(Text(f"   {hit.path}  {hit.record}", "dim"))


def _line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ")


def _marked(hit: Hit) -> Text:
    """The snippet, its matches set off; in brackets where colours do not show."""
    from rich.text import Text

    text = Text(_line(hit.snippet))
    for start, end in hit.spans:
        text.stylize("bold red", start, end)
    return text
