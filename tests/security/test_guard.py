"""Nobody but this machine's own user gets in: every route, from the route table, refuses strangers."""

from __future__ import annotations

import re
import socket

import httpx
import pytest

from runnel.api.routes import ROUTES
from tests.conftest import RunningApp, StartApp

NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
OTHER_ADDRESSES = (
    ("GET", "/"),
    ("GET", "/flow/x"),
    ("GET", "/assets/none.js"),
    ("GET", "/api/v1/none"),
    ("POST", "/x"),
)
TARGETS = [
    *((endpoint.method, re.sub(r"\{\w+\}", NOBODY, endpoint.path)) for endpoint in ROUTES),
    *OTHER_ADDRESSES,
]
STRANGERS = {
    "foreign host": {"host": "rebound.example:7860"},
    "own name without port": {"host": "127.0.0.1"},
    "foreign port": {"host": "127.0.0.1:1"},
    "host with user info": {"host": "evil@127.0.0.1"},
    "foreign origin": {"origin": "https://evil.example"},
    "null origin": {"origin": "null"},
    "origin of another local port": {"origin": "http://127.0.0.1:1"},
    "cross-site fetch": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"},
    "same-site fetch": {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
    "cross-site frame": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
}


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
def test_every_route_refuses(shared_app: RunningApp, headers: dict[str, str]) -> None:
    let_in = {
        f"{method} {path}": response.status_code
        for method, path in TARGETS
        if (response := shared_app.client.request(method, path, headers=headers)).status_code != 403
    }
    assert let_in == {}


def send_raw(app: RunningApp, text: str) -> str:
    """The status line that answers these very bytes."""
    with socket.create_connection(("127.0.0.1", app.port), timeout=10) as connection:
        connection.sendall(text.encode())
        return connection.makefile("rb").readline().decode()


def test_every_route_refuses_a_request_without_host(shared_app: RunningApp) -> None:
    let_in = {}
    for method, path in TARGETS:
        status_line = send_raw(shared_app, f"{method} {path} HTTP/1.1\r\nConnection: close\r\n\r\n")
        if " 403 " not in status_line:
            let_in[f"{method} {path}"] = status_line
    assert let_in == {}


def test_two_hosts_are_refused(shared_app: RunningApp) -> None:
    own, other = f"Host: 127.0.0.1:{shared_app.port}", "Host: evil.example"
    for first, second in ((own, other), (other, own)):
        status_line = send_raw(shared_app, f"GET /health HTTP/1.1\r\n{first}\r\n{second}\r\nConnection: close\r\n\r\n")
        assert " 200 " not in status_line


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_own_names_are_let_in(shared_app: RunningApp, name: str) -> None:
    host = f"{name}:{shared_app.port}"
    headers = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    assert shared_app.client.get("/health", headers=headers).status_code == 200


def test_allowed_name_is_let_in(start_app: StartApp) -> None:
    app = start_app(allow_hosts=("runnel.lan:8443",))
    headers = {"host": "runnel.lan:8443", "origin": "https://runnel.lan:8443"}
    assert app.client.get("/health", headers=headers).status_code == 200
    assert app.client.get("/health", headers={"host": "runnel.lan"}).status_code == 403


def test_a_link_leads_to_a_page_but_not_to_the_api(shared_app: RunningApp) -> None:
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert shared_app.client.get("/", headers=link).status_code != 403
    for path in ("/api/v1/auto_login", "//api/v1/auto_login", "/health", "/logs"):
        assert shared_app.client.get(f"{shared_app.url}{path}", headers=link).status_code == 403, path
    assert shared_app.client.post("/", headers=link).status_code == 403


def test_no_answer_allows_another_origin(shared_app: RunningApp) -> None:
    own = {"origin": shared_app.url}
    preflight = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    answers = [
        shared_app.client.get("/health", headers=own),
        shared_app.client.get("/api/v1/none", headers=own),
        shared_app.client.options("/api/v1/version", headers=preflight),
        shared_app.client.options("/api/v1/version", headers={**preflight, **own}),
    ]
    for answer in answers:
        assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert answers[2].status_code == 403


@pytest.mark.parametrize("path", ["/", "/health", "/api/v1/none", "/api/v1/users/zz", "/docs"])
def test_every_answer_carries_the_policy(shared_app: RunningApp, path: str) -> None:
    headers = shared_app.client.get(path).headers
    policy = headers["content-security-policy"]
    for rule in ("default-src 'self'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["vary"] == "Origin"


def test_a_body_over_the_limit_is_refused(start_app: StartApp) -> None:
    app = start_app(max_file_size_upload=1)
    announced = app.client.post("/api/v1/users/", content=b"x" * 3_000_000)
    assert announced.status_code == 413
    assert announced.json() == {"detail": "File size is larger than the maximum file size 1MB."}


def test_a_body_over_the_limit_is_refused_without_being_announced(start_app: StartApp) -> None:
    app = start_app(max_file_size_upload=1)

    def pieces() -> list[bytes]:
        return [b"x" * 100_000] * 30

    response = app.client.post("/api/v1/users/", content=iter(pieces()), headers={"content-type": "application/json"})
    assert response.status_code == 413


def test_deep_json_is_refused(shared_app: RunningApp) -> None:
    for body in (b"[" * 100_000, b'{"a":' * 500 + b"1" + b"}" * 500):
        response = shared_app.client.post("/api/v1/users/", content=body, headers={"content-type": "application/json"})
        assert response.status_code == 422
        assert "deep" in response.json()["detail"][0]["ctx"]["error"]


def test_deep_brackets_inside_a_text_are_no_depth(shared_app: RunningApp) -> None:
    body = {"username": "[" * 200 + '\\"{' * 200, "password": "x"}
    response = shared_app.client.post("/api/v1/users/", json=body)
    assert response.status_code == 422
    assert response.json()["detail"][0]["type"] == "string_too_long"


def test_keys_of_the_data_folder_are_the_users_alone(app: RunningApp) -> None:
    mode = (app.data_dir / "token.key").stat().st_mode & 0o777
    assert mode == 0o600


def test_websockets_are_not_served(shared_app: RunningApp) -> None:
    headers = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13", "sec-websocket-key": "x"}
    response = httpx.get(f"{shared_app.url}/api/v1/none", headers=headers)
    assert response.status_code in (400, 404)
