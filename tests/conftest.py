"""Fixtures for all tests: a real server on a free port, with a data folder of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from runnel.server import Server
from runnel.settings import Settings

pytest_plugins = ["tests.model_server.fixtures"]


@dataclass(frozen=True)
class RunningApp:
    """A server under test and a client for it."""

    server: Server
    client: httpx.Client
    data_dir: Path

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def port(self) -> int:
        return self.server.port


StartApp = Callable[..., RunningApp]
RunProgram = Callable[[], tuple[subprocess.Popen[str], httpx.Client]]

_PROGRAM = """
import sys
from pathlib import Path
from runnel.server import Server
from runnel.settings import Settings
server = Server(Settings(port=0, data_dir=Path(sys.argv[1]), detect_ports=(), starter_flows=False))
server.start()
print(server.url, flush=True)
server.wait()
"""


def _start(data_dir: Path, settings: dict[str, Any]) -> RunningApp:
    defaults: dict[str, Any] = {"port": 0, "data_dir": data_dir, "detect_ports": (), "starter_flows": False}
    server = Server(Settings(**{**defaults, **settings}))
    server.start()
    return RunningApp(server, httpx.Client(base_url=server.url, timeout=30), data_dir)


def _stop(app: RunningApp) -> None:
    app.client.close()
    app.server.stop()


@contextmanager
def run_app(data_dir: Path, **settings: Any) -> Iterator[RunningApp]:
    """A server on this data folder while the ``with`` lasts: for fixtures of a module or a session."""
    app = _start(data_dir, settings)
    try:
        yield app
    finally:
        _stop(app)


@pytest.fixture
def start_app(tmp_path: Path) -> Iterator[StartApp]:
    """Start servers with settings of their own: ``start_app(auto_login=False)``. All are stopped after the test.

    They share one data folder unless told otherwise, so stop one before starting the next on it.
    """
    running: list[RunningApp] = []

    def start(**settings: Any) -> RunningApp:
        app = _start(settings.pop("data_dir", tmp_path / "data"), settings)
        running.append(app)
        return app

    yield start
    for app in running:
        _stop(app)


@pytest.fixture
def app(start_app: StartApp) -> RunningApp:
    """A server with an empty data folder, no starter flows, and no search for local model servers."""
    return start_app()


@pytest.fixture(scope="module")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """As ``app``, but one for all tests of a module: for tests that leave nothing others could trip over."""
    with run_app(tmp_path_factory.mktemp("shared_app")) as app:
        yield app


@pytest.fixture
def run_program(tmp_path: Path) -> Iterator[RunProgram]:
    """Start the server as a process of its own, on one data folder; it can be killed."""
    running: list[tuple[subprocess.Popen[str], httpx.Client]] = []

    def run() -> tuple[subprocess.Popen[str], httpx.Client]:
        program = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        client = httpx.Client(base_url=program.stdout.readline().strip(), timeout=30)
        running.append((program, client))
        return program, client

    yield run
    for program, client in running:
        client.close()
        program.kill()
        program.wait()
        program.stdout.close()  # type: ignore[union-attr]
