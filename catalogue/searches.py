"""Queries that people keep under a name."""

from __future__ import annotations

import sqlalchemy as sa

from ..errors import UsageError
from ..model import SavedSearch
from . import tables as t
from .connected import Connected
from .rows import now
from .saving import Saving

MAX_NAME = 100


class SavedSearches(Connected):
    """The part of a catalogue that keeps searches; see ``Catalogue``."""

    def save_search(self, name: str, query: str, sort: str, owner: str = "") -> SavedSearch:
        """Keep a query under a new name.

        Args:
            name: New among those of its owner.
            query: In the query syntax.
            sort: ``relevance`` or ``date``.
            owner: User of the pages whose own it is; empty for everybody's.

        Raises:
            UsageError: The name is empty, too long, or taken.
        """
        if not 0 < len(name) <= MAX_NAME:
            raise UsageError("saved.name", limit=MAX_NAME)
        saved = SavedSearch(name, query, sort, self.who, now())
        values = {field: getattr(saved, field) for field in _COLUMNS} | {"owner": owner}
        with self._writing() as connection:
            same = sa.select(t.saved_searches.c.name).where(_named(name, owner))
            if connection.scalar(same) is not None:
                raise UsageError("saved.exists", name=name)
            connection.execute(sa.insert(t.saved_searches).values(values))
            detail: dict[str, object] = {"name": name, "query": query, "sort": sort}
            Saving(connection, self.who).audit("save_search", detail)
        return saved

    def saved_searches(self, owner: str = "") -> tuple[SavedSearch, ...]:
        """All of an owner, by name."""
        mine = _SAVED.where(t.saved_searches.c.owner == owner)
        with self._reading() as connection:
            found = connection.execute(mine.order_by(t.saved_searches.c.name))
            return tuple(SavedSearch(*row) for row in found)

    def saved_search(self, name: str, owner: str = "") -> SavedSearch:
        """The one of a name.

        Raises:
            UsageError: There is none.
        """
        with self._reading() as connection:
            row = connection.execute(_SAVED.where(_named(name, owner))).first()
        if row is None:
            raise UsageError("saved.unknown", name=name)
        return SavedSearch(*row)

    def forget_search(self, name: str, owner: str = "") -> None:
        """Remove the one of a name.

        Raises:
            UsageError: There is none.
        """
        with self._writing() as connection:
            gone = connection.execute(sa.delete(t.saved_searches).where(_named(name, owner)))
            if not gone.rowcount:
                raise UsageError("saved.unknown", name=name)
            Saving(connection, self.who).audit("forget_search", {"name": name})


_COLUMNS = ("name", "query", "sort", "who", "at")
_SAVED = sa.select(*(t.saved_searches.c[name] for name in _COLUMNS))


def _named(name: str, owner: str) -> sa.ColumnElement[bool]:
    return (t.saved_searches.c.owner == owner) & (t.saved_searches.c.name == name)
