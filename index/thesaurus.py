"""Synonyms as data: words that mean the same, and how lay people name what papers word otherwise.

Three sources, each adding to the others: the archive's own ``synonyms.txt``, the norms
(``synonyms``, ``search_synonyms``), and ``thesaurus.txt`` beside this module, with general words
of offices, law and everyday life. Two kinds of lines:

* ``A = B = C``: the same thing; whoever searches for one finds the others.
* ``lay, lay > official, official``: what papers say for a lay word; one way, ranks only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from ..errors import ArchiveError, UsageError
from ..messages import translate
from ..schemas import Norms
from ..text.normalise import fold, tidy
from .lists import numbered, read_lines

FILE = "synonyms.txt"
GENERAL = Path(__file__).with_name("thesaurus.txt")
ARCHIVE, NORMS, DANGHE = "archive", "norms", "danghe"
"""Origins of an entry."""

MAX_GROUP = 50
"""Words in one line."""

MAX_SAME = 30
"""Most words that ``same`` and ``related`` give: each is searched or scored for."""

MAX_WORD = 50
"""Characters of a word."""

_EQUALS = re.compile(r"[=＝]")
_ARROW = re.compile(r"[>＞]")
_COMMA = re.compile(r"[,，、]")
_BETWEEN = "、"
"""Stands within no word of a list, and folds to itself."""

# Most lines: nothing can be wrong with their words, and reading them so takes a third of the time.
_PLAIN_LIST = r"((?:[^\W_]{1,50}、)*[^\W_]{1,50})"
_PLAIN = re.compile(f"{_PLAIN_LIST} > {_PLAIN_LIST}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of synonyms.

    Attributes:
        words: As written: words that mean the same, or lay words.
        official: What papers say for the lay words; empty where ``words`` mean the same.
        origin: ``archive``, ``norms`` or ``danghe``.
    """

    words: tuple[str, ...]
    official: tuple[str, ...] = ()
    origin: str = ARCHIVE

    def __str__(self) -> str:
        if self.official:
            return f"{'、'.join(self.words)} > {'、'.join(self.official)}"
        return " = ".join(self.words)

    def names(self, folded: str) -> bool:
        """Whether a folded word is one of its words."""
        return folded in _folded(self.words) or folded in _folded(self.official)

    def each(self) -> tuple[Entry, ...]:
        """Itself, or an entry for each of its lay words."""
        if not self.official:
            return (self,)
        return tuple(replace(self, words=(word,)) for word in self.words)


