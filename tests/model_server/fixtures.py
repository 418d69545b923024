"""Pytest fixtures: ``llama_server`` (a real local model server) and ``stand_in`` (the scripted one)."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.model_server.stand_in import StandIn
from tests.model_server.tiny_model import ANSWER_TEXT, make_tiny_model

MODEL_NAME = "runnel-tiny"
_START_S = 30.0
_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[3] / "shared" / "bin" / "llama-server"


@dataclass(frozen=True)
class LlamaServer:
    """A running llama-server. Whatever it is asked it answers ``answer``."""

    port: int
    model_name: str = MODEL_NAME
    answer: str = ANSWER_TEXT

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


def find_llama_server() -> str | None:
    """The program: named by ``RUNNEL_TEST_LLAMA_SERVER``, on the PATH, or in ``shared`` beside the checkout."""
    for found in (os.environ.get("RUNNEL_TEST_LLAMA_SERVER"), shutil.which("llama-server")):
        if found:
            return found
    return str(_BESIDE_THE_REPOSITORY) if _BESIDE_THE_REPOSITORY.is_file() else None


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the tiny model, made once for a test session."""
    return make_tiny_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="session")
def llama_server(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    """A real model server with the tiny model, for chat completions; skips, saying why, where there is none."""
    yield from _run_llama_server(tiny_model, tmp_path_factory)


@pytest.fixture(scope="session")
def llama_embedding_server(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaServer]:
    """The same program serving embeddings."""
    # One slot: with more, this program pools texts that are computed together into incomplete vectors.
    flags = ("-np", "1", "--embeddings", "--pooling", "mean")
    yield from _run_llama_server(tiny_model, tmp_path_factory, *flags)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """The scripted model server, fresh for each test."""
    server = StandIn()
    yield server
    server.close()


@pytest.fixture
def unused_port() -> int:
    """A loopback port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run_llama_server(model: Path, tmp_path_factory: pytest.TempPathFactory, *flags: str) -> Iterator[LlamaServer]:
    program = find_llama_server()
    if program is None:
        pytest.skip("no llama-server: set RUNNEL_TEST_LLAMA_SERVER or put llama-server on the PATH")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = tmp_path_factory.mktemp("llama") / "server.log"
    command = [program, "-m", str(model), "-a", MODEL_NAME, "--host", "127.0.0.1", "--port", str(port)]
    command += ["-c", "32768", "-t", "1", "--no-warmup", "--jinja", *(flags or ("-np", "2"))]
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        server = LlamaServer(port)
        _wait_until_ready(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_ready(server: LlamaServer, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    pytest.fail(f"llama-server did not start: {log.read_text(errors='replace')[-2000:]}")
