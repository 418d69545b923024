"""Nodes of which we have no component: they open, stay as they are, and a run says which ones they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from runnel.registry import Registry, find_components
from tests.components.flow_case import Failed, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

_RECORDED = Path(__file__).resolve().parents[3] / "shared" / "contract" / "components.json"

OF_OUR_OWN_MAKING = {
    "SomeVectorStore": {
        "category": "vectorstores",
        "display_name": "Some Store",
        "base_classes": ["Data", "Retriever"],
        "inputs": [
            {"name": "search_query", "kind": "MultilineInput", "type": "str", "input_types": ["Message"]},
            {"name": "ingest_data", "kind": "DataInput", "type": "other", "input_types": ["Data"], "list": True},
        ],
        "outputs": [
            {"name": "base_retriever", "method": "build_base_retriever", "types": ["Retriever"]},
            {"name": "search_results", "method": "search_documents", "types": ["Data"]},
        ],
    }
}
"""What stands for the rest of the catalogue where the recorded facts are not there."""


def foreign_types() -> dict[str, dict[str, Any]]:
    ours = set(Registry(find_components()))
    recorded = json.loads(_RECORDED.read_text()) if _RECORDED.exists() else OF_OUR_OWN_MAKING
    return {key: entry for key, entry in recorded.items() if key not in ours}


def draw(drawing: Drawing, key: str, entry: dict[str, Any]) -> str:
    """A node as another program saved it, with source text and attributes that mean nothing here."""
    node_id = f"{key.replace(' ', '')}-{len(drawing.nodes)}"
    template: dict[str, Any] = {
        "_type": "Component",
        "code": {"type": "code", "value": "raise SystemExit", "show": True},
    }
    for each in entry["inputs"]:
        told = {"list": False, "show": True, "value": each.get("default"), "kept": "as it came", **each}
        template[each["name"]] = {**told, "_input_type": each.get("kind")}
    described = {
        "template": template,
        "display_name": entry["display_name"],
        "base_classes": entry["base_classes"],
        "outputs": [{"cache": True, "value": "__UNDEFINED__", **each} for each in entry["outputs"]],
        "something_else": {"of": [key]},
    }
    place = {"x": 10 * len(drawing.nodes), "y": 0}
    data = {"id": node_id, "type": key, "node": described}
    drawing.nodes.append({"id": node_id, "type": "genericNode", "position": place, "data": data})
    return node_id


def test_the_rest_of_the_catalogue_opens_connects_and_is_kept(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    text, records = drawing.node("TextInput", input_value="x"), drawing.node("JSONtoData", json_string="[]")
    for key, entry in foreign_types().items():
        node = draw(drawing, key, entry)
        for each in entry["inputs"]:
            if "Message" in each.get("input_types", ()):
                drawing.edge(text, "text", node, each["name"])
            elif "Data" in each.get("input_types", ()):
                drawing.edge(records, "data", node, each["name"])
        for each in entry["outputs"]:
            if "Message" in each["types"]:
                drawing.edge(node, each["name"], drawing.node("TextOutput"), "input_value")
    flow_id = drawing.save("Foreign")
    stored = shared_app.client.get(f"/api/v1/flows/{flow_id}").json()["data"]
    assert stored["nodes"] == drawing.nodes
    assert stored["edges"] == drawing.edges
    assert len(drawing.edges) > 0
    (exported,) = (shared_app.client.get(f"/api/v1/flows/{flow_id}").json(),)
    upload = {"file": ("flow.json", json.dumps(exported))}
    answer = shared_app.client.post("/api/v1/flows/upload/", files=upload)
    assert answer.status_code == 201, answer.text
    assert answer.json()[0]["data"]["nodes"] == drawing.nodes
    listed = {key for kinds in shared_app.client.get("/api/v1/all").json().values() for key in kinds}
    assert listed.isdisjoint(foreign_types())


def one_of_each_category() -> list[str]:
    return sorted({entry["category"]: key for key, entry in foreign_types().items()}.values())


@pytest.mark.parametrize("key", one_of_each_category())
def test_a_run_names_what_is_missing(key: str, shared_app: RunningApp) -> None:
    entry = foreign_types()[key]
    drawing = Drawing(shared_app.client)
    node = draw(drawing, key, entry)
    with pytest.raises(Failed) as raised:
        output_of(drawing, node, entry["outputs"][0]["name"])
    said = str(raised.value)
    assert f"no component of the type {key}," in said
    gives = {kind for output in entry["outputs"] for kind in output["types"]}
    for kind, stand_in in (("LanguageModel", "OpenAI"), ("Retriever", "Chroma DB"), ("Embeddings", "OpenAI Embedd")):
        assert (stand_in in said) or kind not in gives
    answer = drawing.run("x")
    assert answer.status_code >= 400
    assert entry["display_name"] in answer.text
