"""The native window: the real web view, on a screen of its own, worked by keys as a person would."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from runnel.registry import Registry, component_node, find_components
from tests.desktop.conftest import Screen

PICTURES = Path(__file__).resolve().parents[2] / "test-results"
DRAG_SOURCE = Path(__file__).with_name("drag_source.py")
FEW_COLOURS = 20
StartApp = Callable[..., "subprocess.Popen[str]"]


def wait_for(what: str, is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until `is_so`; how long it takes does not matter, only that it comes to be."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, f"this did not come to be: {what}"
        time.sleep(0.1)


def still_picture(screen: Screen, *, other_than: bytes = b"") -> bytes:
    """The picture of the screen once it rests: two looks in a row saw the same, and that is not `other_than`."""
    seen = [screen.picture()]

    def rests() -> bool:
        seen.append(screen.picture())
        return seen[-1] == seen[-2] != other_than

    wait_for("the screen rests", rests)
    return seen[-1]


def fill_dialog(screen: Screen, title: str, text: str) -> None:
    """Answer a dialog of the system by typing a path."""
    wait_for(f"the dialog {title}", lambda: screen.active() == title)
    screen.run("xdotool", "key", "ctrl+a")
    screen.run("xdotool", "type", "--delay", "40", text)
    screen.run("xdotool", "key", "Return")


def drop_on_the_middle(screen: Screen, file: Path) -> None:
    """Drag a file from another window to the middle of the screen, and let it go there."""
    said = file.with_suffix(".said")
    with said.open("wb") as output:
        command = [sys.executable, DRAG_SOURCE, "1300", "10", file]
        source = subprocess.Popen(command, env=screen.environment, stdout=output)
    try:
        wait_for("the window to drag from", lambda: "Files" in screen.windows())
        still_picture(screen)
        screen.run("xdotool", "mousemove", "1350", "60", "mousedown", "1", "mousemove", "1320", "70")

        def is_taken() -> bool:
            for x in ("720", "724"):
                screen.run("xdotool", "mousemove", x, "480")
            return "taken" in said.read_text()

        wait_for("the window takes the file", is_taken)
        screen.run("xdotool", "mouseup", "1")
        wait_for("the file is given", lambda: "given" in said.read_text())
    finally:
        source.kill()
        source.wait()


@pytest.fixture
def open_app(screen: Screen) -> Iterator[StartApp]:
    question = "import sys; from runnel.window.web_view import missing_web_view; print(missing_web_view() or ''); "
    missing = subprocess.run(
        [sys.executable, "-c", question], env=screen.environment, capture_output=True, text=True, check=True
    )
    if missing.stdout.strip():
        pytest.skip(f"{missing.stdout.strip()} (.ci/run installs it)")
    started: list[subprocess.Popen[str]] = []

    def start(data_dir: Path, *words: str | Path, **environment: str) -> subprocess.Popen[str]:
        settings = {"RUNNEL_DETECT_PORTS": "nothing:1", "RUNNEL_LOG_LEVEL": "DEBUG", **environment}
        command = [sys.executable, "-m", "runnel", "open", *map(str, words), "--port", "0", "--data-dir", str(data_dir)]
        process = subprocess.Popen(
            command,
            env={**screen.environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait()


def asked_by_the_page(data_dir: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in data_dir.glob("logs/runnel.log*") if path.is_file())


def server_of(data_dir: Path) -> tuple[str, dict[str, str]]:
    """The address of a running app, and what shows a command of its user."""
    wait_for("the server", (data_dir / "running.json").exists)
    running = json.loads((data_dir / "running.json").read_text(encoding="utf-8"))
    return running["base_url"], {"x-runnel-token": running["token"]}


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


def test_a_flow_file_is_opened_saved_and_the_place_is_remembered(
    screen: Screen, open_app: StartApp, tmp_path: Path, echo_flow: Path
) -> None:
    data_dir = tmp_path / "Daten mit Ümläuten"
    app = open_app(data_dir, echo_flow)
    url, _ = server_of(data_dir)
    wait_for("the page shows the flow", lambda: "/api/v1/flows/" in asked_by_the_page(data_dir))
    wait_for("the page follows the window", lambda: "/api/v1/window/events" in asked_by_the_page(data_dir))
    assert "Echo" in [flow["name"] for flow in httpx.get(f"{url}/api/v1/flows/").json()]

    # A second start with another file: the window comes forward and shows that one.
    second_file = tmp_path / "second.flow.json"
    second_file.write_text(json.dumps({**json.loads(echo_flow.read_text("utf-8")), "name": "Second"}), encoding="utf-8")
    second = open_app(data_dir, second_file)
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 0, said
    assert "Its window was brought forward" in said
    flows = httpx.get(f"{url}/api/v1/flows/").json()
    [shown] = [each["id"] for each in flows if each["name"] == "Second"]
    wait_for("the page shows the second flow", lambda: f"/api/v1/flows/{shown}" in asked_by_the_page(data_dir))

    # Export by the palette: the system's dialog asks where to.
    wait_for("the window has the keyboard", lambda: screen.active() == "Runnel")
    canvas = still_picture(screen)
    screen.run("xdotool", "key", "ctrl+k")
    still_picture(screen, other_than=canvas)
    screen.run("xdotool", "type", "--delay", "40", "Export flow as")
    screen.run("xdotool", "key", "Return")
    saved = tmp_path / "saved by hand.flow.json"
    fill_dialog(screen, "Save File", str(saved))
    wait_for("the saved file", saved.exists)
    assert json.loads(saved.read_text(encoding="utf-8"))["name"] == "Second"

    # A file that is dropped on the canvas brings its nodes, and the window stays at its page.
    def node_count() -> int:
        return len(httpx.get(f"{url}/api/v1/flows/{shown}").json()["data"]["nodes"])

    before = node_count()
    wait_for("the dialog is gone", lambda: screen.active() == "Runnel")
    drop_on_the_middle(screen, saved)
    wait_for("the dropped nodes are saved", lambda: node_count() == 2 * before)

    httpx.patch(f"{url}/api/v1/preferences", json={"theme": "dark"})
    screen.run("wmctrl", "-r", "Runnel", "-e", "0,100,80,1000,700")
    place = data_dir / "window" / "place.json"
    wait_for("the new size", lambda: " 1000 700 " in " ".join(screen.run("wmctrl", "-lG").split()))
    screen.run("wmctrl", "-c", "Runnel")
    assert app.wait(timeout=60) == 0
    kept = json.loads(place.read_text(encoding="utf-8"))
    assert (kept["width"], kept["height"]) == (1000, 700)

    # It comes back where it was, with a title bar as dark as the page.
    again = open_app(data_dir)
    wait_for("the window", lambda: any("Runnel" in title for title in screen.windows()))
    dark = ("xprop", "-name", "Runnel", "_GTK_THEME_VARIANT")
    wait_for("the dark title bar", lambda: "dark" in screen.run(*dark))
    screen.run("wmctrl", "-c", "Runnel")
    assert again.wait(timeout=60) == 0
    assert json.loads(place.read_text(encoding="utf-8")) == {**kept, "theme": "dark", "is_dark": True}


@pytest.fixture
def silent_server() -> Iterator[int]:
    """A port that takes connections and never answers: a run that asks there is under way until it is stopped."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_run_under_way_is_asked_about_before_the_window_closes(
    screen: Screen, open_app: StartApp, tmp_path: Path, silent_server: int
) -> None:
    app = open_app(tmp_path)
    url, _ = server_of(tmp_path)
    wait_for("the page follows the window", lambda: "/api/v1/window/events" in asked_by_the_page(tmp_path))
    node: dict[str, Any] = component_node(Registry(find_components())["APIRequest"])
    node["template"]["urls"]["value"] = [f"http://127.0.0.1:{silent_server}/"]
    node["template"]["timeout"]["value"] = 600
    data = {"id": "APIRequest-slow1", "type": "APIRequest", "node": node}
    graph = {"nodes": [{"id": data["id"], "type": "genericNode", "data": data}], "edges": []}
    flow = httpx.post(f"{url}/api/v1/flows/", json={"name": "Slow", "data": graph}).json()

    def jobs() -> list[str]:
        return [job["status"] for job in httpx.get(f"{url}/api/v1/build/jobs").json()]

    build = f"{url}/api/v1/build/{flow['id']}/flow"
    httpx.post(build, params={"event_delivery": "streaming"}, json={}).raise_for_status()
    wait_for("the run", lambda: "running" in jobs())
    # The page asks. Escape is no answer: everything stays.
    home = still_picture(screen)
    screen.run("wmctrl", "-c", "Runnel")
    asked = still_picture(screen, other_than=home)
    screen.run("xdotool", "key", "Escape")
    still_picture(screen, other_than=asked)
    assert app.poll() is None
    assert "running" in jobs()
    # In the background it ends by itself, with the run; until then a second start brings the window back.
    close_and_choose(screen, tabs=2)
    wait_for("the hidden window", lambda: not any("Runnel" in title for title in screen.windows()))
    assert app.poll() is None
    second = open_app(tmp_path)
    said, _ = second.communicate(timeout=60)
    assert "Its window was brought forward" in said
    wait_for("the window again", lambda: any("Runnel" in title for title in screen.windows()))
    close_and_choose(screen, tabs=2)
    wait_for("the hidden window", lambda: not any("Runnel" in title for title in screen.windows()))
    [job] = [job["job_id"] for job in httpx.get(f"{url}/api/v1/build/jobs").json()]
    httpx.post(f"{url}/api/v1/build/{job}/cancel").raise_for_status()
    assert app.wait(timeout=60) == 0

    # Or it is stopped, and the window closes at once.
    follows = "/api/v1/window/events"
    before = asked_by_the_page(tmp_path).count(follows)
    app = open_app(tmp_path)
    url, _ = server_of(tmp_path)
    wait_for("the page follows the window", lambda: asked_by_the_page(tmp_path).count(follows) > before)
    build = f"{url}/api/v1/build/{flow['id']}/flow"
    httpx.post(build, params={"event_delivery": "streaming"}, json={}).raise_for_status()
    wait_for("the run", lambda: "running" in jobs())
    close_and_choose(screen, tabs=1)
    assert app.wait(timeout=60) == 0


def close_and_choose(screen: Screen, *, tabs: int) -> None:
    """Close the window, and answer its question by the button so many further than the first."""
    before = still_picture(screen)
    screen.run("wmctrl", "-c", "Runnel")
    still_picture(screen, other_than=before)
    for _ in range(tabs):
        screen.run("xdotool", "key", "Tab")
    screen.run("xdotool", "key", "Return")
