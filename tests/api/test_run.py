"""The run API: answers, inputs, outputs, tweaks, sessions, streams, and leaving in the middle."""

from __future__ import annotations

import http.client
import json
from contextlib import closing
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, Refusal, StandIn


@pytest.fixture
def echo(shared_app: RunningApp) -> Drawing:
    """Chat input → prompt ``Say: {x}`` → chat output."""
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Prompt", "Prompt-say", template="Say: {x}", x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-say", "x")
    drawing.edge("Prompt-say", "prompt", "ChatOutput-out", "input_value")
    drawing.save(f"echo {uuid4()}")
    return drawing


def _text(response: httpx.Response) -> str:
    assert response.status_code == 200, response.text
    text: str = response.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    return text


def _refusals(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 422, response.text
    found: list[dict[str, Any]] = response.json()["detail"]
    return found


def _messages(app: RunningApp, session: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.client.get("/api/v1/monitor/messages", params={"session_id": session}).json()
    return found


def test_the_three_ways_to_read_the_text_agree(echo: Drawing) -> None:
    output = echo.run("hi").json()["outputs"][0]["outputs"][0]
    assert output["results"]["message"]["text"] == "Say: hi"
    assert output["results"]["message"]["data"]["text"] == "Say: hi"
    assert output["outputs"]["message"]["message"]["text"] == "Say: hi"


def test_chat_input_straight_to_chat_output_gives_two_messages(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    session = str(uuid4())
    assert _text(drawing.run("hi", session)) == "hi"
    first, second = _messages(shared_app, session)
    assert (first["sender"], second["sender"]) == ("User", "Machine")
    assert first["id"] != second["id"]


def test_the_session_goes_into_every_session_field(shared_app: RunningApp, echo: Drawing) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in", session_id="its own")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    session, another = str(uuid4()), str(uuid4())
    drawing.run("hi", session)
    assert [message["sender"] for message in _messages(shared_app, session)] == ["User", "Machine"]
    drawing.build("hi", another)
    assert [message["sender"] for message in _messages(shared_app, another)] == ["Machine"]
    assert [message["sender"] for message in _messages(shared_app, "its own")] == ["User"]


def test_without_a_session_the_flow_is_the_session(echo: Drawing) -> None:
    answer = echo.client.post(f"/api/v1/run/{echo.flow_id}", json={"input_value": "x"}).json()
    assert answer["session_id"] == echo.flow_id


@pytest.mark.parametrize(
    ("tweaks", "text"),
    [
        ({"Prompt-say": {"template": "T {x}"}}, "T hi"),
        ({"Prompt": {"template": "N {x}"}}, "N hi"),
        ({"template": "G {x}"}, "G hi"),
        ({"Prompt-say": {"template": {"value": "V {x}", "show": False, "type": "code"}}}, "V hi"),
        ({"Prompt-say": {"template": {"show": False}}}, "Say: hi"),
        ({"Nothing-1": {"template": "no"}, "nothing": 1, "Prompt-say": {"nothing": 1}}, "Say: hi"),
        ({"ChatOutput-out": {"sender_name": "Bot"}}, "Say: hi"),
    ],
)
def test_tweaks_set_values_and_nothing_else(echo: Drawing, tweaks: dict[str, Any], text: str) -> None:
    assert _text(echo.run("hi", tweaks=tweaks)) == text
    assert _text(echo.run("hi")) == "Say: hi"


def test_a_tweak_of_code_is_refused(echo: Drawing) -> None:
    (refusal,) = _refusals(echo.run("hi", tweaks={"Prompt-say": {"code": "import os"}}))
    assert refusal["loc"] == ["body", "tweaks", "Prompt-say", "code"]
    (refusal, *_) = _refusals(echo.run("hi", tweaks={"code": "import os"}))
    assert refusal["loc"] == ["body", "tweaks", "code"]


@pytest.mark.parametrize("path", ["/etc/passwd", "../../secret", "a/../../b", "C:\\Windows\\x"])
def test_a_file_outside_the_store_is_refused(echo: Drawing, path: str) -> None:
    (refusal,) = _refusals(echo.run("", tweaks={"ChatInput-in": {"files": path}}))
    assert refusal["loc"] == ["body", "tweaks", "ChatInput-in", "files"]


def test_a_tweaked_secret_is_a_literal_not_a_variable(shared_app: RunningApp, stand_in: StandIn) -> None:
    body = {"name": "TWEAKED_NAME", "value": "sk-from-the-variable", "type": "Credential", "default_fields": []}
    made = shared_app.client.post("/api/v1/variables/", json=body).json()
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url)
    assert _text(flow.run("hi", tweaks={"Model-llm": {"api_key": "TWEAKED_NAME"}})) == "Hello there!"
    assert stand_in.chats[-1].headers["authorization"] == "Bearer TWEAKED_NAME"
    shared_app.client.delete(f"/api/v1/variables/{made['id']}")


def test_an_input_given_twice_is_refused(echo: Drawing) -> None:
    answer = echo.run("hi", tweaks={"ChatInput-in": {"input_value": "tweaked"}})
    assert answer.status_code == 400
    assert "input_value" in answer.json()["detail"]


def test_a_tweaked_input_wins_over_a_missing_one(echo: Drawing) -> None:
    body = {"tweaks": {"ChatInput-in": {"input_value": "tweaked"}}}
    assert _text(echo.client.post(f"/api/v1/run/{echo.flow_id}", json=body)) == "Say: tweaked"


def test_a_file_reaches_the_message(echo: Drawing) -> None:
    upload = {"file": ("note.txt", b"hello", "text/plain")}
    stored = echo.client.post(f"/api/v1/files/upload/{echo.flow_id}", files=upload).json()["file_path"]
    session = str(uuid4())
    answer = echo.run(
        "", session, tweaks={"ChatInput-in": {"files": stored, "input_value": "see this"}}, input_value=None
    )
    assert answer.status_code == 200, answer.text
    messages = echo.client.get("/api/v1/monitor/messages", params={"session_id": session}).json()
    assert json.loads(messages[0]["files"]) == [stored]
    assert messages[0]["text"] == "see this"


def test_a_run_as_a_stream_ends_with_the_answer(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    flow.save()
    body = {"input_value": "hi", "session_id": "streamed"}
    answer = shared_app.client.post(f"/api/v1/run/{flow.flow_id}", json=body, params={"stream": "true"})
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    events = [json.loads(line) for line in answer.text.split("\n") if line]
    assert [event["event"] for event in events] == ["add_message", "add_message", *["token"] * 5, "end"]
    result = events[-1]["data"]["result"]
    assert result["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "Hello there!"


def test_a_stream_that_fails_ends_with_one_error(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    flow.save()
    answer = shared_app.client.post(
        f"/api/v1/run/{flow.flow_id}", json={"input_value": "hi"}, params={"stream": "true"}
    )
    events = [json.loads(line) for line in answer.text.split("\n") if line]
    assert [event["event"] for event in events] == ["add_message", "error"]
    assert "stand-in says no" in events[-1]["data"]["text"]


def test_a_failed_component_is_named_in_the_answer(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    answer = flow.run("hi")
    assert answer.status_code == 500
    told = json.loads(answer.json()["detail"])
    assert told["message"].startswith("Error building Component OpenAI")
    assert "stand-in says no" in told["message"]


@pytest.mark.parametrize("query", [{}, {"stream": "true"}])
def test_leaving_a_run_closes_the_connection_to_the_model(
    shared_app: RunningApp, stand_in: StandIn, query: dict[str, str]
) -> None:
    stand_in.script(Answer(stall_after=1))
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    flow.save()
    with closing(http.client.HTTPConnection("127.0.0.1", shared_app.client.base_url.port, timeout=30)) as leaving:
        body, headers = json.dumps({"input_value": "hi"}), {"content-type": "application/json"}
        leaving.request("POST", f"/api/v1/run/{flow.flow_id}?{urlencode(query)}", body, headers)
        assert stand_in.asked.wait(20)
    assert stand_in.disconnected.wait(10)
    assert shared_app.client.get("/health").status_code == 200


def test_each_input_of_an_advanced_run_is_run_by_itself(echo: Drawing) -> None:
    body = {"inputs": [{"input_value": "one"}, {"input_value": "two", "session": "apart"}]}
    answer = echo.client.post(f"/api/v1/run/advanced/{echo.flow_id}", json=body).json()
    texts = [entry["outputs"][0]["results"]["message"]["text"] for entry in answer["outputs"]]
    assert texts == ["Say: one", "Say: two"]


def test_an_advanced_run_takes_only_sessions_that_there_are(echo: Drawing) -> None:
    address = f"/api/v1/run/advanced/{echo.flow_id}"
    assert echo.client.post(address, json={"session_id": "never heard of"}).status_code == 404
    session = str(uuid4())
    echo.run("hi", session)
    answer = echo.client.post(address, json={"session_id": session})
    assert answer.json()["session_id"] == session


def test_transactions_tell_of_each_edge_and_no_secrets(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="sk-canary-in-the-field")
    flow.run("hi")
    address = f"/api/v1/monitor/transactions?flow_id={flow.flow_id}"
    for _ in range(200):
        answer = shared_app.client.get(address)
        if len(answer.json()) == 2:
            break
    pairs = [(entry["vertex_id"], entry["target_id"]) for entry in answer.json()]
    assert pairs == [("ChatInput-in", "Model-llm"), ("Model-llm", "ChatOutput-out")]
    assert answer.json()[1]["inputs"]["temperature"] == 0.1
    assert "canary" not in answer.text


def test_a_webhook_runs_in_the_background(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("Webhook", "Webhook-in")
    drawing.node("ParseData", "ParseData-fmt", template="Got {name}")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("Webhook-in", "output_data", "ParseData-fmt", "data")
    drawing.edge("ParseData-fmt", "text", "ChatOutput-out", "input_value")
    drawing.save()
    answer = shared_app.client.post(f"/api/v1/webhook/{drawing.flow_id}", json={"name": "Ada"})
    assert answer.status_code == 202
    task: dict[str, Any] = {}
    for _ in range(400):
        task = shared_app.client.get(answer.headers["location"]).json()
        if task["status"] not in ("PENDING", "STARTED"):
            break
    assert task["status"] == "SUCCESS"
    assert [message["text"] for message in _messages(shared_app, drawing.flow_id)] == ["Got Ada"]


def test_odd_values_reach_the_answer_unharmed(echo: Drawing) -> None:
    text = 'quotes " \\ and \u2028 emoji 🙂 \x07 and {braces} <b>'
    assert _text(echo.run(text)) == f"Say: {text}"


def test_a_path_on_this_computer_is_refused(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("LocalSearch", "LocalSearch-find")
    drawing.edge("ChatInput-in", "message", "LocalSearch-find", "search_query")
    (refusal,) = _refusals(drawing.run("hi", tweaks={"LocalSearch-find": {"folder": "/etc"}}))
    assert refusal["loc"] == ["body", "tweaks", "LocalSearch-find", "folder"]


def test_tweaks_reach_into_a_group(shared_app: RunningApp) -> None:
    inner = Drawing(shared_app.client)
    inner.node("CombineText", "CombineText-in", text1="a", text2="b", delimiter="")
    template = inner.nodes[0]["data"]["node"]["template"]
    fields = {
        f"{name}_CombineText-in": {**template[name], "proxy": {"id": "CombineText-in", "field": name}}
        for name in ("text1", "text2")
    }
    output = {
        **inner.nodes[0]["data"]["node"]["outputs"][0],
        "name": "CombineText-in_combined_text",
        "proxy": {"id": "CombineText-in", "name": "combined_text"},
    }
    described = {"display_name": "My Group", "template": fields, "outputs": [output], "flow": {"data": inner.data}}
    drawing = Drawing(shared_app.client)
    drawing.nodes.append(
        {
            "id": "groupComponent-1",
            "type": "genericNode",
            "position": {"x": 0, "y": 0},
            "data": {"id": "groupComponent-1", "type": "GroupNode", "node": described},
        }
    )
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("groupComponent-1", "CombineText-in_combined_text", "ChatOutput-out", "input_value")

    def said(tweaks: dict[str, Any]) -> str:
        answer = drawing.run(tweaks=tweaks).json()
        return str(answer["outputs"][0]["outputs"][0]["results"]["message"]["text"])

    assert said({}) == "ab"
    assert said({"My Group": {"text1_CombineText-in": "x"}}) == "xb"
    assert said({"groupComponent-1": {"text2": "y"}}) == "ay"
    assert said({"CombineText-in": {"text1": "z"}}) == "zb"
