"""Everyone can use the pages: axe finds nothing, and the keyboard reaches everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from runnel.server import Server
from runnel.settings import Settings
from tests.conftest import RunningApp

AXE = Path(__file__).resolve().parents[2] / "webui" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page, one line each; the best practices count too."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{each['id']}: {each['help']} at {each['nodes'][0]['target']} (+{len(each['nodes']) - 1})" for each in found
    ]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """One server with starter flows for all tests here, so that the pages are not empty."""
    data_dir = tmp_path_factory.mktemp("accessible")
    server = Server(Settings(port=0, data_dir=data_dir, detect_ports=()))
    server.start()
    app = RunningApp(server, httpx.Client(base_url=server.url, timeout=30), data_dir)
    app.client.post("/api/v1/welcome/seen")
    app.client.post("/api/v1/folders/", json={"name": "Plans", "flows_list": [], "components_list": []})
    credential = {"name": "OPENAI_API_KEY", "value": "sk-x", "type": "Credential", "default_fields": []}
    app.client.post("/api/v1/variables/", json=credential)
    app.client.post("/api/v1/api_key/", json={"name": "Script"})
    yield app
    app.client.close()
    server.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/", "All flows"),
        ("/?view=templates", "Templates"),
        ("/?view=trash", "Trash"),
        ("/welcome", "Build flows, run them here"),
        ("/settings/general", "General"),
        ("/settings/models", "Models"),
        ("/settings/variables", "Variables"),
        ("/settings/keys", "API keys"),
        ("/settings/messages", "Messages"),
        ("/settings/library", "Library"),
        ("/settings/data", "Data"),
        ("/settings/trust", "Trusted code"),
        ("/settings/shortcuts", "Shortcuts"),
        ("/settings/about", "About"),
    ],
)
def test_axe_finds_nothing(page: Page, address: str, heading: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.goto(address)
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_axe_finds_nothing_in_menus_palette_forms_and_reports(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    card = page.get_by_role("list", name="Flows").get_by_role("link").first
    card.focus()
    page.keyboard.press("x")
    expect(page.get_by_role("toolbar", name="Selected flows")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("F2")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    refused: FilePayload = {"name": "letter.json", "mimeType": "application/json", "buffer": b"Dear Anna"}
    page.get_by_label("Files to import").set_input_files([refused])
    expect(page.get_by_role("region", name="Import report")).to_contain_text("1 file refused")
    assert violations(page) == []
    page.goto("/settings/models")
    page.get_by_role("button", name="Add address").click()
    assert violations(page) == []


def test_the_tab_key_alone_reaches_search_folders_cards_and_templates(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("list", name="Start from a template")).to_be_visible()
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText.split('\\n')[0]"
            )
        )
    order = ["Search flows", "Settings", "Import", "All flows", "New folder", "Plans", "Sort by", "CSV to Report"]
    places = [reached.index(name) for name in order]
    assert places == sorted(places)
    assert "" not in reached


def test_nothing_is_lost_on_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    for address in (
        "/",
        "/?view=templates",
        "/welcome",
        "/settings/models",
        "/settings/variables",
        "/settings/general",
        "/settings/library",
        "/settings/data",
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert page.evaluate("[...document.querySelectorAll('main')].every(e => e.scrollWidth <= e.clientWidth)"), (
            address
        )


_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What WCAG 1.4.12 lets a reader set."""

_LOST = """() => [...document.querySelectorAll('button, a, input, select, textarea, h1, h2, h3, label')]
    .filter((each) => each.getClientRects().length && !each.closest('.react-flow, .visually-hidden, .skip-link'))
    .filter((each) => {
        const { left, right } = each.getBoundingClientRect();
        const style = getComputedStyle(each);
        const isCut = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis'
            && !each.matches('input, textarea') && each.scrollWidth > each.clientWidth + 2;
        // A strip that scrolls sideways brings them.
        const scrolled = each.closest('pre, .value-body, [role=tablist], .cm-editor, nav, aside.home-side');
        return !scrolled && (left < -1 || right > innerWidth + 1 || isCut);
    })
    .map((each) => each.outerHTML.slice(0, 120))"""
"""Controls and headings that reach beyond the window, or whose text is cut without a mark."""


@pytest.mark.parametrize("mode", ["400 px", "200 %", "spacing", "forced colours", "more contrast"])
def test_nothing_is_lost_however_a_reader_sets_the_page(browser: Browser, app: RunningApp, mode: str) -> None:
    # Zoom of the page halves what is left of a window in its own pixels.
    sizes = {"400 px": (400, 800), "200 %": (640, 400)}
    width, height = sizes.get(mode, (1280, 800))
    context = browser.new_context(
        base_url=app.url,
        viewport={"width": width, "height": height},
        device_scale_factor=2 if mode == "200 %" else 1,
        forced_colors="active" if mode == "forced colours" else "none",
        contrast="more" if mode == "more contrast" else "no-preference",
        reduced_motion="reduce",
    )
    page = context.new_page()
    flow_id = app.client.get("/api/v1/flows/summaries", params={"starters": True}).json()[0]["id"]
    tabs = [f"/flow/{flow_id}?dock={tab}" for tab in ("chat", "node", "runs", "api", "history")]
    for address in ("/", "/settings/models", "/settings/data", f"/flow/{flow_id}?view=outline", *tabs):
        page.goto(address)
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        page.wait_for_load_state("networkidle")
        if mode == "spacing":
            page.add_style_tag(content=_SPACING)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert page.evaluate(_LOST) == [], address
        if mode in ("forced colours", "more contrast"):
            assert violations(page) == [], address
    context.close()
