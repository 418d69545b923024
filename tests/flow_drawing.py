"""Drawing flows in tests, from the catalogue of the app under test, as the editor saves them."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Drawing:
    """A flow being drawn: ``node`` and ``edge`` add to it, ``save`` keeps it, ``build`` and ``run`` run it."""

    client: httpx.Client
    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    flow_id: str = ""

    def node(self, type_key: str, node_id: str = "", **values: Any) -> str:
        """Add a component with values for its fields; returns its id, by default its type and a number."""
        node_id = node_id or f"{type_key}-{len(self.nodes):05d}"
        catalogue = self.client.get("/api/v1/all").json()
        component = next(kind[type_key] for kind in catalogue.values() if type_key in kind)
        component = copy.deepcopy(component)
        for name, value in values.items():
            entry = component["template"].setdefault(name, {"name": name, "type": "str", "show": True})
            entry["value"] = value
            if entry.get("load_from_db") and not str(value).isupper():
                entry["load_from_db"] = False
        self.nodes.append(
            {
                "id": node_id,
                "type": "genericNode",
                "position": {"x": 300 * len(self.nodes), "y": 0},
                "data": {"id": node_id, "type": type_key, "node": component},
            }
        )
        return node_id

    def edge(self, source: str, output: str, target: str, field_name: str) -> None:
        """Connect an output of one node with a field of another."""
        kinds = {node["id"]: node["data"] for node in self.nodes}
        outputs = {entry["name"]: entry for entry in kinds[source]["node"]["outputs"]}
        entry = kinds[target]["node"]["template"][field_name]
        source_handle = {
            "dataType": kinds[source]["type"],
            "id": source,
            "name": output,
            "output_types": outputs[output]["types"],
        }
        target_handle = {
            "fieldName": field_name,
            "id": target,
            "inputTypes": entry.get("input_types"),
            "type": entry["type"],
        }
        texts = [json.dumps(handle).replace('"', "œ") for handle in (source_handle, target_handle)]
        self.edges.append(
            {
                "id": f"edge-{len(self.edges)}",
                "source": source,
                "target": target,
                "sourceHandle": texts[0],
                "targetHandle": texts[1],
                "data": {"sourceHandle": source_handle, "targetHandle": target_handle},
            }
        )

    @property
    def data(self) -> dict[str, Any]:
        """The flow as it is saved."""
        return {"nodes": self.nodes, "edges": self.edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}

    def save(self, name: str = "drawn") -> str:
        """Save as a new flow; returns its id."""
        answer = self.client.post("/api/v1/flows/", json={"name": name, "data": self.data})
        assert answer.status_code == 201, answer.text
        self.flow_id = answer.json()["id"]
        return self.flow_id

    def build(self, text: str = "", session: str = "s", **query: Any) -> list[dict[str, Any]]:
        """All events of a build; the flow is saved first where it is not."""
        if not self.flow_id:
            self.save()
        body = {"inputs": {"input_value": text, "session": session}}
        answer = self.client.post(f"/api/v1/build/{self.flow_id}/flow", json=body, params=query)
        assert answer.status_code == 200, answer.text
        return [json.loads(line) for line in answer.text.split("\n") if line]

    def run(self, text: str = "", session: str = "s", **body: Any) -> httpx.Response:
        """The answer of the run API; the flow is saved first where it is not."""
        if not self.flow_id:
            self.save()
        asked = {"input_value": text, "session_id": session, **body}
        return self.client.post(f"/api/v1/run/{self.flow_id}", json=asked)


def chat_flow(client: httpx.Client, type_key: str = "OpenAIModel", /, **values: Any) -> Drawing:
    """A chat input, a model with these values, and a chat output."""
    drawing = Drawing(client)
    source = drawing.node("ChatInput", "ChatInput-in")
    asked = drawing.node(type_key, "Model-llm", **values)
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(source, "message", asked, "input_value")
    drawing.edge(asked, "text_output", answer, "input_value")
    return drawing
