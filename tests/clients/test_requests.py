"""Programs written with ``requests``, as those do that people copy from an API pane and change."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn


@pytest.fixture
def chat(shared_app: RunningApp, stand_in: StandIn) -> Drawing:
    """A chat flow whose model answers "Hello there!"."""
    drawing = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    drawing.save()
    return drawing


@pytest.fixture
def reader(shared_app: RunningApp) -> Drawing:
    """A flow that says what stands in a file."""
    drawing = Drawing(shared_app.client)
    drawing.node("File", "File-read")
    drawing.node("ParseData", "ParseData-text", template="<{text}>")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("File-read", "data", "ParseData-text", "data")
    drawing.edge("ParseData-text", "text", "ChatOutput-out", "input_value")
    drawing.save()
    return drawing


def _run(url: str, flow: str, payload: dict[str, Any], **options: Any) -> requests.Response:
    answer = requests.post(f"{url}/api/v1/run/{flow}", json=payload, timeout=30, **options)
    answer.raise_for_status()
    return answer


def _text(answer: requests.Response) -> str:
    [output] = answer.json()["outputs"][0]["outputs"]
    # Three ways that programs go to the text.
    texts = {
        output["results"]["message"]["text"],
        output["results"]["message"]["data"]["text"],
        output["outputs"]["message"]["message"]["text"],
    }
    assert len(texts) == 1
    return str(texts.pop())


def test_a_run_with_a_tweak_of_nothing_for_every_node(shared_app: RunningApp, chat: Drawing) -> None:
    tweaks: dict[str, Any] = {node["id"]: {} for node in chat.nodes}
    payload = {"input_value": "hi", "output_type": "chat", "input_type": "chat", "tweaks": tweaks}
    assert _text(_run(shared_app.url, chat.flow_id, payload)) == "Hello there!"


def test_a_run_with_every_field_named(shared_app: RunningApp, chat: Drawing) -> None:
    payload = {
        "input_value": "hi",
        "session_id": "chat-123",
        "input_type": "chat",
        "output_type": "chat",
        "output_component": "",
        "tweaks": None,
    }
    answer = _run(shared_app.url, chat.flow_id, payload, params={"stream": "false"})
    assert (_text(answer), answer.json()["session_id"]) == ("Hello there!", "chat-123")


def test_a_run_with_nulls(shared_app: RunningApp, chat: Drawing) -> None:
    payload = {"input_value": "hi", "session_id": None, "tweaks": {}, "output_component": None}
    answer = _run(shared_app.url, chat.flow_id, payload)
    assert (_text(answer), answer.json()["session_id"]) == ("Hello there!", chat.flow_id)


@pytest.mark.parametrize("is_text", [True, False], ids=["as text", "as bytes"])
def test_a_stream_line_by_line(is_text: bool, shared_app: RunningApp, stand_in: StandIn, chat: Drawing) -> None:
    # Programs split a text also where Unicode sees a line's end.
    pieces = ("one\n", "two\u2028", "three\u2029", "four\x85", "naïve 🜂")
    stand_in.script(Answer(pieces))
    payload = {"input_value": "hi", "session_id": "lines"}
    answer = _run(shared_app.url, chat.flow_id, payload, params={"stream": "true"}, stream=True)
    events = [json.loads(line) for line in answer.iter_lines(decode_unicode=is_text) if line]
    assert "".join(event["data"]["chunk"] for event in events if event["event"] == "token") == "".join(pieces)
    assert events[-1]["event"] == "end"


@pytest.fixture
def document(tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "river notes.txt"
    path.write_text("A runnel is a small stream.")
    with path.open("rb") as file:
        yield file


SAID = "<A runnel is a small stream.>"


@pytest.mark.parametrize("is_list", [False, True], ids=["a path", "a list of paths"])
@pytest.mark.parametrize(
    ("upload", "key"),
    [
        ("/api/v1/upload/{flow}", "file_path"),
        ("/api/v1/files/upload/{flow}", "file_path"),
        ("/api/v2/files", "path"),
        ("/api/v2/files/", "path"),
    ],
)
def test_a_file_uploaded_then_read_by_a_flow(
    upload: str, key: str, is_list: bool, shared_app: RunningApp, reader: Drawing, document: Any
) -> None:
    address = shared_app.url + upload.format(flow=reader.flow_id)
    uploaded = requests.post(address, files={"file": document}, timeout=30)
    assert uploaded.status_code == 201, uploaded.text
    path = uploaded.json()[key]
    payload = {"tweaks": {"File-read": {"path": [path] if is_list else path}}}
    assert _text(_run(shared_app.url, reader.flow_id, payload)) == SAID


def test_a_server_that_asks_for_keys(start_app: StartApp, stand_in: StandIn) -> None:
    open_app = start_app()
    flow = chat_flow(open_app.client, openai_api_base=stand_in.base_url, api_key="k").save()
    key = open_app.client.post("/api/v1/api_key/", json={"name": "requests"}).json()["api_key"]
    open_app.server.stop()
    url = start_app(auto_login=False).url
    payload = {"input_value": "hi"}
    assert _text(_run(url, flow, payload, headers={"x-api-key": key})) == "Hello there!"
    assert _text(_run(url, flow, payload, params={"x-api-key": key})) == "Hello there!"
    with pytest.raises(requests.HTTPError, match="403"):
        _run(url, flow, payload)
