"""A text cut at its labels into clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from .labels import Kind, Layout, labels, layout_of
from .outline import Opening, openings
from .paragraphs import numbered_paragraphs, second_paper, trailing


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's place in a text.

    Attributes:
        start: First character; the end of the clause before it.
        end: One past the last.
        path: Labels of what it stands in and its own, as printed but tidied
            (``("第四章", "第二节", "三、", "2")``); empty outside of all labels.
        headings: For each label the words of its heading line, or an empty string.
    """

    start: int
    end: int
    path: tuple[str, ...]
    headings: tuple[str, ...]


def clauses(text: str) -> tuple[Clause, ...]:
    """Cut a text into its clauses.

    A clause reaches from its label to the next, whether of a part of its own or of its
    neighbour, so that the clauses are the leaves of the text's outline and cover it without gaps
    or overlaps. What a clause says in whole is it and those whose path begins with its own.

    Unnumbered paragraphs of an article are its 款 (第二款) where it has several. A table of
    contents, and what follows the last article (signatures, the title of a further paper), have
    an empty path, like the text before the first label.

    Args:
        text: Original text, as extracted; line feeds part its paragraphs or lines.

    Returns:
        Clauses in order; none for an empty text.
    """
    layout = layout_of(text)
    opened = openings(text, labels(text, layout), layout)
    return tuple(_clauses(text, _refined(text, opened, layout)))


def _refined(text: str, opened: Sequence[Opening], layout: Layout) -> Iterator[Opening]:
    """The openings with the paragraphs of articles and the beginnings of further papers."""
    ends = {opening.start: following.start for opening, following in pairwise(opened)}
    groups = [list(group) for _, group in groupby(_with_article(opened), lambda pair: pair[0])]
    for index, group in enumerate(groups):
        members = [opening for _, opening in group]
        end = ends.get(members[-1].start, len(text))
        if group[0][0] is None:
            yield from _with_second_papers(text, members, end)
            continue
        later = groups[index + 1][0][1] if index + 1 < len(groups) else None
        if later is None or later.anew or not later.levels:
            rest = trailing(text, members[-1], end, layout)
            yield from numbered_paragraphs(text, members, rest, layout)
            if rest < end:
                yield Opening(rest, rest, ())
        else:
            yield from numbered_paragraphs(text, members, end, layout)


def _with_article(opened: Sequence[Opening]) -> Iterator[tuple[int | None, Opening]]:
    """Each opening with the place of the article it belongs to, if it does."""
    article: int | None = None
    for opening in opened:
        if not any(level.kind is Kind.ARTICLE for level in opening.levels):
            article = None
        elif opening.levels[-1].kind is Kind.ARTICLE:
            article = opening.start
        yield article, opening


def _with_second_papers(text: str, members: Sequence[Opening], end: int) -> Iterator[Opening]:
    """Openings outside of articles, a further paper's title parted from the clause before."""
    for index, opening in enumerate(members):
        if opening.anew and index:
            title = second_paper(text, members[index - 1].end, opening.start)
            if title < opening.start:
                yield Opening(title, title, ())
        yield opening


def _clauses(text: str, opened: Iterator[Opening]) -> Iterator[Clause]:
    before = Opening(0, 0, ())
    for opening in opened:
        if text[before.start : opening.start].strip():
            yield _clause(before, opening.start)
            before = opening
        else:
            # White space alone is no clause: it goes with what follows.
            before = Opening(before.start, opening.end, opening.levels)
    if before.start < len(text):
        yield _clause(before, len(text))


def _clause(opening: Opening, end: int) -> Clause:
    levels = opening.levels
    return Clause(
        opening.start,
        end,
        tuple([level.label for level in levels]),
        tuple([level.heading for level in levels]),
    )
