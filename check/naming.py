"""Whether a figure that a paper states is the one that the norms ask for, by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from ..schemas.model import Duty
from ..text.normalise import fold
from .case import Case

_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]{0,20}[)\]】]")
# What may stand behind or before a name without changing whose figure it is.
_TAILS = ("情况", "指标", "比例", "约", "达", "为")
_WHOLE = ("全年", "年度", "本年", "当年", "年末", "全", "各", "本", "我", "总", "平均", "辖区")
_LONGEST = 40
_LEAST_SHARED = 3


def canonical(case: Case, name: str) -> str:
    """A name folded, without what stands in brackets, each word by the head of its synonyms."""
    found = case.canonical_names.get(name)
    if found is None:
        found = case.canonical_names[name] = _canonical(case.norms.heads, name)
    return found


def _canonical(heads: Mapping[str, str], name: str) -> str:
    bare = _BRACKETED.sub("", fold(name)[:_LONGEST])
    for tail in _TAILS:
        bare = bare.removesuffix(tail)
    return _pattern(tuple(heads)).sub(lambda word: heads[word.group()], bare) if heads else bare


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def about(case: Case, title: str, subject: str) -> str:
    """What a paper says that a figure is about, canonical."""
    return f"{canonical(case, title)} {canonical(case, subject)}"


def section_words(case: Case, duty: Duty) -> frozenset[str]:
    """Canonical words that a duty's section, the level and the unit go by."""
    section, level = case.section_of(duty), case.level
    words = (*section.terms, *level.terms, level.name, case.unit)
    return frozenset(canonical(case, word) for word in words)


def same_figure(asked: str, stated: str, words: Collection[str], about: str) -> bool:
    """Whether two canonical names are of one figure.

    One may have more in front, if that only names the subject: what a section's papers leave
    out because all of them are about it, or add because it goes without saying.

    Args:
        asked: As the norms have it.
        stated: As the paper has it.
        words: Canonical words that the section, the level and the unit go by.
        about: Canonical text in which the paper says what it is about: title and subject.
    """
    if asked == stated:
        return True
    longer, shorter = (asked, stated) if len(asked) > len(stated) else (stated, asked)
    if len(shorter) < _LEAST_SHARED or not longer.endswith(shorter):
        return False
    surplus = longer.removesuffix(shorter)
    return _made_of(surplus, {*words, *_WHOLE}, about if longer is asked else "")


def _made_of(text: str, words: Collection[str], about: str) -> bool:
    """Whether a text is a chain of some words and of pieces of another text."""
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(
            text[start:end] in words or (end - start > 1 and text[start:end] in about)
            for start in reached
        ):
            reached.add(end)
    return len(text) in reached
