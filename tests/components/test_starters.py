"""The starter flows: fresh, tidy, real exports, and each of them runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from runnel.paths import assets_dir
from tests.conftest import RunningApp, StartApp
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import Answer, StandIn

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((assets_dir() / "starter_flows").glob("*.json"))
NODE_WIDTH, SMALLEST_GAP = 264, 80


def started(start_app: StartApp) -> RunningApp:
    return start_app(starter_flows=True)


def starter(client: httpx.Client, name: str) -> dict[str, Any]:
    flows: list[dict[str, Any]] = client.get("/api/v1/flows/basic_examples/").json()
    return next(flow for flow in flows if flow["name"] == name)


def run(client: httpx.Client, flow_id: str, text: str, session: str = "s") -> list[str]:
    """The texts that the flow's chat outputs answer."""
    answer = client.post(f"/api/v1/run/{flow_id}", json={"input_value": text, "session_id": session})
    assert answer.status_code == 200, answer.text
    return [output["results"]["message"]["text"] for output in answer.json()["outputs"][0]["outputs"]]


def test_they_are_as_the_catalogue_makes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "build_scripts"))
    import make_starter_flows

    try:
        assert make_starter_flows.list_stale() == [], "run build_scripts/make_starter_flows.py"
    finally:
        sys.modules.pop("make_starter_flows", None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_their_nodes_stand_tidily(path: Path) -> None:
    flow = json.loads(path.read_text())
    nodes = {node["id"]: node for node in flow["data"]["nodes"]}
    boxes = [(*node["position"].values(), node["width"], node["height"]) for node in nodes.values()]
    for index, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[index + 1 :]:
            is_beside = x + width <= other_x or other_x + other_width <= x
            is_above = y + height <= other_y or other_y + other_height <= y
            assert is_beside or is_above
    for edge in flow["data"]["edges"]:
        source, target = nodes[edge["source"]]["position"], nodes[edge["target"]]["position"]
        assert target["x"] - source["x"] >= NODE_WIDTH + SMALLEST_GAP, "wires run from left to right"
    assert sum(node["type"] == "noteNode" for node in nodes.values()) == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_they_import_and_export_as_they_are(path: Path, shared_app: RunningApp) -> None:
    flow = json.loads(path.read_text())
    answer = shared_app.client.post("/api/v1/flows/upload/", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code == 201, answer.text
    (stored,) = answer.json()
    kept = shared_app.client.get(f"/api/v1/flows/{stored['id']}").json()
    assert (kept["data"], kept["name"], kept["tags"]) == (flow["data"], flow["name"], flow["tags"])


def test_a_new_data_folder_has_them_and_one_that_has_run(start_app: StartApp) -> None:
    app = started(start_app)
    welcome = app.client.get("/api/v1/welcome").json()
    assert [entry["needs"] for entry in welcome["starters"]] == [["nothing"]] * 3 + [["chat_model"]] * 4
    ready = app.client.get(f"/api/v1/flows/{welcome['ready_flow_id']}").json()
    folders = {folder["id"]: folder["name"] for folder in app.client.get("/api/v1/folders/").json()}
    assert folders[ready["folder_id"]] == "My Projects"
    said = app.client.get("/api/v1/monitor/messages", params={"flow_id": ready["id"]}).json()
    assert [message["sender"] for message in said] == ["User", "Machine"]
    assert "/api/v1/" in said[1]["text"]
    builds = app.client.get("/api/v1/monitor/builds", params={"flow_id": ready["id"]}).json()["vertex_builds"]
    assert all(build["valid"] for kept in builds.values() for build in kept)
    assert len(builds) == 3


def test_a_second_start_adds_nothing(start_app: StartApp) -> None:
    app = started(start_app)
    before = app.client.get("/api/v1/flows/").json()
    app.server.stop()
    again = started(start_app).client.get("/api/v1/flows/").json()
    assert [flow["id"] for flow in again] == [flow["id"] for flow in before]


def test_a_folder_with_flows_gets_examples_only(start_app: StartApp) -> None:
    app = start_app(starter_flows=False)
    own = app.client.post("/api/v1/flows/", json={"name": "mine"}).json()
    app.server.stop()
    client = started(start_app).client
    flows = client.get("/api/v1/flows/", params={"remove_example_flows": True}).json()
    assert [flow["id"] for flow in flows] == [own["id"]]
    assert len(client.get("/api/v1/flows/basic_examples/").json()) == 7
    assert client.get("/api/v1/welcome").json()["ready_flow_id"] is None


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An app with the starter flows, for tests that change nothing of them."""
    from tests.conftest import _start, _stop

    app = _start(tmp_path_factory.mktemp("starters"), {"starter_flows": True})
    yield app.client
    _stop(app)


@pytest.mark.parametrize(
    ("question", "place", "words"),
    [
        ("How do I run a flow from another program?", "Other programs", "/api/v1/"),
        ("which local model servers are found?", "Language models", "**Ollama**|vLLM"),
        ("Can a scanned PDF be searched?", "Documents", "**scanned** **PDF**"),
        ("what are sessions", "The chat", "**session**"),
    ],
)
def test_ask_your_documents(offline: httpx.Client, question: str, place: str, words: str) -> None:
    (answer,) = run(offline, starter(offline, "Ask Your Documents")["id"], question)
    first = answer.split("\n\n")[0]
    assert f"runnel-guide.md › {place}" in first
    assert any(word in first for word in words.split("|"))


def test_csv_to_report(offline: httpx.Client) -> None:
    flow = starter(offline, "CSV to Report")
    answer = offline.post(f"/api/v1/build/{flow['id']}/flow", json={})
    events = [json.loads(line) for line in answer.text.split("\n") if line]
    (report,) = [event["data"]["text"] for event in events if event["event"] == "add_message"]
    assert "| amount | 3,998.50 | 142.80 | 9.80 | 940 |" in report
    assert "| Groceries | 11 | 614.05 |" in report


@pytest.mark.parametrize(
    ("text", "heading", "sender"),
    [("This is URGENT, please", "### Ticket", "Tickets"), ("When you have time", "### Note", "Notes")],
)
def test_sort_and_rewrite(offline: httpx.Client, text: str, heading: str, sender: str) -> None:
    flow = starter(offline, "Sort and Rewrite Messages")
    (answer,) = run(offline, flow["id"], text, session=sender)
    assert answer.startswith(heading)
    assert f"> {text}" in answer
    said = offline.get("/api/v1/monitor/messages", params={"session_id": sender}).json()
    assert said[-1]["sender_name"] == sender


@pytest.fixture
def with_model(start_app: StartApp, stand_in: StandIn) -> httpx.Client:
    """An app with the starter flows, whose OpenAI address is the scripted model server."""
    client = started(start_app).client
    answer = client.patch("/api/v1/models", json={"openai_base_url": stand_in.base_url})
    assert answer.status_code == 200, answer.text
    return client


def prompts(stand_in: StandIn) -> list[str]:
    """What the model was sent, request by request."""
    return ["\n".join(turn["content"] for turn in asked.body["messages"]) for asked in stand_in.chats]


def test_basic_prompting(with_model: httpx.Client, stand_in: StandIn) -> None:
    assert run(with_model, starter(with_model, "Basic Prompting")["id"], "Why?") == ["Hello there!"]
    (sent,) = prompts(stand_in)
    assert "patient teacher" in sent
    assert sent.endswith("Why?")


def test_prompt_chaining(with_model: httpx.Client, stand_in: StandIn) -> None:
    stand_in.script(Answer(("1. hives",)), Answer(("An article",)))
    assert run(with_model, starter(with_model, "Prompt Chaining")["id"], "bees") == ["An article"]
    outline, article = prompts(stand_in)
    assert "outline" in outline
    assert "bees" in outline
    assert article.endswith("1. hives")


def test_chat_with_memory(with_model: httpx.Client, stand_in: StandIn) -> None:
    flow_id = starter(with_model, "Chat with Memory")["id"]
    run(with_model, flow_id, "My name is Ada.")
    run(with_model, flow_id, "Who am I?")
    last = prompts(stand_in)[-1]
    assert "User: My name is Ada.\nAI: Hello there!" in last
    assert last.endswith("Answer this:\nWho am I?")


def test_ask_documents_with_a_model(with_model: httpx.Client, stand_in: StandIn) -> None:
    run(with_model, starter(with_model, "Ask Documents with a Model")["id"], "Which model servers are found?")
    (sent,) = prompts(stand_in)
    assert "[runnel-guide.md, Language models]" in sent
    assert "start Ollama, LM Studio, llama.cpp or vLLM" in sent
    assert sent.endswith("Question: Which model servers are found?")


def test_they_run_on_a_real_model_server(start_app: StartApp, llama_server: LlamaServer) -> None:
    client = started(start_app).client
    client.patch("/api/v1/models", json={"openai_base_url": llama_server.base_url}).raise_for_status()
    flows = client.get("/api/v1/flows/basic_examples/").json()
    needs = {entry["flow_id"]: entry["needs"] for entry in client.get("/api/v1/welcome").json()["starters"]}
    asked = [flow for flow in flows if needs[flow["id"]] == ["chat_model"]]
    assert len(asked) == 4
    for flow in asked:
        assert run(client, flow["id"], "Which model servers are found?") == [llama_server.answer], flow["name"]
