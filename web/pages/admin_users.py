"""Users of the pages: who may sign in, with which role, to the papers of which units."""

from __future__ import annotations

import hashlib
import re
import secrets

from starlette.responses import Response

from ...catalogue import ROLES, User
from ...classify.unit import unit_of_name
from ...errors import DangheError, UsageError
from ...text.normalise import tidy
from ..call import Call
from ..passwords import LEAST, hash_password

_MOST_UNIT = 100
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like others."""
_BETWEEN = re.compile(r"[、,，;；\r\n]")


def show(call: Call) -> Response:
    """All users, and the form for another."""
    return _users(call)


def _users(call: Call, error: DangheError | None = None) -> Response:
    catalogue = call.whole.catalogue
    last, now = catalogue.last_signed_in(), call.server.sessions.signed_in(catalogue)
    return call.render(
        "admin_users.html",
        422 if error else 200,
        users=catalogue.users(),
        last=last,
        now=now,
        error=error,
        least=LEAST,
        roles=ROLES,
        form=call,
        chosen=set(call.texts("unit")),
        known=call.whole.units(),
    )


def add(call: Call) -> Response:
    """Let someone sign in, with a password that was typed or is made here."""
    name = tidy(call.text("name"))
    try:
        password, made = _password(call)
        hashed = hash_password(password)
        call.whole.catalogue.add_user(name, hashed, call.text("role"), _units(call), first=False)
    except UsageError as error:
        return _users(call, error)
    if made:
        return _once(call, name, password)
    return call.done("/admin/users", "user_added", name=name)


def show_one(call: Call) -> Response:
    """One user, and the forms to change, or remove, that one."""
    user = call.whole.catalogue.user(call.text("name"))
    known = {unit.name for unit in call.whole.units()}
    return call.render(
        "admin_user.html",
        one=user,
        state=_state(user),
        last=call.whole.catalogue.last_signed_in().get(user.name),
        now=call.server.sessions.signed_in(call.whole.catalogue).get(user.name),
        known=[*sorted(known | set(user.units or ()))],
        roles=ROLES,
        least=LEAST,
    )


def change(call: Call) -> Response:
    """Another role or other units; what the user has open ends at once."""
    user = _as_seen(call)
    call.whole.catalogue.change_user(user.name, call.text("role"), _units(call))
    return call.done("/admin/users", "user_changed", name=user.name)


def change_password(call: Call) -> Response:
    """Another password; what the user has open ends at once."""
    user = _as_seen(call)
    password, made = _password(call)
    call.whole.catalogue.set_password(user.name, hash_password(password))
    # One's own session has ended with it: this answer is the last that it is good for.
    if made:
        return _once(call, user.name, password)
    return call.done("/admin/users", "user_password", name=user.name)


def remove(call: Call) -> Response:
    """Let a user sign in no more."""
    user = _as_seen(call)
    if not call.text("sure"):
        raise UsageError("web.admin.not_sure")
    call.whole.catalogue.remove_user(user.name)
    return call.done("/admin/users", "user_removed", name=user.name)


def _as_seen(call: Call) -> User:
    """The user, if still as the form was made of."""
    user = call.whole.catalogue.user(call.text("name"))
    if call.text("state") != _state(user):
        raise UsageError("web.admin.changed")
    return user


def _state(user: User) -> str:
    """A short word for a user's rights; others have another."""
    said = (user.name, user.role, user.units, user.created_at)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _units(call: Call) -> tuple[str, ...] | None:
    """Units of the form; None only where all were asked for in so many words."""
    if call.text("scope") == "all":
        return None
    units = call.whole.units()
    known = {unit.name for unit in units}
    named = [name for name in call.texts("unit") if name]
    named += [tidy(name) for name in _BETWEEN.split(call.text("others")) if name.strip()]
    found: dict[str, None] = {}
    for name in named:
        if not name or len(name) > _MOST_UNIT:
            raise UsageError("unit.name", limit=_MOST_UNIT)
        found[name if name in known else unit_of_name(name, units, call.whole.norms).name] = None
    return tuple(found)


def _password(call: Call) -> tuple[str, bool]:
    """The new password, and whether it was made here for want of one."""
    password = call.text("password")
    if not password and not call.text("again"):
        signs = ["".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4)]
        return "-".join(signs), True
    if password != call.text("again"):
        raise UsageError("web.account.differ")
    return password, False


def _once(call: Call, name: str, password: str) -> Response:
    return call.render("admin_password.html", name=name, password=password)
