"""Who is signed in: sessions on the server, by a secret in a cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from ..catalogue import Catalogue, User
from ..errors import ArchiveError
from .access import Role, role_of
from .settings import Settings

_TOUCH_SECONDS = 60
UNMASKED_SECONDS = 15 * 60
_MOST_GRANTS = 10_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks.

    Attributes:
        user: None for someone who is not signed in.
        secret: Of the session, or of the cookie that ties forms to a browser before.
        csrf: What every form must send along.
    """

    user: User | None
    secret: str = field(repr=False)
    csrf: str = field(repr=False)

    @property
    def role(self) -> Role:
        """What the visitor may do at most."""
        return role_of(self.user)


class Sessions:
    """Sessions of one server.

    Args:
        settings: How long they last.
        clock: Seconds since the epoch, for tests.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._settings = settings
        self._clock = clock
        self._grants: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def guest(self, secret: str | None) -> Visitor:
        """Someone who is not signed in.

        Args:
            secret: Of the guest's cookie; None makes a new one.
        """
        secret = secret if secret and len(secret) <= 100 else secrets.token_urlsafe(32)
        return Visitor(None, secret, _csrf("guest", secret))

    def visitor(self, catalogue: Catalogue, secret: str | None) -> Visitor | None:
        """Who signed in with a secret; None where the session is none, or is over."""
        if not secret or len(secret) > 100:
            return None
        token, now = _token(secret), int(self._clock())
        signed = catalogue.session(token)
        if signed is None:
            return None
        idle, age = now - signed.seen_at, now - signed.begun_at
        if idle > self._settings.idle_seconds or age > self._settings.longest_seconds:
            catalogue.end_session(token)
            return None
        if idle > _TOUCH_SECONDS:
            try:
                catalogue.touch_session(token, now)
            except ArchiveError as error:
                if error.key != "archive.busy":
                    raise
        return Visitor(signed.user, secret, _csrf("user", secret))

    def begin(self, catalogue: Catalogue, user: str, former: str | None) -> str:
        """Sign someone in, under a new secret whatever the browser brought along.

        Args:
            catalogue: Keeps the session.
            user: Who.
            former: Secret of a session that ends with this.
        """
        if former:
            catalogue.end_session(_token(former))
        secret, now = secrets.token_urlsafe(32), int(self._clock())
        catalogue.begin_session(_token(secret), user, now, now - self._settings.idle_seconds)
        return secret

    def end(self, catalogue: Catalogue, secret: str) -> None:
        """Sign someone out."""
        catalogue.end_session(_token(secret))

    def signed_in(self, catalogue: Catalogue) -> dict[str, tuple[int, int]]:
        """Users with sessions that are not over: name → how many, and when last used."""
        now, settings = int(self._clock()), self._settings
        return catalogue.signed_in(now - settings.idle_seconds, now - settings.longest_seconds)

    def unmask(self, visitor: Visitor, record_id: str) -> None:
        """Let a visitor see a record's personal numbers for a while."""
        now = self._clock()
        with self._lock:
            if len(self._grants) >= _MOST_GRANTS:
                self._grants = {key: until for key, until in self._grants.items() if until > now}
            self._grants[_token(visitor.secret), record_id] = now + UNMASKED_SECONDS

    def is_unmasked(self, visitor: Visitor, record_id: str) -> bool:
        """Whether a visitor gave a reason to see a record's personal numbers."""
        until = self._grants.get((_token(visitor.secret), record_id))
        return until is not None and until > self._clock()


def _csrf(kind: str, secret: str) -> str:
    """Follows from the secret, which no other site knows, and tells nothing about it."""
    return hmac.new(secret.encode(), f"csrf {kind}".encode(), hashlib.sha256).hexdigest()


def _token(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
