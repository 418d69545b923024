"""Code of a flow file has no effect, whatever is done with the file, until it is trusted; and then it has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.sandbox.drawn_code import code_node, failure, trust, window

EFFECTS = {
    "top level": "{touch}",
    "decorator": "def mark(cls):\n    {touch}\n    return cls\n",
    "default argument": "def later(value={touch}):\n    pass\n",
    "class body": "class Other:\n    {touch}\n",
    "annotation": "value: {touch} = 1",
    "f-string": 'text = f"{{{touch}}}"',
    "base class": "class Other({touch} or object):\n    pass\n",
    "comprehension": "[{touch} for _ in range(1)]",
}


def source_of(effect: str, place: Path) -> str:
    touch = f"__import__('pathlib').Path({str(place)!r}).touch()"
    decorator = "@mark\n" if "mark(cls)" in effect else ""
    return (
        "from langflow.custom import Component\nfrom langflow.io import MessageTextInput, Output\n\n"
        f"{effect.format(touch=touch)}\n\n{decorator}class Trap(Component):\n"
        "    display_name = 'Trap'\n"
        "    inputs = [MessageTextInput(name='input_value', display_name='In')]\n"
        "    outputs = [Output(name='out', display_name='Out', method='go')]\n\n"
        "    def go(self) -> str:\n        return 'went'\n"
    )


@pytest.mark.parametrize("where", EFFECTS)
def test_only_trust_lets_code_have_an_effect(where: str, shared_app: RunningApp, tmp_path: Path) -> None:
    client = shared_app.client
    place = tmp_path / "effect"
    source = source_of(EFFECTS[where], place)
    drawing = Drawing(client)
    node = code_node(drawing, source)
    assert client.post("/api/v1/validate/code", json={"code": source}).status_code == 200
    changed: dict[str, Any] = {
        "code": source,
        "field": "input_value",
        "field_value": "x",
        "template": drawing.nodes[0]["data"]["node"]["template"],
        "frontend_node": drawing.nodes[0]["data"]["node"],
    }
    assert client.post("/api/v1/custom_component/update", json=changed).status_code == 200
    document = {"name": "Trap", "data": drawing.data}
    sent = {"file": ("trap.json", json.dumps(document))}
    (imported,) = client.post("/api/v1/flows/upload/", files=sent).json()
    drawing.flow_id = imported["id"]
    assert client.get(f"/api/v1/flows/{drawing.flow_id}").json()["data"]["nodes"] == drawing.nodes
    assert client.get("/api/v1/flows/").status_code == 200
    assert client.get("/api/v1/flows/summaries").status_code == 200
    assert client.post("/api/v1/flows/download/", json=[drawing.flow_id]).status_code == 200
    assert client.post(f"/api/v1/build/{drawing.flow_id}/vertices", json={}).status_code == 200
    assert "was not run" in failure(drawing.build("hi"))
    ran = drawing.run("hi")
    assert ran.status_code == 500
    assert node in ran.json()["detail"]
    assert not place.exists()
    trust(shared_app, source)
    built = drawing.build("hi")
    assert [event for event in built if event["event"] == "error"] == []
    assert place.exists(), "the effect would have been seen"


def test_a_node_of_a_known_type_runs_our_component(shared_app: RunningApp, tmp_path: Path) -> None:
    place = tmp_path / "effect"
    source = source_of(EFFECTS["top level"], place)
    drawing = Drawing(shared_app.client)
    node = drawing.node("TextInput", input_value="ours")
    described = drawing.nodes[0]["data"]["node"]
    described["template"]["code"]["value"] = source
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(node, "text", answer, "input_value")

    def said() -> str:
        drawing.flow_id = ""
        text: str = drawing.run().json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
        return text

    trust(shared_app, source)
    assert said() == "ours", "the file does not say that it was changed"
    described["edited"] = True
    edited = source.replace("name='out'", "name='text'")
    described["template"]["code"]["value"] = edited
    assert said() == "ours", "until it is trusted"
    assert not place.exists()
    trust(shared_app, edited)
    assert said() == "went"
    assert place.exists()


def test_tweaks_bring_no_code(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    node = code_node(drawing, source_of("", Path("nowhere")))
    answer = drawing.run(tweaks={node: {"code": "raise SystemExit"}})
    assert answer.status_code == 422
    assert "code" in answer.json()["detail"][0]["loc"]


def test_trust_that_is_withdrawn_is_gone(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    source = source_of("# withdrawn", Path("nowhere"))
    code_node(drawing, source)
    entry = trust(shared_app, source)
    assert drawing.run().status_code == 200
    shared_app.client.delete(f"/api/v1/trust/{entry['digest']}", headers=window(shared_app))
    assert drawing.run().status_code == 500
