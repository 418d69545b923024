"""Real exported flows: they come in whole, go out whole, and what they say on a local model is streamed."""

from __future__ import annotations

import http.server
import json
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp, run_app
from tests.contract.shared import need, real_flows
from tests.model_server.fixtures import LlamaServer

NO_FLOWS = pytest.param(
    None, marks=pytest.mark.skip(reason="needs the real exported flows, which are not part of this checkout")
)


def _label(path: Path | None) -> str:
    return "none" if path is None else f"{path.parent.name}/{path.stem}"


def _import(app: RunningApp, path: Path) -> dict[str, Any]:
    answer = app.client.post(
        "/api/v1/flows/upload/", files={"file": (path.name, path.read_bytes(), "application/json")}
    )
    assert answer.status_code == 201, answer.text
    [flow] = answer.json()
    return flow


def _without_secrets(data: dict[str, Any]) -> dict[str, Any]:
    """The graph with the fields emptied that a download empties: secrets named like API keys and tokens."""
    data = json.loads(json.dumps(data))
    for node in data["nodes"]:
        for name, field in node["data"].get("node", {}).get("template", {}).items():
            is_key = "api" in name and ("key" in name or ("token" in name and "tokens" not in name))
            if isinstance(field, dict) and field.get("password") and is_key:
                field["value"] = None
    return data


@pytest.mark.parametrize("path", real_flows() or [NO_FLOWS], ids=_label)
def test_a_real_flow_comes_in_and_goes_out_whole(path: Path, shared_app: RunningApp) -> None:
    exported = json.loads(path.read_text())
    flow = _import(shared_app, path)
    assert flow["data"] == exported["data"]
    read = shared_app.client.get(f"/api/v1/flows/{flow['id']}").json()
    assert len(read["data"]["nodes"]) == len(exported["data"]["nodes"])
    assert len(read["data"]["edges"]) == len(exported["data"]["edges"])
    downloaded = shared_app.client.post("/api/v1/flows/download/", json=[flow["id"]]).json()
    assert downloaded["data"] == _without_secrets(exported["data"])


@pytest.fixture(scope="module")
def page() -> Iterator[str]:
    """The address of a page on loopback."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"<html><head><title>Rivers</title></head><body><p>A runnel is a small stream.</p></body></html>"
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/rivers"
    server.shutdown()


STARTERS = ("Basic Prompting", "Document Q&A", "Blog Writer")


@pytest.fixture(scope="module")
def local_app(llama_server: LlamaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """A server whose only model is a real local one, found on its port; no key, no address in any node."""
    with run_app(tmp_path_factory.mktemp("local_app"), openai_base_url=llama_server.base_url) as app:
        yield app


@pytest.fixture
def local_answer(llama_server: LlamaServer) -> str:
    """What the local model says to everything."""
    return llama_server.answer


def _starter(app: RunningApp, file_name: str, page: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Import a starter and give it what it needs: a document to ask, a page on loopback."""
    flow = _import(app, need(f"data/flows/langflow-1.1.1/{file_name}.json"))
    tweaks: dict[str, Any] = {}
    for node in flow["data"]["nodes"]:
        if node["data"].get("type") == "URL":
            tweaks[node["id"]] = {"urls": [page]}
        if node["data"].get("type") == "File":
            stored = app.client.post(
                f"/api/v1/files/upload/{flow['id']}", files={"file": ("rivers.txt", b"A runnel is a small stream.")}
            )
            assert stored.status_code == 201, stored.text
            tweaks[node["id"]] = {"path": stored.json()["file_path"]}
    return flow, tweaks


@pytest.mark.parametrize("name", STARTERS)
def test_a_real_starter_streams_token_by_token(name: str, local_app: RunningApp, page: str, local_answer: str) -> None:
    flow, tweaks = _starter(local_app, name, page)
    session = uuid.uuid4().hex
    body = {"tweaks": tweaks, "session_id": session}
    with local_app.client.stream("POST", f"/api/v1/run/{flow['id']}", params={"stream": "true"}, json=body) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [json.loads(line) for line in answer.iter_lines() if line]
    chunks = [event["data"]["chunk"] for event in events if event["event"] == "token"]
    assert len(chunks) > 2
    assert "".join(chunks) == local_answer
    assert events[-1]["event"] == "end"
    final = events[-1]["data"]["result"]["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    assert final == local_answer


def test_a_build_streams_tokens_too(local_app: RunningApp, page: str, local_answer: str) -> None:
    flow, _ = _starter(local_app, "Basic Prompting", page)
    with local_app.client.stream(
        "POST",
        f"/api/v1/build/{flow['id']}/flow",
        params={"stream": "true"},
        json={"inputs": {"input_value": "Hi", "session": uuid.uuid4().hex}},
    ) as answer:
        events = [json.loads(line) for line in answer.iter_lines() if line]
    assert "".join(event["data"]["chunk"] for event in events if event["event"] == "token") == local_answer
    assert not [event for event in events if event["event"] == "error"]
    assert events[-1]["event"] == "end"
