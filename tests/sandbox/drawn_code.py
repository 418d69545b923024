"""Drawing nodes that carry code of their own, as the editor saves them, and being the window that trusts it."""

from __future__ import annotations

import os
import sys
from typing import Any

import httpx

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def window(app: RunningApp) -> dict[str, str]:
    """The headers of the window: its cookie."""
    return {"cookie": httpx.get(app.server.launch_url("window")).headers["set-cookie"].partition(";")[0]}


def trust(app: RunningApp, text: str, **seen: Any) -> dict[str, Any]:
    """Trust a text as the window does."""
    answer = app.client.post("/api/v1/trust", json={"text": text, **seen}, headers=window(app))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def code_node(drawing: Drawing, source: str, node_id: str = "", **values: Any) -> str:
    """Add the node of a source, as the editor makes it from what ``/custom_component`` answers; returns its id."""
    made = drawing.client.post("/api/v1/custom_component", json={"code": source})
    assert made.status_code == 200, made.text
    node, type_key = made.json()["data"], made.json()["type"]
    node_id = node_id or f"{type_key}-{len(drawing.nodes):05d}"
    for name, value in values.items():
        node["template"][name]["value"] = value
    drawing.nodes.append(
        {
            "id": node_id,
            "type": "genericNode",
            "position": {"x": 300 * len(drawing.nodes), "y": 0},
            "data": {"id": node_id, "type": type_key, "node": node},
        }
    )
    return node_id


def results(events: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What each vertex of a build left, by its id."""
    built = (event["data"]["build_data"] for event in events if event["event"] == "end_vertex")
    return {each["id"]: each["data"] for each in built}


def failure(events: list[dict[str, Any]]) -> str:
    """What the chat is told of the vertex that failed."""
    (error,) = [event["data"] for event in events if event["event"] == "error"]
    content = error["content_blocks"][0]["contents"][0]
    return f"{content['reason']} {content['solution'] or ''}".strip()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet waited for does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        if sys.platform == "linux":
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
