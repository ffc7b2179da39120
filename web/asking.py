"""What someone asks of the search page, as an address says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from ..index.face import Sort
from .naming import FACETS

PER_PAGE = 10
MOST_PAGES = 500
_MOST_VALUES = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One search.

    Attributes:
        query: As typed.
        sort: ``relevance`` or ``date``.
        page: From 1.
        only: Facet → values that were chosen.
    """

    query: str
    sort: Sort = "relevance"
    page: int = 1
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @staticmethod
    def of(params: QueryParams) -> Asked:
        """What an address says; what it says wrongly is passed over."""
        page = params.get("page", "1")
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
        only = {
            name: tuple(dict.fromkeys(params.getlist(name)))[:_MOST_VALUES]
            for name in FACETS
            if params.getlist(name)
        }
        sort = "date" if params.get("sort") == "date" else "relevance"
        return Asked(
            params.get("q", "").strip(), cast(Sort, sort), min(max(1, number), MOST_PAGES), only
        )

    @property
    def offset(self) -> int:
        """Hits before the page."""
        return (self.page - 1) * PER_PAGE

    @property
    def params(self) -> list[tuple[str, str]]:
        """As an address says it."""
        said = [("q", self.query)]
        said += [(name, value) for name, values in self.only.items() for value in values]
        if self.sort != "relevance":
            said.append(("sort", self.sort))
        if self.page > 1:
            said.append(("page", str(self.page)))
        return said

    @property
    def url(self) -> str:
        """Its address."""
        return f"/?{urlencode(self.params)}"

    def at(self, page: int) -> Asked:
        """Another page of it."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> Asked:
        """The same, in another order, from the first page."""
        return replace(self, sort=sort, page=1)

    def asking(self, query: str) -> Asked:
        """Another query, with the same choices, from the first page."""
        return replace(self, query=query, page=1)

    def has(self, name: str, value: str) -> bool:
        """Whether a value is chosen."""
        return value in self.only.get(name, ())

    def toggled(self, name: str, value: str) -> Asked:
        """With a value chosen that was not, or the other way round; from the first page."""
        values: Sequence[str] = self.only.get(name, ())
        changed = [one for one in values if one != value]
        if len(changed) == len(values):
            changed.append(value)
        only = {**self.only, name: tuple(changed)}
        return replace(self, page=1, only={name: held for name, held in only.items() if held})

    def without_choices(self) -> Asked:
        """The query alone."""
        return replace(self, page=1, only={})
