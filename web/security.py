"""What holds for every request, whatever page it is for."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..messages import translate
from .settings import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class Shield:
    """Refuses requests for other hosts and from other sites; adds the headers of safety.

    Args:
        app: What answers.
        settings: Which hosts.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._scheme = "https" if settings.secure else "http"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
                if self._scheme == "https":
                    headers["Strict-Transport-Security"] = "max-age=31536000"
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(translate(refusal), 400) if refusal else self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> str | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or host_of(hosts[0]) not in self._hosts:
            return "web.refused.host"
        if method in SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if origin is not None:
            return None if origin.lower() == f"{self._scheme}://{hosts[0].lower()}" else _ORIGIN
        # Browsers too old to name an origin still name the page.
        referrer = headers.get("referer")
        if referrer is not None and urlsplit(referrer).netloc.lower() != hosts[0].lower():
            return _ORIGIN
        return None if headers.get("sec-fetch-site") in (None, "same-origin", "none") else _ORIGIN


_ORIGIN = "web.refused.origin"


def host_of(header: str) -> str:
    """The host of a Host header, without its port."""
    host = header.strip().lower()
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]


def is_same(sent: object, wanted: str) -> bool:
    """Whether a token is the one wanted, in a time that tells nothing about it."""
    return isinstance(sent, str) and hmac.compare_digest(sent.encode(), wanted.encode())


def safe_path(path: str | None) -> str:
    """Where to go on after signing in: a path of this server, or the first page."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return "/"
    return path if path.isprintable() and "\\" not in path else "/"
