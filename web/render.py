"""From templates to pages. Everything that comes from papers or people is escaped."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from unicodedata import category

from jinja2 import Environment, PackageLoader, StrictUndefined

from .. import __version__
from ..messages import CATALOGUE, LANGUAGES, language, translate
from ..text.mask import mask_personal
from .access import Role
from .remedies import remedy, way
from .times import moment

if TYPE_CHECKING:
    from .call import Call

THEMES = ("auto", "light", "dark")

STATIC_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How someone wants the pages.

    Attributes:
        language: One of ``messages.LANGUAGES``.
        theme: One of ``THEMES``.
    """

    language: str
    theme: str = "auto"

    @staticmethod
    def of(cookies: Mapping[str, str]) -> Look:
        """What the cookies of a browser say; what they do not, is as on the command line."""
        spoken, theme = cookies.get(LANGUAGE_COOKIE, ""), cookies.get(THEME_COOKIE, "")
        return Look(
            spoken if spoken in LANGUAGES else language(), theme if theme in THEMES else THEMES[0]
        )


LANGUAGE_COOKIE = "danghe_lang"
THEME_COOKIE = "danghe_theme"


def render(template: str, call: Call, /, **values: object) -> str:
    """A page, or a part of one."""
    from .call import NOTICE
    from .routes import NAVIGATION

    navigation = [entry for entry in NAVIGATION if call.may(entry.role)]
    return (
        _environment()
        .get_template(template)
        .render(
            call=call,
            csrf=call.visitor.csrf,
            user=call.visitor.user,
            navigation=navigation,
            notice=notice_text(call.cookies.get(NOTICE)),
            **values,
        )
    )


def notice_cookie(key: str, values: Mapping[str, str]) -> str:
    """A sentence to be said on the next page."""
    said = json.dumps([f"web.done.{key}", dict(values)]).encode()
    return base64.urlsafe_b64encode(said).decode()


def notice_text(cookie: str | None) -> str | None:
    """The sentence of a cookie; None where it holds none of ours."""
    try:
        key, values = json.loads(base64.urlsafe_b64decode(cookie or ""))
        if not key.startswith("web.done.") or key not in CATALOGUE:
            return None
        return translate(key, **{str(name): str(value)[:200] for name, value in values.items()})
    except (ValueError, TypeError, AttributeError, KeyError):
        return None


@cache
def static_files() -> dict[str, bytes]:
    """Name → bytes of what lies in ``static``; nothing else is served."""
    home = files(__package__).joinpath("static")
    return {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.is_file() and "." + path.name.rpartition(".")[2] in STATIC_TYPES
    }


@cache
def static_url(name: str) -> str:
    """Address of a static file, which changes when the file does."""
    return f"/static/{name}?{hashlib.sha256(static_files()[name]).hexdigest()[:12]}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("danghe.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        t=translate,
        Role=Role,
        static=static_url,
        version=__version__,
        themes=THEMES,
        remedy=remedy,
        way=way,
    )
    environment.filters["mask"] = mask_personal
    environment.filters["printable"] = printable
    environment.filters["figure"] = figure
    environment.filters["moment"] = moment
    return environment


def printable(text: object) -> str:
    """A text without signs that turn the reading direction or hide; blanks of any width stay."""
    said = str(text)
    if said.isprintable():
        return said
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" or category(sign) == "Zs" else "\ufffd"
        for sign in said
    )


def figure(number: int) -> str:
    """A number with its thousands set apart."""
    return f"{number:,}"
