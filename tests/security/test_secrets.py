"""A credential that a run really used is hunted on every surface: answers, events, records, exports, files, logs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import RunningApp
from tests.model_server.stand_in import Refusal, StandIn

CANARY = "sk-canary-7f3a9c51d2"
SESSION = "hunt"


def _flow(client: httpx.Client, base_url: str) -> dict[str, Any]:
    """Chat Input → model → Chat Output, the model's key named as a variable."""
    catalogue = {key: node for group in client.get("/api/v1/all").json().values() for key, node in group.items()}
    model = catalogue["OpenAIModel"]
    fields = {"api_key": "HUNTED", "openai_api_base": base_url, "model_name": "tiny"}
    for name, value in fields.items():
        model["template"][name]["value"] = value
    model["template"]["api_key"]["load_from_db"] = True
    ids = {"ChatInput": "ChatInput-a0001", "OpenAIModel": "OpenAIModel-b0001", "ChatOutput": "ChatOutput-c0001"}
    nodes = [
        {"id": node_id, "type": "genericNode", "data": {"id": node_id, "type": key, "node": catalogue[key]}}
        for key, node_id in ids.items()
    ]

    def edge(source: str, output: str, target: str) -> dict[str, Any]:
        ends = {
            "sourceHandle": {"dataType": source, "id": ids[source], "name": output, "output_types": ["Message"]},
            "targetHandle": {"fieldName": "input_value", "id": ids[target], "inputTypes": ["Message"], "type": "str"},
        }
        return {"source": ids[source], "target": ids[target], "data": ends}

    edges = [edge("ChatInput", "message", "OpenAIModel"), edge("OpenAIModel", "text_output", "ChatOutput")]
    response = client.post("/api/v1/flows/", json={"name": "hunt", "data": {"nodes": nodes, "edges": edges}})
    assert response.status_code == 201, response.text
    flow: dict[str, Any] = response.json()
    return flow


def test_a_used_credential_appears_nowhere(app: RunningApp, stand_in: StandIn) -> None:
    client = app.client
    created = client.post(
        "/api/v1/variables/", json={"name": "HUNTED", "value": CANARY, "type": "Credential", "default_fields": []}
    )
    flow = _flow(client, stand_in.base_url)
    url = f"/api/v1/flows/{flow['id']}"
    inputs = {"inputs": {"input_value": "hello", "session": SESSION}}
    seen = [created, client.get("/api/v1/variables/")]
    seen.append(client.post(f"/api/v1/build/{flow['id']}/flow", json=inputs))
    seen.append(client.post(f"/api/v1/run/{flow['id']}", json={"input_value": "hello"}))
    seen.append(client.post(f"/api/v1/run/{flow['id']}?stream=true", json={"input_value": "hello"}))
    # A vendor that repeats the key in its complaint is the usual leak.
    stand_in.script(*[Refusal(401, f"Incorrect API key provided: {CANARY}.")] * 4)
    seen.append(client.post(f"/api/v1/build/{flow['id']}/flow", json=inputs))
    seen.append(client.post(f"/api/v1/run/{flow['id']}", json={"input_value": "hello"}))

    used = [asked.headers.get("authorization") for asked in stand_in.requests]
    assert f"Bearer {CANARY}" in used, "the run never used the credential"

    by_flow = {"flow_id": flow["id"]}
    for path, query in (
        ("/api/v1/monitor/messages", {}),
        ("/api/v1/monitor/builds", by_flow),
        ("/api/v1/monitor/transactions", by_flow),
        ("/api/v1/flows/", {}),
        ("/api/v1/flows/summaries", {}),
        (url, {}),
        (f"{url}/revisions", {}),
        (f"/api/v1/folders/{flow['folder_id']}", {}),
        (f"/api/v1/folders/download/{flow['folder_id']}", {}),
        ("/openapi.json", {}),
        ("/logs", {}),
    ):
        seen.append(client.get(path, params=query))
    seen.append(client.post("/api/v1/flows/download/", json=[flow["id"]]))
    for revision in client.get(f"{url}/revisions").json():
        seen.append(client.get(f"{url}/revisions/{revision['id']}"))
    leaks = [str(answer.request.url) for answer in seen if CANARY in answer.text or CANARY.encode() in answer.content]
    assert leaks == []
    builds = client.get("/api/v1/monitor/builds", params=by_flow).json()["vertex_builds"]
    assert [build["valid"] for build in builds["OpenAIModel-b0001"]] == [True, False]

    app.server.stop()
    assert [name for name, content in _files(app.data_dir) if CANARY in content] == []


def test_an_export_names_the_variable_it_needs(app: RunningApp, stand_in: StandIn) -> None:
    flow = _flow(app.client, stand_in.base_url)
    stored = app.client.get(f"/api/v1/flows/{flow['id']}").json()
    assert stored["data"]["nodes"][1]["data"]["node"]["template"]["api_key"]["value"] == "HUNTED"
    exported = app.client.post("/api/v1/flows/download/", json=[flow["id"]])
    field = exported.json()["data"]["nodes"][1]["data"]["node"]["template"]["api_key"]
    # As recorded: the value goes, whatever it is.
    assert field["value"] is None
    assert json.loads(exported.text)["name"] == "hunt"


def test_secrets_written_out_in_a_flow_stay_behind_when_asked(app: RunningApp, stand_in: StandIn) -> None:
    flow = _flow(app.client, stand_in.base_url)
    data = app.client.get(f"/api/v1/flows/{flow['id']}").json()["data"]
    template = data["nodes"][1]["data"]["node"]["template"]
    template["proxy_password"] = {"name": "proxy_password", "type": "str", "password": True, "value": CANARY}
    template["named"] = {"name": "named", "type": "str", "password": True, "load_from_db": True, "value": "A_VARIABLE"}
    app.client.patch(f"/api/v1/flows/{flow['id']}", json={"data": data})

    url = "/api/v1/flows/download/"
    assert CANARY in app.client.post(url, json=[flow["id"]]).text  # as recorded
    single = app.client.post(url, params={"without_secrets": True}, json=[flow["id"]])
    exported = single.json()["data"]["nodes"][1]["data"]["node"]["template"]
    assert (exported["proxy_password"]["value"], exported["named"]["value"]) == ("", "A_VARIABLE")
    zipped = app.client.get(f"/api/v1/folders/download/{flow['folder_id']}", params={"without_secrets": True})
    assert CANARY not in single.text
    assert CANARY.encode() not in zipped.content  # its entries are stored as they are


def _files(folder: Path) -> list[tuple[str, str]]:
    return [(path.name, path.read_bytes().decode("latin-1")) for path in folder.rglob("*") if path.is_file()]
