"""Home: making, finding, sorting, moving and deleting flows, with mouse and keyboard."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow

PROMPT_NODE = {
    "id": "Prompt-a1B2c",
    "type": "genericNode",
    "position": {"x": 0, "y": 0},
    "data": {
        "id": "Prompt-a1B2c",
        "type": "Prompt",
        "node": {
            "display_name": "Prompt",
            "template": {"template": {"type": "prompt", "value": "Write like a lighthouse keeper.", "show": True}},
            "outputs": [],
        },
    },
}


def make_flow(app: RunningApp, name: str, **rest: Any) -> str:
    """A stored flow; its id."""
    body = {"name": name, "data": {"nodes": [], "edges": []}, **rest}
    answer = app.client.post("/api/v1/flows/", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def make_folder(app: RunningApp, name: str) -> str:
    """A stored folder; its id."""
    answer = app.client.post("/api/v1/folders/", json={"name": name, "flows_list": [], "components_list": []})
    return str(answer.json()["id"])


def card(page: Page, name: str) -> Any:
    """The link of a flow's card."""
    return page.get_by_role("list", name="Flows").get_by_role("link", name=name, exact=True)


def names(page: Page) -> list[str]:
    """Names on the cards, in their order."""
    return page.get_by_role("list", name="Flows").get_by_role("heading").all_inner_texts()


def test_an_empty_home_says_what_to_do_and_one_key_opens_a_new_canvas(page: Page, app: RunningApp) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="No flows yet")).to_be_visible()
    page.keyboard.press("c")
    page.wait_for_url(re.compile("/flow/[0-9a-f-]{36}"))
    flows = app.client.get("/api/v1/flows/", params={"remove_example_flows": True}).json()
    assert [flow["name"] for flow in flows] == ["Untitled flow"]


