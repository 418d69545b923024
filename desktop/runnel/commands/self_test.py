"""Proves that a running program is whole, above all one that was packed into a single file.

A program that starts may still lack what is imported late or read as data: component modules, migrations, the page, the
model libraries. Each check says one line; a failed one says what is missing.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import json
import pkgutil
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import runnel
from runnel.models.loading import warm
from runnel.sandbox.process import Sandbox
from runnel.server import Server
from runnel.settings import Settings, read_settings
from runnel.window.web_view import missing_web_view

_TEXT = "The self-test says: grüße, 世界."
_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Reaches our own address whatever proxy the environment names."""
_LATE_LIBRARIES = (
    *("numpy", "pypdf", "docx", "bs4", "yaml", "cryptography.hazmat.primitives.ciphers.aead"),
    *("sqlalchemy.dialects.postgresql.pg8000", "pg8000.dbapi"),
)


def run_checks(say: Callable[[str], Any]) -> bool:
    """Run all checks in a data folder of their own, telling `say` one line for each; whether all passed."""
    with tempfile.TemporaryDirectory(prefix="runnel-self-test-") as folder:
        settings = replace(read_settings(), data_dir=Path(folder), host="127.0.0.1", port=0, detect_ports=())
        server = Server(replace(settings, auto_login=True, starter_flows=True))
        steps: list[tuple[str, Callable[[], str]]] = [
            ("modules", _load_everything),
            ("database", lambda: _start(server, settings.data_dir)),
            ("page", lambda: _read_page(server.url)),
            ("components", lambda: _read_catalogue(server.url)),
            ("flow", lambda: _echo(server.url)),
            ("documents", lambda: _ask_documents(server.url)),
            ("code", lambda: asyncio.run(_run_code(settings))),
            ("window", _look_for_web_view),
        ]
        passed = True
        try:
            for name, step in steps:
                try:
                    say(f"ok      {name:<11} {step()}")
                except Exception as error:  # noqa: BLE001 - whatever is wrong with a part is what this is here to say
                    passed = False
                    say(f"FAILED  {name:<11} {type(error).__name__}: {error}")
        finally:
            server.stop()
    return passed


def catalogue_digest(catalogue: dict[str, dict[str, Any]]) -> str:
    """A short word for the set of components in a catalogue, the same from source and in a packed program."""
    keys = sorted(f"{category}/{key}" for category, nodes in catalogue.items() for key in nodes)
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:12]


def _load_everything() -> str:
    """Import each module of ours, and the libraries that are otherwise imported when somebody needs them."""
    modules = [found.name for found in pkgutil.walk_packages(runnel.__path__, "runnel.")]
    for name in (*modules, *_LATE_LIBRARIES):
        importlib.import_module(name)
    for provider in ("openai", "anthropic"):
        asyncio.run(warm(provider))
    return f"{len(modules)} modules, Python {sys.version.split()[0]}"


def _start(server: Server, data_dir: Path) -> str:
    server.start()
    databases = sorted(path.name for path in data_dir.glob("*.db"))
    if not databases:
        raise RuntimeError("the data folder holds no database")
    return f"made and migrated: {', '.join(databases)}"


def _read_page(base_url: str) -> str:
    page = _get(f"{base_url}/").decode()
    scripts = [part.partition('"')[0] for part in page.split('src="')[1:]]
    if "<html" not in page or not scripts:
        raise RuntimeError("the web UI is not in this program")
    sizes = [len(_get(f"{base_url}/{path.lstrip('./')}")) for path in scripts]
    return f"{len(scripts)} scripts, {sum(sizes) / 1000:.0f} kB"


def _read_catalogue(base_url: str) -> str:
    catalogue = json.loads(_get(f"{base_url}/api/v1/all"))
    count = sum(len(nodes) for nodes in catalogue.values())
    if not count:
        raise RuntimeError("the catalogue is empty")
    return f"{count} ({catalogue_digest(catalogue)})"


def _echo(base_url: str) -> str:
    """Make a flow of a chat input and a chat output, run it, and look for the same words in its answer."""
    nodes = json.loads(_get(f"{base_url}/api/v1/all"))
    entry = {"id": "ChatInput-selft", "type": "ChatInput", "node": nodes["inputs"]["ChatInput"]}
    answer = {"id": "ChatOutput-selft", "type": "ChatOutput", "node": nodes["outputs"]["ChatOutput"]}
    source = {"dataType": "ChatInput", "id": entry["id"], "name": "message", "output_types": ["Message"]}
    target = {"fieldName": "input_value", "id": answer["id"], "inputTypes": ["Message"], "type": "str"}
    data = {
        "nodes": [
            {"id": part["id"], "type": "genericNode", "position": {"x": 0, "y": 0}, "data": part}
            for part in (entry, answer)
        ],
        "edges": [
            {
                "source": entry["id"],
                "target": answer["id"],
                "sourceHandle": json.dumps(source).replace('"', "œ"),
                "targetHandle": json.dumps(target).replace('"', "œ"),
                "data": {"sourceHandle": source, "targetHandle": target},
            }
        ],
    }
    flow = _post(f"{base_url}/api/v1/flows/", {"name": "Self-test", "data": data})
    ran = _post(f"{base_url}/api/v1/run/{flow['id']}", {"input_value": _TEXT, "input_type": "chat"})
    said = json.dumps(ran, ensure_ascii=False)
    if _TEXT not in said:
        raise RuntimeError(f"the flow answered something else: {said[:300]}")
    return "a chat input reached a chat output"


def _ask_documents(base_url: str) -> str:
    """Run the starter flow that reads documents and searches them; its answer names the file it is from."""
    flows = json.loads(_get(f"{base_url}/api/v1/flows/?header_flows=true"))
    flow_id = next(flow["id"] for flow in flows if flow["name"].startswith("Ask Your Documents"))
    ran = _post(f"{base_url}/api/v1/run/{flow_id}", {"input_value": "What is this about?", "input_type": "chat"})
    said = json.dumps(ran, ensure_ascii=False)
    if ".md" not in said and ".txt" not in said and ".pdf" not in said and ".docx" not in said:
        raise RuntimeError(f"the documents gave no passage: {said[:300]}")
    return "a document was read and searched"


async def _run_code(settings: Settings) -> str:
    """Run a line of Python as code that is trusted runs: in a child process of this very program."""
    limits = (settings.code_time_limit_s, settings.code_memory_limit_mb)
    sandbox = Sandbox.make(settings.data_dir, *limits, settings.environment)
    source = "import csv, statistics, xml.etree.ElementTree\nstatistics.mean([41, 43])"
    value = await sandbox.run({"act": "script", "source": source}, _Silent())
    if value != 42:
        raise RuntimeError(f"the child process made {value} of it")
    return "a child process ran Python"


class _Silent:
    """Hears nothing of a child, and answers nothing."""

    def hear(self, what: str, data: Mapping[str, Any]) -> None:
        """Take no notice."""

    async def answer(self, what: str, data: Mapping[str, Any]) -> Any:
        """Answer nothing."""


def _look_for_web_view() -> str:
    return missing_web_view() or "a web view is there"


def _get(url: str) -> bytes:
    with _DIRECTLY.open(url, timeout=30) as answer:
        body: bytes = answer.read()
    return body


def _post(url: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    with _DIRECTLY.open(request, timeout=60) as answer:
        decoded: dict[str, Any] = json.loads(answer.read())
    return decoded
