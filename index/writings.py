"""Other writings of a bare term."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..text.number_forms import OtherForm

_NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟")
_BRACKETED_YEAR = re.compile(r"[(\[]\d{4}[)\]](?=第?\d)")
_SWAPPED = str.maketrans("()[]", "[]()")


def other_forms(folded: str) -> tuple[OtherForm, ...]:
    """Other writings of a bare term: of its numbers, and of the brackets in a 文号.

    Args:
        folded: The term.
    """
    if _NUMERALS.isdisjoint(folded):
        return ()
    # Imported where it is needed: its patterns take long to compile.
    from ..text.number_forms import OtherForm, other_forms

    forms = other_forms(folded)
    if _BRACKETED_YEAR.search(folded) is None:
        return forms
    swapped = _BRACKETED_YEAR.sub(lambda year: year[0].translate(_SWAPPED), folded)
    return (OtherForm(swapped, ()), *forms)
