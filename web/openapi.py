"""The OpenAPI description, made of the same table that routes."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any

import msgspec

from .. import __version__
from .api import PREFIX, Api, Problem
from .routes import APIS

_PART = re.compile(r"\{(\w+)\}")
_REF = "#/components/schemas/{name}"
_RECORD = {"type": "string", "pattern": "^[0-9a-f]{12}-[0-9]{1,6}$"}


@cache
def description() -> bytes:
    """OpenAPI 3.1, as JSON."""
    kinds = dict.fromkeys(kind for api in APIS for kind in (api.sent, api.answer) if kind)
    every = [*kinds, Problem]
    schemas, components = msgspec.json.schema_components(every, ref_template=_REF)
    named = dict(zip(every, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for api in APIS:
        paths.setdefault(api.path, {})[api.method.lower()] = _operation(api, named, components)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {"title": "danghe", "version": __version__},
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {
                "schemas": components,
                "securitySchemes": {
                    "session": {"type": "apiKey", "in": "cookie", "name": "danghe_session"}
                },
            },
            "security": [{"session": []}],
        }
    )


def _operation(
    api: Api, named: dict[Any, dict[str, Any]], components: dict[str, Any]
) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": _RECORD}
        for name in _PART.findall(api.path)
    ]
    told: dict[str, Any] = {
        "operationId": api.handler.__name__,
        "summary": (inspect.getdoc(api.handler) or "").split("\n")[0],
        "responses": {"200": _content("Found", named[api.answer])}
        | {code: _content(said, named[Problem]) for code, said in _REFUSALS.items()},
    }
    if api.method == "GET" and api.sent is not None:
        parameters += _parameters(components[api.sent.__name__])
    elif api.sent is not None:
        told["requestBody"] = {"required": True, **_content("", named[api.sent])}
        token = {"type": "string", "description": "as in the page's meta element csrf"}
        parameters.append(
            {"name": "X-CSRF-Token", "in": "header", "required": True, "schema": token}
        )
    return told | ({"parameters": parameters} if parameters else {})


_REFUSALS = {
    "400": "Not from here",
    "401": "Not signed in",
    "403": "Not for this role",
    "404": "Not there, or not for this user",
    "422": "Cannot be honoured",
    "503": "The archive cannot be used now",
}


def _content(said: str, schema: dict[str, Any]) -> dict[str, Any]:
    content: dict[str, Any] = {"content": {"application/json": {"schema": schema}}}
    return content | ({"description": said} if said else {})


def _parameters(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": one}
        for name, one in schema["properties"].items()
    ]


__all__ = ["PREFIX", "description"]
