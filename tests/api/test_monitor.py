"""What runs left behind, over HTTP. Messages and records come from real runs of a flow without a model."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def _chat_flow(client: httpx.Client) -> str:
    """A flow of a Chat Input and a Chat Output, as the editor saves it."""
    catalogue = {key: node for group in client.get("/api/v1/all").json().values() for key, node in group.items()}
    ids = {"ChatInput": "ChatInput-a0001", "ChatOutput": "ChatOutput-b0001"}
    nodes = [
        {"id": ids[key], "type": "genericNode", "data": {"id": ids[key], "type": key, "node": catalogue[key]}}
        for key in ids
    ]
    source = {"dataType": "ChatInput", "id": ids["ChatInput"], "name": "message", "output_types": ["Message"]}
    target = {"fieldName": "input_value", "id": ids["ChatOutput"], "inputTypes": ["Message"], "type": "str"}
    edge = {
        "source": ids["ChatInput"],
        "target": ids["ChatOutput"],
        "data": {"sourceHandle": source, "targetHandle": target},
    }
    response = client.post("/api/v1/flows/", json={"name": "chat", "data": {"nodes": nodes, "edges": [edge]}})
    assert response.status_code == 201, response.text
    flow_id: str = response.json()["id"]
    return flow_id


def _build(client: httpx.Client, flow_id: str, text: str, session: str) -> None:
    body = {"inputs": {"input_value": text, "session": session}}
    response = client.post(f"/api/v1/build/{flow_id}/flow", json=body)
    assert response.status_code == 200
    assert '"end"' in response.text


@pytest.fixture(scope="module")
def flow_id(shared_app: RunningApp) -> str:
    flow_id = _chat_flow(shared_app.client)
    for session, text in (("one", "hello"), ("two", "hi"), ("one", "again")):
        _build(shared_app.client, flow_id, text, session)
    return flow_id


def test_sessions_are_listed_newest_first(shared_app: RunningApp, flow_id: str) -> None:
    sessions = shared_app.client.get("/api/v1/monitor/messages/sessions", params={"flow_id": flow_id}).json()
    assert sessions == ["one", "two"]
    assert shared_app.client.get("/api/v1/monitor/messages/sessions", params={"flow_id": UNKNOWN}).json() == []


def test_messages_are_filtered_and_ordered(shared_app: RunningApp, flow_id: str) -> None:
    def texts(**query: str) -> list[str]:
        answer = shared_app.client.get("/api/v1/monitor/messages", params={"flow_id": flow_id, **query})
        return [message["text"] for message in answer.json()]

    assert texts(session_id="one", sender="User") == ["hello", "again"]
    assert texts(session_id="one", sender="User", order_by="text") == ["again", "hello"]
    assert texts(session_id="two", sender_name="User") == ["hi"]
    assert texts(session_id="three") == []
    for order_by in ("number", "text; DROP TABLE message", "", "1"):
        answer = shared_app.client.get("/api/v1/monitor/messages", params={"order_by": order_by})
        assert answer.status_code == 400, order_by


def test_transactions_are_paged_when_asked(shared_app: RunningApp, flow_id: str) -> None:
    def get(**query: Any) -> Any:
        return shared_app.client.get("/api/v1/monitor/transactions", params={"flow_id": flow_id, **query}).json()

    plain = get()
    assert len(plain) == 3
    assert "transaction_id" in plain[0]
    page = get(page=2, size=2)
    assert {key: page[key] for key in ("total", "page", "size", "pages")} == {
        "total": 3,
        "page": 2,
        "size": 2,
        "pages": 2,
    }
    assert [item["id"] for item in page["items"]] == [plain[2]["transaction_id"]]
    assert "transaction_id" not in page["items"][0]
    assert get(page=9)["items"] == []


def test_the_last_run_shows_in_the_summary(shared_app: RunningApp, flow_id: str) -> None:
    [summary] = [one for one in shared_app.client.get("/api/v1/flows/summaries").json() if one["id"] == flow_id]
    assert summary["last_run"]["state"] == "ok"


def test_messages_outlive_their_flow_and_builds_hide_with_it(app: RunningApp) -> None:
    client = app.client
    flow_id = _chat_flow(client)
    _build(client, flow_id, "hello", "s")
    builds = client.get("/api/v1/monitor/builds", params={"flow_id": flow_id}).json()["vertex_builds"]
    assert set(builds) == {"ChatInput-a0001", "ChatOutput-b0001"}
    messages = client.get("/api/v1/monitor/messages", params={"flow_id": flow_id}).json()
    client.delete(f"/api/v1/flows/{flow_id}")
    assert client.get("/api/v1/monitor/builds", params={"flow_id": flow_id}).json() == {"vertex_builds": {}}
    assert client.get("/api/v1/monitor/transactions", params={"flow_id": flow_id}).json() == []
    assert client.get("/api/v1/monitor/messages", params={"flow_id": flow_id}).json() == messages
    client.post(f"/api/v1/trash/flows/{flow_id}/restore")
    assert client.get("/api/v1/monitor/builds", params={"flow_id": flow_id}).json()["vertex_builds"] == builds


def test_an_edited_message_is_marked(app: RunningApp) -> None:
    client = app.client
    _build(client, _chat_flow(client), "hello", "s")
    first = client.get("/api/v1/monitor/messages").json()[0]
    url = f"/api/v1/monitor/messages/{first['id']}"
    assert client.put(url, json={"edit": False, "text": None}).json()["edit"] is True
    changed = client.put(url, json={"text": "new", "files": ["a/b.png"], "error": True}).json()
    assert (changed["text"], changed["files"], changed["error"]) == ("new", ["a/b.png"], True)
    listed = client.get("/api/v1/monitor/messages").json()[0]
    assert (listed["text"], listed["files"], listed["edit"]) == ("new", '["a/b.png"]', True)
    assert client.put(f"/api/v1/monitor/messages/{UNKNOWN}", json={}).status_code == 404


def test_a_session_is_renamed_and_deleted(app: RunningApp) -> None:
    client = app.client
    flow_id = _chat_flow(client)
    _build(client, flow_id, "hello", "a b")
    renamed = client.patch("/api/v1/monitor/messages/session/a%20b", params={"new_session_id": "c d"})
    assert {message["session_id"] for message in renamed.json()} == {"c d"}
    assert client.delete("/api/v1/monitor/messages/session/c d").status_code == 204
    assert client.get("/api/v1/monitor/messages").json() == []


def test_a_session_is_copied_up_to_a_message(shared_app: RunningApp) -> None:
    client = shared_app.client
    flow_id = _chat_flow(client)
    for text in ("first", "second", "third"):
        _build(client, flow_id, text, "trunk")

    def texts(session: str) -> list[tuple[str, str]]:
        query = {"flow_id": flow_id, "session_id": session}
        answer = client.get("/api/v1/monitor/messages", params=query).json()
        return [(message["sender"], message["text"]) for message in answer]

    trunk = client.get("/api/v1/monitor/messages", params={"flow_id": flow_id, "session_id": "trunk"}).json()
    answer_to_second = trunk[3]["id"]
    made = client.post(f"/api/v1/monitor/messages/{answer_to_second}/branch", json={"session_id": "twig"})
    assert made.status_code == 201
    assert texts("twig") == texts("trunk")[:4]
    assert len(texts("trunk")) == 6, "the session that it comes from stays as it is"
    assert not {message["id"] for message in made.json()} & {message["id"] for message in trunk}
    without = {"session_id": "bud", "is_included": False}
    client.post(f"/api/v1/monitor/messages/{trunk[4]['id']}/branch", json=without)
    assert texts("bud") == texts("trunk")[:4]
    assert client.post(f"/api/v1/monitor/messages/{UNKNOWN}/branch", json={"session_id": "x"}).status_code == 404
    refused = client.post(f"/api/v1/monitor/messages/{answer_to_second}/branch", json={"session_id": ""})
    assert refused.status_code == 422
