"""Builds over HTTP: branches, joins, errors, streams, jobs, and stopping at any moment."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn


def _ends(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        event["data"]["build_data"]["id"]: event["data"]["build_data"] for event in events if _is(event, "end_vertex")
    }


def _is(event: dict[str, Any], name: str) -> bool:
    return bool(event["event"] == name)


def _texts(events: list[dict[str, Any]], sender: str = "Machine") -> list[str]:
    return [
        event["data"]["text"] for event in events if _is(event, "add_message") and event["data"]["sender"] == sender
    ]


def _events(response: httpx.Response) -> Iterator[dict[str, Any]]:
    for line in response.iter_lines():
        if line:
            yield json.loads(line)


def _messages(app: RunningApp, session: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.client.get("/api/v1/monitor/messages", params={"session_id": session}).json()
    return found


def _eventually(check: Any) -> Any:
    """The first true value of ``check``; fails after ten seconds without one."""
    for _ in range(400):
        value = check()
        if value:
            return value
        time.sleep(0.025)
    return pytest.fail("it never came true")


def _router(app: RunningApp) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ConditionalRouter", "ConditionalRouter-if", match_text="yes", operator="equals")
    for branch in ("true", "false"):
        drawing.node("Prompt", f"Prompt-{branch}", template=branch + ": {x}", x="")
        drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.edge("ChatInput-in", "message", "ConditionalRouter-if", "input_text")
    drawing.edge("ChatInput-in", "message", "ConditionalRouter-if", "message")
    for branch in ("true", "false"):
        drawing.edge("ConditionalRouter-if", f"{branch}_result", f"Prompt-{branch}", "x")
    return drawing


def test_a_branch_not_taken_is_inactive_to_its_end(shared_app: RunningApp) -> None:
    drawing = _router(shared_app)
    for branch in ("true", "false"):
        drawing.node("ChatOutput", f"ChatOutput-{branch}")
        drawing.edge(f"Prompt-{branch}", "prompt", f"ChatOutput-{branch}", "input_value")
    events = drawing.build("yes")
    ends = _ends(events)
    assert set(ends["ConditionalRouter-if"]["inactivated_vertices"]) == {"Prompt-false", "ChatOutput-false"}
    assert "Prompt-false" not in ends
    assert _texts(events) == ["true: yes"]
    assert _texts(drawing.build("other")) == ["false: other"]
    answer = drawing.run("yes").json()
    assert [each["component_id"] for each in answer["outputs"][0]["outputs"]] == ["ChatOutput-true"]


def test_a_join_waits_for_the_live_branch_only(shared_app: RunningApp) -> None:
    drawing = _router(shared_app)
    drawing.node("CombineText", "CombineText-mix", delimiter="|")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("Prompt-true", "prompt", "CombineText-mix", "text1")
    drawing.edge("Prompt-false", "prompt", "CombineText-mix", "text2")
    drawing.edge("CombineText-mix", "combined_text", "ChatOutput-out", "input_value")
    assert _texts(drawing.build("yes")) == ["true: yes|"]
    assert _texts(drawing.build("no")) == ["|false: no"]


def test_a_part_that_is_not_connected_is_listed_and_left_alone(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.node("TextInput", "TextInput-aside", input_value="nobody asks")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    events = drawing.build("hello")
    assert set(events[0]["data"]["to_run"]) == {"ChatInput-in", "ChatOutput-out", "TextInput-aside"}
    assert set(_ends(events)) == {"ChatInput-in", "ChatOutput-out"}


def test_a_loop_goes_round_until_its_router_leaves_it(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("CombineText", "CombineText-grow", text2="a", delimiter="")
    drawing.node("ConditionalRouter", "ConditionalRouter-if", match_text="xaaa", operator="equals")
    drawing.node("Pass", "Pass-back")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "CombineText-grow", "text1")
    drawing.edge("CombineText-grow", "combined_text", "ConditionalRouter-if", "input_text")
    drawing.edge("CombineText-grow", "combined_text", "ConditionalRouter-if", "message")
    drawing.edge("ConditionalRouter-if", "false_result", "Pass-back", "input_message")
    drawing.edge("Pass-back", "output_message", "CombineText-grow", "text1")
    drawing.edge("ConditionalRouter-if", "true_result", "ChatOutput-out", "input_value")
    events = drawing.build("x")
    assert _texts(events) == ["xaaa"]
    rounds = [
        event
        for event in events
        if _is(event, "end_vertex") and event["data"]["build_data"]["id"] == "CombineText-grow"
    ]
    assert len(rounds) == 3
    assert events[-1]["event"] == "end"


def test_a_group_runs_as_what_it_holds(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("CombineText", "CombineText-one", text2="!", delimiter="")
    drawing.node("CombineText", "CombineText-two", text2="?", delimiter="")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "CombineText-one", "text1")
    drawing.edge("CombineText-one", "combined_text", "CombineText-two", "text1")
    drawing.edge("CombineText-two", "combined_text", "ChatOutput-out", "input_value")
    inner = {"nodes": drawing.nodes[1:3], "edges": drawing.edges[1:2]}
    fields = {
        f"text2_{node['id']}": {
            **node["data"]["node"]["template"]["text2"],
            "proxy": {"id": node["id"], "field": "text2"},
        }
        for node in inner["nodes"]
    }
    fields["text1_CombineText-one"] = {
        **drawing.nodes[1]["data"]["node"]["template"]["text1"],
        "proxy": {"id": "CombineText-one", "field": "text1"},
    }
    fields["text2_CombineText-two"]["value"] = " (grouped)"
    output = {
        **drawing.nodes[2]["data"]["node"]["outputs"][0],
        "name": "CombineText-two_combined_text",
        "proxy": {"id": "CombineText-two", "name": "combined_text"},
    }
    group = {
        "id": "groupComponent-1",
        "type": "genericNode",
        "position": {"x": 0, "y": 0},
        "data": {
            "id": "groupComponent-1",
            "type": "GroupNode",
            "node": {"display_name": "Group", "template": fields, "outputs": [output], "flow": {"data": inner}},
        },
    }
    grouped = Drawing(shared_app.client, [drawing.nodes[0], group, drawing.nodes[3]])
    grouped.edge("ChatInput-in", "message", "groupComponent-1", "text1_CombineText-one")
    grouped.edge("groupComponent-1", "CombineText-two_combined_text", "ChatOutput-out", "input_value")
    assert _texts(grouped.build("hey")) == ["hey! (grouped)"]


def test_an_error_stops_only_what_depends_on_it(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("OpenAIModel", "OpenAIModel-llm", api_key="A_VARIABLE_THAT_IS_NOT_THERE")
    drawing.node("ChatOutput", "ChatOutput-bad")
    drawing.node("ChatOutput", "ChatOutput-good")
    drawing.edge("ChatInput-in", "message", "OpenAIModel-llm", "input_value")
    drawing.edge("OpenAIModel-llm", "text_output", "ChatOutput-bad", "input_value")
    drawing.edge("ChatInput-in", "message", "ChatOutput-good", "input_value")
    session = str(uuid4())
    events = drawing.build("hello", session)
    ends = _ends(events)
    assert ends["OpenAIModel-llm"]["valid"] is False
    assert ends["OpenAIModel-llm"]["next_vertices_ids"] == []
    assert "ChatOutput-bad" not in ends
    assert _texts(events) == ["hello"]
    (error,) = [event["data"] for event in events if _is(event, "error")]
    assert error["properties"]["source"]["id"] == "OpenAIModel-llm"
    assert events[-1] == {"event": "end", "data": {}}
    assert [message["category"] for message in _messages(shared_app, session)].count("error") == 1


def test_an_unknown_type_is_named_and_the_rest_runs(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Pass", "Strange-1")
    drawing.nodes[-1]["data"]["type"] = "StrangeThing"
    drawing.nodes[-1]["data"]["node"]["display_name"] = "Strange"
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Strange-1", "input_message")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    events = drawing.build("hello")
    (error,) = [event["data"] for event in events if _is(event, "error")]
    assert "StrangeThing" in error["text"]
    assert "Strange-1" in error["text"]
    assert _texts(events) == ["hello"]


def test_code_in_a_file_is_never_run(shared_app: RunningApp, tmp_path: Any) -> None:
    mark = tmp_path / "ran"
    code = f"open({str(mark)!r}, 'w')\nclass X(Component):\n    open({str(mark)!r}, 'w')\n"
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in", code=code)
    drawing.node("ChatOutput", "ChatOutput-out", code=code)
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    assert _texts(drawing.build("hi")) == ["hi"]
    assert not mark.exists()


def test_an_edge_of_the_wrong_type_is_an_error_before_anything_runs(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ParseData", "ParseData-fmt")
    drawing.edge("ChatInput-in", "message", "ParseData-fmt", "data")
    (event,) = drawing.build("hi")
    assert event["event"] == "error"
    assert "invalid handles" in event["data"]["error"]


def test_tokens_arrive_one_by_one(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("One", " two", " three"), stall_after=2))
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    flow.save()
    session = str(uuid4())
    seen: list[str] = []
    body = {"inputs": {"input_value": "hi", "session": session}}
    with httpx.stream("POST", f"{shared_app.url}/api/v1/build/{flow.flow_id}/flow", json=body, timeout=30) as response:
        for event in _events(response):
            if event["event"] == "token":
                seen.append(event["data"]["chunk"])
                if len(seen) == 2:
                    break  # The model has not said more, so nothing was held back; and now the client leaves.
    assert seen == ["One", " two"]
    assert stand_in.disconnected.wait(10)
    kept = _eventually(lambda: [m for m in _messages(shared_app, session) if m["sender"] == "Machine"])
    assert kept[0]["text"] == "One two"


def test_a_streamed_answer_is_told_and_stored_whole(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    session = str(uuid4())
    events = flow.build("hi", session)
    tokens = [event["data"] for event in events if _is(event, "token")]
    assert [token["chunk"] for token in tokens] == ["Hello", " ", "there", "!", ""]
    (added,) = [event["data"] for event in events if _is(event, "add_message") and event["data"]["sender"] == "Machine"]
    assert added["text"] == "Hello"
    assert {token["id"] for token in tokens} == {added["id"]}
    assert [message["text"] for message in _messages(shared_app, session)] == ["hi", "Hello there!"]


def test_a_streamed_answer_waits_for_who_asks_for_its_vertex(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    address = f"/api/v1/build/{flow.save()}"
    client = shared_app.client

    def build_all() -> dict[str, Any]:
        session = {"inputs": {"input_value": "hi", "session": "by vertex"}}
        for vertex_id in ("ChatInput-in", "Model-llm"):
            client.post(f"{address}/vertices/{vertex_id}", json=session)
        built: dict[str, Any] = client.post(f"{address}/vertices/ChatOutput-out", json=session).json()
        return built

    def stored() -> list[str]:
        said = client.get("/api/v1/monitor/messages", params={"session_id": "by vertex"}).json()
        return [message["text"] for message in said if message["sender"] == "Machine"]

    def events() -> list[tuple[str, dict[str, str]]]:
        blocks = client.get(f"{address}/ChatOutput-out/stream").text.strip().split("\n\n")
        read = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
        return [(block["event"], json.loads(block["data"])) for block in read]

    client.post(f"{address}/vertices", json={})
    built = build_all()
    told = built["data"]["artifacts"]
    assert (built["valid"], told["message"], told["type"]) == (True, "", "stream")
    assert told["stream_url"] == f"{address}/ChatOutput-out/stream"
    assert stored() == []
    assert not stand_in.chats, "the model is asked when its answer is"
    opening, closing = (
        ("message", {"message": "Streaming vertex ChatOutput-out"}),
        ("close", {"message": "Stream closed"}),
    )
    chunks = [("message", {"chunk": piece}) for piece in ("Hello", " ", "there", "!")]
    assert events() == [opening, *chunks, closing]
    assert stored() == ["Hello there!"]
    builds = client.get("/api/v1/monitor/builds", params={"flow_id": flow.flow_id}).json()["vertex_builds"]
    assert builds["Model-llm"][0]["data"]["outputs"]["text_output"]["message"] == "Hello there!"
    assert builds["ChatOutput-out"][0]["artifacts"]["message"] == "Hello there!"
    assert events() == [opening, ("error", {"error": "This stream has already been closed."}), closing]
    stand_in.script(Answer(("Half", " of"), error_after="out of memory"))
    build_all()
    *_, half, error, _ = events()
    assert half == ("message", {"chunk": " of"})
    assert error[0] == "error"
    assert "out of memory" in error[1]["error"]
    assert stored()[1] == "Half of"


def test_stream_true_switches_models_on(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=False)
    assert not [event for event in flow.build("hi") if _is(event, "token")]
    assert [event for event in flow.build("hi", stream="true") if _is(event, "token")]


def test_a_stream_with_several_readers_is_read_once_for_all(shared_app: RunningApp, stand_in: StandIn) -> None:
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    flow.node("ChatOutput", "ChatOutput-two")
    flow.edge("Model-llm", "text_output", "ChatOutput-two", "input_value")
    assert _texts(flow.build("hi")) == ["Hello there!", "Hello there!"]
    assert len(stand_in.chats) == 1


def test_models_side_by_side_do_not_wait_for_each_other(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.meet = 3
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    for number in range(3):
        drawing.node("OpenAIModel", f"OpenAIModel-{number}", openai_api_base=stand_in.base_url, api_key="k")
        drawing.node("ChatOutput", f"ChatOutput-{number}")
        drawing.edge("ChatInput-in", "message", f"OpenAIModel-{number}", "input_value")
        drawing.edge(f"OpenAIModel-{number}", "text_output", f"ChatOutput-{number}", "input_value")
    assert _texts(drawing.build("hi")) == ["Hello there!"] * 3
    assert stand_in.most_at_once == 3


def _start_job(app: RunningApp, flow: Drawing, session: str = "s", **query: Any) -> str:
    if not flow.flow_id:
        flow.save()
    answer = app.client.post(
        f"/api/v1/build/{flow.flow_id}/flow",
        json={"inputs": {"input_value": "hi", "session": session}},
        params={"event_delivery": "streaming", **query},
    )
    assert answer.status_code == 200
    job_id: str = answer.json()["job_id"]
    return job_id


def _job(app: RunningApp, flow: Drawing, job_id: str) -> dict[str, Any]:
    jobs = app.client.get("/api/v1/build/jobs", params={"flow_id": flow.flow_id}).json()
    return next(job for job in jobs if job["job_id"] == job_id)


def test_a_job_goes_on_without_client_and_is_followed_from_its_first_event(
    shared_app: RunningApp, stand_in: StandIn
) -> None:
    stand_in.script(Answer(("One", " two", " three"), stall_after=1))
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k")
    job_id = _start_job(shared_app, flow, stream="true")
    address = f"{shared_app.url}/api/v1/build/{job_id}/events"
    first: list[dict[str, Any]] = []
    with httpx.stream("GET", address, timeout=30) as response:
        for event in _events(response):
            first.append(event)
            if event["event"] == "token":
                break
    assert first[0]["event"] == "vertices_sorted"
    assert {"event": "start_vertex", "data": {"id": "Model-llm"}} in first
    assert _job(shared_app, flow, job_id)["status"] == "running"
    with httpx.stream("GET", address, timeout=30) as response:
        again = list(islice(_events(response), len(first)))
    assert again == first
    cancelled = shared_app.client.post(f"/api/v1/build/{job_id}/cancel")
    assert cancelled.json()["success"] is True
    assert stand_in.disconnected.wait(10)
    assert _job(shared_app, flow, job_id)["status"] == "cancelled"
    told = [json.loads(line) for line in shared_app.client.get(address).text.split("\n") if line]
    assert told[: len(first)] == first
    assert told[-1]["event"] != "end"


def test_a_job_that_ends_keeps_its_events_and_its_state(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    job_id = _start_job(shared_app, drawing)
    told = [
        json.loads(line) for line in shared_app.client.get(f"/api/v1/build/{job_id}/events").text.split("\n") if line
    ]
    assert told[-1] == {"event": "end", "data": {}}
    assert _job(shared_app, drawing, job_id)["status"] == "finished"
    polled = shared_app.client.get(f"/api/v1/build/{job_id}/events", params={"event_delivery": "polling"}).text
    assert [json.loads(line) for line in polled.split("\n") if line] == told
    assert shared_app.client.get(f"/api/v1/build/{job_id}/events", params={"event_delivery": "polling"}).text == ""
    task = _eventually(lambda: shared_app.client.get(f"/api/v1/task/{job_id}").json())
    assert task["status"] == "SUCCESS"


def test_a_job_with_a_failed_component_has_failed(shared_app: RunningApp) -> None:
    flow = chat_flow(shared_app.client, api_key="A_VARIABLE_THAT_IS_NOT_THERE", openai_api_base="http://127.0.0.1:9")
    job_id = _start_job(shared_app, flow)
    shared_app.client.get(f"/api/v1/build/{job_id}/events")
    assert _job(shared_app, flow, job_id)["status"] == "failed"


def test_unknown_jobs_are_not_found(shared_app: RunningApp) -> None:
    job_id = uuid4()
    assert shared_app.client.get(f"/api/v1/build/{job_id}/events").status_code == 404
    assert shared_app.client.post(f"/api/v1/build/{job_id}/cancel").status_code == 404


def test_builds_of_one_flow_side_by_side_keep_apart(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Prompt", "Prompt-say", template="Say {x}", x="")
    drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-say", "x")
    drawing.edge("Prompt-say", "prompt", "ChatOutput-out", "input_value")
    drawing.save()
    answers: dict[int, list[str]] = {}
    sessions = [str(uuid4()) for _ in range(8)]

    def build(number: int) -> None:
        answers[number] = _texts(drawing.build(str(number), sessions[number]))

    threads = [threading.Thread(target=build, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [f"Say {number}"] for number in range(8)}
    for number, session in enumerate(sessions):
        assert [message["text"] for message in _messages(shared_app, session)] == [str(number), f"Say {number}"]


def test_a_frozen_vertex_gives_its_last_result_and_its_own_needs_are_not_run(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("Pass", "Pass-keep")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Pass-keep", "input_message")
    drawing.edge("Pass-keep", "output_message", "ChatOutput-out", "input_value")
    assert _texts(drawing.build("first")) == ["first"]
    drawing.nodes[1]["data"]["node"]["frozen"] = True
    saved = shared_app.client.patch(f"/api/v1/flows/{drawing.flow_id}", json={"data": drawing.data})
    assert saved.status_code == 200
    events = drawing.build("second")
    assert _texts(events) == ["first"]
    assert _texts(events, "User") == []
    assert _ends(events)["Pass-keep"]["data"]["used_frozen_result"] is True
    other = Drawing(shared_app.client, drawing.nodes, drawing.edges)
    assert _texts(other.build("third")) == ["third"]


def test_an_edited_flow_runs_as_it_now_is(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-a", input_value="before")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("TextInput-a", "text", "ChatOutput-out", "input_value")
    assert _texts(drawing.build()) == ["before"]
    drawing.nodes[0]["data"]["node"]["template"]["input_value"]["value"] = "after\\nwards"
    shared_app.client.patch(f"/api/v1/flows/{drawing.flow_id}", json={"data": drawing.data})
    assert _texts(drawing.build()) == ["after\nwards"]


def test_a_value_comes_from_a_variable_or_says_which_is_missing(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-a", input_value="GREETING_HERE")
    drawing.nodes[0]["data"]["node"]["template"]["input_value"]["load_from_db"] = True
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("TextInput-a", "text", "ChatOutput-out", "input_value")
    (error,) = [event["data"] for event in drawing.build() if _is(event, "error")]
    assert "GREETING_HERE variable not found." in error["text"]
    assert error["content_blocks"][0]["contents"][0]["field"] == "input_value"
    body = {"name": "GREETING_HERE", "value": "good day", "type": "Generic", "default_fields": []}
    made = shared_app.client.post("/api/v1/variables/", json=body).json()
    assert _texts(drawing.build()) == ["good day"]
    shared_app.client.delete(f"/api/v1/variables/{made['id']}")


def test_a_long_text_is_whole_in_events_and_cut_in_records(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-a", input_value="a" * 150_000)
    drawing.node("TextOutput", "TextOutput-out")
    drawing.edge("TextInput-a", "text", "TextOutput-out", "input_value")
    events = drawing.build()
    assert len(_ends(events)["TextOutput-out"]["data"]["outputs"]["text"]["message"]) == 150_000
    address = "/api/v1/monitor/builds"
    builds = _eventually(
        lambda: shared_app.client.get(address, params={"flow_id": drawing.flow_id}).json()["vertex_builds"]
    )
    kept = builds["TextOutput-out"][0]["data"]["outputs"]["text"]["message"]
    assert kept == "a" * 99_999 + "..."


@pytest.mark.parametrize(
    "damage",
    [
        {"template": None},
        {"template": [1]},
        {"template": {"input_value": 5}},
        {"outputs": 3},
        {"outputs": [None, {"name": 1, "types": "Message"}]},
        {"display_name": {"a": 1}, "icon": []},
        {"flow": {"data": {"nodes": 1, "edges": [None]}}},
        {"frozen": "yes", "lf_version": 7},
    ],
)
def test_a_damaged_node_is_an_event_and_no_crash(shared_app: RunningApp, damage: dict[str, Any]) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    drawing.nodes[1]["data"]["node"].update(damage)
    body = {"data": drawing.data, "inputs": {"input_value": "hi"}}
    answer = shared_app.client.post(f"/api/v1/build/{uuid4()}/flow", json=body)
    events = [json.loads(line) for line in answer.text.split("\n") if line]
    assert events[-1]["event"] in ("end", "error")
    assert "unexpectedly" not in answer.text


def test_a_frozen_model_repeats_the_text_that_it_streamed(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("All", " of it")), Answer(("Never", " asked")))
    flow = chat_flow(shared_app.client, openai_api_base=stand_in.base_url, api_key="k", stream=True)
    assert [event["data"]["chunk"] for event in flow.build("hi") if _is(event, "token")] == ["All", " of it", ""]
    flow.nodes[1]["data"]["node"]["frozen"] = True
    shared_app.client.patch(f"/api/v1/flows/{flow.flow_id}", json={"data": flow.data})
    events = flow.build("hi")
    assert _texts(events) == ["All of it"]
    assert _ends(events)["Model-llm"]["data"]["outputs"]["text_output"]["message"] == "All of it"
    assert len(stand_in.chats) == 1


def test_a_model_that_breaks_off_is_blamed_itself_and_not_who_reads_it(
    shared_app: RunningApp, unused_port: int
) -> None:
    flow = chat_flow(
        shared_app.client, openai_api_base=f"http://127.0.0.1:{unused_port}/v1", model_name="m", api_key="k"
    )
    events = flow.build("hi", stream=True)
    errors = [event["data"] for event in events if _is(event, "error")]
    assert [error["properties"]["source"]["id"] for error in errors] == ["Model-llm"]
    assert "Nothing listens" in errors[0]["content_blocks"][0]["contents"][0]["reason"]
    assert _ends(events)["ChatOutput-out"]["valid"] is False
    # So does the record of the run: the model's own build, written down when its text had come to its end.
    (run, *_) = shared_app.client.get("/api/v1/runs", params={"flow_id": flow.flow_id}).json()["items"]
    record = shared_app.client.get(f"/api/v1/runs/{run['id']}").json()
    by_id = {build["id"]: build for build in record["vertices"]}
    assert {vertex_id for vertex_id, build in by_id.items() if not build["valid"]} == {"Model-llm", "ChatOutput-out"}
    assert "Nothing listens" in by_id["Model-llm"]["params"]


@pytest.mark.parametrize("stream", [False, True])
def test_the_model_that_really_answers_is_named(app: RunningApp, stand_in: StandIn, stream: bool) -> None:
    app.client.patch("/api/v1/models", json={"openai_base_url": stand_in.base_url})
    flow = chat_flow(app.client, model_name="gpt-4o-mini", openai_api_base="", api_key="", stream=stream)
    flow.build("hi", session="honest")
    assert stand_in.chats[-1].body["model"] == stand_in.models[0]
    (answer,) = [message for message in _messages(app, "honest") if message["sender"] == "Machine"]
    assert answer["properties"]["source"]["source"] == stand_in.models[0]
