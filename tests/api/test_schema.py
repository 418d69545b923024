"""The API against its own description: whatever fits the document, and much that does not, gets an answer that fits.

Schemathesis makes up the requests from the OpenAPI document, with a fixed seed and few examples of each kind.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import RunningApp, StartApp

EXAMPLES_EACH = "3"
CHECKS = "status_code_conformance,content_type_conformance,response_schema_conformance"
RUNS = ("run_flow", "run_flow_advanced", "create_response")
"""They answer 500 where a component failed, as documented; nothing else does."""
LEFT_OUT = {
    "stream_logs": "never ends",
    "reset_data": "empties what the others are tried on",
    "try_model_address": "calls whatever address is sent",
    "create_model_address": "keeps whatever address is sent, to be called by others",
}


def run_schemathesis(app: RunningApp, folder: Path, *options: str) -> None:
    left_out = [word for name in LEFT_OUT for word in ("--exclude-operation-id", name)]
    command = [str(Path(sys.executable).with_name("schemathesis")), "run", f"{app.url}/openapi.json"]
    command += ["--max-examples", EXAMPLES_EACH, "--seed", "1", "--generation-database", "none", "--no-color"]
    done = subprocess.run(
        [*command, *left_out, *options], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]


@pytest.fixture
def app(start_app: StartApp) -> RunningApp:
    return start_app(enable_log_retrieval=True, starter_flows=True)


def test_every_route_keeps_to_the_document_and_never_fails(app: RunningApp, tmp_path: Path) -> None:
    apart = [word for name in RUNS for word in ("--exclude-operation-id", name)]
    run_schemathesis(app, tmp_path, "--checks", f"not_a_server_error,{CHECKS}", *apart)
    log = (app.data_dir / "logs" / "runnel.log").read_text(encoding="utf-8")
    assert "An unforeseen error" not in log


def test_runs_keep_to_the_document(app: RunningApp, tmp_path: Path) -> None:
    alone = [word for name in RUNS for word in ("--include-operation-id", name)]
    run_schemathesis(app, tmp_path, "--checks", CHECKS, *alone)
    log = (app.data_dir / "logs" / "runnel.log").read_text(encoding="utf-8")
    assert "An unforeseen error" not in log
