"""Acts of a person on the canvas, and what they look at."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.conftest import RunningApp

Point = dict[str, float]


def make_flow(app: RunningApp, name: str, data: dict[str, Any] | None = None) -> str:
    """Store a flow; gives its id."""
    body = {"name": name, "data": data or {"nodes": [], "edges": []}}
    answer = app.client.post("/api/v1/flows/", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def stored(app: RunningApp, flow_id: str) -> dict[str, Any]:
    """The flow as the server has it now."""
    flow: dict[str, Any] = app.client.get(f"/api/v1/flows/{flow_id}").json()
    return flow


class CanvasPage:
    """The canvas in one window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Camera moves jump, so that a place read once stays true.
        page.emulate_media(reduced_motion="reduce")
        self.canvas = page.get_by_role("application", name="Flow canvas")

    def open(self, flow_id: str) -> None:
        self.page.goto(f"/flow/{flow_id}")
        expect(self.page.get_by_text("Saved", exact=True)).to_be_visible()
        expect(self.canvas).to_be_visible()

    def node(self, name: str) -> Locator:
        return self.page.locator(".node").filter(has=self.page.locator(".node-name", has_text=name)).first

    def field(self, label: str) -> Locator:
        """A field on a node's face: "Text of Chat Input" (the dock has it too)."""
        return self.page.locator(".canvas").get_by_label(label, exact=True)

    def nodes(self) -> Locator:
        return self.page.locator(".node")

    def wires(self) -> Locator:
        return self.page.locator(".react-flow__edge")

    def focus(self) -> None:
        self.canvas.focus()

    def key(self, *chords: str) -> None:
        for chord in chords:
            self.page.keyboard.press(chord)

    def quick_add(self, query: str) -> None:
        """``/``, a name, Enter: by keyboard alone."""
        self.key("/")
        expect(self.page.locator(".quick-add")).to_be_visible()
        self.page.keyboard.type(query)
        self.key("Enter")
        expect(self.page.locator(".quick-add")).to_have_count(0)

    def expect_selected(self, name: str) -> None:
        expect(self.node(name)).to_have_class(re.compile(r"\bis-selected\b"))

    def handle(self, label: str) -> Locator:
        """A handle by the beginning of its accessible name: "Output Message of Chat Input"."""
        return self.page.locator(f'.handle[aria-label^="{label}"]')

    def middle(self, of: Locator) -> Point:
        box = of.bounding_box()
        assert box is not None
        return {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}

    def drag(self, start: Point, end: Point) -> None:
        mouse = self.page.mouse
        mouse.move(start["x"], start["y"])
        mouse.down()
        mouse.move((start["x"] + end["x"]) / 2, (start["y"] + end["y"]) / 2, steps=6)
        mouse.move(end["x"], end["y"], steps=6)
        mouse.up()

    def wait_drawn(self) -> None:
        """Until what was just done is drawn, so that places can be read."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
        )

    def wait_saved(self) -> None:
        expect(self.page.get_by_text("Saving…")).to_have_count(0)
        expect(self.page.get_by_text("Saved", exact=True)).to_be_visible()
