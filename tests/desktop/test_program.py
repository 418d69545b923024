"""The program as one file: it holds all that it needs, and it behaves as the sources do.

Building it takes about a minute, so it is built here only when `RUNNEL_BUILD_BINARY` says so (as `.ci/run` does);
otherwise the one in `dist/` is tried, when it is as new as the sources.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from runnel.registry import Registry, find_components
from runnel.selftest import catalogue_digest
from tests.house.test_rooms import ROOT


@pytest.fixture(scope="module")
def program() -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "build_scripts"))
        import build

        if not build.is_fresh():
            if not os.environ.get("RUNNEL_BUILD_BINARY"):
                pytest.skip("no program as new as the sources: python3 build_scripts/dev.py binary makes one")
            done = subprocess.run(
                [sys.executable, ROOT / "build_scripts" / "build.py"], capture_output=True, text=True, check=False
            )
            print(done.stdout)
            assert done.returncode == 0, done.stdout + done.stderr
        return build.BINARY


def test_the_program_is_whole(program: Path) -> None:
    done = subprocess.run([program, "self-test"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAILED" not in done.stdout
    catalogue = Registry(find_components()).catalogue()
    assert catalogue_digest(catalogue) in done.stdout, "the program's components are not those of the sources"


def test_the_program_runs_a_flow_file(program: Path, echo_flow: Path, tmp_path: Path) -> None:
    command = [program, "run", echo_flow, "--input", "packed", "--data-dir", tmp_path / "data"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.returncode) == ("packed\n", 0), done.stderr


def test_the_program_stays_light(program: Path) -> None:
    megabytes = program.stat().st_size / 1e6
    assert megabytes <= 60
    listing = subprocess.run(
        [sys.executable, "-m", "PyInstaller.utils.cliutils.archive_viewer", "--list", "--brief", program],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    heavy = set(re.findall(r"\b(PyQt6|PySide6|gi|libwebkit2gtk|libgtk|node|playwright|tkinter)\b", listing))
    assert heavy == set()
