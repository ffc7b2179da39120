"""Who may use the pages of an archive, and who is signed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

from ..errors import UsageError
from . import tables as t
from .connected import Connected
from .rows import Row, now
from .saving import Saving

ROLES = ("reader", "inspector", "archivist")
"""Each may do what those before it may."""

MAX_NAME = 64


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in.

    Attributes:
        name: Unique.
        role: One of ``ROLES``.
        units: Whose papers the person sees; None for all, also those of no unit.
        created_at: When, UTC, ISO 8601.
    """

    name: str
    role: str
    units: tuple[str, ...] | None = None
    created_at: str = ""

    @property
    def scope(self) -> frozenset[str] | None:
        """The units as a set; None for all."""
        return None if self.units is None else frozenset(self.units)


@dataclass(frozen=True, slots=True)
class Signed:
    """A session of someone who is signed in.

    Attributes:
        user: Whose.
        begun_at: Seconds since the epoch.
        seen_at: Likewise, when it was last used, to about a minute.
    """

    user: User
    begun_at: int
    seen_at: int


class Users(Connected):
    """The part of a catalogue that keeps users and their sessions; see ``Catalogue``.

    It keeps hashes only: of passwords by a function made for them, of session tokens by SHA-256.
    """

    # --- users ---

    def users(self) -> tuple[User, ...]:
        """All of them, by name."""
        with self._reading() as connection:
            found = connection.execute(sa.select(t.users).order_by(t.users.c.name))
            return tuple(map(_user, found))

    def has_users(self) -> bool:
        """Whether anybody may sign in."""
        with self._reading() as connection:
            return connection.execute(sa.select(t.users.c.name).limit(1)).first() is not None

    def user(self, name: str) -> User:
        """The user of a name.

        Raises:
            UsageError: There is none.
        """
        with self._reading() as connection:
            row = connection.execute(sa.select(t.users).where(t.users.c.name == name)).first()
        if row is None:
            raise UsageError("user.unknown", name=name)
        return _user(row)

    def password_of(self, name: str) -> str | None:
        """The hash of a user's password; None where there is no such user."""
        query = sa.select(t.users.c.password).where(t.users.c.name == name)
        with self._reading() as connection:
            return connection.scalar(query)

    def add_user(
        self, name: str, password: str, role: str, units: Sequence[str] | None, *, first: bool
    ) -> User:
        """Let someone sign in.

        Args:
            name: Without control characters, not empty.
            password: Its hash.
            role: One of ``ROLES``.
            units: Whose papers; None for all.
            first: Only if nobody may sign in yet.

        Raises:
            UsageError: The name is none or taken, there is no such role, or no unit is given;
                or someone may sign in already, and this was to be the first.
        """
        if not _is_name(name):
            raise UsageError("user.name", limit=MAX_NAME)
        self._require_role(role, units)
        user = User(name, role, None if units is None else tuple(dict.fromkeys(units)), now())
        with self._writing() as connection:
            if first and connection.execute(sa.select(t.users.c.name).limit(1)).first():
                raise UsageError("user.not_first")
            if connection.execute(sa.select(t.users.c.name).where(t.users.c.name == name)).first():
                raise UsageError("user.exists", name=name)
            values = {"name": name, "password": password, "created_at": user.created_at}
            connection.execute(sa.insert(t.users).values(values | _rights(user)))
            self._note(connection, "user_add", user)
        return user

    def change_user(self, name: str, role: str, units: Sequence[str] | None) -> User:
        """Give a user another role or other units; sessions end, unless nothing changes.

        Raises:
            UsageError: There is no such user or role, or no unit is given; or nobody would be
                left to administer the archive.
        """
        self._require_role(role, units)
        changed = User(name, role, None if units is None else tuple(dict.fromkeys(units)))
        with self._writing() as connection:
            former = connection.execute(sa.select(t.users).where(t.users.c.name == name)).first()
            if former is not None and _rights(_user(former)) == _rights(changed):
                return _user(former)
            with self._keeping_administrators(connection):
                self._update(connection, name, _rights(changed))
            self._note(connection, "user_change", changed)
        return self.user(name)

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, by its hash; sessions end.

        Raises:
            UsageError: There is no such user.
        """
        with self._writing() as connection:
            self._update(connection, name, {"password": password})
            Saving(connection, self.who).audit("user_password", {"name": name})

    def renew_hash(self, name: str, password: str) -> None:
        """Keep the same password by a newer hash; sessions go on."""
        with self._writing() as connection:
            mine = t.users.c.name == name
            connection.execute(sa.update(t.users).where(mine).values(password=password))

    def remove_user(self, name: str) -> None:
        """Let a user sign in no more; sessions end.

        The user's own searches go too: somebody else may be given the name.

        Raises:
            UsageError: There is no such user, or nobody would be left to administer the archive.
        """
        with self._writing() as connection:
            self._end_all(connection, name)
            with self._keeping_administrators(connection):
                gone = connection.execute(sa.delete(t.users).where(t.users.c.name == name))
            if not gone.rowcount:
                raise UsageError("user.unknown", name=name)
            own = t.saved_searches.c.owner == name
            connection.execute(sa.delete(t.saved_searches).where(own))
            Saving(connection, self.who).audit("user_remove", {"name": name})

    def _update(self, connection: sa.Connection, name: str, values: dict[str, object]) -> None:
        changed = sa.update(t.users).where(t.users.c.name == name).values(values)
        if not connection.execute(changed).rowcount:
            raise UsageError("user.unknown", name=name)
        self._end_all(connection, name)

    def _require_role(self, role: str, units: Sequence[str] | None) -> None:
        if role not in ROLES:
            raise UsageError("user.role", role=role, known=" ".join(ROLES))
        if units is not None and not units:
            raise UsageError("user.no_units")

    @contextmanager
    def _keeping_administrators(self, connection: sa.Connection) -> Iterator[None]:
        """Refuse what takes away the last archivist for all units; within one transaction."""
        everybodys = (t.users.c.role == ROLES[-1]) & t.users.c.units.is_(None)
        query = sa.select(sa.func.count()).select_from(t.users).where(everybodys)
        before = connection.scalar(query)
        yield
        if before and not connection.scalar(query):
            raise UsageError("user.last")

    def _note(self, connection: sa.Connection, event: str, user: User) -> None:
        units = None if user.units is None else list(user.units)
        detail: dict[str, object] = {"name": user.name, "role": user.role, "units": units}
        Saving(connection, self.who).audit(event, detail)

    # --- sessions ---

    def begin_session(self, token: str, user: str, at: int, expired: int) -> None:
        """Note that someone has signed in, and forget sessions that were not used for long.

        Args:
            token: SHA-256 of the session's secret.
            user: Who.
            at: Seconds since the epoch.
            expired: Sessions last seen before this are gone.
        """
        with self._writing() as connection:
            connection.execute(sa.delete(t.web_sessions).where(t.web_sessions.c.seen_at < expired))
            row = {"token": token, "user": user, "begun_at": at, "seen_at": at}
            connection.execute(sa.insert(t.web_sessions).values(row))
            Saving(connection, user).audit("sign_in", {"name": user})

    def session(self, token: str) -> Signed | None:
        """The session of a token, expired or not; None where there is none."""
        query = (
            sa.select(t.users, t.web_sessions.c.begun_at, t.web_sessions.c.seen_at)
            .join_from(t.web_sessions, t.users, t.web_sessions.c.user == t.users.c.name)
            .where(t.web_sessions.c.token == token)
        )
        with self._reading() as connection:
            row = connection.execute(query).first()
        return None if row is None else Signed(_user(row), row.begun_at, row.seen_at)

    def touch_session(self, token: str, at: int) -> None:
        """Note that a session was used."""
        with self._writing() as connection:
            mine = t.web_sessions.c.token == token
            connection.execute(sa.update(t.web_sessions).where(mine).values(seen_at=at))

    def signed_in(self, seen: int, begun: int) -> dict[str, tuple[int, int]]:
        """Users who are signed in: name → number of sessions, and when one was last used.

        Args:
            seen: Sessions last used before this are over; seconds since the epoch.
            begun: Likewise, those begun before this.
        """
        sessions = t.web_sessions.c
        query = sa.select(sessions.user, sa.func.count(), sa.func.max(sessions.seen_at))
        query = query.where(sessions.seen_at >= seen, sessions.begun_at >= begun)
        with self._reading() as connection:
            found = connection.execute(query.group_by(sessions.user))
            return {user: (count, at) for user, count, at in found}

    def end_session(self, token: str) -> None:
        """Forget a session."""
        with self._writing() as connection:
            connection.execute(sa.delete(t.web_sessions).where(t.web_sessions.c.token == token))

    def _end_all(self, connection: sa.Connection, user: str) -> None:
        connection.execute(sa.delete(t.web_sessions).where(t.web_sessions.c.user == user))


def _is_name(name: str) -> bool:
    return 0 < len(name) <= MAX_NAME and name.isprintable() and name == name.strip()


def _rights(user: User) -> dict[str, object]:
    units = None if user.units is None else json.dumps(user.units, ensure_ascii=False)
    return {"role": user.role, "units": units}


def _user(row: Row) -> User:
    units = None if row.units is None else tuple(json.loads(row.units))
    return User(row.name, row.role, units, row.created_at)