def test_arrows_move_between_cards_and_enter_opens(page: Page, app: RunningApp) -> None:
    ids = {name: make_flow(app, name) for name in ("Alpha", "Beta", "Gamma")}
    page.goto("/")
    page.get_by_role("combobox", name="Sort by").select_option(label="Name")
    card(page, "Alpha").focus()
    page.keyboard.press("ArrowRight")
    expect(card(page, "Beta")).to_be_focused()
    page.keyboard.press("End")
    expect(card(page, "Gamma")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/flow/{ids['Gamma']}")


def test_search_finds_names_descriptions_component_types_and_prompt_texts(page: Page, app: RunningApp) -> None:
    make_flow(app, "Sea stories", description="For long evenings", data={"nodes": [PROMPT_NODE], "edges": []})
    make_flow(app, "Bills")
    page.goto("/")
    expect(card(page, "Bills")).to_be_visible()
    for words in ("sea", "long evenings", "prompt", "lighthouse keeper"):
        page.keyboard.press("/")
        page.get_by_role("searchbox", name="Search flows").fill(words)
        expect(card(page, "Bills")).to_have_count(0)
        expect(card(page, "Sea stories")).to_be_visible()
    page.get_by_role("searchbox", name="Search flows").fill("no such thing")
    expect(page.get_by_role("heading", name="No flow holds")).to_be_visible()
    page.get_by_role("button", name="Clear search").click()
    expect(card(page, "Bills")).to_be_visible()


def test_cards_tell_of_the_flow_and_its_last_run_and_are_sorted_by_each(page: Page, app: RunningApp) -> None:
    echo = Drawing(app.client)
    echo.edge(echo.node("ChatInput"), "message", echo.node("ChatOutput"), "input_value")
    broken = chat_flow(app.client, openai_api_base="http://127.0.0.1:9/v1", api_key="k", model_name="m")
    ran, failed = echo.save("Ran"), broken.save("Broke")
    make_flow(app, "Never", description="Not tried yet")
    for flow_id in (failed, ran):
        app.client.post(f"/api/v1/run/{flow_id}", json={"input_value": "Hello"})
    app.client.patch(f"/api/v1/flows/{failed}", json={"description": "Cannot count"})
    page.goto("/")
    cards = page.get_by_role("list", name="Flows").get_by_role("listitem")
    expect(cards.filter(has_text="Never")).to_contain_text(re.compile("Not tried yet.*Edited just now", re.DOTALL))
    expect(cards.filter(has_text="Never")).not_to_contain_text("Ran just now")
    expect(cards.filter(has_text="Broke")).to_contain_text("Failed just now")
    expect(cards.filter(has_text="2 nodes")).to_contain_text("Ran just now")
    expect(cards.filter(has_text="2 nodes").locator("svg .thumbnail-node")).to_have_count(2)
    orders = {"Last run": ["Ran", "Broke", "Never"], "Name": ["Broke", "Never", "Ran"], "Last edited": ["Broke"]}
    for label, order in orders.items():
        page.get_by_role("combobox", name="Sort by").select_option(label=label)
        expect(page.get_by_role("list", name="Flows").get_by_role("heading").first).to_have_text(order[0])
        assert names(page)[: len(order)] == order


def test_sorting_by_name_is_kept(page: Page, app: RunningApp) -> None:
    for name in ("Draft 10", "Draft 2", "Another"):
        make_flow(app, name)
    page.goto("/")
    page.get_by_role("combobox", name="Sort by").select_option(label="Name")
    expect(page.get_by_role("list", name="Flows").get_by_role("heading").first).to_have_text("Another")
    assert names(page) == ["Another", "Draft 2", "Draft 10"]
    page.reload()
    expect(card(page, "Another")).to_be_visible()
    assert names(page) == ["Another", "Draft 2", "Draft 10"]


def test_a_pinned_flow_stays_on_top(page: Page, app: RunningApp) -> None:
    for name in ("Alpha", "Beta", "Gamma"):
        make_flow(app, name)
    page.goto("/")
    page.get_by_role("combobox", name="Sort by").select_option(label="Name")
    card(page, "Gamma").focus()
    with page.expect_response("**/api/v1/preferences"):
        page.keyboard.press("p")
    expect(page.get_by_role("list", name="Flows").get_by_role("heading").first).to_have_text("Gamma")
    page.reload()
    expect(page.get_by_role("list", name="Flows").get_by_role("heading").first).to_have_text("Gamma")
    card(page, "Gamma").click(button="right")
    page.get_by_role("menuitem", name="Unpin").click()
    expect(page.get_by_role("list", name="Flows").get_by_role("heading").first).to_have_text("Alpha")


def test_f2_renames_in_place(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Old name")
    page.goto("/")
    card(page, "Old name").focus()
    page.keyboard.press("F2")
    page.get_by_role("textbox", name="Name of the flow").fill("New name")
    with page.expect_response(f"**/api/v1/flows/{flow_id}"):
        page.keyboard.press("Enter")
    expect(card(page, "New name")).to_be_focused()
    assert app.client.get(f"/api/v1/flows/{flow_id}").json()["name"] == "New name"


def test_a_taken_name_is_refused_in_words_and_the_old_one_comes_back(page: Page, app: RunningApp) -> None:
    make_flow(app, "Taken")
    make_flow(app, "Mine")
    page.goto("/")
    card(page, "Mine").focus()
    page.keyboard.press("F2")
    page.get_by_role("textbox", name="Name of the flow").fill("Taken")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="must be unique")).to_be_visible()
    expect(card(page, "Mine")).to_be_visible()


