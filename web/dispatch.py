"""The way of a request: who asks, whether that one may, then the handler in a thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from ..archive import Archive
from ..catalogue.settings import SENT
from ..errors import ArchiveError, DangheError, ExtractionError, SchemaError, UsageError
from ..messages import speaking
from .api import Api, answer_api, problem
from .call import NOTICE, Call
from .cookies import GUEST, session_cookie
from .render import Look
from .routes import Route
from .security import SAFE_METHODS, is_same
from .server import Server
from .sessions import Visitor
from .settings import MEGABYTE
from .uploads import Receiver, Refusal, Upload, new_upload, require_room

# Of these keys alone: what a person may not see is told like what is not there.
_NOT_FOUND = frozenset(
    (
        "catalogue.no_record",
        "archive.no_page",
        "saved.unknown",
        "user.unknown",
        "web.no_unit",
        "web.no_box",
        "web.import.no_folder",
    )
)
_SIZE = "web.refused.size"


@dataclass(frozen=True)
class Sent:
    """What came with a request."""

    form: FormData = field(default_factory=FormData)
    body: bytes = b""
    upload: Upload | None = None

    async def close(self) -> None:
        """Let go of it all, but for files that somebody took."""
        if self.upload is not None:
            self.upload.discard()
        await self.form.close()


def endpoint(server: Server, route: Route | Api) -> Callable[[Request], Awaitable[Response]]:
    """The answer to requests of a route."""

    async def answer(request: Request) -> Response:
        look = Look.of(request.cookies)
        with speaking(look.language):
            visitor = await _visitor(server, request)
            refusal = _refused(request, route, visitor)
            if refusal is not None:
                return refusal
            sent = await _sent(server, request, route)
            try:
                if request.method not in SAFE_METHODS:
                    token = request.headers.get("x-csrf-token") or sent.form.get("csrf")
                    if not is_same(token, visitor.csrf):
                        raise HTTPException(403, "web.refused.token")
                response = await server.workers.run(
                    lambda archive: _answered(server, request, route, visitor, look, sent, archive)
                )
            finally:
                await sent.close()
        if request.cookies.get(NOTICE) and response.status_code == 200 and not route.is_api:
            response.delete_cookie(NOTICE)
        if visitor.user is None and request.cookies.get(GUEST) != visitor.secret:
            response.set_cookie(
                GUEST, visitor.secret, httponly=True, samesite="strict",
                secure=server.settings.secure,
            )  # fmt: skip
        return response

    return answer


def call_of(
    server: Server, request: Request, visitor: Visitor, look: Look, sent: Sent, archive: Archive
) -> Call:
    """A request as handlers see it."""
    user = visitor.user
    scope = user.scope if user else frozenset()
    return Call(
        archive=archive.seen_by(user.name if user else "", scope),
        whole=archive.seen_by(user.name if user else ""),
        server=server,
        visitor=visitor,
        look=look,
        method=request.method,
        path=request.url.path,
        params=request.path_params,
        query=QueryParams(request.scope["query_string"]),
        form=sent.form,
        body=sent.body,
        upload=sent.upload,
        address=request.client.host if request.client else "",
        cookies=request.cookies,
    )


async def _visitor(server: Server, request: Request) -> Visitor:
    secret = request.cookies.get(session_cookie(server.settings))
    found = None
    if secret:
        found = await server.workers.run(
            lambda archive: server.sessions.visitor(archive.catalogue, secret)
        )
    return found or server.sessions.guest(request.cookies.get(GUEST))


def _refused(request: Request, route: Route | Api, visitor: Visitor) -> Response | None:
    if visitor.role >= route.role:
        return None
    if visitor.user is not None:
        raise HTTPException(403, "web.refused.role")
    if route.is_api:
        return problem(401, "web.refused.guest")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = here if request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?next={quote(back, safe='')}", 303)


async def _sent(server: Server, request: Request, route: Route | Api) -> Sent:
    """The form or body of a request, within the limits for its route."""
    if request.method in SAFE_METHODS:
        return Sent()
    settings = server.settings
    kind, options = parse_options_header(request.headers.get("content-type"))
    try:
        if route.uploads and kind == b"multipart/form-data" and options.get(b"boundary"):
            return await _received(server, request, options[b"boundary"])
        limited = _limited(request, settings.most_form_bytes, HTTPException(413, _SIZE))
        if route.is_api:
            return Sent(body=await limited.body())
        return Sent(await limited.form(max_files=0, max_fields=1000))
    except ClientDisconnect:
        raise HTTPException(400, "web.refused.form") from None


async def _received(server: Server, request: Request, boundary: bytes) -> Sent:
    """A form with files, which are on the archive's disk when it ends."""
    settings, home = server.settings, server.directory / SENT
    most = settings.most_upload_bytes
    refusal = Refusal(413, "web.import.too_large", megabytes=most // MEGABYTE)
    limited = _limited(request, most, refusal)
    require_room(home, int(request.headers.get("content-length", "0")))
    upload = new_upload(home)
    receiver = Receiver(boundary, upload, settings.most_files)
    try:
        async for chunk in limited.stream():
            await run_in_threadpool(receiver.take, chunk)
        return Sent(receiver.end(), upload=upload)
    except BaseException:
        receiver.close()
        upload.discard()
        raise


def _limited(request: Request, most: int, refusal: HTTPException) -> Request:
    """The request, which refuses more bytes than allowed, declared or not."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or len(declared) > 18 or int(declared) > most:
        raise refusal
    came = 0
    receive = request.receive

    async def counted() -> dict[str, object]:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came > most:
            raise refusal
        return dict(message)

    return Request(request.scope, counted)


def _answered(
    server: Server,
    request: Request,
    route: Route | Api,
    visitor: Visitor,
    look: Look,
    sent: Sent,
    archive: Archive,
) -> Response:
    call = call_of(server, request, visitor, look, sent, archive)
    try:
        if isinstance(route, Api):
            return answer_api(route, call)
        return route.handler(call)
    except DangheError as error:
        if isinstance(route, Api):
            return problem(status_of(error), error)
        return call.render("error.html", status_of(error), error=error, sentence=None)


def status_of(error: DangheError) -> int:
    """The HTTP status of an error of ours."""
    match error:
        case UsageError():
            return 404 if error.key in _NOT_FOUND else 422
        case ExtractionError():
            return 422
        case ArchiveError() | SchemaError():
            return 503
        case _:
            return 500


def guest_call(server: Server, request: Request, archive: Archive) -> Call:
    """For pages that tell of errors outside any route; they know nobody."""
    visitor = server.sessions.guest(request.cookies.get(GUEST))
    look = Look.of(request.cookies)
    call = call_of(server, request, visitor, look, Sent(), archive)
    return replace(call, cookies={})
