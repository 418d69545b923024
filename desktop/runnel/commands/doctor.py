"""``runnel doctor``: what this program found on this computer, for the person at it and for reports of trouble."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from runnel import __version__
from runnel.about.commit import find_commit
from runnel.errors import AppError
from runnel.instance import Running, ask_running, find_running
from runnel.listener import open_listener
from runnel.paths import cache_dir, portable_dir, program_form
from runnel.settings import Settings
from runnel.window.web_view import describe_gtk, find_qt, find_webview2, missing_web_view

Finding = tuple[str, str]
"""What was looked at, and what was found."""


def examine(settings: Settings) -> Iterator[Finding]:
    """All findings, in the order in which a reader wants them. Changes nothing."""
    commit = find_commit()
    yield "Runnel", f"{__version__}{f' ({commit})' if commit else ''}, {program_form()}"
    yield "Python", f"{platform.python_version()} on {platform.platform()}"
    yield "Data folder", _describe_folder(settings.data_dir)
    yield "Log", str(settings.data_dir / "logs")
    if program_form() == "one file":
        yield "Cache", str(cache_dir())
    running = find_running(settings.data_dir)
    answers = running is not None and _answers(running)
    yield "Running", f"yes, at {running.base_url}" if running is not None and answers else "no"
    yield "Port", _describe_port(settings, running if answers else None)
    yield "Window", missing_web_view() or "a web view is there"
    for name, found in (("WebKitGTK", describe_gtk()), ("Qt", find_qt()), ("WebView2", find_webview2())):
        if found is not None:
            yield name, found
    yield "Browser", _describe_browser()


def _describe_folder(folder: Path) -> str:
    place = next(parent for parent in (folder, *folder.parents) if parent.exists())
    kind = (
        "portable, beside the program" if folder == portable_dir() else "there" if place == folder else "not made yet"
    )
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return f"{folder}: cannot be written ({error.strerror}). Choose another with --data-dir."
    free = shutil.disk_usage(place).free / 1e9
    return f"{folder} ({kind}, {free:.1f} GB free)"


def _answers(running: Running) -> bool:
    try:
        with ask_running(running, "/health", {}):
            return True
    except AppError:
        return False


def _describe_port(settings: Settings, running: Running | None) -> str:
    if running is not None and running.base_url.endswith(f":{settings.port}"):
        return f"{settings.port}, used by the Runnel above"
    try:
        open_listener(settings.host, settings.port, is_port_chosen=True).close()
    except AppError as error:
        return f"{settings.port} is not free: {error} The usual port steps aside by itself."
    return f"{settings.port} is free"


def _describe_browser() -> str:
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return "none was found; open the address that Runnel says in one yourself"
    return os.path.basename(str(getattr(browser, "name", "") or type(browser).__name__))
