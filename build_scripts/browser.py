"""Make sure of a Chromium for the tests: Playwright's own, else one of the system, else from the system's packages.

Standard library only; Playwright itself is asked through the Python of `.venv`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from environment import PYTHON, VENV, SetupError, run_quietly, say

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
_STAMP = VENV / ".runnel-browser"
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def ensure_browser() -> Path:
    """The path of a Chromium that starts.

    Raises `SetupError` when there is none and none can be had.
    """
    chosen = os.environ.get("RUNNEL_TEST_BROWSER")
    if chosen:
        return Path(chosen)
    remembered = _remembered()
    if remembered:
        return remembered
    browser = _playwrights() or _systems() or _download() or _from_packages()
    if browser is None:
        raise SetupError(
            "The tests need a browser, and there is none: Playwright could not download its Chromium, and no Chromium "
            "or Chrome is installed. Install Chromium (Debian: apt install chromium), or name one in "
            "RUNNEL_TEST_BROWSER, and start again."
        )
    _STAMP.write_text(str(browser), encoding="utf-8")
    return browser


def _remembered() -> Path | None:
    try:
        path = Path(_STAMP.read_text(encoding="utf-8").strip())
    except OSError:
        return None
    return path if path.is_file() else None


def _playwrights() -> Path | None:
    asked = subprocess.run([PYTHON, "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True, check=False)
    path = Path(asked.stdout.strip() or "nowhere")
    return path if path.is_file() and _starts(path) else None


def _systems() -> Path | None:
    for name in _NAMES:
        found = shutil.which(name)
        if found and _starts(Path(found)):
            return Path(found)
    return None


def _download() -> Path | None:
    try:
        run_quietly(
            "Downloading a Chromium for the tests by Playwright (about 170 MB, once) …",
            [PYTHON, "-m", "playwright", "install", "chromium"],
        )
    except SetupError:
        say("  Playwright could not download it here; looking for another way.")
        return None
    return _playwrights()


def _from_packages() -> Path | None:
    """Chromium by apt, where that is there and we may use it."""
    apt = shutil.which("apt-get")
    if not apt or sys.platform == "win32" or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        run_quietly("Looking up the system's packages …", [apt, "update"], environment=environment)
        run_quietly("Installing chromium by apt …", [apt, "install", "-y", "chromium"], environment=environment)
    except SetupError:
        say("  apt could not install chromium.")
        return None
    return _systems()


def _starts(path: Path) -> bool:
    """Whether the program answers (a packaged wrapper may be there without the browser behind it)."""
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0
