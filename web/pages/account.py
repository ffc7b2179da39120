"""Signing in and out, the first user, one's own account, and how the pages look."""

from __future__ import annotations

from starlette.responses import Response

from ...errors import DangheError
from ...messages import LANGUAGES, translate
from ...text.normalise import tidy
from ..call import Call
from ..cookies import GUEST, session_cookie
from ..passwords import LEAST, hash_password, is_outdated, is_right
from ..render import LANGUAGE_COOKIE, THEME_COOKIE, THEMES
from ..security import is_same, safe_path

_YEAR = 365 * 24 * 3600


def sign_in_page(call: Call) -> Response:
    """The form to sign in, or how the first user comes about."""
    if call.visitor.user is not None:
        return call.redirect(safe_path(call.text("next")))
    return _sign_in_form(call, 200)


def sign_in(call: Call) -> Response:
    """Sign in; always under a new session, and not too often in vain."""
    name, password = call.text("name").strip(), call.text("password")
    attempts, catalogue = call.server.attempts, call.whole.catalogue
    wait = attempts.wait(name, call.address)
    if wait:
        minutes = -(-wait // 60)
        refused = _sign_in_form(call, 429, translate("web.sign_in.wait", minutes=minutes))
        refused.headers["Retry-After"] = str(wait)
        return refused
    attempts.failed(name, call.address)
    kept = catalogue.password_of(name)
    if not is_right(kept, password) or kept is None:
        if attempts.wait(name, call.address):
            catalogue.audit("sign_in_blocked", {"name": name[:64], "address": call.address}, "web")
        return _sign_in_form(call, 401, translate("web.sign_in.wrong"))
    attempts.succeeded(name, call.address)
    if is_outdated(kept):
        catalogue.renew_hash(name, hash_password(password))
    return _signed_in(call, name, safe_path(call.text("next")))


def sign_out(call: Call) -> Response:
    """End the session."""
    call.server.sessions.end(call.whole.catalogue, call.visitor.secret)
    response = call.redirect("/sign-in")
    response.delete_cookie(session_cookie(call.server.settings))
    return response


def set_up_page(call: Call) -> Response:
    """The form for the first user, for whoever has the link from the terminal."""
    if not _may_set_up(call):
        return call.render("error.html", 404, error=None, sentence=translate("web.set_up.over"))
    return call.render("set_up.html", token=call.text("token"), name="", error=None, least=LEAST)


def set_up(call: Call) -> Response:
    """Make the first user, an archivist for all units, and sign that one in."""
    if not _may_set_up(call):
        return call.render("error.html", 404, error=None, sentence=translate("web.set_up.over"))
    name, password = tidy(call.text("name")), call.text("password")
    try:
        _require_twice(call, password)
        hashed = hash_password(password)
        catalogue = call.whole.catalogue.seen_by(name, None)
        catalogue.add_user(name, hashed, "archivist", None, first=True)
    except DangheError as error:
        token = call.text("token")
        return call.render("set_up.html", 422, token=token, name=name, error=error, least=LEAST)
    return _signed_in(call, name, "/")


def show(call: Call) -> Response:
    """One's own account."""
    return call.render("account.html", error=None, least=LEAST)


def change_password(call: Call) -> Response:
    """Another password of one's own; every session ends but a new one."""
    attempts, catalogue = call.server.attempts, call.whole.catalogue
    try:
        if attempts.wait(call.who, call.address):
            raise DangheError("web.account.wait")
        attempts.failed(call.who, call.address)
        if not is_right(catalogue.password_of(call.who), call.text("current")):
            raise DangheError("web.account.wrong")
        attempts.succeeded(call.who, call.address)
        password = call.text("password")
        _require_twice(call, password)
        catalogue.set_password(call.who, hash_password(password))
    except DangheError as error:
        return call.render("account.html", 422, error=error, least=LEAST)
    return _signed_in(call, call.who, "/account")


def look(call: Call) -> Response:
    """Another language or other colours, kept in the browser."""
    response = call.redirect(safe_path(call.text("back")))
    for field, cookie, known in (
        ("lang", LANGUAGE_COOKIE, LANGUAGES),
        ("theme", THEME_COOKIE, THEMES),
    ):
        if call.text(field) in known:
            response.set_cookie(
                cookie, call.text(field), max_age=_YEAR, httponly=True, samesite="strict",
                secure=call.server.settings.secure,
            )  # fmt: skip
    return response


def _sign_in_form(call: Call, status: int, problem: str | None = None) -> Response:
    return call.render(
        "sign_in.html",
        status,
        problem=problem,
        name=call.text("name"),
        next=safe_path(call.text("next")),
        has_users=call.whole.catalogue.has_users(),
    )


def _signed_in(call: Call, name: str, path: str) -> Response:
    former = call.visitor.secret if call.visitor.user else None
    secret = call.server.sessions.begin(call.whole.catalogue, name, former)
    response = call.redirect(path)
    settings = call.server.settings
    response.set_cookie(
        session_cookie(settings), secret, httponly=True, samesite="strict", secure=settings.secure
    )
    response.delete_cookie(GUEST)
    return response


def _may_set_up(call: Call) -> bool:
    wanted = call.server.settings.setup_token
    if wanted is None or not is_same(call.text("token"), wanted):
        return False
    return not call.whole.catalogue.has_users()


def _require_twice(call: Call, password: str) -> None:
    if call.text("again") != password:
        raise DangheError("web.account.differ")
