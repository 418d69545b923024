"""The recorded exchanges of the API, replayed against a running server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import StartApp
from tests.contract.shared import SHARED, need

AREAS = sorted(path.stem for path in (SHARED / "contract" / "cases").glob("*.json")) or ["all"]


@pytest.mark.parametrize("area", AREAS)
def test_recorded_cases(area: str, start_app: StartApp, tmp_path: Path) -> None:
    app = start_app(starter_flows=True)
    report = tmp_path / "report.json"
    command = [sys.executable, str(need("contract/check.py")), "--base", app.url, "--area", area, "--json", str(report)]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    cases = json.loads(report.read_text())["cases"]
    assert cases, finished.stdout
    failed = [f"{case['name']}: {case['detail']}" for case in cases if case["outcome"] == "failed"]
    assert not failed, "\n".join(failed)