def test_delete_and_undo_bring_the_same_flow_back(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Precious")
    make_flow(app, "Other")
    page.goto("/")
    card(page, "Precious").focus()
    page.keyboard.press("Delete")
    expect(card(page, "Precious")).to_have_count(0)
    expect(card(page, "Other")).to_be_focused()
    expect(page.get_by_text("“Precious” is in the trash.")).to_be_visible()
    assert app.client.get(f"/api/v1/flows/{flow_id}").status_code == 404
    page.keyboard.press("Control+z")
    expect(card(page, "Precious")).to_be_visible()
    assert app.client.get(f"/api/v1/flows/{flow_id}").json()["name"] == "Precious"


def test_the_menu_duplicates_and_downloads(page: Page, app: RunningApp) -> None:
    make_flow(app, "Recipe", description="With salt", data={"nodes": [PROMPT_NODE], "edges": []})
    page.goto("/")
    card(page, "Recipe").hover()
    page.get_by_role("button", name="More for Recipe").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(card(page, "Recipe (1)")).to_be_visible()
    card(page, "Recipe (1)").click(button="right")
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download JSON").click()
    assert download.value.suggested_filename == "Recipe (1).flow.json"
    flow = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert flow["description"] == "With salt"
    assert [node["id"] for node in flow["data"]["nodes"]] == ["Prompt-a1B2c"]


def test_many_flows_are_selected_moved_and_deleted_at_once(page: Page, app: RunningApp) -> None:
    for number in range(4):
        make_flow(app, f"Flow {number}")
    folder_id = make_folder(app, "Archive")
    page.goto("/")
    page.get_by_role("combobox", name="Sort by").select_option(label="Name")
    card(page, "Flow 0").focus()
    page.keyboard.press("x")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+X")
    bar = page.get_by_role("toolbar", name="Selected flows")
    expect(bar).to_contain_text("3 selected")
    bar.get_by_role("button", name="Move").click()
    # The list is asked for again once all three are moved.
    with page.expect_response("**/api/v1/flows/summaries"):
        page.get_by_role("menuitem", name="Archive").click()
    page.get_by_role("navigation", name="Folders").get_by_role("link", name="Archive").click()
    expect(page.get_by_role("heading", name="Archive", level=1)).to_be_visible()
    expect(page.get_by_role("list", name="Flows").get_by_role("heading")).to_have_count(3)
    stored = app.client.get(f"/api/v1/folders/{folder_id}").json()["flows"]
    assert sorted(flow["name"] for flow in stored) == ["Flow 0", "Flow 1", "Flow 2"]

    card(page, "Flow 1").focus()
    page.keyboard.press("Control+a")
    with page.expect_download() as download:
        page.get_by_role("toolbar", name="Selected flows").get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "3 flows.zip"
    page.keyboard.press("Escape")
    card(page, "Flow 1").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(page.get_by_role("heading", name="This folder is empty")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("list", name="Flows").get_by_role("heading")).to_have_count(3)


def test_a_card_is_dropped_on_a_folder(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Wanderer")
    folder_id = make_folder(app, "Harbour")
    page.goto("/")
    target = page.get_by_role("navigation", name="Folders").get_by_role("link", name="Harbour")
    with page.expect_response(lambda answer: answer.request.method == "PATCH" and flow_id in answer.url):
        card(page, "Wanderer").drag_to(target)
    expect(target).to_have_accessible_name(re.compile("Harbour ?1"))
    assert app.client.get(f"/api/v1/flows/{flow_id}").json()["folder_id"] == folder_id

    # Out of the window it becomes a file: the browser is told which, and fetches it from there.
    secret = {"type": "str", "password": True, "load_from_db": False, "value": "sk-canary", "show": True}
    node = {**PROMPT_NODE, "data": {"id": "Prompt-a1B2c", "type": "Prompt", "node": {"template": {"key": secret}}}}
    app.client.patch(f"/api/v1/flows/{flow_id}", json={"data": {"nodes": [node], "edges": []}})
    dragged = card(page, "Wanderer").evaluate(
        """(link) => {
          const dataTransfer = new DataTransfer();
          link.dispatchEvent(new DragEvent("dragstart", { dataTransfer, bubbles: true, cancelable: true }));
          return dataTransfer.getData("DownloadURL");
        }"""
    )
    kind, name, address = dragged.split(":", 2)
    assert (kind, name) == ("application/json", "Wanderer.flow.json")
    file = page.request.get(address)
    assert file.headers["content-disposition"] == "attachment; filename=Wanderer.flow.json"
    assert file.json()["data"]["nodes"][0]["id"] == "Prompt-a1B2c"
    assert "sk-canary" not in file.text()


def test_folders_are_made_renamed_deleted_and_brought_back(page: Page, app: RunningApp) -> None:
    page.goto("/")
    folders = page.get_by_role("navigation", name="Folders")
    folders.get_by_role("button", name="New folder").click()
    folders.get_by_role("textbox", name="Name of the new folder").fill("Plans")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Plans", level=1)).to_be_visible()
    folders.get_by_role("link", name="Plans").press("F2")
    folders.get_by_role("textbox", name="Name of the folder").fill("Great plans")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Great plans", level=1)).to_be_visible()

    folder_id = next(each["id"] for each in app.client.get("/api/v1/folders/").json() if each["name"] == "Great plans")
    flow_id = make_flow(app, "Inside", folder_id=folder_id)
    folders.get_by_role("link", name="Great plans").hover()
    folders.get_by_role("button", name="More for folder Great plans").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(folders.get_by_role("link", name="Great plans")).to_have_count(0)
    assert app.client.get(f"/api/v1/flows/{flow_id}").status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(folders.get_by_role("link", name="Great plans")).to_be_visible()
    assert app.client.get(f"/api/v1/flows/{flow_id}").json()["folder_id"] == folder_id


def test_the_trash_restores_and_deletes_for_ever(page: Page, app: RunningApp) -> None:
    kept, gone = make_flow(app, "Kept"), make_flow(app, "Gone")
    assert app.client.request("DELETE", "/api/v1/flows/", json=[kept, gone]).status_code == 200
    page.goto("/")
    page.get_by_role("navigation", name="Folders").get_by_role("link", name="Trash").click()
    with page.expect_response("**/restore"):
        page.get_by_role("button", name="Restore Kept").click()
    expect(page.get_by_role("button", name="Restore Kept")).to_have_count(0)
    page.get_by_role("button", name="Delete for ever: Gone").click()
    dialog = page.get_by_role("dialog")
    # What people wrote and uploaded goes only when they say so.
    expect(dialog.get_by_role("checkbox", checked=True)).to_have_count(0)
    dialog.get_by_label("Delete the messages of its chats, too").check()
    with page.expect_response(f"**/api/v1/trash/flows/{gone}?messages=true"):
        dialog.get_by_role("button", name="Delete for ever").click()
    expect(page.get_by_role("heading", name="The trash is empty")).to_be_visible()
    assert app.client.get(f"/api/v1/flows/{kept}").status_code == 200
    assert app.client.get("/api/v1/trash").json() == []


def test_the_palette_opens_a_flow_by_its_name(page: Page, app: RunningApp) -> None:
    flow_id = make_flow(app, "Weekly digest")
    page.goto("/")
    expect(card(page, "Weekly digest")).to_be_visible()
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Type a command or search").fill("digest")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/flow/{flow_id}")


def test_lines_in_place_of_cards_keep_all_acts_and_are_remembered(page: Page, app: RunningApp) -> None:
    for name in ("Alpha", "Beta"):
        make_flow(app, name)
    page.goto("/")
    page.get_by_role("combobox", name="Sort by").select_option(label="Name")
    page.get_by_role("button", name="Show as lines").click()
    first, second = (page.get_by_role("list", name="Flows").locator("li").nth(at).bounding_box() for at in (0, 1))
    assert first
    assert second
    assert first["x"] == second["x"]
    assert second["y"] - first["y"] < 60
    page.reload()
    expect(page.get_by_role("button", name="Show as cards")).to_be_visible()
    card(page, "Alpha").focus()
    page.keyboard.press("ArrowDown")
    expect(card(page, "Beta")).to_be_focused()
    page.keyboard.press("F2")
    page.get_by_role("textbox", name="Name of the flow").fill("Gamma")
    page.keyboard.press("Enter")
    expect(card(page, "Gamma")).to_be_focused()
    page.get_by_role("button", name="Show as cards").click()
    expect(page.get_by_role("button", name="Show as lines")).to_be_visible()


def test_templates_are_searched_like_flows(page: Page, start_app: StartApp, tmp_path: Path) -> None:
    app = start_app(starter_flows=True, data_dir=tmp_path / "with starters")
    app.client.post("/api/v1/welcome/seen")
    page.goto(f"{app.url}/?view=templates")
    expect(page.get_by_role("heading", name="With a chat model")).to_be_visible()
    search = page.get_by_role("searchbox", name="Search flows")
    search.fill("csv report")
    expect(page.get_by_role("heading", name="With a chat model")).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("^CSV to Report"))).to_be_visible()
    search.fill("no such thing")
    expect(page.get_by_role("heading", name="No template holds “no such thing”")).to_be_visible()
    page.get_by_role("button", name="Clear search").click()
    expect(page.get_by_role("heading", name="Without a model")).to_be_visible()
