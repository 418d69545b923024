"""Variables over HTTP: a credential's value goes in and never comes out."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
CANARY = "sk-canary-1234"


def _create(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    body = {"name": "v", "value": "x", "default_fields": [], **fields}
    response = client.post("/api/v1/variables/", json=body)
    assert response.status_code == 201, response.text
    variable: dict[str, Any] = response.json()
    return variable


def test_a_credential_never_comes_out(app: RunningApp) -> None:
    created = _create(app.client, name="key", value=CANARY, type="Credential")
    url = f"/api/v1/variables/{created['id']}"
    answers = [
        app.client.get("/api/v1/variables/"),
        app.client.patch(url, json={"name": "renamed"}),
        app.client.patch(url, json={"value": CANARY + "2"}),
        app.client.patch(url, json={"default_fields": ["api_key"]}),
    ]
    assert all(answer.status_code == 200 for answer in answers)
    assert all(CANARY not in answer.text for answer in answers)
    assert answers[-1].json()["value"] is None
    app.server.stop()
    files = [path for path in app.data_dir.rglob("*") if path.is_file()]
    assert files
    assert not [path.name for path in files if CANARY.encode() in path.read_bytes()]


def test_a_value_that_is_not_sent_is_kept(app: RunningApp) -> None:
    variable = _create(app.client)
    url = f"/api/v1/variables/{variable['id']}"
    for body in ({"name": "w"}, {"value": None}, {"id": UNKNOWN, "default_fields": ["a"]}, {}):
        changed = app.client.patch(url, json=body)
        assert changed.status_code == 200
        assert (changed.json()["id"], changed.json()["value"]) == (variable["id"], "x")
    assert app.client.patch(url, json={"value": "y"}).json()["value"] == "y"
    assert [one["id"] for one in app.client.get("/api/v1/variables/").json()] == [variable["id"]]


def test_taken_and_empty_names(app: RunningApp) -> None:
    variable = _create(app.client)
    taken = app.client.post("/api/v1/variables/", json={"name": "v", "value": "y", "default_fields": None})
    assert (taken.status_code, taken.json()) == (400, {"detail": "Variable name already exists"})
    assert app.client.patch(f"/api/v1/variables/{variable['id']}", json={"name": ""}).status_code == 400


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_unknown_ids(app: RunningApp, method: str) -> None:
    response = app.client.request(method, f"/api/v1/variables/{UNKNOWN}", json={"name": "x"})
    assert (response.status_code, response.json()) == (404, {"detail": "Variable not found"})
