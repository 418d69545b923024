"""The catalogue over HTTP, and nodes made or changed on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.conftest import RunningApp

_SOURCE = '''
from langflow.custom import Component
from langflow.io import BoolInput, DropdownInput, IntInput, MessageTextInput, Output

mark = open({mark!r}, "w")


def made(of=open({mark!r}, "w")):
    """A default that would be computed."""


@made
class Greeter(Component):
    display_name = "Greeter"
    description = f"{{open({mark!r}, 'w')}}"
    icon = "hand"
    name = "GreeterKey"
    inputs = [
        MessageTextInput(name="who", display_name="Who", value="you", info=str(mark)),
        IntInput(name="times", value=2, advanced=True),
        DropdownInput(name="tone", options=["kind", "dry"], value="kind"),
        BoolInput(name="is_loud"),
    ]
    outputs = [
        Output(display_name="Greeting", name="greeting", method="greet"),
        Output(display_name="Parts", name="parts", method="list_parts"),
    ]

    def greet(self) -> Message:
        return self.who

    def list_parts(self) -> list[Data]:
        return []
'''


def test_the_catalogue_is_sent_once(shared_app: RunningApp) -> None:
    first = shared_app.client.get("/api/v1/all")
    assert first.json()["inputs"]["ChatInput"]["display_name"] == "Chat Input"
    again = shared_app.client.get("/api/v1/all", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert shared_app.client.get("/api/v1/all", headers={"if-none-match": '"another"'}).status_code == 200


def test_a_node_is_read_from_source_that_never_runs(shared_app: RunningApp, tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    answer = shared_app.client.post("/api/v1/custom_component", json={"code": _SOURCE.format(mark=str(mark))})
    assert answer.status_code == 200, answer.text
    node = answer.json()["data"]
    assert answer.json()["type"] == "GreeterKey"
    assert node["field_order"] == ["who", "times", "tone", "is_loud"]
    assert node["template"]["times"]["value"] == 2
    assert node["template"]["tone"]["options"] == ["kind", "dry"]
    assert [output["types"] for output in node["outputs"]] == [["Message"], ["Data"]]
    assert not mark.exists()


def test_values_stay_when_the_code_changes(shared_app: RunningApp, tmp_path: Path) -> None:
    code = _SOURCE.format(mark=str(tmp_path / "ran"))
    node = shared_app.client.post("/api/v1/custom_component", json={"code": code}).json()["data"]
    node["template"]["who"]["value"] = "Ada"
    again = shared_app.client.post("/api/v1/custom_component", json={"code": code, "frontend_node": node})
    assert again.json()["data"]["template"]["who"]["value"] == "Ada"


def _update(app: RunningApp, type_key: str, node: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    body = {
        "type": type_key,
        "code": "",
        "field": field,
        "field_value": value,
        "template": node["template"],
        "frontend_node": node,
    }
    answer = app.client.post("/api/v1/custom_component/update", json=body)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


def test_a_field_that_others_depend_on_changes_them(shared_app: RunningApp) -> None:
    node = shared_app.client.get("/api/v1/all").json()["processing"]["CreateData"]
    changed = _update(shared_app, "CreateData", node, "number_of_fields", 3)
    assert {"field_1_key", "field_2_key", "field_3_key"} <= set(changed["template"])
    fewer = _update(shared_app, "CreateData", changed, "number_of_fields", 1)
    assert "field_2_key" not in fewer["template"]


def test_tool_mode_replaces_the_outputs_and_gives_them_back(shared_app: RunningApp) -> None:
    node = shared_app.client.get("/api/v1/all").json()["data"]["URL"]
    tool = _update(shared_app, "URL", node, "tool_mode", True)
    assert [output["name"] for output in tool["outputs"]] == ["component_as_tool"]
    assert tool["tool_mode"] is True
    back = _update(shared_app, "URL", tool, "tool_mode", False)
    assert back["outputs"] == node["outputs"]
