"""Names of the cookies that say who asks."""

from __future__ import annotations

from .settings import Settings

GUEST = "danghe_guest"
_SESSION = "danghe_session"


def session_cookie(settings: Settings) -> str:
    """Name of the session's cookie; by https, browsers bind it to this very host."""
    return f"__Host-{_SESSION}" if settings.secure else _SESSION
