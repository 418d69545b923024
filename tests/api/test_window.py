"""The acts of the native window as the API offers them: to its own page alone, and to commands of the same user."""

from __future__ import annotations

import json

import pytest

from tests.conftest import RunningApp

ACTS = [
    ("GET", "/api/v1/window/events", None),
    ("POST", "/api/v1/window/save?name=flow.json", {}),
    ("POST", "/api/v1/window/open", None),
    ("GET", "/api/v1/window/files/guessed", None),
    ("POST", "/api/v1/window/theme", {"theme": "dark", "is_dark": True}),
    ("POST", "/api/v1/window/quit", {"runs": "stop"}),
]


@pytest.mark.parametrize(("method", "path", "body"), [*ACTS, ("POST", "/api/v1/window/show", None)])
def test_a_script_cannot_act_as_the_window(shared_app: RunningApp, method: str, path: str, body: object) -> None:
    assert shared_app.client.request(method, path, json=body).status_code == 403
    wrong = {"x-runnel-token": "guessed"}
    assert shared_app.client.request(method, path, json=body, headers=wrong).status_code == 403


@pytest.mark.parametrize(("method", "path", "body"), ACTS)
def test_a_browser_cannot_act_as_the_window(app: RunningApp, method: str, path: str, body: object) -> None:
    app.client.get(app.server.launch_url("session").removeprefix(app.url))
    assert app.client.request(method, path, json=body).status_code == 403
    seen = app.client.get("/api/v1/window").json()
    assert (seen["is_window"], seen["can_show_folders"]) == (False, True)


def test_the_page_of_a_window_that_is_gone_is_told_so(app: RunningApp) -> None:
    app.client.get(app.server.launch_url("window").removeprefix(app.url))
    assert app.client.get("/api/v1/window").json()["is_window"] is True
    answer = app.client.post("/api/v1/window/quit", json={"runs": "stop"})
    assert answer.status_code == 409, answer.text


def test_a_command_shows_a_flow_file_in_key_mode_too(start_app: object) -> None:
    app = start_app(auto_login=False)  # type: ignore[operator]
    headers = {"x-runnel-token": app.server.running.token}
    flow = json.dumps({"name": "Sent", "data": {"nodes": [], "edges": []}})
    shown = app.client.post("/api/v1/window/show?name=sent.flow.json", content=flow, headers=headers).json()
    assert shown["is_shown"] is False
    opened = app.client.get(shown["launch_path"])
    assert opened.headers["location"] == f"/flow/{shown['flow_id']}"
    # The session that this gave opens the API, once.
    assert app.client.get(f"/api/v1/flows/{shown['flow_id']}").json()["name"] == "Sent"
    app.client.cookies.clear()
    app.client.get(shown["launch_path"])
    assert app.client.get(f"/api/v1/flows/{shown['flow_id']}").status_code == 403
