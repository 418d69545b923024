"""How fast Runnel is, beside a bare Starlette handler on the same machine at the same moment.

``python build_scripts/bench/measure.py`` starts both, measures one thing after the other and prints a table: medians,
the 95th percentile, and the ratio to the bare handler. Ratios count; absolute figures depend on the machine and on
what else it does. Nothing here asserts anything.
"""

from __future__ import annotations

import copy
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

_FANS = (50, 100, 200)
_LOOPS = (250, 500, 1000)
_FEW_RUNS = 100
_MANY_RUNS = 10_000

_BARE = """
import sys, json, uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

async def answer(request):
    body = await request.json()
    return JSONResponse({"session_id": "s", "outputs": [{"inputs": body, "outputs": []}]})

app = Starlette(routes=[Route("/run", answer, methods=["POST"])])
uvicorn.run(app, port=int(sys.argv[1]), log_level="error")
"""


class Client:
    """One kept connection. Raises `RuntimeError` for any status but those of success."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: Any = None) -> bytes:
        """The body of the answer. A ``body`` of bytes is sent as it is, anything else as JSON."""
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        self._connection.request(method, path, content, {"content-type": "application/json"})
        answer = self._connection.getresponse()
        read = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {read[:300]!r}")
        return read


class Flows:
    """Draws flows from the catalogue of the app."""

    def __init__(self, client: Client) -> None:
        self._client = client
        catalogue = json.loads(client.ask("GET", "/api/v1/all"))
        self._types = {key: node for kinds in catalogue.values() for key, node in kinds.items()}

    def chain(self, prompts: int) -> tuple[str, dict[str, Any]]:
        """Chat input → so many prompts → chat output; gives the flow's id and its data."""
        nodes = [self._node("ChatInput", "ChatInput-0")]
        edges: list[dict[str, Any]] = []
        before, output = "ChatInput-0", "message"
        for number in range(prompts):
            node = self._prompt(f"Prompt-{number}")
            nodes.append(node)
            edges.append(self._edge(before, output, node["id"], "x"))
            before, output = node["id"], "prompt"
        nodes.append(self._node("ChatOutput", "ChatOutput-0"))
        edges.append(self._edge(before, output, "ChatOutput-0", "input_value"))
        data = {"nodes": nodes, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}
        made = self._client.ask("POST", "/api/v1/flows/", {"name": f"chain of {prompts}", "data": data})
        return json.loads(made)["id"], data

    def fan(self, branches: int) -> str:
        """Chat input → so many prompts side by side → one list; gives the flow's id."""
        nodes = [self._node("ChatInput", "ChatInput-0"), self._node("CreateList", "CreateList-0")]
        edges: list[dict[str, Any]] = []
        for number in range(branches):
            prompt = self._prompt(f"Prompt-{number}")
            nodes.append(prompt)
            edges.append(self._edge("ChatInput-0", "message", prompt["id"], "x"))
            edges.append(self._edge(prompt["id"], "prompt", "CreateList-0", "texts"))
        return self._save(f"fan of {branches}", nodes, edges)

    def loop(self, rounds: int) -> str:
        """A list of so many entries → loop over (record → text → back) → table; gives the flow's id."""
        nodes = [
            self._node("CreateList", "CreateList-0"),
            self._node("LoopComponent", "LoopComponent-0"),
            self._node("ParseData", "ParseData-0"),
            self._node("TypeConverterComponent", "TypeConverterComponent-0"),
        ]
        nodes[0]["data"]["node"]["template"]["texts"]["value"] = [f"line {number}" for number in range(rounds)]
        edges = [
            self._edge("CreateList-0", "list", "LoopComponent-0", "data"),
            self._edge("LoopComponent-0", "item", "ParseData-0", "data"),
            self._edge("LoopComponent-0", "done", "TypeConverterComponent-0", "input_data"),
            self._edge("ParseData-0", "text", "LoopComponent-0", "item"),
        ]
        del edges[-1]["data"]["targetHandle"]["fieldName"]
        edges[-1]["data"]["targetHandle"]["name"] = "item"
        return self._save(f"loop of {rounds}", nodes, edges)

    def rows(self, rows: int, length: int) -> str:
        """So many chains of prompts beside each other, laid out on a grid; gives the flow's id."""
        nodes: list[dict[str, Any]] = []
        edges: list[dict[str, Any]] = []
        for row in range(rows):
            for column in range(length):
                node = self._prompt(f"Prompt-{row}x{column}")
                node["position"] = {"x": column * 360, "y": row * 360}
                nodes.append(node)
                if column:
                    edges.append(self._edge(f"Prompt-{row}x{column - 1}", "prompt", node["id"], "x"))
        return self._save(f"{rows} rows of {length}", nodes, edges)

    def asked(self, address: str) -> str:
        """Chat input → model at this address, token by token → chat output; gives the flow's id."""
        model = self._node("OpenAIModel", "OpenAIModel-0")
        values = {"openai_api_base": address, "api_key": "k", "model_name": "stand-in", "stream": True}
        for name, value in values.items():
            model["data"]["node"]["template"][name] |= {"value": value, "load_from_db": False}
        nodes = [self._node("ChatInput", "ChatInput-0"), model, self._node("ChatOutput", "ChatOutput-0")]
        for column, node in enumerate(nodes):
            node["position"] = {"x": column * 360, "y": 0}
        edges = [
            self._edge("ChatInput-0", "message", "OpenAIModel-0", "input_value"),
            self._edge("OpenAIModel-0", "text_output", "ChatOutput-0", "input_value"),
        ]
        return self._save("asked", nodes, edges)

    def _save(self, name: str, nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
        data = {"nodes": nodes, "edges": edges, "viewport": {"x": 0, "y": 0, "zoom": 1}}
        return str(json.loads(self._client.ask("POST", "/api/v1/flows/", {"name": name, "data": data}))["id"])

    def _prompt(self, node_id: str) -> dict[str, Any]:
        node = self._node("Prompt", node_id)
        node["data"]["node"]["template"]["template"]["value"] = "{x}."
        node["data"]["node"]["template"]["x"] = {
            "name": "x",
            "display_name": "x",
            "type": "str",
            "input_types": ["Message", "Text"],
            "show": True,
            "value": "",
        }
        node["data"]["node"]["custom_fields"] = {"template": ["x"]}
        return node

    def _node(self, key: str, node_id: str) -> dict[str, Any]:
        data = {"id": node_id, "type": key, "node": copy.deepcopy(self._types[key])}
        return {"id": node_id, "type": "genericNode", "position": {"x": 0, "y": 0}, "data": data}

    def _edge(self, source: str, output: str, target: str, field: str) -> dict[str, Any]:
        handles = {
            "sourceHandle": {"dataType": "", "id": source, "name": output, "output_types": ["Message"]},
            "targetHandle": {"fieldName": field, "id": target, "inputTypes": ["Message"], "type": "str"},
        }
        return {"id": f"{source}-{target}", "source": source, "target": target, "data": handles}


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RUNNEL_STARTER_FLOWS": "false", "RUNNEL_DETECT_PORTS": ""}
        port, bare_port = free_port(), free_port()
        command = [sys.executable, "-m", "runnel", "serve", "--port", str(port), "--data-dir", folder]
        begun = time.perf_counter()
        with process(command, port, environment) as app:
            start_ms = (time.perf_counter() - begun) * 1000
            with process([sys.executable, "-c", _BARE, str(bare_port)], bare_port, environment):
                print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load_words()}")
                print(f"start → /health answers  {start_ms:8.0f} ms")
                print(f"memory when idle         {_memory_mib(app.pid):8.0f} MiB")
                _measure_all(port, bare_port)
                print(f"memory after all that    {_memory_mib(app.pid):8.0f} MiB")
        with process([*command[:-1], f"{folder}/fresh"], port, environment) as app:
            _measure_growth(port, app.pid)


