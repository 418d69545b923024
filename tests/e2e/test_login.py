"""A server that asks for keys, opened in a browser by its plain address."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import RunningApp, StartApp
from tests.e2e.test_accessible import violations


@pytest.fixture
def key(start_app: StartApp) -> str:
    """A key of the data folder on which `app` is about to run."""
    open_app = start_app()
    made: str = open_app.client.post("/api/v1/api_key/", json={"name": "My browser"}).json()["api_key"]
    open_app.server.stop()
    return made


@pytest.fixture
def app(start_app: StartApp, key: str) -> RunningApp:
    """A server that asks for keys, with a flow and a user."""
    keyed = start_app(auto_login=False)
    keyed.client.headers["x-api-key"] = key
    return keyed


@pytest.fixture
def other_tab(browser: Browser, page: Page) -> Iterator[Page]:
    """Another tab of the same browser."""
    tab = page.context.new_page()
    yield tab
    tab.close()


def kept_by_page(page: Page) -> str:
    """All that a script of the page could take away."""
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    return str(kept)


def test_the_page_asks_for_a_key_leads_where_one_was_going_and_logs_out(
    page: Page, app: RunningApp, key: str, other_tab: Page
) -> None:
    flow = app.client.post("/api/v1/flows/", json={"name": "Letters", "data": {"nodes": [], "edges": []}}).json()
    user = app.client.post("/api/v1/users/", json={"username": "ada", "password": "pw"}).json()
    app.client.patch(f"/api/v1/users/{user['id']}", json={"is_active": True})

    # Colours on their way from one state to another are not judged.
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"/flow/{flow['id']}?dock=api")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    field = page.get_by_label("API key", exact=True)
    expect(field).to_be_focused()
    expect(page.get_by_role("button", name="Log in")).to_be_disabled()
    page.keyboard.type("sk-somebody-else's")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This is not a key of this server, or it was deleted.")
    expect(field).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(key)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/flow/{flow['id']}\?dock=api"))
    expect(page.get_by_role("application")).to_be_visible()
    (cookie,) = page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert key not in str(cookie)
    assert key[3:] not in kept_by_page(page)
    assert cookie["value"] not in kept_by_page(page)
    page.reload()
    expect(page.get_by_role("application")).to_be_visible()

    # Nobody may trust code by a key, and whoever came by an address finds the app opened by the login page, too.
    trusted = page.request.post("/api/v1/trust", data={})
    assert trusted.status == 403
    assert page.request.post("/api/v1/flows/local_file", data={"path": "/a.json"}).status == 403
    other_tab.goto("/login?to=/settings/general")
    expect(other_tab.get_by_role("heading", name="General")).to_be_visible()

    other_tab.get_by_role("button", name="Log out").click()
    expect(other_tab.get_by_role("heading", name="Log in")).to_be_visible()
    assert page.context.cookies() == []
    assert page.request.get("/api/v1/flows/").status == 403

    # What is open here stays, and says what to do.
    page.get_by_role("button", name=re.compile("^Letters")).first.click()
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_text("You are logged out.").first).to_be_visible()
    expect(page.get_by_role("application")).to_be_visible()

    other_tab.get_by_role("button", name="Use name and password").click()
    other_tab.get_by_label("Name", exact=True).fill("ada")
    other_tab.get_by_label("Password").fill("wrong")
    other_tab.keyboard.press("Enter")
    expect(other_tab.get_by_role("alert")).to_have_text("Incorrect username or password")
    other_tab.get_by_label("Password").fill("pw")
    other_tab.get_by_role("button", name="Log in").click()
    expect(other_tab).to_have_url(f"{app.url}/")
    expect(other_tab.get_by_role("button", name="New flow").first).to_be_visible()
    assert page.request.get("/api/v1/users/whoami").json()["username"] == "ada"


def test_a_key_that_is_deleted_lets_nobody_in_any_more(page: Page, app: RunningApp, key: str) -> None:
    page.goto("/")
    page.get_by_label("API key", exact=True).fill(key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="New flow").first).to_be_visible()
    (made,) = app.client.get("/api/v1/api_key/").json()["api_keys"]
    assert app.client.delete(f"/api/v1/api_key/{made['id']}").status_code == 200
    page.reload()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
