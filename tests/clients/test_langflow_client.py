"""The public JavaScript client ``@datastax/langflow-client`` talks to a running server as it talks to Langflow."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from tests.clients.javascript import Node, install
from tests.conftest import RunningApp, StartApp, run_app
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, Refusal, StandIn

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    return install(tmp_path_factory.mktemp("javascript"))


@pytest.fixture
def flow(shared_app: RunningApp, stand_in: StandIn) -> str:
    """A chat flow whose model answers "Hello there!"."""
    return _chat(shared_app, stand_in)


def _chat(app: RunningApp, stand_in: StandIn, /, **values: object) -> str:
    return chat_flow(app.client, openai_api_base=stand_in.base_url, api_key="k", **values).save()


def test_a_run(node: Node, shared_app: RunningApp, flow: str) -> None:
    [seen] = node.act("run", url=shared_app.url, flow=flow, text="hi")
    assert seen == {"text": "Hello there!", "session": flow, "inputs": {"input_value": "hi"}}


def test_a_run_by_endpoint_name(node: Node, shared_app: RunningApp, flow: str) -> None:
    shared_app.client.patch(f"/api/v1/flows/{flow}", json={"endpoint_name": "greeter"})
    [seen] = node.act("run", url=shared_app.url, flow="greeter", text="hi")
    assert seen["text"] == "Hello there!"


def test_tweaks(node: Node, shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = _chat(shared_app, stand_in, temperature=0.5)
    assert node.act("tweaks", url=shared_app.url, flow=flow) == ["Hello there!"] * 4
    assert [asked.body["temperature"] for asked in stand_in.chats] == [0.5, 0.25, 0.75, 1.5]


def test_a_tweak_by_display_name(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    tweaks = {"OpenAI": {"system_message": "Be brief."}}
    node.act("run", url=shared_app.url, flow=flow, text="hi", tweaks=tweaks)
    assert stand_in.chats[0].body["messages"][0]["content"] == "Be brief."


def test_sessions(node: Node, shared_app: RunningApp, flow: str) -> None:
    seen = node.act("run", url=shared_app.url, flow=flow, text="hi", sessions=["one", "two", "one"])
    assert [answer["session"] for answer in seen] == ["one", "two", "one"]
    kept = shared_app.client.get("/api/v1/monitor/messages", params={"flow_id": flow, "session_id": "one"}).json()
    assert [message["text"] for message in kept] == ["hi", "Hello there!"] * 2


def test_a_stream(node: Node, shared_app: RunningApp, flow: str) -> None:
    seen = node.act("stream", url=shared_app.url, flow=flow, text="hi", session="streamed")
    events = seen["events"]
    said = [event["data"] for event in events if event["event"] == "add_message"]
    assert [(message["sender"], message["session_id"]) for message in said] == [
        ("User", "streamed"),
        ("Machine", "streamed"),
    ]
    tokens = [event["data"] for event in events if event["event"] == "token"]
    assert len(tokens) > 2
    assert "".join(token["chunk"] for token in tokens) == "Hello there!"
    assert {token["id"] for token in tokens} == {said[1]["id"]}
    assert [event["event"] for event in events].count("end") == 1
    assert seen["text"] == "Hello there!"


def test_a_long_stream_with_every_kind_of_text(
    node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str
) -> None:
    pieces = ("{", '"a": "', "\\n\n", "}\r\n", "naïve 🜂 ", "\u2028") * 100
    stand_in.script(Answer(pieces))
    seen = node.act("stream", url=shared_app.url, flow=flow, text="hi", session="long")
    tokens = [event["data"]["chunk"] for event in seen["events"] if event["event"] == "token"]
    assert "".join(tokens) == "".join(pieces)
    assert seen["text"] == "".join(pieces)


def test_a_failure_while_streaming_is_told(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    seen = node.act("stream", url=shared_app.url, flow=flow, text="hi", session="failing")
    assert seen["events"][-1]["event"] == "error"
    assert "stand-in says no" in seen["events"][-1]["data"]["text"]


def test_leaving_a_stream_ends_the_run(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    stand_in.script(Answer(("Hello", "never"), stall_after=1))
    assert node.act("abort", url=shared_app.url, flow=flow, streams=True) == {"error": "AbortError"}
    assert stand_in.disconnected.wait(10)


def test_leaving_a_run_ends_it(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    stand_in.script(Answer(("Hello", "never"), stall_after=0))
    assert node.act("abort", url=shared_app.url, flow=flow, afterMs=1000) == {"error": "TimeoutError"}
    assert stand_in.disconnected.wait(10)


def test_a_picture_reaches_the_model(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    picture = base64.b64encode(PICTURE).decode()
    seen = node.act("image", url=shared_app.url, flow=flow, chatInput="ChatInput-in", picture=picture, name="dot.png")
    assert seen["flowId"] == flow
    assert seen["filePath"].startswith(f"{flow}/")
    assert seen["filePath"].endswith("_dot.png")
    assert seen["text"] == "Hello there!"
    text, image = stand_in.chats[0].body["messages"][-1]["content"]
    assert text["text"] == "What can you see in this image?"
    assert image["image_url"]["url"] == f"data:image/png;base64,{picture}"


def test_files_of_a_user(node: Node, app: RunningApp) -> None:
    drawing = Drawing(app.client)
    drawing.node("File", "File-read")
    drawing.node("ParseData", "ParseData-text", template="<{text}>")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("File-read", "data", "ParseData-text", "data")
    drawing.edge("ParseData-text", "text", "ChatOutput-out", "input_value")
    texts = ["first", "second"]
    seen = node.act("files", url=app.url, flow=drawing.save(), fileNode="File-read", name="notes.txt", texts=texts)

    assert [file["name"] for file in seen["uploaded"]] == ["notes", "notes (1)"]
    assert [file["size"] for file in seen["uploaded"]] == [len("first"), len("second")]
    assert len({file["path"] for file in seen["uploaded"]}) == 2
    assert {file["id"] for file in seen["listed"]} == {file["id"] for file in [*seen["uploaded"], seen["unnamed"]]}
    assert all(file["isDated"] for file in seen["listed"])
    assert seen["text"] == "<second>"
    assert (seen["renamed"]["name"], seen["renamed"]["path"]) == ("renamed", seen["uploaded"][0]["path"])
    assert seen["deleted"] == {"detail": "File renamed deleted successfully"}
    assert seen["emptied"] == {"message": "All 2 files deleted successfully"}
    assert seen["left"] == 0


@pytest.fixture(scope="module")
def logging_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    data_dir = tmp_path_factory.mktemp("logging")
    with run_app(data_dir, enable_log_retrieval=True, log_level="DEBUG") as app:
        yield app


def test_logs(node: Node, logging_app: RunningApp, stand_in: StandIn) -> None:
    flow = _chat(logging_app, stand_in)
    node.act("run", url=logging_app.url, flow=flow, text="hi", sessions=["a", "b", "c"])
    seen = node.act("logs", url=logging_app.url)
    at = {name: [line["timestamp"] for line in lines] for name, lines in seen.items() if name != "middle"}
    assert 4 <= len(at["last"]) <= 10
    assert all(line["message"].endswith("\n") for line in seen["last"])
    place = len(at["last"]) // 2
    assert at["before"][-2:] == at["twoBefore"] == at["last"][place - 2 : place]
    assert at["oneFrom"] == at["last"][place : place + 1]
    assert len(at["lastTwo"]) == len(at["cancellable"]) == 2


def test_the_log_as_it_is_written(node: Node, logging_app: RunningApp, stand_in: StandIn) -> None:
    line = node.act("logs_stream", url=logging_app.url, flow=_chat(logging_app, stand_in))
    assert line["message"].endswith("\n")
    assert line["timestamp"].endswith("Z")


def test_logs_that_are_off(node: Node, shared_app: RunningApp) -> None:
    with pytest.raises(AssertionError, match="501"):
        node.act("logs", url=shared_app.url)


def test_an_unknown_flow(node: Node, shared_app: RunningApp) -> None:
    assert node.act("failure", url=shared_app.url, flow="nobody") == {
        "isTheirs": True,
        "status": 404,
        "answer": {"detail": "Flow identifier nobody not found"},
    }


def test_a_model_that_refuses(node: Node, shared_app: RunningApp, stand_in: StandIn, flow: str) -> None:
    stand_in.script(*[Refusal(400, "stand-in says no")] * 5)
    seen = node.act("failure", url=shared_app.url, flow=flow)
    assert (seen["isTheirs"], seen["status"]) == (True, 500)
    assert "stand-in says no" in seen["answer"]["detail"]


def test_a_server_that_asks_for_keys(node: Node, start_app: StartApp, stand_in: StandIn) -> None:
    open_app = start_app()
    flow = _chat(open_app, stand_in)
    key = open_app.client.post("/api/v1/api_key/", json={"name": "javascript"}).json()["api_key"]
    open_app.server.stop()
    app = start_app(auto_login=False)
    for wrong in (None, "sk-wrong"):
        assert node.act("failure", url=app.url, flow=flow, apiKey=wrong)["status"] == 403
    [seen] = node.act("run", url=app.url, flow=flow, text="hi", apiKey=key)
    assert seen["text"] == "Hello there!"
    picture = base64.b64encode(PICTURE).decode()
    seen = node.act(
        "image", url=app.url, flow=flow, apiKey=key, chatInput="ChatInput-in", picture=picture, name="a b.png"
    )
    assert seen["text"] == "Hello there!"
