#!/usr/bin/env python3
"""The developer's door: `python3 build_scripts/dev.py run`, `… test`, `… check`; works from a fresh clone.

Needs nothing but Python 3.11 and a network: it makes `.venv`, installs the locked packages, and builds the web UI when
its sources changed. What is done already is skipped.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import build_webui
from browser import ensure_browser
from environment import ALL_GROUPS, LOCK, PYTHON, ROOT, RUN_GROUPS, SetupError, ensure_environment, run_quietly, say

SCRIPTS = ROOT / "build_scripts"


def main() -> int:
    """Read the command line and do the one thing it names; the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Runnel from its sources.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, passes_on, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text, add_help=not passes_on)
        if passes_on:
            command.add_argument("arguments", nargs=argparse.REMAINDER)
    known, unknown = parser.parse_known_args()
    action, passes_on, _ = COMMANDS[known.command]
    if unknown and not passes_on:
        parser.error(f"unknown arguments: {' '.join(unknown)}")
    try:
        return action(unknown + getattr(known, "arguments", []))
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: Sequence[str]) -> int:
    """Open the app (or run another command of `runnel`, given by `arguments`)."""
    ensure_environment(RUN_GROUPS)
    _ensure_webui()
    command = [str(PYTHON), "-m", "runnel", *arguments]
    if sys.platform == "win32":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)


def test(arguments: Sequence[str]) -> int:
    """Run the tests, all of them on two processes, or those that `arguments` (of pytest) name."""
    ensure_environment(ALL_GROUPS)
    _ensure_webui()
    environment = {**os.environ, "RUNNEL_TEST_BROWSER": str(ensure_browser())}
    chosen = list(arguments) or ["-q", "-n", "2", "--dist", "loadfile"]
    say("Running the tests …")
    return subprocess.run([PYTHON, "-m", "pytest", *chosen], cwd=ROOT, env=environment, check=False).returncode


def check(_: Sequence[str]) -> int:
    """Check form, lint, types, import contracts and generated files, in both languages."""
    ensure_environment(ALL_GROUPS)
    python = ["desktop", "tests", "build_scripts"]
    steps: dict[str, list[str | Path]] = {
        "format (ruff)": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", *python],
        "lint (ruff)": [PYTHON, "-m", "ruff", "check", "--quiet", *python],
        "types (mypy)": [PYTHON, "-m", "mypy"],
        "import contracts": [PYTHON.with_name("lint-imports"), "--no-logo"],
        "generated files": [PYTHON, SCRIPTS / "codegen.py", "--check"],
        "web UI lint (biome)": [PYTHON, SCRIPTS / "build_webui.py", "lint"],
        "web UI types (tsc)": [PYTHON, SCRIPTS / "build_webui.py", "typecheck"],
    }
    failed = []
    for name, command in steps.items():
        done = subprocess.run(command, cwd=ROOT, check=False)
        say(f"{'ok    ' if done.returncode == 0 else 'FAILED'}  {name}")
        if done.returncode:
            failed.append(name)
    return 1 if failed else 0


def webui(_: Sequence[str]) -> int:
    """Build the web UI, when its sources changed."""
    ensure_environment(RUN_GROUPS)
    _ensure_webui()
    return 0


def codegen(_: Sequence[str]) -> int:
    """Write the files that are generated: the client's types and the starter flows."""
    ensure_environment(RUN_GROUPS)
    return subprocess.run([PYTHON, SCRIPTS / "codegen.py"], cwd=ROOT, check=False).returncode


def binary(arguments: Sequence[str]) -> int:
    """Build the program into `dist/`, as one file and as one folder."""
    ensure_environment(ALL_GROUPS)
    _ensure_webui()
    return subprocess.run([PYTHON, SCRIPTS / "build.py", *arguments], cwd=ROOT, check=False).returncode


def package(_: Sequence[str]) -> int:
    """Pack the built program for this system, into `dist/packed/`."""
    ensure_environment(ALL_GROUPS)
    return subprocess.run([PYTHON, SCRIPTS / "packages.py"], cwd=ROOT, check=False).returncode


def lock(_: Sequence[str]) -> int:
    """Write requirements.lock anew from pyproject.toml (needs uv): names, versions and hashes, and no host."""
    groups = [option for group in sorted(ALL_GROUPS - {"project"}) for option in ("--group", group)]
    options = ["--universal", "--generate-hashes", "--no-emit-index-url", "--python-version", "3.11", "--quiet"]
    command = ["uv", "pip", "compile", "pyproject.toml", *options, *groups, "--output-file", str(LOCK)]
    command += ["--custom-compile-command", "python3 build_scripts/dev.py lock"]
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except FileNotFoundError:
        raise SetupError("Locking needs uv on PATH (pip install uv).") from None


def _ensure_webui() -> None:
    if build_webui.is_built(ROOT):
        return
    run_quietly("Building the web UI (half a minute the first time) …", [PYTHON, SCRIPTS / "build_webui.py"])


COMMANDS = {
    "run": (run, True, "open the app; further words go to runnel (run serve --port 8000)"),
    "test": (test, True, "run the tests; further words go to pytest"),
    "check": (check, False, "formatting, lint, types, import contracts, generated files, for both languages"),
    "webui": (webui, False, "build the web UI when its sources changed"),
    "codegen": (codegen, False, "write anew what is generated: the client's types, the starter flows"),
    "binary": (binary, True, "build the program into dist/, as one file and as one folder, and let it test itself"),
    "package": (package, False, "pack the built program for this system, into dist/packed/"),
    "lock": (lock, False, "write requirements.lock anew (needs uv)"),
}

if __name__ == "__main__":
    sys.exit(main())
