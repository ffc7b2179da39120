"""Passwords: their hashes, by argon2."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..errors import UsageError

LEAST = 10
MOST = 200

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The hash to keep of a new password.

    Raises:
        UsageError: It is too short or too long.
    """
    if len(password.strip()) < LEAST:
        raise UsageError("user.password", least=LEAST)
    if len(password) > MOST:
        raise UsageError("user.password_long", most=MOST)
    return _hasher.hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; takes as long where there is none.

    Args:
        kept: None for a user that does not exist.
        password: As typed.
    """
    try:
        _hasher.verify(kept or _nobodys(), password[:MOST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")
