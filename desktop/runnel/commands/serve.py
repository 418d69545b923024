"""``runnel serve``: the app and its API without a window; and how a command starts a server and waits for its end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from typing import Any

from runnel.crash import write_crash_reports
from runnel.errors import AppError, Invalid
from runnel.listener import is_loopback, open_listener
from runnel.server import Server
from runnel.settings import Settings

Say = Callable[[str], Any]

_PORT_NAMES = ("RUNNEL_PORT", "LANGFLOW_PORT")


def serve(settings: Settings, say: Say, warn: Say, *, is_port_chosen: bool, is_terminal: bool) -> None:
    """Serve until SIGINT or SIGTERM, telling `say` where. Raises as `start_server` does.

    On a terminal the user is also given a launch address. Elsewhere (a log, a pipe) it would lie about for others.
    """
    server = start_server(settings, warn, is_port_chosen=is_port_chosen)
    try:
        say(f"Runnel serves {server.url} – Ctrl+C ends it.")
        if is_terminal:
            say(launch_words(server.launch_url("session")))
        wait_for_signal(server)
    finally:
        server.stop()


def launch_words(launch_url: str) -> str:
    """What a person at a terminal is told of an address that opens the app with their session, once."""
    return f"This address opens it as yours, so that you can trust code there; it works once:\n{launch_url}"


def start_server(settings: Settings, warn: Say, *, is_port_chosen: bool) -> Server:
    """A running server on a port by the rules; `warn` hears of another port than the usual one.

    Raises `Invalid` when the settings open the door further than the keys allow, and `Conflict` when another Runnel
    holds the data folder.
    """
    if not is_loopback(settings.host):
        if settings.auto_login:
            raise Invalid(f"Others could reach {settings.host}, so it is served only with --require-api-key.")
        if not settings.allow_hosts:
            raise Invalid(f"Name with --allow-host, as NAME:PORT, what others will call {settings.host}.")
    is_port_chosen = is_port_chosen or any(settings.environment.get(name) for name in _PORT_NAMES)
    listener = open_listener(settings.host, settings.port, is_port_chosen=is_port_chosen)
    write_crash_reports(settings.data_dir / "logs")
    server = Server(settings, listener)
    server.start()
    if settings.port not in (0, server.port):
        warn(f"Port {settings.port} is taken by another program; Runnel uses {server.port}.")
    return server


def wait_for_signal(server: Server) -> None:
    """Return at SIGINT or SIGTERM. Raises `AppError` when the server has ended by itself."""
    is_over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: is_over.set())
    while not is_over.wait(0.5):
        if not server.is_running:
            raise AppError("The server has ended unexpectedly; the log in the data folder says why.")