def _measure_all(port: int, bare_port: int) -> None:
    client, bare = Client(port), Client(bare_port)
    flows = Flows(client)
    asked = {"input_value": "hello", "session_id": "bench"}
    two, _ = flows.chain(0)
    three, _ = flows.chain(1)
    long, _ = flows.chain(100)
    very_long, _ = flows.chain(1000)
    large, large_data = flows.chain(300)
    # Written beforehand: how long this program takes to do so is none of the app's business.
    large_body = json.dumps({"data": large_data}).encode()
    inputs = {"inputs": {"input_value": "hello", "session": "bench"}}
    print(f"\n{'':44} {'median':>10} {'95 %':>10} {'× bare':>7}")
    floor = _measure("bare handler, same body", lambda: bare.ask("POST", "/run", asked), 300, None)
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("run: chat input → chat output", lambda: client.ask("POST", f"/api/v1/run/{two}", asked), 300),
        ("run with a prompt between", lambda: client.ask("POST", f"/api/v1/run/{three}", asked), 300),
        ("build stream of 3 nodes", lambda: client.ask("POST", f"/api/v1/build/{three}/flow", inputs), 200),
        ("run of a 102-node chain", lambda: client.ask("POST", f"/api/v1/run/{long}", asked), 50),
        ("build stream of that chain", lambda: client.ask("POST", f"/api/v1/build/{long}/flow", inputs), 30),
        ("run of a 1002-node chain", lambda: client.ask("POST", f"/api/v1/run/{very_long}", asked), 5),
        *[
            (f"run of a fan of {n}", partial(client.ask, "POST", f"/api/v1/run/{flows.fan(n)}", asked), 5)
            for n in _FANS
        ],
        *[
            (f"run of a loop of {n} rounds", partial(client.ask, "POST", f"/api/v1/run/{flows.loop(n)}", asked), 5)
            for n in _LOOPS
        ],
        ("GET /all", lambda: client.ask("GET", "/api/v1/all"), 50),
        ("open a flow of 302 nodes", lambda: client.ask("GET", f"/api/v1/flows/{large}"), 50),
        ("save a flow of 302 nodes", partial(client.ask, "PATCH", f"/api/v1/flows/{large}", large_body), 30),
        ("list flows", lambda: client.ask("GET", "/api/v1/flows/?header_flows=true"), 50),
    ]
    for name, act, times in rows:
        _measure(name, act, times, floor)
    print(f"{'runs per second, 8 clients':44} {_rate(port, two, asked):10.0f}")


