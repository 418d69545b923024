"""Starting and stopping: the port is known at once, open answers end, and nothing is left running."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from runnel.errors import AppError
from runnel.server import Server
from runnel.settings import Settings
from tests.conftest import StartApp


def settings(folder: Path, **others: object) -> Settings:
    return Settings(port=0, data_dir=folder, detect_ports=(), starter_flows=False, **others)  # type: ignore[arg-type]


def test_it_serves_on_a_socket_that_is_handed_in(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(settings(tmp_path), listener)
        assert server.port == listener.getsockname()[1]
        server.start()
        try:
            assert httpx.get(f"{server.url}/health").status_code == 200
        finally:
            server.stop()
    assert not server.is_running


def test_a_start_that_fails_says_why_and_leaves_nothing(tmp_path: Path) -> None:
    first = Server(settings(tmp_path))
    first.start()
    second = Server(settings(tmp_path))
    try:
        with pytest.raises(AppError, match="data folder"):
            second.start()
        assert not second.is_running
        with pytest.raises(OSError, match=r"refused|closed"):
            socket.create_connection(("127.0.0.1", second.port), timeout=5)
    finally:
        first.stop()
    again = Server(settings(tmp_path))
    again.start()
    again.stop()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    server = Server(settings(tmp_path / "file" / "data"))
    with pytest.raises(AppError, match="data"):
        server.start()


def test_stopping_ends_open_streams(start_app: StartApp) -> None:
    app = start_app(enable_log_retrieval=True)
    with httpx.stream("GET", f"{app.url}/logs-stream", timeout=30) as response:
        app.server.stop()
        with pytest.raises(httpx.HTTPError):
            for _ in response.iter_raw():
                pass
    assert not app.server.is_running
    app.server.stop()


def test_what_was_answered_is_there_after_a_restart(start_app: StartApp) -> None:
    app = start_app()
    made = app.client.post("/api/v1/flows/", json={"name": "kept"}).json()
    app.client.patch("/api/v1/preferences", json={"theme": "dark", "sort": "name"})
    app.server.stop()
    again = start_app()
    assert again.client.get(f"/api/v1/flows/{made['id']}").json()["name"] == "kept"
    assert again.client.patch("/api/v1/preferences", json={"sort": None}).json() == {"theme": "dark"}


def test_the_data_folder_and_the_program_are_told(start_app: StartApp) -> None:
    app = start_app()
    folder = app.client.get("/api/v1/data_folder").json()
    assert folder["path"] == str(app.data_dir)
    assert folder["database_bytes"] > 0
    assert Path(folder["log_path"]).parent.is_dir()
    about = app.client.get("/api/v1/about").json()
    assert about["api_version"] == "1.1.1"
    assert about["python_version"].startswith("3.")


def test_the_first_screen_is_seen_once(start_app: StartApp) -> None:
    app = start_app(starter_flows=True)
    first = app.client.get("/api/v1/welcome").json()
    assert first["is_seen"] is False
    assert first["notices"] == []
    assert {starter["works_now"] for starter in first["starters"]} == {True, False}
    for starter in first["starters"]:
        assert starter["works_now"] == (starter["needs"] == ["nothing"])
    ready = app.client.get(f"/api/v1/flows/{first['ready_flow_id']}").json()
    assert ready["user_id"] is not None
    messages = app.client.get("/api/v1/monitor/messages", params={"flow_id": ready["id"]}).json()
    assert messages[-1]["sender"] == "Machine"
    assert app.client.post("/api/v1/welcome/seen").status_code == 204
    assert app.client.get("/api/v1/welcome").json()["is_seen"] is True
    listed = app.client.get("/api/v1/starter-projects/").json()
    assert len(listed) == len(first["starters"])
    assert all(project["data"]["nodes"] for project in listed)
