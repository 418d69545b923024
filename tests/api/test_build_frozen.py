"""Vertices that are not built: bypassed ones pass on what they are given, pinned ones give what the file holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


def _built(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {
        event["data"]["build_data"]["id"]: event["data"]["build_data"]
        for event in events
        if event["event"] == "end_vertex"
    }


def _answers(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["text"] for event in events if event["event"] == "add_message"][1:]


def _errors(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["text"] for event in events if event["event"] == "error"]


def _mark(drawing: Drawing, node_id: str, **marks: Any) -> None:
    """Set marks on a node, and save the flow where it was saved before."""
    (node,) = (node for node in drawing.nodes if node["id"] == node_id)
    node["data"]["node"].update(marks)
    if drawing.flow_id:
        drawing.client.patch(f"/api/v1/flows/{drawing.flow_id}", json={"data": drawing.data})


def _shouting(app: RunningApp) -> Drawing:
    """Chat input → "<text>!" → "<<text>!>" → chat output, by two prompts."""
    drawing = Drawing(app.client)
    drawing.node("ChatInput", "ChatInput-in")
    for name, template in (("loud", "{x}!"), ("framed", "<{x}>")):
        drawing.node("Prompt", f"Prompt-{name}", template=template, x="")
        drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "Prompt-loud", "x")
    drawing.edge("Prompt-loud", "prompt", "Prompt-framed", "x")
    drawing.edge("Prompt-framed", "prompt", "ChatOutput-out", "input_value")
    return drawing


def test_bypassed_vertices_pass_on_what_is_wired_into_them(shared_app: RunningApp) -> None:
    drawing = _shouting(shared_app)
    assert _answers(drawing.build("hi")) == ["<hi!>"]
    _mark(drawing, "Prompt-loud", bypassed=True)
    events = drawing.build("hi")
    assert _answers(events) == ["<hi>"]
    assert set(_built(events)) == {"ChatInput-in", "Prompt-framed", "ChatOutput-out"}
    assert "<hi>" in drawing.run("hi").text
    _mark(drawing, "Prompt-framed", bypassed=True)
    assert _answers(drawing.build("hi")) == ["hi"]
    until = drawing.build("hi", stop_component_id="ChatOutput-out")
    assert set(_built(until)) == {"ChatInput-in", "ChatOutput-out"}
    _mark(drawing, "Prompt-loud", bypassed=False)
    assert _answers(drawing.build("hi", reuse="true")) == ["hi!"]
    assert shared_app.client.get(f"/api/v1/flows/{drawing.flow_id}").json()["data"]["nodes"][2]["data"]["node"][
        "bypassed"
    ]


def test_a_run_up_to_a_bypassed_vertex_builds_what_it_passes_on(shared_app: RunningApp) -> None:
    drawing = _shouting(shared_app)
    _mark(drawing, "Prompt-framed", bypassed=True)
    until = drawing.build("hi", stop_component_id="Prompt-framed")
    assert set(_built(until)) == {"ChatInput-in", "Prompt-loud"}
    _mark(drawing, "Prompt-loud", bypassed=True)
    assert set(_built(drawing.build("hi", stop_component_id="Prompt-framed"))) == {"ChatInput-in"}
    after = drawing.build("hi", start_component_id="Prompt-loud")
    assert set(_built(after)) == {"ChatInput-in", "ChatOutput-out"}
    drawing.edges = drawing.edges[1:]
    shared_app.client.patch(f"/api/v1/flows/{drawing.flow_id}", json={"data": drawing.data})
    (error,) = _errors(drawing.build("hi", stop_component_id="Prompt-framed"))
    assert "is bypassed, so it is not built. Nothing that it could pass on is wired into it." in error


def test_a_frozen_group_is_not_built_again(shared_app: RunningApp) -> None:
    drawing = _shouting(shared_app)
    inner = {"nodes": drawing.nodes[1:3], "edges": drawing.edges[1:2]}
    name, output = "x_Prompt-loud", "Prompt-framed_prompt"
    field = drawing.nodes[1]["data"]["node"]["template"]["x"]
    described = {
        "display_name": "Group",
        "template": {name: {**field, "proxy": {"id": "Prompt-loud", "field": "x"}}},
        "outputs": [{**drawing.nodes[2]["data"]["node"]["outputs"][0], "name": output}],
        "flow": {"data": inner},
    }
    data = {"id": "group-1", "type": "GroupNode", "node": described}
    group = {"id": "group-1", "type": "genericNode", "position": {"x": 0, "y": 0}, "data": data}
    grouped = Drawing(shared_app.client, [drawing.nodes[0], group, drawing.nodes[3]])
    grouped.edge("ChatInput-in", "message", "group-1", name)
    grouped.edge("group-1", output, "ChatOutput-out", "input_value")
    # The group says it, not its members.
    described["frozen"] = True
    first = grouped.build("first")
    assert _answers(first) == ["<first!>"]
    again = _built(grouped.build("second"))
    assert set(again) == {"Prompt-loud", "Prompt-framed", "ChatOutput-out"}
    assert [again[node["id"]]["data"]["used_frozen_result"] for node in inner["nodes"]] == [True, True]
    assert again["Prompt-framed"]["data"]["outputs"]["prompt"]["message"] == "<first!>"
    described["frozen"] = False
    shared_app.client.patch(f"/api/v1/flows/{grouped.flow_id}", json={"data": grouped.data})
    assert _answers(grouped.build("third")) == ["<third!>"]


def test_a_bypassed_vertex_with_nothing_that_fits_fails_and_says_so(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-a", input_value="a")
    drawing.node("MessagetoData", "MessagetoData-b")
    drawing.node("ParseData", "ParseData-c", template="{text}")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("TextInput-a", "text", "MessagetoData-b", "message")
    drawing.edge("MessagetoData-b", "data", "ParseData-c", "data")
    drawing.edge("ParseData-c", "text", "ChatOutput-out", "input_value")
    _mark(drawing, "MessagetoData-b", bypassed=True)
    events = drawing.build()
    (error,) = _errors(events)
    assert "MessagetoData-b) is bypassed and has nothing to pass on" in error
    assert "take the bypass off" in error
    assert "ParseData-c" not in _built(events)
    assert "is bypassed" in drawing.run().json()["detail"]


def test_a_bypassed_router_takes_all_its_ways(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ConditionalRouter", "ConditionalRouter-if", match_text="yes", operator="equals", message="m")
    drawing.edge("ChatInput-in", "message", "ConditionalRouter-if", "input_text")
    for way in ("true", "false"):
        drawing.node("ChatOutput", f"ChatOutput-{way}")
        drawing.edge("ConditionalRouter-if", f"{way}_result", f"ChatOutput-{way}", "input_value")
    assert _answers(drawing.build("no")) == ["m"]
    _mark(drawing, "ConditionalRouter-if", bypassed=True)
    assert _answers(drawing.build("no")) == ["no", "no"]


def test_an_agent_goes_without_a_bypassed_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(("fine",)))
    drawing = Drawing(shared_app.client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("CalculatorTool", "CalculatorTool-c")
    drawing.node("CalculatorTool", "CalculatorTool-d")
    drawing.node("OpenAIModel", "OpenAIModel-m", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.node("ToolCallingAgent", "ToolCallingAgent-a")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ToolCallingAgent-a", "input_value")
    drawing.edge("OpenAIModel-m", "model_output", "ToolCallingAgent-a", "llm")
    for tool in ("c", "d"):
        drawing.edge(f"CalculatorTool-{tool}", "api_build_tool", "ToolCallingAgent-a", "tools")
    drawing.edge("ToolCallingAgent-a", "response", "ChatOutput-out", "input_value")
    _mark(drawing, "CalculatorTool-c", bypassed=True)
    _mark(drawing, "CalculatorTool-d", bypassed=True)
    assert _errors(drawing.build("hi")) == []
    assert not stand_in.chats[0].body.get("tools")


def test_pinned_values_stand_for_what_a_vertex_gives(shared_app: RunningApp) -> None:
    drawing = _shouting(shared_app)
    _mark(drawing, "Prompt-framed", frozen=True, pinned_outputs={"prompt": "pinned words"})
    events = drawing.build("hi")
    assert _answers(events) == []
    assert [event["data"]["text"] for event in events if event["event"] == "add_message"] == ["pinned words"]
    assert set(_built(events)) == {"Prompt-framed", "ChatOutput-out"}
    shown = _built(events)["Prompt-framed"]["data"]
    assert (shown["used_frozen_result"], shown["outputs"]["prompt"]["message"]) == (True, "pinned words")
    assert "pinned words" in drawing.run("hi").text
    single = drawing.build("hi", stop_component_id="Prompt-framed")
    assert set(_built(single)) == {"Prompt-framed"}
    _mark(drawing, "Prompt-framed", frozen=False)
    assert _answers(drawing.build("hi")) == ["<hi!>"]


@pytest.mark.parametrize(
    ("pinned", "text"),
    [
        ({"text": "bees"}, "bees"),
        ([{"text": "bees"}, {"text": "wasps"}], "bees\nwasps"),
    ],
)
def test_pinned_records_are_records(shared_app: RunningApp, pinned: Any, text: str) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("URL", "URL-u", urls=["http://127.0.0.1:9/"])
    drawing.node("ParseData", "ParseData-p", template="{text}")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("URL-u", "data", "ParseData-p", "data")
    drawing.edge("ParseData-p", "text", "ChatOutput-out", "input_value")
    _mark(drawing, "URL-u", frozen=True, pinned_outputs={"data": pinned})
    events = drawing.build()
    assert [event["data"]["text"] for event in events if event["event"] == "add_message"] == [text]


def test_a_way_whose_value_is_not_pinned_is_not_taken(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("TextInput", "TextInput-a", input_value="no")
    drawing.node("ConditionalRouter", "ConditionalRouter-if", match_text="yes", operator="equals", message="m")
    drawing.edge("TextInput-a", "text", "ConditionalRouter-if", "input_text")
    for way in ("true", "false"):
        drawing.node("ChatOutput", f"ChatOutput-{way}")
        drawing.edge("ConditionalRouter-if", f"{way}_result", f"ChatOutput-{way}", "input_value")
    _mark(drawing, "ConditionalRouter-if", frozen=True, pinned_outputs={"true_result": "this way"})
    events = drawing.build()
    assert [event["data"]["text"] for event in events if event["event"] == "add_message"] == ["this way"]
    assert "ChatOutput-false" not in _built(events)
