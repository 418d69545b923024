"""The native window: the real web view, on a screen of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.desktop.conftest import Screen

PICTURES = Path(__file__).resolve().parents[2] / "test-results"
FEW_COLOURS = 20
StartApp = Callable[[Path], "subprocess.Popen[str]"]


def wait_for(what: str, is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `is_so`; how long it takes does not matter, only that it comes to be."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"this did not come to be: {what}"
        time.sleep(0.1)


@pytest.fixture
def open_app(screen: Screen) -> Iterator[StartApp]:
    question = "import sys; from runnel.web_view import missing_web_view; print(missing_web_view() or ''); "
    missing = subprocess.run(
        [sys.executable, "-c", question], env=screen.environment, capture_output=True, text=True, check=True
    )
    if missing.stdout.strip():
        pytest.skip(f"{missing.stdout.strip()} (.ci/run installs it)")
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path) -> subprocess.Popen[str]:
        environment = {**screen.environment, "RUNNEL_DETECT_PORTS": "nothing:1", "RUNNEL_LOG_LEVEL": "DEBUG"}
        command = [sys.executable, "-m", "runnel", "--port", "0", "--data-dir", str(data_dir)]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def asked_by_the_page(data_dir: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in data_dir.glob("logs/*") if path.is_file())


@pytest.mark.parametrize("end", ["closed", "SIGTERM", "SIGINT"])
def test_the_window_shows_the_app_and_ends_with_it(
    screen: Screen, open_app: StartApp, tmp_path: Path, end: str
) -> None:
    app = open_app(tmp_path)
    wait_for("a window named Runnel", lambda: any("Runnel" in title for title in screen.windows()))
    # The page's own code runs there, under its strict policy: it asks the API for the flows.
    wait_for("the page asks for flows", lambda: "/api/v1/flows" in asked_by_the_page(tmp_path))
    picture = PICTURES / f"window-{end.lower()}.png"
    picture.parent.mkdir(exist_ok=True)
    wait_for("the window shows something", lambda: len(screen.shoot(picture)) > FEW_COLOURS)
    if end == "closed":
        screen.run("wmctrl", "-c", "Runnel")
    else:
        app.send_signal(signal.Signals[end])
    assert app.wait(timeout=60) == 0, app.stdout.read() if app.stdout else ""
    assert not (tmp_path / "running.json").exists()
    assert not any("Runnel" in title for title in screen.windows())
