"""The routes of Settings → Models, over HTTP."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import RunningApp, StartApp
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import StandIn

_ROOT = Path(__file__).resolve().parents[2]


def test_a_found_server_is_what_new_nodes_start_with(start_app: StartApp, llama_server: LlamaServer) -> None:
    app = start_app(detect_ports=(f"llamacpp:{llama_server.port}",))
    answer = app.client.get("/api/v1/models")
    assert answer.status_code == 200
    assert answer.json() == {
        "servers": [
            {
                "id": "llamacpp",
                "provider": "llamacpp",
                "name": "llama.cpp",
                "base_url": llama_server.base_url,
                "source": "detected",
                "is_reachable": True,
                "models": [llama_server.model_name],
                "error": None,
            }
        ],
        "openai_base_url": None,
        "default": {
            "provider": "llamacpp",
            "base_url": llama_server.base_url,
            "model_name": llama_server.model_name,
        },
        "searched": [f"127.0.0.1:{llama_server.port}"],
    }


def test_an_address_is_kept_over_a_restart(start_app: StartApp, stand_in: StandIn) -> None:
    app = start_app()
    created = app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.base_url, "name": "Workshop"})
    assert created.status_code == 201
    assert created.json()["models"] == ["stand-in-model"]
    assert app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.origin}).status_code == 409
    chosen = app.client.patch("/api/v1/models", json={"openai_base_url": stand_in.base_url})
    assert (chosen.status_code, chosen.json()["openai_base_url"]) == (200, stand_in.base_url)
    app.server.stop()

    app = start_app()
    kept = app.client.get("/api/v1/models").json()
    assert kept["openai_base_url"] == stand_in.base_url
    assert [server["name"] for server in kept["servers"]] == ["Workshop"]
    address = f"/api/v1/models/addresses/{kept['servers'][0]['id']}"
    assert app.client.delete(address).status_code == 204
    assert app.client.delete(address).status_code == 404
    assert app.client.get("/api/v1/models").json()["servers"] == []
    assert app.client.patch("/api/v1/models", json={"openai_base_url": None}).json()["openai_base_url"] is None


def test_nothing_changes_where_nothing_is_sent(app: RunningApp, stand_in: StandIn) -> None:
    app.client.patch("/api/v1/models", json={"openai_base_url": stand_in.base_url})
    assert app.client.patch("/api/v1/models", json={}).json()["openai_base_url"] == stand_in.base_url
    app.client.patch("/api/v1/models", json={"openai_base_url": None})


def test_looking_again_finds_what_was_started_since(start_app: StartApp, unused_port: int) -> None:
    app = start_app()
    off = app.client.post("/api/v1/models/addresses", json={"base_url": f"http://127.0.0.1:{unused_port}"}).json()
    assert off["error"]["why"] == f"Nothing listens at 127.0.0.1:{unused_port}."
    assert off["error"]["what"]
    assert off["error"]["action"]
    assert not app.client.get("/api/v1/models").json()["servers"][0]["is_reachable"]
    late = StandIn(port=unused_port)
    try:
        assert app.client.get("/api/v1/models?refresh=true").json()["servers"][0]["is_reachable"]
    finally:
        late.close()


def test_trying_an_address_keeps_nothing(app: RunningApp, stand_in: StandIn) -> None:
    stand_in.api_key = "sk-canary-0123456789"
    tried = app.client.post("/api/v1/models/test", json={"base_url": stand_in.base_url, "api_key": stand_in.api_key})
    assert (tried.status_code, tried.json()["is_reachable"]) == (200, True)
    assert "canary" not in tried.text
    assert app.client.get("/api/v1/models").json()["servers"] == []


def test_an_address_can_be_tried_with_the_key_of_a_variable(app: RunningApp, stand_in: StandIn) -> None:
    stand_in.api_key = "sk-canary-0123456789"
    variable = {"name": "MY_KEY", "value": stand_in.api_key, "type": "Credential", "default_fields": []}
    made = app.client.post("/api/v1/variables/", json=variable)
    assert made.status_code == 201
    asked = {"base_url": stand_in.base_url, "api_key_variable": "MY_KEY"}
    tried = app.client.post("/api/v1/models/test", json=asked)
    assert tried.json()["is_reachable"]
    assert "canary" not in tried.text
    app.client.delete(f"/api/v1/variables/{made.json()['id']}")
    answer = app.client.post("/api/v1/models/test", json=asked)
    assert answer.status_code == 400
    assert "MY_KEY" in answer.json()["detail"]


def test_a_key_that_no_header_can_carry_is_told(app: RunningApp, stand_in: StandIn) -> None:
    answer = app.client.post("/api/v1/models/test", json={"base_url": stand_in.base_url, "api_key": "ключ"})
    assert answer.status_code == 200
    assert not answer.json()["is_reachable"]
    assert "paste it once more" in answer.json()["error"]["action"]
    assert "ключ" not in answer.text


def test_our_own_address_is_refused(app: RunningApp) -> None:
    for path in ("/api/v1/models/test", "/api/v1/models/addresses"):
        answer = app.client.post(path, json={"base_url": f"http://localhost:{app.port}/v1"})
        assert answer.status_code == 400
        assert "Runnel itself" in answer.json()["detail"]


def test_what_is_no_address_is_a_400(app: RunningApp) -> None:
    answer = app.client.patch("/api/v1/models", json={"openai_base_url": "not an address"})
    assert answer.status_code == 400
    assert "http://127.0.0.1:8080/v1" in answer.json()["detail"]


def test_opening_a_flow_with_a_model_loads_the_sdk_and_nothing_else_does(tmp_path: Path) -> None:
    """In a process of its own, since other tests have loaded the SDK into this one."""
    script = f"""
import sys, time
from pathlib import Path
import httpx
from runnel.server import Server
from runnel.settings import Settings
from tests.flow_drawing import Drawing, chat_flow

server = Server(Settings(port=0, data_dir=Path({str(tmp_path / "data")!r}), detect_ports=(), starter_flows=False))
server.start()
client = httpx.Client(base_url=server.url)
client.get("/api/v1/models")
plain = Drawing(client)
plain.node("ChatInput")
client.get(f"/api/v1/flows/{{plain.save()}}")
time.sleep(0.5)
assert "pydantic_ai" not in sys.modules and "openai" not in sys.modules, "loaded without need"
client.get(f"/api/v1/flows/{{chat_flow(client).save()}}")
until = time.monotonic() + 60
while "pydantic_ai.models.openai" not in sys.modules:
    assert time.monotonic() < until, "not loaded"
    time.sleep(0.05)
server.stop()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=_ROOT, check=False)
    assert done.returncode == 0, done.stderr
