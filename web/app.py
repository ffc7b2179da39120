"""The application: routes, what shields them, what answers where none does."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route as At

from ..messages import CATALOGUE, speaking, translate
from .api import PREFIX, Api, problem
from .dispatch import endpoint, guest_call
from .openapi import description
from .render import STATIC_TYPES, Look, static_files
from .routes import APIS, ROUTES, Route
from .security import Shield
from .server import Server
from .settings import Settings
from .uploads import Refusal

_log = logging.getLogger(__name__)
_STATUS = {404: "web.refused.path", 405: "web.refused.method", 400: "web.refused.form"}


def create_app(directory: Path, settings: Settings | None = None) -> Starlette:
    """The pages of an archive.

    Args:
        directory: Of the archive, which exists.
        settings: How they are served; by default on this machine only.
    """
    settings = settings or Settings()
    server = Server.over(directory, settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await server.workers.run(lambda archive: archive.norms)
        server.intake.start()
        if settings.warm:
            await run_in_threadpool(server.workers.warm)
            await run_in_threadpool(server.pictures.start)
        yield
        server.close()

    every: tuple[Route | Api, ...] = (*ROUTES, *APIS)
    routes = [At(one.path, endpoint(server, one), methods=[one.method]) for one in every]
    app = Starlette(
        routes=[*routes, At("/static/{name}", _static), At(f"{PREFIX}/openapi.json", _openapi)],
        middleware=[Middleware(Shield, settings=settings)],
        exception_handlers={HTTPException: _told(server), Exception: _broken},
        lifespan=lifespan,
    )
    app.state.server = server
    return app


async def _static(request: Request) -> Response:
    """A file of ours; names are looked up, never made into paths."""
    name = request.path_params["name"]
    held = static_files().get(name)
    if held is None:
        raise HTTPException(404, "web.refused.path")
    kind = STATIC_TYPES["." + name.rpartition(".")[2]]
    fresh = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(held, media_type=kind, headers=fresh)


async def _openapi(request: Request) -> Response:
    return Response(description(), media_type="application/json")


def _told(server: Server):  # type: ignore[no-untyped-def]  # Starlette's own type is any callable
    """What is said of a request that no handler answered."""

    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        key = error.detail if error.detail in CATALOGUE else _STATUS.get(error.status_code)
        headers = dict(error.headers or {})
        with speaking(Look.of(request.cookies).language):
            if request.url.path.startswith(PREFIX):
                return problem(error.status_code, key or "web.refused.form", headers)
            values = error.values if isinstance(error, Refusal) else {}
            sentence = translate(key or "web.refused.form", **values)
            response: Response = await server.workers.run(
                lambda archive: guest_call(server, request, archive).render(
                    "error.html", error.status_code, error=None, sentence=sentence
                )
            )
        response.headers.update(headers)
        return response

    return told


async def _broken(request: Request, error: Exception) -> Response:
    """A mistake of ours: the log has it, the browser learns nothing of it."""
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    with speaking(Look.of(request.cookies).language):
        return PlainTextResponse(translate("web.refused.broken"), 500)
