"""The first minute: an empty data folder opens on one screen that leads to an answer in one click."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import RunningApp, StartApp
from tests.model_server.stand_in import StandIn


@pytest.fixture
def app(start_app: StartApp) -> RunningApp:
    """A server with the starter flows of an empty data folder."""
    return start_app(starter_flows=True)


def test_the_first_opening_offers_a_flow_that_ran_already(page: Page, app: RunningApp) -> None:
    page.goto("/")
    page.wait_for_url("**/welcome")
    expect(page.get_by_text("None is running")).to_be_visible()
    expect(page.get_by_role("list", name="How to start a local model")).to_be_visible()
    page.get_by_role("button", name="Try it without a model").click()
    ready = app.client.get("/api/v1/welcome").json()["ready_flow_id"]
    page.wait_for_url(f"**/flow/{ready}?dock=chat")
    question, answer = app.client.get("/api/v1/monitor/messages", params={"flow_id": ready}).json()
    assert (question["sender"], answer["sender"]) == ("User", "Machine")
    chat = page.get_by_label("Messages", exact=True)
    expect(chat).to_contain_text(question["text"])
    # A word of it: list numbers and emphasis are drawn, not written.
    expect(chat).to_contain_text(next(word for word in answer["text"].split() if word.isalpha() and len(word) > 4))
    expect(page.get_by_role("textbox", name="Message")).to_be_focused()


def test_the_second_opening_is_home_and_the_first_screen_stays_in_reach(page: Page, app: RunningApp) -> None:
    page.goto("/")
    page.wait_for_url("**/welcome")
    page.get_by_role("button", name="Go to flows").click()
    expect(page.get_by_role("heading", name="All flows", level=1)).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="All flows", level=1)).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Type a command or search").fill("first steps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome")


def test_templates_say_what_they_need_and_become_flows_of_ones_own(page: Page, app: RunningApp) -> None:
    page.goto("/welcome")
    templates = page.get_by_role("list", name="Templates").get_by_role("button")
    starters = app.client.get("/api/v1/welcome").json()["starters"]
    expect(templates).to_have_count(len(starters))
    # Each is drawn in small.
    expect(templates.filter(has=page.locator("svg .thumbnail-node"))).to_have_count(len(starters))
    expect(templates.filter(has_text="no model needed")).to_have_count(
        sum(starter["needs"] == ["nothing"] for starter in starters)
    )
    expect(templates.filter(has_text="needs a chat model")).to_have_count(
        sum(starter["needs"] == ["chat_model"] for starter in starters)
    )
    name = next(starter["name"] for starter in starters if starter["works_now"])
    before = {flow["id"] for flow in app.client.get("/api/v1/flows/").json()}
    templates.filter(has_text=name).click()
    page.wait_for_url(re.compile("/flow/"))
    made = page.url.rsplit("/", 1)[1].split("?")[0]
    assert made not in before
    assert app.client.get(f"/api/v1/flows/{made}").json()["name"].startswith(name)


def test_a_found_model_is_named_and_its_templates_work_now(
    browser: Browser, start_app: StartApp, stand_in: StandIn
) -> None:
    app = start_app(starter_flows=True)
    app.client.post("/api/v1/models/addresses", json={"base_url": stand_in.base_url, "name": "Workbench"})
    context = browser.new_context(base_url=app.url)
    page = context.new_page()
    page.goto("/welcome")
    expect(page.get_by_role("list", name="Model servers")).to_contain_text("Workbench")
    expect(page.get_by_text("needs a chat model")).to_have_count(0)
    context.close()


def test_a_model_started_meanwhile_is_found_by_looking_again(
    browser: Browser, start_app: StartApp, unused_port: int
) -> None:
    app = start_app(starter_flows=True, detect_ports=(str(unused_port),))
    context = browser.new_context(base_url=app.url)
    page = context.new_page()
    page.goto("/welcome")
    expect(page.get_by_text("None is running")).to_be_visible()
    expect(page.get_by_text("needs a chat model").first).to_be_visible()
    late = StandIn(port=unused_port, models=("late-model",))
    try:
        page.get_by_role("button", name="Look again").click()
        expect(page.get_by_text("1 model found")).to_be_visible()
        expect(page.get_by_role("list", name="Models", exact=True)).to_contain_text("late-model")
        expect(page.get_by_text("needs a chat model")).to_have_count(0)
    finally:
        late.close()
        context.close()


def test_another_port_knows_how_things_were_left_and_tells_of_a_crash_once(
    browser: Browser, start_app: StartApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start_app(starter_flows=True)
    first.client.post("/api/v1/welcome/seen")
    ready = first.client.get("/api/v1/welcome").json()["ready_flow_id"]
    page = browser.new_page(base_url=first.url)
    page.goto("/")
    page.get_by_role("button", name="Show as lines").click()
    with page.expect_response(lambda answer: "runnel.viewports" in (answer.request.post_data or "")):
        page.goto(f"/flow/{ready}")
    page.get_by_role("button", name="Drag selects").click()
    with page.expect_response(lambda answer: "runnel.viewports" in (answer.request.post_data or "")):
        page.get_by_role("application", name="Flow canvas").hover()
        page.mouse.wheel(120, 90)
    kept = first.client.get("/api/v1/preferences").json()
    view = json.loads(kept["runnel.viewports"])[ready]
    page.close()
    first.server.stop()
    report = first.data_dir / "logs" / "crash-20260102-030405.txt"
    report.write_text("RuntimeError: nobody foresaw this", encoding="utf-8")
    opener = tmp_path / "bin" / "xdg-open"
    opener.parent.mkdir()
    opener.write_text(f'#!/bin/sh\necho "$1" >>"{tmp_path}/shown"\n', encoding="utf-8")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", str(opener.parent), prepend=os.pathsep)

    # Another port is another address for the browser, which keeps nothing for it.
    second = start_app(starter_flows=True)
    assert second.port != first.port
    page = browser.new_page(base_url=second.url)
    page.goto(second.server.launch_url("session"))
    expect(page.get_by_role("button", name="Show as cards")).to_be_visible()
    notice = page.get_by_role("status", name="After a crash")
    expect(notice).to_contain_text("Something went wrong the last time")
    page.goto(f"/flow/{ready}")
    expect(page.get_by_role("button", name="Drag selects")).to_have_attribute("aria-pressed", "true")
    # The browser says as many digits as it likes.
    shown = f"translate({view['x']:.6g}px, {view['y']:.6g}px) scale({view['zoom']:.6g})"
    expect(page.locator(".react-flow__viewport")).to_have_attribute("style", re.compile(re.escape(shown)))
    notice.get_by_role("button", name="Show report").click()
    expect(notice).to_have_count(0)
    assert (tmp_path / "shown").read_text(encoding="utf-8") == f"{report}\n"
    page.reload()
    expect(page.get_by_role("button", name="Drag selects")).to_be_visible()
    expect(notice).to_have_count(0)
    page.close()
