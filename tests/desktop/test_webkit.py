"""The main path in WebKitGTK, the web view of the Linux window: a new flow, an echo chat built by keyboard, a run."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp
from tests.desktop.conftest import Screen

_BROWSERS = ("/usr/lib/*/webkit2gtk-4.1/MiniBrowser", "/usr/libexec/webkit2gtk-4.1/MiniBrowser")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Control": "\ue009"}
_WAIT_S = 30.0


class WebKit:
    """A page in WebKitGTK, driven by the WebDriver protocol."""

    def __init__(self, client: httpx.Client, session: str) -> None:
        self._client = client
        self._path = f"/session/{session}"

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._client.request(method, self._path + path, json=body if method == "POST" else None)
        value = answer.json()["value"]
        assert answer.status_code == 200, value
        return value

    def go(self, url: str) -> None:
        self.ask("POST", "/url", {"url": url})

    def run(self, script: str) -> Any:
        """What an expression of the page gives."""
        return self.ask("POST", "/execute/sync", {"script": f"return {script}", "args": []})

    def wait(self, expression: str) -> Any:
        """The first value of an expression that counts as true."""
        end = time.monotonic() + _WAIT_S
        while not (value := self.run(expression)):
            if time.monotonic() > end:
                pytest.fail(f"never true in WebKit: {expression}\n{self.run('document.body.innerText')}")
            time.sleep(0.1)
        return value

    def find(self, selector: str) -> str:
        self.wait(f"document.querySelector({selector!r}) !== null")
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        return str(found[_ELEMENT])

    def click(self, selector: str) -> None:
        self.ask("POST", f"/element/{self.find(selector)}/click", {})

    def press(self, *keys: str) -> None:
        """Press keys: characters, or names such as Enter; "Control+Enter" holds the first."""
        actions: list[dict[str, str]] = []
        for chord in keys:
            parts = [_KEYS.get(part, part) for part in (chord.split("+") if len(chord) > 1 else [chord])]
            actions += [{"type": "keyDown", "value": part} for part in parts]
            actions += [{"type": "keyUp", "value": part} for part in reversed(parts)]
        body = {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}
        self.ask("POST", "/actions", body)


@pytest.fixture
def webkit(screen: Screen) -> Iterator[WebKit]:
    driver = shutil.which("WebKitWebDriver")
    browser = next((str(path) for pattern in _BROWSERS for path in Path("/").glob(pattern[1:])), None)
    if driver is None or browser is None:
        pytest.skip("WebKitGTK cannot be driven here: there is no webkit2gtk-driver (.ci/run installs it)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [driver, f"--port={port}"], env=screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120)
    options = {"binary": browser, "args": ["--automation"]}
    wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
    try:
        _wait_until(lambda: client.get("/status").status_code == 200)
        made = client.post("/session", json=wanted).json()["value"]
        assert "sessionId" in made, made
        yield WebKit(client, made["sessionId"])
        client.delete(f"/session/{made['sessionId']}")
    finally:
        process.terminate()
        process.wait()
        client.close()


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _WAIT_S
    while time.monotonic() < end:
        try:
            if is_so():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail("the driver of WebKitGTK did not come up")


def test_an_echo_chat_is_built_and_answers_in_webkit(webkit: WebKit, app: RunningApp) -> None:
    webkit.go(f"{app.url}/")
    webkit.run("(window.failures = [], window.addEventListener('error', (e) => window.failures.push(e.message)))")
    webkit.wait("document.querySelector('main') !== null")
    webkit.run("document.activeElement.blur()")
    webkit.press("c")
    webkit.wait("location.pathname.startsWith('/flow/') && document.querySelector('[data-canvas]') !== null")
    webkit.wait("document.body.innerText.includes('Saved')")
    webkit.run("document.querySelector('[data-canvas]').focus()")
    for words in ("chat in", "chat out"):
        webkit.press("/")
        webkit.wait("document.querySelector('.quick-add') !== null")
        webkit.press(*words, "Enter")
        webkit.wait("document.querySelector('.quick-add') === null")
    webkit.wait("document.querySelectorAll('.node').length === 2")
    webkit.wait("document.querySelectorAll('.react-flow__edge').length === 1")
    box = webkit.find("#chat-message")
    webkit.ask("POST", f"/element/{box}/click", {})
    webkit.ask("POST", f"/element/{box}/value", {"text": "Hello, WebKit"})
    webkit.press("Enter")
    answer = "document.querySelector('.chat-message.is-model .chat-text')?.innerText.trim()"
    assert webkit.wait(answer) == "Hello, WebKit"
    webkit.wait("[...document.querySelectorAll('.node')].every((node) => node.classList.contains('is-ok'))")

    # A run from the canvas by its key, and the flow is stored as it was drawn.
    webkit.press("Control+Enter")
    webkit.wait("document.querySelectorAll('.chat-message').length >= 2")
    (flow,) = app.client.get("/api/v1/flows/", params={"header_flows": False}).json()
    assert sorted(node["data"]["type"] for node in flow["data"]["nodes"]) == ["ChatInput", "ChatOutput"]
    assert len(flow["data"]["edges"]) == 1
    # Formulas, code and colours need what browsers differ in: the editors' chunk opens here too.
    assert webkit.run("window.failures") == []
