"""The JSON side, against its own description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from web_sites import BASE, STREET, Site, signed_in, site

from danghe.web.openapi import description
from danghe.web.routes import APIS


def it_describes_every_call() -> None:
    told = json.loads(description())
    for api in APIS:
        assert api.method.lower() in told["paths"][api.path]
    assert told["paths"]["/api/v1/search"]["get"]["summary"] == "Find papers."
    limit = next(
        one for one in told["paths"]["/api/v1/search"]["get"]["parameters"]
        if one["name"] == "limit"
    )  # fmt: skip
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 100)


def it_searches_as_the_page_does(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as admin:
        found = admin.get("/api/v1/search", q="防火检查", unit=STREET, limit=5).json()
        assert found["total"] == 12 == admin.total("防火检查")
        assert [hit["record"] for hit in found["hits"]] == admin.records("防火检查")[:5]
        start, end = found["hits"][0]["spans"][0]
        assert found["hits"][0]["snippet"][start:end] == "防火检查"


def it_tells_where_a_query_is_wrong(web_archive: Path) -> None:
    with signed_in(web_archive, "总管") as admin:
        answer = admin.get("/api/v1/search", q="药具 (培训")
        assert answer.status_code == 422
        told = answer.json()
        assert (told["error"], told["position"]) == ("query.parenthesis", 4)
        assert told["remedy"]


@pytest.mark.parametrize(
    "params", [{}, {"q": "x", "limit": 0}, {"q": "x", "limit": "many"}, {"q": "x", "sort": "best"}]
)
def it_refuses_parameters_that_it_does_not_describe(
    params: dict[str, object], web_archive: Path
) -> None:
    with signed_in(web_archive, "总管") as admin:
        answer = admin.get("/api/v1/search", **params)
        assert answer.status_code == 422
        assert answer.json()["error"] == "web.refused.fields"


def it_files_a_paper(own_archive: Path) -> None:
    with signed_in(own_archive, "总管") as admin:
        id = admin.id_of("防火检查")
        headers = {"Origin": BASE, "X-CSRF-Token": admin.csrf()}
        state = admin.get(f"/api/v1/records/{id}").json()["state"]
        body = {"state": state, "box_id": "street.contraceptives.2"}
        answer = admin.client.post(f"/api/v1/records/{id}/filing", json=body, headers=headers)
        assert answer.status_code == 200
        assert answer.json()["decided_by"] == "总管"
        again = admin.client.post(f"/api/v1/records/{id}/filing", json=body, headers=headers)
        assert (again.status_code, again.json()["error"]) == (422, "web.filing.changed")


def it_says_in_json_what_it_refuses(web_archive: Path) -> None:
    with site(web_archive) as guest:
        assert guest.get("/api/v1/search", q="x").json()["error"] == "web.refused.guest"
    with signed_in(web_archive, "总管") as admin:
        answer = admin.get("/api/v1/nowhere")
        assert (answer.status_code, answer.json()["error"]) == (404, "web.refused.path")
        assert admin.client.delete("/api/v1/search").status_code == 405


@pytest.mark.slow
def it_keeps_to_its_description_whatever_is_sent(own_archive: Path) -> None:
    schema = schemathesis.openapi.from_dict(json.loads(description()))
    with signed_in(own_archive, "总管") as admin:
        found: Any
        for found in schema.get_all_operations():
            try_out(found.ok(), admin, admin.records("*"))


def try_out(operation: Any, admin: Site, records: list[str]) -> None:
    token = admin.csrf()

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(), which=st.integers(0, len(records)))
    def run(case: Any, which: int) -> None:
        if "record" in (case.path_parameters or {}) and which < len(records):
            case.path_parameters["record"] = records[which]
        sent = case.as_transport_kwargs(base_url=BASE)
        told = {"Origin": BASE, "X-CSRF-Token": token}
        sent = {**sent, "headers": {**dict(sent.get("headers") or {}), **told}}
        sent.pop("cookies", None)
        answer = admin.client.request(**sent)
        case.validate_response(
            answer,
            checks=[
                not_a_server_error,
                content_type_conformance,
                response_schema_conformance,
                status_code_conformance,
            ],
        )

    run()
