"""The recorded exchanges of the API, replayed against a running server."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import RunningApp, run_app
from tests.contract.shared import SHARED, need

AREAS = sorted(path.stem for path in (SHARED / "contract" / "cases").glob("*.json")) or ["all"]


@pytest.fixture(scope="module")
def app_with_starters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """A server as a person has it, with the starter flows."""
    with run_app(tmp_path_factory.mktemp("cases"), starter_flows=True) as app:
        yield app


@pytest.mark.parametrize("area", AREAS)
def test_recorded_cases(area: str, app_with_starters: RunningApp, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [
        sys.executable,
        str(need("contract/check.py")),
        "--base",
        app_with_starters.url,
        "--area",
        area,
        "--json",
        str(report),
    ]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    cases = json.loads(report.read_text())["cases"]
    assert cases, finished.stdout
    failed = [f"{case['name']}: {case['detail']}" for case in cases if case["outcome"] == "failed"]
    assert not failed, "\n".join(failed)