@dataclass(frozen=True)
class Thesaurus:
    """Synonyms of all sources, by folded word.

    Lines that share a word belong together: who adds ``报账 = 报销`` finds with 报账 whatever
    报销 means. The word's own lines come first, then those of the words found, and so on, up
    to ``MAX_SAME`` words; so that one careless line cannot make everything the same.

    Attributes:
        entries: Those that take precedence first.
    """

    entries: tuple[Entry, ...]

    def same(self, folded: str) -> tuple[str, ...]:
        """Other words that mean the same as a whole word or term; nearest first.

        Args:
            folded: As ``fold`` gives it.
        """
        found = {folded: None}
        queue = [folded]
        for word in queue:
            for group in self._groups.get(word, ()):
                for other in group:
                    if other not in found:
                        found[other] = None
                        queue.append(other)
            if len(found) > MAX_SAME:
                break
        return tuple(found)[1 : MAX_SAME + 1]

    def related(self, folded: str) -> tuple[str, ...]:
        """What papers say for a lay word or one that means the same: ranks, never decides.

        Args:
            folded: As ``fold`` gives it.
        """
        found: dict[str, None] = {}
        for word in (folded, *self.same(folded)):
            for entry in self._lay.get(word, ()):
                found.update(dict.fromkeys(_folded(entry.official)))
        found.pop(folded, None)
        return tuple(found)[:MAX_SAME]

    def lay_words_in(self, folded: str) -> tuple[str, ...]:
        """Words within a text, of two characters and more, that ``related`` knows; in order.

        Of words that overlap the longest counts, whether lay or not: a question about
        住房公积金 does not ask about 公积金.

        Args:
            folded: A question, as ``fold`` gives it.
        """
        found: list[str] = []
        place = 0
        while place < len(folded):
            lengths = range(min(self._longest, len(folded) - place), 1, -1)
            pieces = (folded[place : place + length] for length in lengths)
            known = (piece for piece in pieces if piece in self._lay or piece in self._groups)
            word = next(known, "")
            if self.related(word):
                found.append(word)
            place += len(word) or 1
        return tuple(dict.fromkeys(found))

    @cached_property
    def _longest(self) -> int:
        return max(map(len, (*self._lay, *self._groups)), default=0)

    @cached_property
    def _groups(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for entry in self.entries:
            if not entry.official:
                group = tuple(dict.fromkeys(_folded(entry.words)))
                for word in group:
                    groups[word].append(group)
        return dict(groups)

    @cached_property
    def _lay(self) -> Mapping[str, Sequence[Entry]]:
        lay: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for word in _folded(entry.words) if entry.official else ():
                lay[word].append(entry)
        return dict(lay)


def thesaurus(norms: Norms, home: Path) -> Thesaurus:
    """The synonyms that hold for an archive.

    Args:
        norms: Whose ``synonyms`` and ``search_synonyms`` count.
        home: Directory of the archive; its ``synonyms.txt`` need not exist.

    Raises:
        ArchiveError: That file cannot be used; the message names the line.
    """
    own = read_entries(home / FILE)
    return Thesaurus((*own, *_of_norms(norms), *_general()))


def _of_norms(norms: Norms) -> Iterator[Entry]:
    """Groups for searching take the place of those for filing with the same head."""
    for head, others in (norms.synonyms | norms.search_synonyms).items():
        if others:
            yield Entry((head, *others), origin=NORMS)
    for lay, official in norms.lay.items():
        yield Entry((lay,), official, NORMS)


@cache
def _general() -> tuple[Entry, ...]:
    return read_entries(GENERAL, DANGHE)


def read_entries(path: Path, origin: str = ARCHIVE) -> tuple[Entry, ...]:
    """The entries of a file; none where there is no file.

    Raises:
        ArchiveError: It cannot be used; the message names the line.
    """
    found: list[Entry] = []
    for number, text in numbered(read_lines(path)):
        try:
            found.append(parse_line(text, origin))
        except _UnfitError as unfit:
            raise ArchiveError(
                "synonyms.line", path=path, line=number, problem=unfit.problem
            ) from None
    return tuple(found)


class _UnfitError(Exception):
    """A line that is no entry."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.problem = translate(key, **values)


def parse_line(text: str, origin: str = ARCHIVE) -> Entry:
    """The entry of one line."""
    plain = _PLAIN.fullmatch(text)
    if plain:
        lay, official = (tuple(side.split(_BETWEEN)) for side in plain.groups())
        if max(len(lay), len(official)) <= MAX_GROUP:
            return Entry(lay, official, origin)
    sides = _ARROW.split(text)
    if len(sides) == 1:
        words = _words(_EQUALS.split(text))
        if len(words) < 2:
            raise _UnfitError("synonyms.alone")
        short = next((word for word in words if len(fold(word)) < 2), None)
        if short is not None:
            raise _UnfitError("synonyms.short", word=short)
        return Entry(words, origin=origin)
    if len(sides) > 2 or _EQUALS.search(text):
        raise _UnfitError("synonyms.signs")
    lay, official = (_words(_COMMA.split(side)) for side in sides)
    return Entry(lay, official, origin)


def _words(parts: Sequence[str]) -> tuple[str, ...]:
    """Words as written, each once."""
    words: dict[str, str] = {}
    for part in parts:
        word = part.strip()
        word = word if word.isalnum() else tidy(word)
        folded = fold(word)
        if not any(map(str.isalnum, folded)):
            raise _UnfitError("synonyms.empty")
        if len(folded) > MAX_WORD:
            raise _UnfitError("synonyms.long", word=word[:10], limit=MAX_WORD)
        words.setdefault(folded, word)
    if len(words) > MAX_GROUP:
        raise _UnfitError("synonyms.many", limit=MAX_GROUP)
    return tuple(words.values())


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as they fold; together, for one by one they take three times as long."""
    together = tuple(fold(_BETWEEN.join(words)).split(_BETWEEN))
    return together if len(together) == len(words) else tuple(map(fold, words))


def new_line(words: Sequence[str], lay: str | None = None) -> str:
    """A line for a file of synonyms.

    Args:
        words: That mean the same; or what papers say for ``lay``.
        lay: A lay word.

    Raises:
        UsageError: They make no entry.
    """
    text = " = ".join(words) if lay is None else f"{lay} > {'、'.join(words)}"
    try:
        entry = parse_line(text)
    except _UnfitError as unfit:
        raise UsageError("synonyms.unfit", problem=unfit.problem) from None
    line = str(entry)
    if len(entry.each()) > 1 or not tuple(numbered([line])):
        raise UsageError("synonyms.unfit", problem=translate("synonyms.signs"))
    return line


def lines_without(lines: Iterable[str], words: Sequence[str], lay: str | None = None) -> list[str]:
    """The lines of a file without some words; what says nothing any more goes.

    Args:
        lines: As ``read_lines`` gives them, each an entry or a comment.
        words: To take out of the groups; or out of what papers say for ``lay``.
        lay: A lay word; without ``words`` its entries go altogether.

    Raises:
        UsageError: One of the words is in none of these lines.
    """
    wanted = {fold(word): word for word in words}
    lay_folded = fold(lay) if lay is not None else None
    missing = dict(wanted) if words or lay is None else {fold(lay): lay}
    kept: list[str] = []
    for line in lines:
        entries = parse_line(line.strip()).each() if tuple(numbered([line])) else ()
        left = [_without(entry, wanted, lay_folded) for entry in entries]
        for entry in entries:
            if lay_folded is None and not entry.official:
                _forget(missing, entry.words)
            elif entry.official and fold(entry.words[0]) == lay_folded:
                _forget(missing, entry.official if words else entry.words)
        if left == list(entries):
            kept.append(line)
        else:
            kept.extend(str(entry) for entry in left if entry is not None)
    if missing:
        raise UsageError("synonyms.not_own", word=next(iter(missing.values())))
    return kept


def lines_but(lines: Iterable[str], unwanted: str) -> list[str]:
    """The lines of a file without those that say one thing.

    Args:
        lines: As ``read_lines`` gives them, each an entry or a comment.
        unwanted: An entry, as its ``str`` words it.

    Raises:
        UsageError: None of the lines says so.
    """
    before = list(lines)
    said = {number: str(parse_line(text)) for number, text in numbered(before)}
    if unwanted not in said.values():
        raise UsageError("synonyms.not_own", word=unwanted[:MAX_WORD])
    return [line for number, line in enumerate(before, 1) if said.get(number) != unwanted]


def _forget(missing: dict[str, str], words: Iterable[str]) -> None:
    for word in words:
        missing.pop(fold(word), None)


def _without(entry: Entry, wanted: Mapping[str, str], lay: str | None) -> Entry | None:
    if lay is None:
        if entry.official:
            return entry
        left = tuple(word for word in entry.words if fold(word) not in wanted)
        return replace(entry, words=left) if len(left) > 1 else None
    if not entry.official or fold(entry.words[0]) != lay:
        return entry
    left = tuple(word for word in entry.official if wanted and fold(word) not in wanted)
    return replace(entry, official=left) if left else None
