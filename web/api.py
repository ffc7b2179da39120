"""The JSON side: one table of calls, read, answered and described by their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec
from starlette.datastructures import QueryParams
from starlette.responses import Response

from ..errors import DangheError
from ..messages import translate
from .access import Role
from .call import Call
from .remedies import remedy

PREFIX = "/api/v1"


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why a call was refused.

    Attributes:
        error: Short name of the reason, the same in every language.
        message: For people.
        remedy: What one can do about it.
        position: Place in the query, from 1.
    """

    error: str
    message: str
    remedy: str = ""
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Api:
    """One call.

    Attributes:
        method: GET or POST.
        path: Behind ``PREFIX``, with ``{name}`` for its variable parts.
        handler: Takes the ``Call`` and what was sent, read; returns ``answer``.
        role: Least role of those it serves.
        sent: Of a GET the query's parameters, of a POST the body; None for nothing.
        answer: What comes back.
    """

    method: str
    path_in_version: str
    handler: Callable[..., Any]
    role: Role
    sent: type[msgspec.Struct] | None
    answer: type[msgspec.Struct]
    uploads: ClassVar[bool] = False
    is_api: ClassVar[bool] = True

    @property
    def path(self) -> str:
        """As routed."""
        return PREFIX + self.path_in_version


def answer_api(api: Api, call: Call) -> Response:
    """Read what was sent, call, write what comes back."""
    try:
        sent = _read(api, call)
    except msgspec.ValidationError as error:
        return _json(
            422, Problem("web.refused.fields", f"{translate('web.refused.fields')} {error}")
        )
    except (msgspec.DecodeError, UnicodeDecodeError):
        return problem(422, "web.refused.json")
    found = api.handler(call) if api.sent is None else api.handler(call, sent)
    return _json(200, found)


def problem(
    status: int, why: str | DangheError, headers: Mapping[str, str] | None = None
) -> Response:
    """A refusal."""
    if isinstance(why, str):
        return _json(status, Problem(why, translate(why)), headers)
    place = why.values.get("position")
    told = Problem(why.key, str(why), remedy(why), int(place) if place else None)
    return _json(status, told, headers)


def _read(api: Api, call: Call) -> Any:
    if api.method == "GET":
        return _of_query(call.query, api.sent)
    if api.sent is None:
        return None
    return msgspec.json.decode(call.body, type=api.sent)


def _of_query(query: QueryParams, kind: type[msgspec.Struct] | None) -> Any:
    """Parameters by the type of their field; those given several times become lists."""
    if kind is None:
        if query:
            raise msgspec.ValidationError(f"unknown: {next(iter(query))!r:.50}")
        return None
    lists = {
        field.name
        for field in msgspec.structs.fields(kind)
        if getattr(field.type, "__origin__", None) is tuple or "tuple[" in str(field.type)
    }
    values = {name: query.getlist(name) if name in lists else query[name] for name in query}
    for name, value in values.items():
        if name not in lists and len(query.getlist(name)) > 1:
            raise msgspec.ValidationError(f"given twice: {name!r:.50} {value!r:.20}")
    return msgspec.convert(values, kind, strict=False)


def _json(status: int, value: msgspec.Struct, headers: Mapping[str, str] | None = None) -> Response:
    return Response(
        msgspec.json.encode(value), status, media_type="application/json", headers=headers
    )
