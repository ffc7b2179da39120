"""Roles, and what each may do."""

from __future__ import annotations

from enum import IntEnum

from ..catalogue import User


class Role(IntEnum):
    """Each may do what those before it may.

    ``GUEST`` is anybody; ``ADMIN`` an archivist whose units are not restricted.
    """

    GUEST = 0
    READER = 1
    INSPECTOR = 2
    ARCHIVIST = 3
    ADMIN = 4


_ROLES = {"reader": Role.READER, "inspector": Role.INSPECTOR, "archivist": Role.ARCHIVIST}

UNMASK = Role.INSPECTOR
"""From this role on, personal numbers may be seen, and originals taken: for a reason, logged."""

DECIDE = Role.ARCHIVIST
"""From this role on, papers may be filed."""


def role_of(user: User | None) -> Role:
    """What someone may do at most; a role that this program does not know may do nothing."""
    if user is None:
        return Role.GUEST
    role = _ROLES.get(user.role, Role.GUEST)
    return Role.ADMIN if role is Role.ARCHIVIST and user.units is None else role
