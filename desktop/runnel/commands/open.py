"""``runnel`` and ``runnel open FLOW.json``: the app in its window, in the browser, or in the Runnel that runs already.

A double-click on a flow file is this command too: the file is brought in, and the app is shown at the flow.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from runnel.commands.serve import launch_words, start_server, wait_for_signal
from runnel.errors import AppError, Conflict, Invalid
from runnel.instance import Running, ask_running, find_running
from runnel.paths import assets_dir
from runnel.schemas.window import WindowShown
from runnel.server import Server
from runnel.settings import Settings
from runnel.window.web_view import missing_web_view

Say = Callable[[str], Any]


def open_app(
    settings: Settings,
    file: Path | None,
    say: Say,
    warn: Say,
    *,
    is_port_chosen: bool,
    in_browser: bool,
    is_terminal: bool,
) -> None:
    """Show the app, at the flow that `file` holds if there is one, until the user is done with it.

    Where another Runnel holds the data folder, that one is brought forward, and this returns at once. Where no browser
    can be opened, a person at a terminal is given the address to open. Raises as `start_server` and `open_in` do.
    """
    try:
        server = start_server(settings, warn, is_port_chosen=is_port_chosen)
    except Conflict:
        if not _show_running(settings, file, say, is_terminal):
            raise
        return
    try:
        flow_id = open_in(server.running, file).flow_id if file else None
        _show(server, settings, flow_id, say, in_browser=in_browser, is_terminal=is_terminal)
    finally:
        server.stop()


def open_in(running: Running, file: Path | None) -> WindowShown:
    """Bring its window forward, at the flow that the file holds.

    Raises `Invalid` when the file cannot be read or holds no flow, and `AppError` when nothing answers.
    """
    try:
        content = file.read_bytes() if file is not None else b""
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.") from None
    name = quote(file.name) if file is not None else ""
    with ask_running(running, f"/api/v1/window/show?name={name}", content) as response:
        answer = response.read()
    if response.status == 400:
        raise Invalid(msgspec.json.decode(answer)["detail"])
    if response.status != 200:
        raise AppError(f"The running Runnel at {running.base_url} answered {response.status}: {answer.decode()}")
    return msgspec.json.decode(answer, type=WindowShown)


def _show(
    server: Server, settings: Settings, flow_id: str | None, say: Say, *, in_browser: bool, is_terminal: bool
) -> None:
    reason = "" if in_browser else missing_web_view()
    if reason is None:
        from runnel.window.window import open_window

        open_window(
            server.launch_url("window", flow_id),
            storage_dir=settings.data_dir / "window",
            link=server.state.window,
            count_runs=server.state.jobs.count_running,
            open_file=lambda path: open_in(server.running, path),
            icon=assets_dir() / "icons" / "runnel.png",
        )
        return
    _show_terminal()
    # The address that is opened holds a one-time token: it is said only to a person, and only where it was not used.
    address = server.launch_url("session", flow_id)
    opened = _open_browser(address)
    told = f"Runnel runs at {server.url}/" + (" and was opened in your browser." if opened else ".")
    say(f"{reason} {told} Ctrl+C ends it.".strip())
    if is_terminal and not opened:
        say(launch_words(address))
    wait_for_signal(server)


def _show_running(settings: Settings, file: Path | None, say: Say, is_terminal: bool) -> bool:
    """Bring the Runnel forward that holds the data folder already, and say so; False when it cannot be found."""
    running = find_running(settings.data_dir)
    if running is None:
        return False
    shown = open_in(running, file)
    address = running.base_url + (shown.launch_path or "/")
    opened = shown.launch_path is not None and _open_browser(address)
    how = "Its window was brought forward." if shown.is_shown else "It was opened in your browser." if opened else ""
    say(f"Runnel runs already, at {running.base_url}/, with the data folder {settings.data_dir}. {how}".strip())
    if is_terminal and not (shown.is_shown or opened):
        say(launch_words(address))
    return True


def _show_terminal() -> None:
    """Where a double-click hid the terminal, show it: it says what is missing, and is the only way to end (Windows,
    untested).
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.ShowWindow(ctypes.windll.kernel32.GetConsoleWindow(), 5)  # SW_SHOW


def _open_browser(url: str) -> bool:
    import webbrowser

    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False
