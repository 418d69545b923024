"""Large flows: what is built, told and written grows as the flow does, and no faster."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def _prompt(drawing: Drawing, node_id: str) -> str:
    """A prompt that passes its text on. Copied from the first one: the catalogue is asked for once."""
    drawn = next((node for node in drawing.nodes if node["data"]["type"] == "Prompt"), None)
    if drawn is None:
        drawing.node("Prompt", node_id, template="{x}", x="")
        drawing.nodes[-1]["data"]["node"]["template"]["x"]["input_types"] = ["Message", "Text"]
    else:
        drawing.nodes.append({**drawn, "id": node_id, "data": {**drawn["data"], "id": node_id}})
    return node_id


def _chain(app: RunningApp, size: int) -> Drawing:
    drawing = Drawing(app.client)
    before, output = drawing.node("ChatInput", "ChatInput-in"), "message"
    for number in range(size):
        prompt = _prompt(drawing, f"Prompt-{number}")
        drawing.edge(before, output, prompt, "x")
        before, output = prompt, "prompt"
    drawing.edge(before, output, drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    return drawing


def _fan(app: RunningApp, size: int) -> Drawing:
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    join = drawing.node("CreateList", "CreateList-join")
    drawing.nodes[-1]["data"]["node"]["template"]["texts"]["input_types"] = ["Message"]
    for number in range(size):
        prompt = _prompt(drawing, f"Prompt-{number}")
        drawing.edge(source, "message", prompt, "x")
        drawing.edge(prompt, "prompt", join, "texts")
    return drawing


def _loop(app: RunningApp, size: int) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=[f"line {number}" for number in range(size)])
    drawing.node("LoopComponent", "LoopComponent-each")
    drawing.node("ParseData", "ParseData-text", template="<{text}>")
    drawing.node("TypeConverterComponent", "TypeConverterComponent-out")
    drawing.edge("CreateList-all", "list", "LoopComponent-each", "data")
    drawing.edge("LoopComponent-each", "item", "ParseData-text", "data")
    drawing.edge("LoopComponent-each", "done", "TypeConverterComponent-out", "input_data")
    back = {"id": "LoopComponent-each", "name": "item", "dataType": "LoopComponent", "output_types": ["Data"]}
    drawing.edge("ParseData-text", "text", "ParseData-text", "template")
    drawing.edges[-1] |= {"target": "LoopComponent-each"}
    drawing.edges[-1]["data"]["targetHandle"] = back
    return drawing


def _each(app: RunningApp, size: int) -> Drawing:
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=[f"line {number}" for number in range(size)])
    drawing.node("ForEach", "ForEach-each", at_once=8)
    drawing.node("ParseData", "ParseData-text", template="<{text}>")
    drawing.edge("CreateList-all", "list", "ForEach-each", "data")
    drawing.edge("ForEach-each", "item", "ParseData-text", "data")
    return drawing


def _cost(drawing: Drawing) -> tuple[int, int]:
    """How many vertices a build builds, and how many bytes it tells and writes."""
    if not drawing.flow_id:
        drawing.save()
    told = drawing.client.post(
        f"/api/v1/build/{drawing.flow_id}/flow", json={"inputs": {"input_value": "hi"}}, timeout=120
    ).content
    events: list[dict[str, Any]] = [json.loads(line) for line in told.split(b"\n") if line]
    assert events[-1]["event"] == "end"
    assert not [event for event in events if event["event"] == "error"]
    built = sum(event["event"] == "end_vertex" for event in events)
    query = {"flow_id": drawing.flow_id}
    builds = drawing.client.get("/api/v1/monitor/builds", params=query).content
    transactions = drawing.client.get("/api/v1/monitor/transactions", params={**query, "size": 1000}).content
    return built, len(told) + len(builds) + len(transactions)


@pytest.mark.parametrize(
    ("draw", "built_per_step", "built_once"),
    [(_chain, 1, 2), (_fan, 1, 2), (_loop, 2, 3), (_each, 1, 2)],
)
def test_work_grows_as_the_flow_does(shared_app: RunningApp, draw: Any, built_per_step: int, built_once: int) -> None:
    costs = [_cost(draw(shared_app, size)) for size in (100, 200, 400)]
    assert [built for built, _ in costs] == [size * built_per_step + built_once for size in (100, 200, 400)]
    sizes = [size for _, size in costs]
    assert sizes[2] - sizes[1] < 2.3 * (sizes[1] - sizes[0])


def test_a_thousand_prompts_two_hundred_branches_a_thousand_rounds(shared_app: RunningApp) -> None:
    assert _cost(_chain(shared_app, 1000))[0] == 1002
    assert _cost(_fan(shared_app, 200))[0] == 202
    assert _cost(_loop(shared_app, 1000))[0] == 2003
    assert _cost(_each(shared_app, 1000))[0] == 1002
