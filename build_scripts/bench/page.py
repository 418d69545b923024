"""How quick the page's small acts are, and whether the chat keeps up with a model that writes 200 tokens a second.

``python build_scripts/bench/page.py`` starts the app and a stand-in for a model server, does on a warm page what a
person does, and prints for each act the time until it is painted. Of the chat it prints the frames while an answer of
1,000 tokens, with code and a table, is written in five seconds, beside those of a page where nothing happens. Nothing
here asserts anything.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from canvas import FRAMES, SETTLED, Bench
from measure import Client, Flows, free_port, load_words, process
from playwright.sync_api import Page, sync_playwright

ROUNDS = 7
TOKENS_PER_S = 200
_TOKENS = 1000

_ANSWER = """# An answer

Some **words** before a list, with `code` in them and a [link](https://example.org).

- first of the list
- second, a little longer than the one before

```python
def add(first: int, second: int) -> int:
    return first + second
```

| name | value | meaning |
|---|---|---|
| one | 1 | the first |
| two | 2 | the second |

And a paragraph that goes on for a while, so that lines are broken more than once in the narrow dock of the chat.

"""

_PAINTED = """(selector) => new Promise((done) => {
    const look = () => document.querySelector(selector)
        ? requestAnimationFrame(() => setTimeout(() => done(performance.now())))
        : requestAnimationFrame(look);
    look();
})"""
"""Settles with the time at which what a selector finds has been painted."""


class _Model(BaseHTTPRequestHandler):
    """Answers every question with `_ANSWER`, over and over, at an even pace."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """The list of models."""
        self._send({"object": "list", "data": [{"id": "stand-in", "object": "model"}]})

    def do_POST(self) -> None:
        """A chat completion, piece by piece."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        begun = time.perf_counter()
        for number, piece in enumerate(_pieces()):
            time.sleep(max(0.0, begun + number / TOKENS_PER_S - time.perf_counter()))
            self._piece({"content": piece}, None)
        self._piece({}, "stop")
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _piece(self, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "stand-in", "choices": [choice]}
        self.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
        self.wfile.flush()

    def _send(self, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *_: Any) -> None:
        """Nothing is said of requests."""


def _pieces() -> Iterator[str]:
    made = 0
    while True:
        for start in range(0, len(_ANSWER), 4):
            if made == _TOKENS:
                return
            made += 1
            yield _ANSWER[start : start + 4]


@contextmanager
def _model() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Model)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, _model() as address:
        port = free_port()
        environment = {**os.environ, "RUNNEL_STARTER_FLOWS": "false", "RUNNEL_DETECT_PORTS": ""}
        command = [sys.executable, "-m", "runnel", "serve", "--port", str(port), "--data-dir", folder]
        with process(command, port, environment), sync_playwright() as playwright:
            flows = Flows(Client(port))
            echo_id, _ = flows.chain(0)
            chat_id = flows.asked(address)
            arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=os.environ.get("RUNNEL_TEST_BROWSER"), args=arguments)
            page = browser.new_context(
                base_url=f"http://127.0.0.1:{port}", viewport={"width": 1440, "height": 900}
            ).new_page()
            print(f"{os.cpu_count()} cores, load {load_words()}")
            _measure_acts(page, echo_id)
            _measure_chat(page, chat_id)
            browser.close()


def _measure_acts(page: Page, echo_id: str) -> None:
    print(f"\n{'':44} {'median':>12} {'best':>12}")
    page.goto("/")
    page.wait_for_selector(".flow-card")
    page.keyboard.press("Escape")

    def home() -> None:
        page.goto("/")
        page.wait_for_selector(".flow-card")
        page.evaluate(SETTLED)

    def blank() -> float:
        home()
        return _until(page, ".empty-guide", lambda: page.keyboard.press("c"))

    _rounds("blank flow to canvas", blank)

    def reload() -> float:
        page.goto("about:blank")
        page.goto(f"/flow/{echo_id}", wait_until="commit")
        return float(page.evaluate(_PAINTED, ".node"))

    _rounds("load a flow of two nodes", reload)

    page.goto(f"/flow/{echo_id}")
    page.wait_for_selector(".node")

    def close_and_open_chat() -> float:
        page.keyboard.press("Control+j")
        page.wait_for_selector(".dock", state="hidden")
        return _until(page, ".dock:not([hidden]) .chat-list-place", lambda: page.keyboard.press("Control+j"))

    page.get_by_role("application", name="Flow canvas").focus()
    page.keyboard.press("Escape")
    _rounds("open the chat", close_and_open_chat)

    def run() -> float:
        page.get_by_role("application", name="Flow canvas").focus()

        begun = page.evaluate("() => performance.now()")
        page.evaluate(
            """() => { window.ranAt = 0; const line = document.querySelector('.flow-status');
                let wasRunning = false;
                const watch = new MutationObserver(() => {
                    const isRunning = line.textContent.includes('running');
                    wasRunning ||= isRunning;
                    if (wasRunning && !isRunning) { window.ranAt = performance.now(); watch.disconnect(); }
                });
                watch.observe(line, { subtree: true, childList: true, characterData: true }); }"""
        )
        page.keyboard.press("Control+Enter")
        page.wait_for_function("() => window.ranAt > 0")
        return float(page.evaluate("() => window.ranAt")) - float(begun)

    _rounds("run Chat Input → Chat Output", run)


def _until(page: Page, selector: str, act: Callable[[], None]) -> float:
    """Milliseconds from an act until what a selector finds is painted."""
    begun = float(page.evaluate("() => performance.now()"))
    act()
    return float(page.evaluate(_PAINTED, selector)) - begun


def _rounds(name: str, act: Callable[[], float]) -> None:
    act()
    times = [act() for _ in range(ROUNDS)]
    print(f"{name:44} {statistics.median(times):9.1f} ms {min(times):9.1f} ms", flush=True)


def _measure_chat(page: Page, chat_id: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    bench = Bench(page, session)
    page.goto(f"/flow/{chat_id}")
    page.wait_for_selector(".node")
    print(f"\n{'':44} {'frame 50 %':>12} {'95 %':>12} {'longest':>12} {'over 25 ms':>12} {'main thread':>12}")
    _frames(bench, "nothing for five seconds", lambda: page.wait_for_timeout(5000))
    for _ in range(3):
        _frames(bench, f"an answer of {TOKENS_PER_S} tokens/s", lambda: _ask(page))


def _ask(page: Page) -> None:
    box = page.get_by_role("textbox", name="Message", exact=True)
    box.fill("Tell me")
    before = page.locator(".chat-message.is-model .chat-acts").count()
    box.press("Enter")
    page.wait_for_function(
        "(before) => document.querySelectorAll('.chat-message.is-model .chat-acts').length > before",
        arg=before,
        timeout=60_000,
        polling=200,
    )


def _frames(bench: Bench, name: str, act: Callable[[], None]) -> None:
    bench.settle()
    before = bench.cpu_ms()
    bench.page.evaluate(FRAMES)
    act()
    frames = sorted(bench.page.evaluate("() => stopFrames()"))
    cpu_ms = bench.cpu_ms() - before
    late = sum(frame > 25 for frame in frames)
    half, most = frames[len(frames) // 2], frames[int(0.95 * (len(frames) - 1))]
    print(f"{name:44} {half:9.1f} ms {most:9.1f} ms {frames[-1]:9.1f} ms {late:9d}    {cpu_ms:9.0f} ms", flush=True)


if __name__ == "__main__":
    main()
