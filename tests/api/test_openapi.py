"""The API's description of itself, and the page that shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from runnel.api.endpoint import Upload
from runnel.api.examples import EXAMPLES
from runnel.api.openapi import openapi_document
from runnel.api.routes import ROUTES
from tests.conftest import RunningApp


@pytest.fixture(scope="module")
def document(shared_app: RunningApp) -> dict[str, Any]:
    answer: dict[str, Any] = shared_app.client.get("/openapi.json").json()
    return answer


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_served_document_is_the_one_that_code_is_made_from(document: dict[str, Any]) -> None:
    assert document == json.loads(json.dumps(openapi_document()))
    assert document["openapi"].startswith("3.1")


def test_every_route_is_described(document: dict[str, Any]) -> None:
    described = {name for name, _ in operations(document)}
    routes = {f"{endpoint.method} {endpoint.path}" for endpoint in ROUTES}
    pages = {"GET /openapi.json", "GET /docs", "GET /redoc", "GET /launch/{token}"}
    assert routes - described == pages | {"POST /api/v2/files/"}, "only pages, and second forms of an address"


def test_every_operation_has_a_summary_and_a_name_of_its_own(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert [name for name, operation in operations(document) if not operation["summary"].endswith(".")] == []


def test_every_path_parameter_is_described(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        path = name.partition(" ")[2]
        described = {entry["name"] for entry in operation.get("parameters", ()) if entry["in"] == "path"}
        assert described == {part[1:-1] for part in path.split("/") if part.startswith("{")}, name


def test_every_success_says_what_it_answers(document: dict[str, Any]) -> None:
    refusing = {"process_flow", "predict_flow"}
    silent = [
        name
        for name, operation in operations(document)
        for status, response in operation["responses"].items()
        if status.startswith("2") and status != "204" and "content" not in response
        if operation["operationId"] not in refusing
    ]
    assert silent == []


def test_forms_with_a_file_are_described_also_where_the_handler_streams_them(document: dict[str, Any]) -> None:
    for path in ("/api/v1/files/upload/{flow_id}", "/api/v1/flows/upload/", "/api/v2/files"):
        form = document["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        assert form["required"] == ["file"]


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    def references(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                yield value["$ref"]
            for part in value.values():
                yield from references(part)
        elif isinstance(value, list):
            for part in value:
                yield from references(part)

    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert set(references(document)) <= known


def test_every_json_body_has_an_example_that_fits() -> None:
    for endpoint in ROUTES:
        bodies = [entry.type for entry in endpoint.parameters if entry.source == "body"]
        if endpoint.reads not in (None, Upload):
            bodies.append(endpoint.reads)
        for body in bodies if endpoint.tag else ():
            msgspec.json.decode(msgspec.json.encode(EXAMPLES[endpoint.name]), type=body)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_page_of_the_api_asks_nothing_of_other_machines(shared_app: RunningApp, path: str) -> None:
    response = shared_app.client.get(path)
    assert response.headers["content-type"].startswith("text/html")
    assert "http://" not in response.text
    assert "https://" not in response.text
