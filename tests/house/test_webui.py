"""The page's own unit tests, run with the Node that builds it."""

from __future__ import annotations

import subprocess
import sys

from tests.house.test_rooms import ROOT


def test_the_units_of_the_page() -> None:
    command = [sys.executable, ROOT / "build_scripts" / "build_webui.py", "test"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
