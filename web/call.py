"""One request, as the handlers of pages see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, QueryParams, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..archive import Archive
from .access import Role
from .render import Look, render
from .sessions import Visitor
from .uploads import Upload

if TYPE_CHECKING:
    from .server import Server


@dataclass(frozen=True)
class Call:
    """A request whose session, role and token were found to be in order.

    Attributes:
        archive: As the visitor sees it: what is of other units does not exist.
        whole: All of it, for what concerns no record: users, sessions, the log.
        server: What requests have in common.
        visitor: Who asks.
        look: Language and colours.
        method: Of the request.
        path: Of its address.
        params: Parts of the path, by name.
        query: What follows the question mark.
        form: Fields of a form that was sent.
        body: Of a JSON request.
        upload: Files that were sent with the form.
        address: Of the browser.
        cookies: That it sent.
    """

    archive: Archive
    whole: Archive
    server: Server
    visitor: Visitor
    look: Look
    method: str
    path: str
    params: Mapping[str, Any]
    query: QueryParams
    form: FormData
    body: bytes = b""
    upload: Upload | None = None
    address: str = ""
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def who(self) -> str:
        """Name of the user; empty for a guest."""
        return self.visitor.user.name if self.visitor.user else ""

    def may(self, role: Role) -> bool:
        """Whether the visitor has a role, or more."""
        return self.visitor.role >= role

    def text(self, name: str, default: str = "") -> str:
        """A field of the form, or else of the query; files are none."""
        value = self.form.get(name, self.query.get(name, default))
        return default if isinstance(value, UploadFile) else value

    def texts(self, name: str) -> list[str]:
        """All values of a field of the form."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def number(self, name: str, default: int, most: int = 1_000_000) -> int:
        """A whole number from 1 on; the default where it is none."""
        text = self.text(name)
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            return default
        return min(max(1, int(text)), most)

    def render(self, template: str, status: int = 200, /, **values: object) -> HTMLResponse:
        """A page."""
        return HTMLResponse(render(template, self, **values), status)

    def redirect(self, path: str, **params: str) -> RedirectResponse:
        """Lead the browser on, after a form was sent."""
        return RedirectResponse(path + (f"?{urlencode(params)}" if params else ""), 303)

    def done(self, path: str, key: str, **values: str) -> Response:
        """Lead the browser on, and say there that something was done; see ``render.notice``."""
        from .render import notice_cookie

        response = self.redirect(path)
        response.set_cookie(
            NOTICE, notice_cookie(key, values), max_age=60, httponly=True,
            samesite="strict", secure=self.server.settings.secure,
        )  # fmt: skip
        return response


NOTICE = "danghe_notice"
