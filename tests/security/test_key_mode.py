"""Where keys are asked for, every route but a few asks; with auto-login, credentials that are sent must still hold."""

from __future__ import annotations

import re

import httpx
import pytest

from runnel.api.routes import ROUTES
from tests.conftest import RunningApp, StartApp

NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OPEN = {
    "/health", "/health_check", "/api/v1/login", "/api/v1/auto_login", "/api/v1/refresh", "/api/v1/logout",
    "/api/v1/page_login",
    "/api/v1/version", "/api/v1/config", "/docs", "/redoc", "/openapi.json", "/launch/{token}",
}  # fmt: skip


@pytest.fixture
def keyed(start_app: StartApp) -> tuple[RunningApp, str]:
    """A server that asks for keys, and a key."""
    open_app = start_app()
    key: str = open_app.client.post("/api/v1/api_key/", json={"name": "k"}).json()["api_key"]
    open_app.server.stop()
    return start_app(auto_login=False), key


def test_every_other_route_asks_for_a_key(keyed: tuple[RunningApp, str]) -> None:
    app, _ = keyed
    let_in = {}
    for endpoint in ROUTES:
        path = re.sub(r"\{\w+\}", NOBODY, endpoint.path)
        response = app.client.request(endpoint.method, path, headers={"cookie": "access_token_lf=x"})
        # The flow is looked for first.
        refused = (404,) if endpoint.path == "/api/v1/run/{flow_id_or_name}" else (403,)
        if endpoint.path not in OPEN and response.status_code not in refused:
            let_in[f"{endpoint.method} {endpoint.path}"] = response.status_code
        if endpoint.path in OPEN:
            assert response.status_code != 403, endpoint.path
    assert let_in == {}


def test_the_pages_are_served_all_the_same(keyed: tuple[RunningApp, str]) -> None:
    app, _ = keyed
    assert app.client.get("/").status_code != 403


def test_a_flow_that_exists_is_not_run_without_a_key(keyed: tuple[RunningApp, str]) -> None:
    app, key = keyed
    flow = app.client.post("/api/v1/flows/", json={"name": "f"}, headers={"x-api-key": key}).json()
    response = app.client.post(f"/api/v1/run/{flow['id']}", json={})
    assert (response.status_code, response.json()) == (403, {"detail": "An API key must be passed as query or header"})


def test_a_token_serves_all_routes_but_those_that_take_keys_alone(keyed: tuple[RunningApp, str]) -> None:
    app, key = keyed
    headers = {"x-api-key": key}
    user_id = app.client.post("/api/v1/users/", json={"username": "ada", "password": "pw"}, headers=headers).json()[
        "id"
    ]
    app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": True}, headers=headers)
    made = httpx.post(f"{app.url}/api/v1/login", data={"username": "ada", "password": "pw"}).json()
    token = {"authorization": f"Bearer {made['access_token']}"}
    assert app.client.get("/api/v1/users/whoami", headers=token).json()["username"] == "ada"
    assert app.client.get(f"/api/v1/monitor/builds?flow_id={NOBODY}", headers=token).status_code == 200
    assert app.client.post("/api/v1/process/x", headers=token).status_code == 403


def test_a_key_may_come_as_a_bearer_token_where_keys_alone_count(keyed: tuple[RunningApp, str]) -> None:
    app, key = keyed
    body = {"model": "none", "input": "hi"}
    known = app.client.post("/api/v1/responses", json=body, headers={"authorization": f"Bearer {key}"})
    assert known.status_code == 404
    unknown = app.client.post("/api/v1/responses", json=body, headers={"authorization": "Bearer sk-unknown"})
    assert (unknown.status_code, unknown.json()) == (403, {"detail": "Invalid or missing API key"})
    assert app.client.get("/api/v1/users/whoami", headers={"authorization": f"Bearer {key}"}).status_code == 401


def test_the_window_opens_once_with_a_session_of_its_own(keyed: tuple[RunningApp, str]) -> None:
    app, _ = keyed
    address = app.server.launch_url("session")
    first = httpx.get(address)
    assert (first.status_code, first.headers["location"]) == (303, "/")
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"runnel_session_{app.port}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    session = {"cookie": cookie.partition(";")[0]}
    assert app.client.get("/api/v1/users/whoami", headers=session).json()["username"] == "langflow"
    assert "set-cookie" not in httpx.get(address).headers
    forged = {"cookie": f"runnel_session_{app.port}=x"}
    assert app.client.get("/api/v1/users/whoami", headers=forged).status_code == 403


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_no_other_token_is_a_session(keyed: tuple[RunningApp, str], kind: str) -> None:
    from runnel.api import tokens

    app, key = keyed
    me = app.client.get("/api/v1/users/whoami", headers={"x-api-key": key}).json()["id"]
    secret = (app.data_dir / "token.key").read_bytes()
    other = tokens.make(secret, me, kind, 60)  # type: ignore[arg-type]
    response = app.client.get("/api/v1/users/whoami", headers={"cookie": f"runnel_session_{app.port}={other}"})
    assert response.status_code == 403
