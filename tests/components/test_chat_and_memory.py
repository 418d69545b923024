"""Chat, history and stored messages, in sessions, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.flow_case import add_variables
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import StandIn


def echo(app: RunningApp, **values: Any) -> Drawing:
    """A chat input wired straight to a chat output; ``values`` are those of the output."""
    drawing = Drawing(app.client)
    source, target = drawing.node("ChatInput"), drawing.node("ChatOutput", **values)
    drawing.edge(source, "message", target, "input_value")
    return drawing


def messages(app: RunningApp, session: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.client.get("/api/v1/monitor/messages", params={"session_id": session}).json()
    return found


def test_an_answer_is_a_message_of_its_own(shared_app: RunningApp) -> None:
    echo(shared_app).run("hi", session="own")
    assert [(each["sender"], each["sender_name"], each["text"]) for each in messages(shared_app, "own")] == [
        ("User", "User", "hi"),
        ("Machine", "AI", "hi"),
    ]


def test_looks_and_names_are_as_the_node_says(shared_app: RunningApp) -> None:
    echo(shared_app, sender_name="Bot", background_color="#112233", text_color="red", chat_icon="bee").run("x", "looks")
    answer = messages(shared_app, "looks")[-1]
    looks = answer["properties"]
    assert (answer["sender_name"], looks["background_color"], looks["text_color"], looks["icon"]) == (
        *("Bot", "#112233", "red", "bee"),
    )
    assert looks["source"]["display_name"] == "Chat Input"


def test_messages_are_kept_only_where_asked(shared_app: RunningApp) -> None:
    answer = echo(shared_app, should_store_message=False).run("x", "unkept")
    assert [each["sender"] for each in messages(shared_app, "unkept")] == ["User"]
    assert answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "x"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "User: one\nAI: one\nUser: two\nAI: two"),
        ({"sender": "User"}, "User: one\nUser: two"),
        ({"sender_name": "AI", "template": "<{text}>"}, "<one>\n<two>"),
        ({"order": "Descending"}, "AI: two\nUser: two\nAI: one\nUser: one"),
        ({"n_messages": 1}, "AI: two"),
        ({"n_messages": 0}, ""),
        ({"session_id": "elsewhere"}, ""),
    ],
)
def test_history_recalls_the_session(shared_app: RunningApp, values: dict[str, Any], expected: str) -> None:
    talk = echo(shared_app)
    session = f"talk {sorted(values.items())}"
    talk.run("one", session)
    talk.run("two", session)
    talk.run("other", "another session")
    recall = Drawing(shared_app.client)
    history = recall.node("Memory", **{"session_id": session, **values})
    shown = recall.node("TextOutput")
    recall.edge(history, "messages_text", shown, "input_value")
    recall.save()
    events = recall.build(session="reader")
    ended = [event["data"]["build_data"] for event in events if event["event"] == "end_vertex"]
    assert ended[-1]["data"]["outputs"]["text"]["message"] == expected


def test_store_message_keeps_without_showing(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    text = drawing.node("TextInput", input_value="remember this")
    keep = drawing.node("StoreMessage", sender="Machine", sender_name="Diary", session_id="diary")
    drawing.edge(text, "text", keep, "message")
    events = drawing.build(session="")
    assert [event["event"] for event in events].count("add_message") == 0
    assert [(each["sender_name"], each["text"]) for each in messages(shared_app, "diary")] == [
        ("Diary", "remember this")
    ]


def test_files_go_along_with_the_message(shared_app: RunningApp) -> None:
    drawing = echo(shared_app)
    flow_id = drawing.save()
    upload = {"file": ("cat.png", b"\x89PNG\r\n\x1a\n")}
    stored = shared_app.client.post(f"/api/v1/files/upload/{flow_id}", files=upload).json()["file_path"]
    body = {"inputs": {"input_value": "look", "session": "pictures"}, "files": [stored]}
    assert shared_app.client.post(f"/api/v1/build/{flow_id}/flow", json=body).status_code == 200
    assert [json.loads(each["files"]) for each in messages(shared_app, "pictures")] == [[stored], [stored]]


def test_a_prompt_passes_on_the_files_of_its_messages(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = Drawing(shared_app.client)
    source = drawing.node("ChatInput")
    prompt = drawing.node("Prompt", template="Look: {message}")
    add_variables(drawing, prompt)
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="stand-in-model", api_key="k")
    target = drawing.node("ChatOutput")
    drawing.edge(source, "message", prompt, "message")
    drawing.edge(prompt, "prompt", model, "input_value")
    drawing.edge(model, "text_output", target, "input_value")
    flow_id = drawing.save()
    upload = {"file": ("cat.png", b"\x89PNG\r\n\x1a\n")}
    stored = shared_app.client.post(f"/api/v1/files/upload/{flow_id}", files=upload).json()["file_path"]
    body = {"inputs": {"input_value": "a cat", "session": "images"}, "files": [stored]}
    shared_app.client.post(f"/api/v1/build/{flow_id}/flow", json=body).raise_for_status()
    (turn,) = stand_in.chats[0].body["messages"]
    kinds = [part["type"] for part in turn["content"]]
    assert sorted(kinds) == ["image_url", "text"]