def _measure_growth(port: int, pid: int) -> None:
    """Memory after few and after many runs of one small flow."""
    client = Client(port)
    flow_id, _ = Flows(client).chain(1)
    for number in range(1, _MANY_RUNS + 1):
        client.ask("POST", f"/api/v1/run/{flow_id}", {"input_value": "hello", "session_id": "bench"})
        if number in (_FEW_RUNS, _MANY_RUNS):
            print(f"memory after {number:6} runs {_memory_mib(pid):8.1f} MiB")


def _measure(name: str, act: Callable[[], object], times: int, floor_ms: float | None) -> float:
    for _ in range(min(10, times)):
        act()
    taken: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        taken.append((time.perf_counter() - begun) * 1000)
    median = statistics.median(taken)
    high = sorted(taken)[int(0.95 * (len(taken) - 1))]
    ratio = "" if floor_ms is None else f"{median / floor_ms:7.1f}"
    print(f"{name:44} {median:7.2f} ms {high:7.2f} ms {ratio}")
    return median


def _rate(port: int, flow_id: str, asked: Any, clients: int = 8, times: int = 100) -> float:
    def work() -> None:
        client = Client(port)
        for _ in range(times):
            client.ask("POST", f"/api/v1/run/{flow_id}", asked)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * times / (time.perf_counter() - begun)


@contextmanager
def process(command: list[str], port: int, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server in a process of its own, once it answers; ended at the end."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/health")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError(f"{process.args!r} ended with {process.returncode} before it answered")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _memory_mib(pid: int) -> float:
    """Resident memory; not a number where the system does not tell it in ``/proc``."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def load_words() -> str:
    """How busy the machine is: runnable processes over the last minute."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    main()
