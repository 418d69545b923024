"""How the canvas keeps up with a flow of 1,000 nodes, in Chromium.

``python build_scripts/bench/canvas.py [nodes]`` starts the app, stores the flow, does with it what a person does, and
prints a table: how long each act takes, the 95th percentile of the time between frames meanwhile, and the processor
time of the page's main thread for one step of it, which hardly depends on what else the machine does. Nothing here
asserts anything. The browser is that of the tests (`RUNNEL_TEST_BROWSER`, else Playwright's own).
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from measure import Client, Flows, free_port, load_words, process
from playwright.sync_api import CDPSession, Page, Response, sync_playwright

ROWS = 40

FRAMES = """() => {
    const frames = [];
    let last = performance.now();
    let isOn = true;
    const step = (now) => { frames.push(now - last); last = now; if (isOn) requestAnimationFrame(step); };
    requestAnimationFrame(step);
    window.stopFrames = () => { isOn = false; return frames.slice(1); };
}"""
"""Notes the time between frames until ``stopFrames()``."""

SETTLED = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
)
"""Settles once what was just done has been painted."""


@dataclass
class Bench:
    """One page on the flow, and the table that is printed as it goes."""

    page: Page
    session: CDPSession

    def cpu_ms(self) -> float:
        """Processor time of the page's main thread so far."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration")) * 1000

    def act(self, name: str, perform: Callable[[], None], steps: int) -> None:
        """Measure something that goes on for some steps: frames meanwhile, processor time for each step."""
        self.settle()
        before = self.cpu_ms()
        self.page.evaluate(FRAMES)
        begun = time.perf_counter()
        perform()
        self.settle()
        took_ms = (time.perf_counter() - begun) * 1000
        frames = sorted(self.page.evaluate("() => stopFrames()"))
        p95 = frames[int(0.95 * (len(frames) - 1))] if frames else float("nan")
        self.line(name, took_ms / steps, p95, (self.cpu_ms() - before) / steps)

    def settle(self) -> None:
        """Wait until all that was done is painted."""
        self.page.evaluate(SETTLED)

    def line(self, name: str, took_ms: float, p95_ms: float | None, cpu_ms: float) -> None:
        """Print one line of the table."""
        frame = f"{p95_ms:9.1f} ms" if p95_ms is not None else " " * 12
        print(f"{name:44} {took_ms:9.1f} ms {frame} {cpu_ms:9.1f} ms", flush=True)


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "RUNNEL_STARTER_FLOWS": "false", "RUNNEL_DETECT_PORTS": ""}
        port = free_port()
        command = [sys.executable, "-m", "runnel", "serve", "--port", str(port), "--data-dir", folder]
        with process(command, port, environment):
            flow_id = Flows(Client(port)).rows(ROWS, count // ROWS)
            with sync_playwright() as playwright:
                arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
                path = os.environ.get("RUNNEL_TEST_BROWSER")
                browser = playwright.chromium.launch(executable_path=path, args=arguments)
                context = browser.new_context(
                    base_url=f"http://127.0.0.1:{port}", viewport={"width": 1440, "height": 900}
                )
                context.grant_permissions(["clipboard-read", "clipboard-write"])
                page = context.new_page()
                print(f"{count} nodes, {os.cpu_count()} cores, load {load_words()}")
                _measure_loading(page, "/", ".flow-card", "home")
                _measure_loading(page, f"/flow/{flow_id}", ".node, .far-nodes", "open the flow, nothing cached")
                _measure_canvas(page, flow_id)
                browser.close()


def _measure_loading(page: Page, path: str, shown: str, name: str) -> None:
    """Requests and transferred size (scripts and styles as gzip) of one page."""
    seen: list[Response] = []

    def note(response: Response) -> None:
        seen.append(response)

    page.on("response", note)
    page.goto(path)
    page.wait_for_selector(shown)
    page.wait_for_timeout(1500)
    page.remove_listener("response", note)
    calls = [each for each in seen if "/api/" in each.url]
    code = [each for each in seen if each.url.endswith((".js", ".css"))]
    size_kb = sum(len(gzip.compress(each.body())) for each in code) / 1000
    print(f"{name}: {len(calls)} API requests, {len(code)} scripts and styles of {size_kb:.0f} kB gzip")
    for each in calls:
        print(f"    {each.request.method} {each.url.split('/api/')[1]}")


def _measure_canvas(page: Page, flow_id: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    bench = Bench(page, session)
    print(f"\n{'':44} {'each':>12} {'frame 95 %':>12} {'main thread':>12}")

    opened: list[float] = []
    for _ in range(5):
        page.goto("about:blank")
        page.goto(f"/flow/{flow_id}", wait_until="commit")
        page.wait_for_selector(".node, .far-nodes")
        opened.append(float(page.evaluate(SETTLED)))
    bench.line("open, until the nodes are painted", statistics.median(opened), None, bench.cpu_ms())
    page.wait_for_selector("text=Saved")
    page.wait_for_timeout(1000)
    heap = page.evaluate("() => performance.memory?.usedJSHeapSize ?? NaN") / 2**20
    print(f"{'memory of scripts':44} {heap:9.1f} MiB")

    mouse, keyboard = page.mouse, page.keyboard
    canvas = page.get_by_role("application", name="Flow canvas")

    def pan() -> None:
        mouse.move(500, 450)
        mouse.down(button="middle")
        for step in range(60):
            mouse.move(500 - step * 6, 450 - step * 4)
        mouse.up(button="middle")

    def zoom() -> None:
        for step in range(40):
            mouse.wheel(0, 120 if step < 20 else -120)

    def far_pan() -> None:
        mouse.move(500, 450)
        mouse.down(button="middle")
        for step in range(60):
            mouse.move(500 - step * 3, 450 - step * 2)
        mouse.up(button="middle")

    canvas.focus()
    keyboard.press("0")
    page.wait_for_timeout(500)
    bench.act("pan at 100 %", pan, 60)
    mouse.move(500, 450)
    bench.act("zoom out and in again", zoom, 40)
    keyboard.press("1")
    page.wait_for_timeout(600)
    bench.act("pan with all nodes in view", far_pan, 60)

    keyboard.press("0")
    page.wait_for_timeout(600)
    _drag_one(bench)
    _drag_many(bench)
    _type(bench)
    _paste(bench)

    canvas.focus()
    keyboard.press("1")
    page.wait_for_timeout(600)
    bench.act("tidy", lambda: _wait_moved(page, lambda: keyboard.press("Shift+T")), 1)
    page.wait_for_timeout(2000)
    bench.act("run of all nodes, until it is over", lambda: _run(page), 1)


def _first_name(page: Page) -> tuple[float, float]:
    """A place on the header of a node well inside the window."""
    for each in page.locator(".node .node-name").all():
        box = each.bounding_box()
        if box and 150 < box["x"] < 700 and 120 < box["y"] < 600:
            return box["x"] + 20, box["y"] + box["height"] / 2
    raise RuntimeError("no node is in view")


def _drag_one(bench: Bench) -> None:
    mouse = bench.page.mouse
    x, y = _first_name(bench.page)

    def drag() -> None:
        mouse.move(x, y)
        mouse.down()
        for step in range(40):
            mouse.move(x + step * 4, y + step * 3)
        mouse.up()

    bench.act("drag one node", drag, 40)
    bench.page.wait_for_timeout(1500)


def _drag_many(bench: Bench) -> None:
    page, mouse, keyboard = bench.page, bench.page.mouse, bench.page.keyboard
    keyboard.press("Escape")
    keyboard.press("1")
    page.wait_for_timeout(600)

    def select() -> None:
        keyboard.down("Shift")
        mouse.move(40, 80)
        mouse.down()
        for step in range(20):
            mouse.move(40 + step * 54, 80 + step * 21)
        mouse.up()
        keyboard.up("Shift")

    bench.act("box-select", select, 20)
    keyboard.press("0")
    page.wait_for_timeout(600)
    chosen = page.locator(".node.is-selected .node-name").first
    box = chosen.bounding_box() if chosen.count() else None
    if box is None:
        print("drag what is selected: nothing of it is in view")
        return
    x, y = box["x"] + 10, box["y"] + 8

    def drag() -> None:
        mouse.move(x, y)
        mouse.down()
        for step in range(30):
            mouse.move(x + step * 3, y + step * 2)
        mouse.up()

    bench.act("drag what is selected", drag, 30)
    page.wait_for_timeout(1500)
    keyboard.press("Escape")


def _type(bench: Bench) -> None:
    page = bench.page
    field = page.locator(".node textarea, .node input[type=text], .node [contenteditable=true]").first
    field.click()
    bench.act("type in a field, each key", lambda: page.keyboard.type("a text of forty letters that is typed in"), 40)
    bench.act("save, after the pause", lambda: page.wait_for_timeout(1500), 1)


def _paste(bench: Bench) -> None:
    page, keyboard = bench.page, bench.page.keyboard
    page.get_by_role("application", name="Flow canvas").focus()
    keyboard.press("Escape")
    page.evaluate(
        """async () => {
            const id = location.pathname.split('/')[2];
            const flow = await (await fetch(`/api/v1/flows/${id}`)).json();
            const nodes = flow.data.nodes.slice(0, 200);
            const ids = new Set(nodes.map((node) => node.id));
            const edges = flow.data.edges.filter((edge) => ids.has(edge.source) && ids.has(edge.target));
            await navigator.clipboard.writeText(JSON.stringify({ nodes, edges }));
        }"""
    )
    bench.act("paste 200 nodes", lambda: keyboard.press("Control+V"), 1)
    page.wait_for_timeout(500)
    bench.act("undo that", lambda: keyboard.press("Control+Z"), 1)
    page.wait_for_timeout(1500)


def _wait_moved(page: Page, act: Callable[[], Any]) -> None:
    before = page.get_by_role("button", name="Undo").first.get_attribute("aria-label")
    act()
    page.wait_for_function(
        "(before) => document.querySelector('[aria-label^=Undo]')?.getAttribute('aria-label') !== before", arg=before
    )


def _run(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=/ran in/", timeout=120_000)


if __name__ == "__main__":
    main()
