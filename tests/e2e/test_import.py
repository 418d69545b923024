"""Bringing flow files in: by dialog, drop and paste; what is refused, and how that is told."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from tests.conftest import RunningApp


def node(node_id: str, kind: str) -> dict[str, Any]:
    """A node as files have it."""
    component = {"display_name": kind, "template": {}, "outputs": []}
    place = {"x": 0, "y": 0}
    return {
        "id": node_id,
        "type": "genericNode",
        "position": place,
        "data": {"id": node_id, "type": kind, "node": component},
    }


def flow(name: str, *kinds: str) -> dict[str, Any]:
    """A flow file with unconnected nodes of these types."""
    nodes = [node(f"{kind}-{number:05}", kind) for number, kind in enumerate(kinds)]
    return {"name": name, "description": None, "data": {"nodes": nodes, "edges": []}, "is_component": False}


def as_file(name: str, content: bytes | dict[str, Any], kind: str = "application/json") -> FilePayload:
    """A file to choose."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"name": name, "mimeType": kind, "buffer": data}


def stored_names(app: RunningApp) -> list[str]:
    """Names of the user's flows, sorted."""
    return sorted(
        each["name"] for each in app.client.get("/api/v1/flows/", params={"remove_example_flows": True}).json()
    )


def choose(page: Page, *files: FilePayload) -> None:
    """Choose files in the dialog that Import opens."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("banner").get_by_role("button", name="Import").click()
    chooser.value.set_files(list(files))


def drop(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    """Drop files with these names on the window; the browser takes them as it does those of the desktop."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    data = {"items": [], "files": [str(folder / name) for name in files], "dragOperationsMask": 1}
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 500, "data": data})


def report(page: Page) -> Any:
    """The report of the last import."""
    return page.get_by_role("region", name="Import report")


def test_a_chosen_file_becomes_a_flow_and_the_report_opens_it(page: Page, app: RunningApp) -> None:
    page.goto("/")
    choose(page, as_file("greeter.json", flow("Greeter", "ChatInput", "Martian")))
    expect(report(page)).to_contain_text("1 flow imported: 2 nodes, 0 wires")
    expect(report(page)).to_contain_text("1 unknown type (Martian)")
    report(page).get_by_role("link", name="Open").click()
    page.wait_for_url("**/flow/*")
    assert stored_names(app) == ["Greeter"]


def test_a_bad_file_is_refused_with_what_and_where_and_the_others_come_in(page: Page, app: RunningApp) -> None:
    page.goto("/")
    choose(
        page,
        as_file("good.json", flow("Good", "ChatInput")),
        as_file("cut.json", json.dumps(flow("Cut", "ChatInput")).encode()[:60]),
        as_file("letter.json", {"dear": "Anna"}),
        as_file("headless.json", {"name": "Headless", "data": {"nodes": [{"position": {}}], "edges": []}}),
    )
    expect(report(page)).to_contain_text("1 flow imported")
    expect(report(page)).to_contain_text("3 files refused")
    expect(report(page).get_by_role("listitem").filter(has_text="cut.json")).to_contain_text("line 1, column")
    expect(report(page).get_by_role("listitem").filter(has_text="letter.json")).to_contain_text("is not a flow")
    expect(report(page).get_by_role("listitem").filter(has_text="headless.json")).to_contain_text("nodes[0] has no id")
    assert stored_names(app) == ["Good"]


def test_files_dropped_anywhere_are_imported_into_the_open_folder(page: Page, app: RunningApp, tmp_path: Path) -> None:
    folder = app.client.post("/api/v1/folders/", json={"name": "Inbox", "flows_list": [], "components_list": []}).json()
    page.goto(f"/?folder={folder['id']}")
    expect(page.get_by_role("heading", name="Inbox", level=1)).to_be_visible()
    drop(page, tmp_path, {"a.json": json.dumps(flow("First")).encode(), "b.json": json.dumps(flow("Second")).encode()})
    expect(report(page)).to_contain_text("2 flows imported")
    expect(page.get_by_role("list", name="Flows").get_by_role("heading")).to_have_count(2)
    inside = app.client.get(f"/api/v1/folders/{folder['id']}").json()["flows"]
    assert sorted(each["name"] for each in inside) == ["First", "Second"]


