"""``danghe search``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from ..archive import Archive
from ..messages import translate
from ..model import Hit, SearchResult
from ..schemas import Norms
from .options import archive_option, json_option
from .render_json import search_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_FACET_VALUES = 6


@click.command("search", help=translate("cli.search.help"))
@click.argument("query", nargs=-1, required=True)
@archive_option
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@click.option("--sort", type=click.Choice(["relevance", "date"]), default="relevance")
@click.option("--unmask", is_flag=True, help=translate("cli.option.unmask"))
@json_option
def command(
    query: tuple[str, ...],
    directory: Path,
    limit: int,
    offset: int,
    sort: str,
    unmask: bool,
    as_json: bool,
) -> None:
    """Find papers."""
    with Archive.open(directory) as archive:
        result = archive.search(
            " ".join(query),
            limit=limit,
            offset=offset,
            sort=cast(Literal["relevance", "date"], sort),
            unmasked=unmask,
        )
        if as_json:
            click.echo(json.dumps(search_json(result), ensure_ascii=False))
        else:
            _show(result, offset, archive.norms)


def _show(result: SearchResult, offset: int, norms: Norms) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    took = f"{result.took_ms:.0f}"
    console.print(translate("cli.search.total", total=result.total, took=took), markup=False)
    if result.alone:
        alone = "，".join(f"{term} {count}" for term, count in result.alone.items())
        console.print(translate("cli.search.alone", counts=alone), markup=False)
    for number, hit in enumerate(result.hits, offset + 1):
        _show_hit(console, number, hit, norms)
    for field in ("year", "unit", "section", "doctype"):
        counts = result.facets.get(field, {})
        if len(counts) > 1:
            top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_FACET_VALUES]
            line = "  ".join(f"{value} {count}" for value, count in top)
            console.print(Text(f"{translate(f'field.{field}')}：{line}", "dim"))


def _show_hit(console: Console, number: int, hit: Hit, norms: Norms) -> None:
    from rich.text import Text

    console.print(Text(f"\n{number}. ", "bold").append(hit.title, "bold"))
    place = norms.box_places.get(hit.box_id or "")
    box = place[2].label if place else translate("cli.open")
    facts = [hit.unit, str(hit.year) if hit.year else None, box, hit.doctype]
    if hit.page:
        facts.append(translate("cli.page", page=hit.page))
    console.print(Text("   " + " · ".join(fact for fact in facts if fact), "cyan"))
    snippet = Text("   ").append_text(_marked(hit))
    console.print(snippet)
    console.print(Text(f"   {hit.path}  {hit.record}", "dim"))


def _marked(hit: Hit) -> Text:
    """The snippet, its matches set off; in brackets where colours do not show."""
    from rich.text import Text

    text = Text(hit.snippet.replace("\n", " ").replace("\t", " "))
    for start, end in hit.spans:
        text.stylize("bold red", start, end)
    return text
