"""Who may trust code: the window alone, and a person at a terminal. And what was trusted is known by its exact text."""

from __future__ import annotations

import hashlib
import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp, StartApp
from tests.sandbox.drawn_code import window

SOURCE = "from langflow.custom import Component\n\n\nclass Louder(Component):\n    display_name = 'Louder'\n"


def node(source: str, type_key: str = "Louder", **described: Any) -> dict[str, Any]:
    template = {"_type": "Component", "code": {"type": "code", "value": source}}
    shown = {"display_name": "Louder", "template": template, "outputs": [], **described}
    return {
        "id": f"{type_key}-abcde",
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {"id": f"{type_key}-abcde", "type": type_key, "node": shown},
    }


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("POST", ""), ("POST", "/check"), ("DELETE", "/" + 64 * "0")]
)
def test_no_key_token_or_login_stands_in_for_the_window(app: RunningApp, method: str, path: str) -> None:
    key = app.client.post("/api/v1/api_key/", json={"name": "k"}).json()["api_key"]
    token = app.client.get("/api/v1/auto_login").json()["access_token"]
    for headers in (
        {},
        {"x-api-key": key},
        {"authorization": f"Bearer {token}"},
        {"cookie": f"runnel_session_{app.port}={token}; access_token_lf={token}"},
    ):
        sent = httpx.request(method, f"{app.url}/api/v1/trust{path}", json={"text": "x", "nodes": []}, headers=headers)
        assert (sent.status_code, "window" in sent.json()["detail"]) == (403, True), headers


def test_a_source_is_trusted_by_its_exact_text(app: RunningApp) -> None:
    headers = window(app)

    def check(source: str, **described: Any) -> dict[str, Any]:
        sent = {"nodes": [node(source, **described)], "flow_id": "f"}
        (found,) = app.client.post("/api/v1/trust/check", json=sent, headers=headers).json()
        return dict(found)

    fresh = check(SOURCE)
    assert (fresh["reason"], fresh["is_trusted"], fresh["has_substitute"]) == ("unknown_type", False, False)
    assert (fresh["text"], fresh["trusted_before"]) == (SOURCE, None)
    seen = {"text": SOURCE, "name": "Louder", "flow_id": "f", "node_id": "Louder-abcde"}
    granted = app.client.post("/api/v1/trust", json=seen, headers=headers)
    assert (granted.status_code, granted.json()["digest"]) == (201, fresh["digest"])
    assert check(SOURCE)["is_trusted"] is True
    changed = check(SOURCE + "# \n")
    assert (changed["is_trusted"], changed["trusted_before"]) == (False, SOURCE)
    assert [entry["name"] for entry in app.client.get("/api/v1/trust", headers=headers).json()] == ["Louder"]
    withdrawn = f"/api/v1/trust/{fresh['digest']}"
    assert app.client.delete(withdrawn, headers=headers).status_code == 204
    assert app.client.delete(withdrawn, headers=headers).status_code == 404
    assert check(SOURCE)["is_trusted"] is False


def test_which_nodes_carry_code(app: RunningApp) -> None:
    headers = window(app)

    def reason(*arguments: Any, **described: Any) -> str | None:
        sent = {"nodes": [node(*arguments, **described)]}
        found = app.client.post("/api/v1/trust/check", json=sent, headers=headers).json()
        return found[0]["reason"] if found else None

    assert reason("", "Foreign") is None, "there is nothing to run"
    assert reason("x = 1", "Foreign") == "unknown_type"
    assert reason("x = 1", "Prompt") is None, "ours runs, whatever source the file carries"
    assert reason("x = 1", "Prompt", edited=True) == "edited"
    assert reason("x = 1", "Prompt", metadata={"code_hash": "0123456789ab"}) == "edited"
    fitting = {"code_hash": hashlib.sha256(b"x = 1").hexdigest()[:12]}
    assert reason("x = 1", "Prompt", metadata=fitting) is None


def test_groups_are_looked_into(app: RunningApp) -> None:
    group = node("", "Group")
    group["data"]["node"]["flow"] = {"data": {"nodes": [node(SOURCE)], "edges": []}}
    (found,) = app.client.post("/api/v1/trust/check", json={"nodes": [group]}, headers=window(app)).json()
    assert (found["node_id"], found["group_id"]) == ("Louder-abcde", "Group-abcde")


def command(data_dir: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "runnel", "trust", *words, "--data-dir", str(data_dir)]


def on_terminal(command: list[str], answer: str) -> str:
    """What a command says on a terminal on which somebody answers its question."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(command[0], command)
    said = ""
    try:
        while select.select([terminal], [], [], 60)[0]:
            said += os.read(terminal, 4096).decode()
            if said.rstrip().endswith("[y/N]:") and answer:
                os.write(terminal, answer.encode())
                answer = ""
    except OSError:  # the terminal's other end is closed
        pass
    os.waitpid(pid, 0)
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_at_a_terminal_sees_the_code_and_is_asked(start_app: StartApp, tmp_path: Path) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text(json.dumps({"data": {"nodes": [node(SOURCE + "\x1b[2J")], "edges": []}}), encoding="utf-8")
    data_dir = tmp_path / "data"
    piped = subprocess.run(command(data_dir, str(flow)), input="y\n", capture_output=True, text=True, check=False)
    assert (piped.returncode, "on a terminal" in piped.stderr) == (1, True)
    refused = on_terminal(command(data_dir, str(flow)), "n\n")
    assert "class Louder(Component):" in refused
    assert "\x1b[2J" not in refused, "no code may tell the terminal what to show"
    listed = [*command(data_dir, "--list")]
    assert "Nothing is trusted." in subprocess.run(listed, capture_output=True, text=True, check=True).stdout
    app = start_app()  # holds the data folder from here on
    assert "Trusted as" in on_terminal(command(data_dir, str(flow)), "y\n")
    (entry,) = app.client.get("/api/v1/trust", headers=window(app)).json()
    assert entry["name"] == "Louder"
    withdraw = command(data_dir, "--withdraw", entry["digest"][:8])
    assert "not trusted any more" in subprocess.run(withdraw, capture_output=True, text=True, check=True).stdout
    assert app.client.get("/api/v1/trust", headers=window(app)).json() == []