def test_holding_files_over_the_window_says_that_they_can_be_dropped(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="No flows yet")).to_be_visible()
    hold = """(kind) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["{}"], "a.json"));
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(hold, "dragenter")
    expect(page.get_by_text("Drop to import")).to_be_visible()
    page.evaluate(hold, "dragleave")
    expect(page.get_by_text("Drop to import")).to_have_count(0)


def test_pasted_json_becomes_a_flow_and_so_does_the_file_at_a_pasted_address(
    page: Page, app: RunningApp, tmp_path: Path
) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="No flows yet")).to_be_visible()
    paste = """(text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    }"""
    page.evaluate(paste, json.dumps(flow("From a letter")))
    expect(report(page)).to_contain_text("1 flow imported")
    page.evaluate(paste, json.dumps({"nodes": [node("ChatInput-00001", "ChatInput")], "edges": []}))
    expect(page.get_by_role("list", name="Flows").get_by_role("heading")).to_have_count(2)
    assert stored_names(app) == ["From a letter", "Pasted flow"]

    # The address of a file, as a browser or a file manager copies it, or its plain path.
    kept = tmp_path / "kept here.json"
    kept.write_text(json.dumps(flow("From a file")), encoding="utf-8")
    page.evaluate(paste, f"{kept.as_uri()}\n{tmp_path / 'gone.json'}\n")
    expect(report(page)).to_contain_text("1 flow imported")
    expect(report(page).get_by_role("listitem").filter(has_text="gone.json")).to_contain_text("There is no file")
    page.evaluate(paste, "An ordinary sentence about /etc/passwd")
    expect(page.get_by_role("list", name="Flows").get_by_role("heading")).to_have_count(3)
    assert stored_names(app) == ["From a file", "From a letter", "Pasted flow"]
    refused = app.client.post("/api/v1/flows/local_file", json={"path": "/etc/passwd"})
    assert (refused.status_code, refused.json()) == (
        400,
        {"detail": "'/etc/passwd' is not the whole path of a JSON or ZIP file."},
    )


def test_a_project_file_and_a_zip_bring_all_their_flows(page: Page, app: RunningApp, tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as pack:
        pack.writestr("One.json", json.dumps(flow("One")))
        pack.writestr("Two.json", json.dumps(flow("Two")))
    project = {"folder_name": "Shop", "folder_description": "", "flows": [flow("Till"), flow("Shelf")]}
    page.goto("/")
    choose(
        page,
        as_file("several.json", {"flows": [flow("Red"), flow("Blue")]}),
        as_file("project.json", project),
        as_file("20260101_101010_Library_flows.zip", archive.getvalue(), "application/zip"),
    )
    expect(report(page)).to_contain_text("6 flows imported")
    folders = page.get_by_role("navigation", name="Folders")
    expect(folders.get_by_role("link", name="Shop")).to_be_visible()
    expect(folders.get_by_role("link", name="Library")).to_be_visible()
    assert stored_names(app) == ["Blue", "One", "Red", "Shelf", "Till", "Two"]

    # A folder goes out as a ZIP, which dropped on the window becomes a folder again.
    folders.get_by_role("link", name="Shop").hover()
    folders.get_by_role("button", name="More for folder Shop").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download").click()
    assert download.value.suggested_filename == "Shop.zip"
    drop(page, tmp_path, {"Shop.zip": download.value.path().read_bytes()})
    expect(report(page)).to_contain_text("2 flows imported")
    expect(folders.get_by_role("link", name="Shop (1)")).to_be_visible()
    assert stored_names(app) == ["Blue", "One", "Red", "Shelf", "Shelf (1)", "Till", "Till (1)", "Two"]


def test_a_key_in_plain_text_is_moved_into_a_credential(page: Page, app: RunningApp) -> None:
    leaky = flow("Leaky", "OpenAIModel")
    field = {"type": "str", "password": True, "load_from_db": False, "value": "sk-plain", "show": True}
    leaky["data"]["nodes"][0]["data"]["node"]["template"]["api_key"] = field
    page.goto("/")
    choose(page, as_file("leaky.json", leaky))
    expect(report(page)).to_contain_text("Holds a key in plain text.")
    report(page).get_by_role("button", name="Move to variables").click()
    expect(report(page)).to_contain_text("Now kept in OPENAI_API_KEY.")
    (stored,) = app.client.get("/api/v1/flows/", params={"remove_example_flows": True}).json()
    moved = stored["data"]["nodes"][0]["data"]["node"]["template"]["api_key"]
    assert (moved["value"], moved["load_from_db"]) == ("OPENAI_API_KEY", True)
    (variable,) = app.client.get("/api/v1/variables/").json()
    assert (variable["name"], variable["type"]) == ("OPENAI_API_KEY", "Credential")
