"""A component's behaviour as a case: what its fields hold, what is wired to them, and what comes out over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


@dataclass(frozen=True)
class Text:
    """A text that arrives over an edge."""

    text: str


@dataclass(frozen=True)
class Json:
    """Records that arrive over an edge: of an object one, of a list one per entry."""

    text: str


@dataclass
class Case:
    """``values`` are stored in the node's fields, `Text` and `Json` among them are wired; ``output`` is looked at."""

    type_key: str
    output: str
    values: dict[str, Any] = field(default_factory=dict)
    expected: Any = None

    def run(self, app: RunningApp) -> Any:
        """What the output holds: a message's text, a record's entries, a list of these; raises `Failed`."""
        drawing = Drawing(app.client)
        wired = {name: value for name, value in self.values.items() if isinstance(value, Text | Json)}
        stored = {name: value for name, value in self.values.items() if name not in wired}
        node = drawing.node(self.type_key, **stored)
        if self.type_key == "Prompt":
            add_variables(drawing, node)
        for name, value in wired.items():
            if isinstance(value, Text):
                drawing.edge(drawing.node("TextInput", input_value=value.text), "text", node, name)
            else:
                drawing.edge(drawing.node("JSONtoData", json_string=value.text), "data", node, name)
        return output_of(drawing, node, self.output)


def add_variables(drawing: Drawing, node_id: str) -> None:
    """Give a prompt the fields of its variables, as the editor does, and keep the values that are there."""
    drawn = next(node["data"] for node in drawing.nodes if node["id"] == node_id)
    template = drawn["node"]["template"]
    values = {name: entry["value"] for name, entry in template.items() if isinstance(entry, dict)}
    asked = {"name": "template", "template": values["template"], "frontend_node": drawn["node"]}
    answer = drawing.client.post("/api/v1/validate/prompt", json=asked)
    assert answer.status_code == 200, answer.text
    drawn["node"] = answer.json()["frontend_node"]
    for name, entry in drawn["node"]["template"].items():
        if isinstance(entry, dict) and name in values:
            entry["value"] = values[name]


class Failed(Exception):
    """The node failed; the text is what the user reads."""


def output_of(drawing: Drawing, node: str, output: str) -> Any:
    """Build the flow and give the output of a node, plain. Raises `Failed` with the error's reason and solution."""
    for event in drawing.build(session=""):
        if event["event"] == "error":
            content = event["data"]["content_blocks"][0]["contents"][0]
            raise Failed(" ".join(filter(None, (content["reason"], content["solution"]))))
        if event["event"] == "end_vertex" and event["data"]["build_data"]["id"] == node:
            shown = event["data"]["build_data"]["data"]["outputs"][output]["message"]
            return shown["text"] if node.startswith("TextInput") else shown
    raise AssertionError(f"{node} was not built")
