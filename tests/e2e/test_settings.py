"""Settings: theme, models, variables, keys, and that each part has an address of its own."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp, StartApp
from tests.model_server.stand_in import StandIn


def test_the_theme_applies_at_once_and_stays(page: Page, app: RunningApp) -> None:
    page.goto("/settings/general")
    page.get_by_text("Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    with page.expect_response("**/api/v1/preferences"):
        page.get_by_text("System", exact=True).click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", re.compile(".*"))
    assert app.client.get("/api/v1/preferences").json()["theme"] == "system"


def test_a_new_profile_takes_the_kept_theme(page: Page, app: RunningApp) -> None:
    app.client.patch("/api/v1/preferences", json={"theme": "dark"})
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_library_is_opened_filled_from_home_searched_liked_and_taken_from(page: Page, app: RunningApp) -> None:
    secret = {"type": "str", "password": True, "load_from_db": False, "value": "sk-mine", "show": True}
    node = {"id": "X-1", "type": "genericNode", "position": {"x": 0, "y": 0}}
    node["data"] = {"id": "X-1", "type": "X", "node": {"template": {"key": secret}, "outputs": []}}
    for name in ("Alpha", "Beta"):
        body = {"name": name, "description": f"{name} does things", "data": {"nodes": [node], "edges": []}}
        assert app.client.post("/api/v1/flows/", json=body).status_code == 201
    page.goto("/settings/library")
    switch = page.get_by_role("switch", name="Open the component library")
    switch.click()
    expect(switch).to_be_checked()
    expect(page.get_by_text("Nothing is shared yet.")).to_be_visible()
    assert app.client.get("/api/v1/store/check/api_key").json() == {"has_api_key": True, "is_valid": True}

    page.goto("/")
    for name in ("Alpha", "Beta"):
        page.get_by_role("button", name=f"More for {name}").click()
        page.get_by_role("menuitem", name="Share in the library").click()
        expect(page.get_by_text(f"“{name}” is in the library.")).to_be_visible()
    page.get_by_role("button", name="Show", exact=True).click()
    library = page.get_by_role("list", name="Library")
    expect(library.get_by_role("listitem")).to_have_text([re.compile("^Beta"), re.compile("^Alpha")])
    page.get_by_role("combobox", name="Order of the library").select_option(label="By name")
    expect(library.get_by_role("listitem")).to_have_text([re.compile("^Alpha"), re.compile("^Beta")])
    library.get_by_role("button", name="Like Beta").click()
    expect(library.get_by_role("listitem").last).to_contain_text("1 like")
    page.get_by_role("button", name="Liked", exact=True).click()
    expect(library.get_by_role("listitem")).to_have_text([re.compile("^Beta")])
    page.get_by_role("button", name="Liked", exact=True).click()
    page.get_by_role("searchbox", name="Search the library").fill("alph")
    expect(library.get_by_role("listitem")).to_have_text([re.compile("^Alpha")])
    library.get_by_role("button", name="Add to home: Alpha").click()
    expect(page.get_by_text("is among your flows.")).to_be_visible()
    flows = app.client.get("/api/v1/flows/").json()
    assert sorted(flow["name"] for flow in flows) == ["Alpha", "Alpha (1)", "Beta"]
    (shared,) = app.client.get("/api/v1/store/components/", params={"search": "alpha", "fields": "data"}).json()[
        "results"
    ]
    assert "sk-mine" not in str(shared["data"])
    assert shared["downloads_count"] == 1
    library.get_by_role("button", name="Take Alpha out of the library").click()
    expect(page.get_by_text("Nothing here fits.")).to_be_visible()
    # The switch shows at once what the server is only being told.
    with page.expect_response("**/api/v1/api_key/store"):
        switch.click()
    expect(switch).not_to_be_checked()
    refused = app.client.get(f"/api/v1/store/components/{shared['id']}")
    assert refused.json() == {"detail": "You must have a store API key set."}


def test_a_backup_is_made_restored_and_taken_back(page: Page, app: RunningApp) -> None:
    def names() -> list[str]:
        return sorted(flow["name"] for flow in app.client.get("/api/v1/flows/").json())

    app.client.post("/api/v1/flows/", json={"name": "First", "data": {"nodes": [], "edges": []}})
    page.goto("/settings/data")
    expect(page.get_by_text("No backups yet.")).to_be_visible()
    page.get_by_role("button", name="Back up now").click()
    rows = page.get_by_role("list", name="Backups").get_by_role("listitem")
    expect(rows).to_have_text([re.compile("made by you")])
    app.client.post("/api/v1/flows/", json={"name": "Second", "data": {"nodes": [], "edges": []}})
    rows.get_by_role("button", name="Restore the backup").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(rows).to_have_text([re.compile("made before a restore"), re.compile("made by you")])
    assert names() == ["First"]
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(3)
    assert names() == ["First", "Second"]
    rows.last.get_by_role("button", name="Delete the backup").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for ever").click()
    expect(rows).to_have_count(2)
    # Back to the first day, and from there to what was.
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove everything").click()
    expect(page.get_by_text("Everything is as on the first day.")).to_be_visible()
    expect(rows.first).to_contain_text("made before a reset")
    assert names() == []
    page.get_by_role("button", name="Undo").click()
    expect(rows.first).to_contain_text("made before a restore")
    assert names() == ["First", "Second"]
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("region", name="Last lines of the log")).to_contain_text(re.compile("INFO|Nothing yet"))


def test_every_section_has_an_address_and_unknown_ones_lead_to_general(page: Page) -> None:
    page.goto("/settings/nonsense")
    for section in ("Models", "Variables", "API keys", "Messages", "Library", "Data", "Shortcuts", "About", "General"):
        page.get_by_role("navigation", name="Settings").get_by_role("link", name=section).click()
        expect(page.get_by_role("heading", name=section, level=1)).to_be_visible()
        expect(page).to_have_title(f"{section} · Settings · Runnel")


def test_an_address_is_tested_added_and_removed(page: Page, app: RunningApp, stand_in: StandIn) -> None:
    page.goto("/settings/models")
    page.get_by_role("button", name="Add address").click()
    form = page.get_by_role("form", name="Add an address")
    form.get_by_label("Address").fill(stand_in.base_url)
    form.get_by_label("Name").fill("Test bench")
    form.get_by_role("button", name="Test", exact=True).click()
    expect(form.get_by_role("status")).to_contain_text("It answers with")
    form.get_by_role("button", name="Add address").click()
    servers = page.get_by_role("list", name="Model servers")
    expect(servers).to_contain_text("Test bench")
    expect(servers).to_contain_text("answers")
    with page.expect_response("**/api/v1/models/addresses/*"):
        servers.get_by_role("button", name="Remove Test bench").click()
    expect(page.get_by_role("heading", name="No model server found")).to_be_visible()
    assert app.client.get("/api/v1/models").json()["servers"] == []


def test_an_address_where_nothing_listens_is_explained(page: Page, unused_port: int) -> None:
    page.goto("/settings/models")
    page.get_by_role("button", name="Add address").click()
    form = page.get_by_role("form", name="Add an address")
    form.get_by_label("Address").fill(f"http://127.0.0.1:{unused_port}/v1")
    form.get_by_role("button", name="Test", exact=True).click()
    alert = form.get_by_role("alert")
    expect(alert.locator("strong")).not_to_be_empty()
    expect(alert.get_by_role("paragraph")).to_have_count(2)
    expect(alert).to_contain_text(str(unused_port))


def test_the_openai_key_becomes_a_credential_that_is_never_shown(page: Page, app: RunningApp) -> None:
    page.goto("/settings/models")
    form = page.get_by_role("form", name="OpenAI")
    form.get_by_label("Address").fill("http://127.0.0.1:9/v1")
    form.get_by_label("Key").fill("sk-secret-of-mine")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("status")).to_have_text("Saved")
    expect(form.get_by_label("Key")).to_have_value("")
    (variable,) = app.client.get("/api/v1/variables/").json()
    assert (variable["name"], variable["type"], variable["value"]) == ("OPENAI_API_KEY", "Credential", None)
    assert app.client.get("/api/v1/models").json()["openai_base_url"] == "http://127.0.0.1:9/v1"
    page.goto("/settings/variables")
    expect(page.get_by_role("list", name="Variables")).to_contain_text("OPENAI_API_KEY")
    assert "sk-secret-of-mine" not in page.content()


def test_variables_are_made_changed_deleted_and_brought_back(page: Page, app: RunningApp) -> None:
    page.goto("/settings/variables")
    page.get_by_role("button", name="New variable").click()
    form = page.get_by_role("form", name="New variable")
    form.get_by_label("Name").fill("company")
    form.get_by_label("Kind").select_option(label="Text")
    form.get_by_label("Value").fill("Example Ltd.")
    form.get_by_role("button", name="Create variable").click()
    rows = page.get_by_role("list", name="Variables")
    expect(rows).to_contain_text("Example Ltd.")

    rows.get_by_role("button", name="Edit company").click()
    form = page.get_by_role("form", name="Edit company")
    form.get_by_label("Value").fill("Sample Inc.")
    form.get_by_role("button", name="Save").click()
    expect(rows).to_contain_text("Sample Inc.")

    rows.get_by_role("button", name="Delete company").click()
    expect(page.get_by_text("No variables yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(rows).to_contain_text("Sample Inc.")
    (variable,) = app.client.get("/api/v1/variables/").json()
    assert (variable["name"], variable["value"]) == ("company", "Sample Inc.")


def test_a_credential_is_asked_for_before_it_is_deleted(page: Page, app: RunningApp) -> None:
    secret = {"name": "MY_KEY", "value": "sk-secret-of-mine", "type": "Credential", "default_fields": []}
    assert app.client.post("/api/v1/variables/", json=secret).status_code == 201
    page.goto("/settings/variables")
    rows = page.get_by_role("list", name="Variables")
    rows.get_by_role("button", name="Delete MY_KEY").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    assert len(app.client.get("/api/v1/variables/").json()) == 1
    rows.get_by_role("button", name="Delete MY_KEY").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete credential").click()
    expect(page.get_by_text("No variables yet.")).to_be_visible()
    assert app.client.get("/api/v1/variables/").json() == []


def test_a_taken_variable_name_is_refused_in_the_form(page: Page, app: RunningApp) -> None:
    app.client.post("/api/v1/variables/", json={"name": "twice", "value": "1", "type": "Generic", "default_fields": []})
    page.goto("/settings/variables")
    page.get_by_role("button", name="New variable").click()
    form = page.get_by_role("form", name="New variable")
    form.get_by_label("Name").fill("twice")
    form.get_by_label("Value").fill("2")
    form.get_by_role("button", name="Create variable").click()
    expect(form.get_by_role("alert")).to_contain_text("already exists")


def test_an_api_key_is_shown_once(page: Page, app: RunningApp) -> None:
    page.goto("/settings/keys")
    page.get_by_role("button", name="New key").click()
    page.get_by_role("textbox", name="Name of the new key").fill("Backup script")
    page.keyboard.press("Enter")
    shown = page.get_by_role("status").filter(has_text="Copy the key now").locator("code")
    expect(shown).to_have_text(re.compile("^sk-.{40,}$"))
    key = shown.inner_text()
    page.reload()
    expect(page.get_by_role("list", name="API keys")).to_contain_text("Backup script")
    assert key not in page.content()
    page.get_by_role("button", name="Delete key Backup script").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete key").click()
    expect(page.get_by_text("No keys yet.")).to_be_visible()
    assert app.client.get("/api/v1/api_key/").json()["total_count"] == 0


def test_messages_are_found_corrected_and_deleted(page: Page, start_app: StartApp, tmp_path: Path) -> None:
    app = start_app(starter_flows=True, data_dir=tmp_path / "with_messages")
    page.goto(f"{app.url}/settings/messages")
    table = page.get_by_role("table", name="Messages")
    stored = app.client.get("/api/v1/monitor/messages").json()
    expect(table.get_by_role("row")).to_have_count(len(stored) + 1)
    question = next(message for message in stored if message["sender"] == "User")
    page.get_by_role("searchbox", name="Search messages").fill(question["text"])
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("button", name=question["text"]).click()
    page.get_by_role("textbox", name="Text of the message").fill("A better question?")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("searchbox", name="Search messages").fill("better")
    expect(table.get_by_role("button", name="A better question?")).to_be_visible()

    page.get_by_role("searchbox", name="Search messages").fill("")
    page.get_by_role("checkbox", name="Select all messages shown").check()
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_text("No messages yet.")).to_be_visible()
    assert app.client.get("/api/v1/monitor/messages").json() == []


def test_data_and_about_tell_what_is_true(page: Page, app: RunningApp) -> None:
    page.goto("/settings/data")
    expect(page.get_by_text("Of each flow the newest 1,000 runs and 2,000 results of nodes are kept")).to_be_visible()
    expect(page.get_by_role("list", name="Data folder")).to_contain_text("Free on this disk")
    expect(page.get_by_text(str(app.data_dir), exact=True)).to_be_visible()
    page.goto("/settings/about")
    version = app.client.get("/api/v1/about").json()["version"]
    expect(page.get_by_role("list", name="Versions")).to_contain_text(version)
