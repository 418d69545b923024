"""The loop: each entry goes through the nodes behind it once, and all that comes back leaves as a table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def _loop(app: RunningApp, count: int) -> Drawing:
    """``count`` lines of a text → split → loop over (record → text in a prompt → back) → chat output."""
    drawing = Drawing(app.client)
    drawing.node("CreateList", "CreateList-all", texts=[f"line {number}" for number in range(count)])
    drawing.node("LoopComponent", "LoopComponent-each")
    drawing.node("ParseData", "ParseData-text", template="<{text}>")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("CreateList-all", "list", "LoopComponent-each", "data")
    drawing.edge("LoopComponent-each", "item", "ParseData-text", "data")
    _return(drawing, "ParseData-text", "text", "LoopComponent-each", "item")
    table = drawing.nodes[-1]["data"]["node"]["template"]["input_value"]
    table["input_types"] = [*table["input_types"], "DataFrame"]
    drawing.edge("LoopComponent-each", "done", "ChatOutput-out", "input_value")
    return drawing


def _return(drawing: Drawing, source: str, output: str, loop: str, item: str) -> None:
    """An edge that ends in an output, as later versions draw it."""
    drawing.edges.append(
        {
            "id": f"edge-{len(drawing.edges)}",
            "source": source,
            "target": loop,
            "data": {
                "sourceHandle": {"dataType": "", "id": source, "name": output, "output_types": ["Message"]},
                "targetHandle": {"dataType": "LoopComponent", "id": loop, "name": item, "output_types": ["Data"]},
            },
        }
    )


def _rounds(events: list[dict[str, Any]]) -> list[str]:
    return [event["data"]["build_data"]["id"] for event in events if event["event"] == "end_vertex"]


def _answer(events: list[dict[str, Any]]) -> str:
    (text,) = [event["data"]["text"] for event in events if event["event"] == "add_message"]
    return str(text)


@pytest.mark.parametrize("count", [1, 3])
def test_each_entry_goes_round_once(shared_app: RunningApp, count: int) -> None:
    events = _loop(shared_app, count).build()
    answer = _answer(events)
    assert [line for line in answer.splitlines() if "<line" in line] == [f"| <line {n}> |" for n in range(count)]
    assert _rounds(events).count("ParseData-text") == count
    assert _rounds(events).count("LoopComponent-each") == count + 1
    assert _rounds(events)[-1] == "ChatOutput-out"


def test_many_rounds_are_no_trouble(shared_app: RunningApp) -> None:
    answer = _answer(_loop(shared_app, 1000).build(log_builds="false"))
    assert answer.count("<line") == 1000


def test_a_failure_in_a_round_ends_the_loop(shared_app: RunningApp) -> None:
    drawing = _loop(shared_app, 3)
    drawing.nodes[2]["data"]["node"]["template"]["template"]["value"] = "{missing}"
    events = drawing.build()
    assert [event["event"] for event in events if event["event"] in ("error", "end")] == ["error", "end"]
    assert "ChatOutput-out" not in _rounds(events)
