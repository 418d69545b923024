"""Make `.venv` and install what `requirements.lock` names, with uv where there is one, else with venv and pip.

Standard library only. What is already there is skipped: a stamp in `.venv` tells which groups of which lock, and which
project file, were installed last.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "build_scripts" / "requirements.lock"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
RUN_GROUPS = frozenset({"project", "build"})
ALL_GROUPS = RUN_GROUPS | {"test", "check", "binary"}

_STAMP = VENV / ".runnel-installed.json"
_LOG = ROOT / "build" / "last-step.log"
_INDEX_SETTINGS = ("INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX")


class SetupError(Exception):
    """A step of the setup failed; the text says what, why and what to do."""


def say(text: str) -> None:
    """Tell the developer what is going on (standard error, so that a command's own output stays clean)."""
    print(text, file=sys.stderr, flush=True)


def ensure_environment(groups: Iterable[str]) -> None:
    """Make sure that `.venv` holds the locked packages of `groups` and the project itself, editable.

    Raises `SetupError` when Python is too old or an install fails.
    """
    if sys.version_info < (3, 11):  # noqa: UP036 - any Python may be the one that starts this
        raise SetupError(f"Runnel needs Python 3.11 or newer; this one is {sys.version.split()[0]}.")
    wanted = set(groups)
    lock_digest = _digest(LOCK)
    project_digest = _digest(ROOT / "pyproject.toml") + _digest(ROOT / "build_scripts" / "hatch_build.py")
    state = _read_stamp() if PYTHON.exists() else {}
    packages_are_there = state.get("lock") == lock_digest and wanted <= set(state.get("groups", ()))
    if packages_are_there and state.get("project") == project_digest:
        return
    _unpolluted_environment()
    installer = _make_venv()
    if not packages_are_there:
        _install_packages(installer, wanted)
        state = {"lock": lock_digest, "groups": sorted(wanted)}
    _install_project(installer)
    _STAMP.write_text(json.dumps({**state, "project": project_digest}), encoding="utf-8")


def lock_subset(text: str, groups: Iterable[str]) -> str:
    """The entries of a uv lock that `groups` need, found by the `# via` notes that uv leaves under each entry.

    "project" stands for the dependencies of the project itself, other names for its dependency groups.
    """
    roots = {"runnel (pyproject.toml)" if name == "project" else f"runnel (pyproject.toml:{name})" for name in groups}
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    named = [(re.match(r"[A-Za-z0-9._-]+", entry), entry) for entry in entries]
    wanted_by = {id(entry): set(re.findall(r"^    #(?:  | via) +(\S.*)$", entry, re.MULTILINE)) for entry in entries}
    needed = set(roots)
    while True:
        found = {match.group() for match, entry in named if match and wanted_by[id(entry)] & needed}
        if found <= needed:
            return "".join(entry for match, entry in named if match and match.group() in needed)
        needed |= found


def run_quietly(what: str, command: Sequence[str | Path], *, environment: dict[str, str] | None = None) -> None:
    """Run a long step whose output goes to a log, saying from time to time that it is still at work.

    Raises `SetupError` with the end of the log when the command fails.
    """
    say(what)
    started = last_word = time.monotonic()
    _LOG.parent.mkdir(exist_ok=True)
    with _LOG.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment)
        try:
            while True:
                try:
                    code = process.wait(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    if time.monotonic() - last_word >= 15:
                        last_word = time.monotonic()
                        say(f"  … still at it after {last_word - started:.0f} seconds")
        except BaseException:
            process.kill()
            process.wait()
            raise
    if code:
        raise SetupError(f"{what} – this failed (exit code {code}). What it said:\n{_gist_of_log()}")


def _gist_of_log() -> str:
    """The log's beginning and end, which hold the cause more often than its middle."""
    lines = _LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    lines = [f"  | {line}" for line in lines if "is ignored: it is neither a file" not in line]
    return "\n".join(lines if len(lines) <= 60 else [*lines[:20], "  | …", *lines[-40:]])


def _make_venv() -> str:
    """Make `.venv` unless a working one is there; the installer to use for it: the path of uv, or "pip"."""
    uv = None if _only_pip_knows_the_index() else shutil.which("uv")
    if not PYTHON.exists() or not (uv or _has_pip()):
        shutil.rmtree(VENV, ignore_errors=True)
        if uv:
            run_quietly("Making .venv with uv …", [uv, "venv", "--python", sys.executable, VENV])
        else:
            _make_venv_with_pip()
    return uv or "pip"


def _make_venv_with_pip() -> None:
    try:
        run_quietly("Making .venv …", [sys.executable, "-m", "venv", VENV])
    except SetupError as error:
        raise SetupError(
            f"{error}\nThis Python cannot make a virtual environment. On Debian and Ubuntu the package python3-venv is "
            "missing (apt install python3-venv); or install uv, which needs no such package."
        ) from None


def _install_packages(installer: str, groups: set[str]) -> None:
    subset = lock_subset(LOCK.read_text(encoding="utf-8"), groups)
    count = len(re.findall(r"^[A-Za-z0-9]", subset, re.MULTILINE))
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text(subset, encoding="utf-8")
        what = f"Installing at most {count} locked packages into .venv (about a minute the first time) …"
        arguments = ["--require-hashes", "--requirement", str(requirements)]
        if installer != "pip":
            command = [installer, "pip", "install", "--python", str(PYTHON), "--compile-bytecode", *arguments]
            run_quietly(what, command)
        else:
            run_quietly(what, [PYTHON, *_PIP_INSTALL, *arguments])


def _install_project(installer: str) -> None:
    environment = {**os.environ, "RUNNEL_SKIP_WEBUI": "1"}
    arguments = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    what = "Installing Runnel itself into .venv …"
    if installer != "pip":
        command: list[str | Path] = [installer, "pip", "install", "--python", str(PYTHON), *arguments]
        run_quietly(what, command, environment=environment)
    else:
        run_quietly(what, [PYTHON, *_PIP_INSTALL, *arguments], environment=environment)


_PIP_INSTALL = ("-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off")


def _only_pip_knows_the_index() -> bool:
    """Whether packages come from a place that pip was told of and uv was not (uv does not read pip's settings)."""
    if any(name.startswith("UV_") and ("INDEX" in name or "FIND_LINKS" in name) for name in os.environ):
        return False
    if any(os.environ.get(f"PIP_{name}") for name in _INDEX_SETTINGS):
        return True
    shown = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    return any(name.lower().replace("_", "-") in shown.stdout for name in _INDEX_SETTINGS)


def _has_pip() -> bool:
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _unpolluted_environment() -> None:
    """Drop settings that would send an install elsewhere than into `.venv`, or leave it without compiled bytecode."""
    for name in ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_stamp() -> dict[str, Any]:
    try:
        state = json.loads(_STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}
