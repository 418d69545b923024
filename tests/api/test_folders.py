"""Folders over HTTP: what the recorded cases do not say."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp

EMPTY: dict[str, Any] = {"nodes": [], "edges": []}


def _folder(client: httpx.Client, name: str = "d", **fields: Any) -> dict[str, Any]:
    response = client.post("/api/v1/folders/", json={"name": name, **fields})
    assert response.status_code == 201, response.text
    folder: dict[str, Any] = response.json()
    return folder


def _flow(client: httpx.Client, name: str = "f", **fields: Any) -> dict[str, Any]:
    flow: dict[str, Any] = client.post("/api/v1/flows/", json={"name": name, "data": EMPTY, **fields}).json()
    return flow


def _names(client: httpx.Client, folder_id: str) -> list[str]:
    return [flow["name"] for flow in client.get(f"/api/v1/folders/{folder_id}").json()["flows"]]


def test_flows_move_into_a_new_folder(app: RunningApp) -> None:
    flow, component = _flow(app.client, "a"), _flow(app.client, "b", is_component=True)
    unknown = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
    folder = _folder(app.client, flows_list=[flow["id"], unknown], components_list=[component["id"]])
    assert _names(app.client, folder["id"]) == ["a", "b"]
    assert _names(app.client, flow["folder_id"]) == []


def test_only_what_is_sent_changes(app: RunningApp) -> None:
    parent = _folder(app.client, "parent")
    folder = _folder(app.client, description="about")
    _flow(app.client, folder_id=folder["id"])
    url = f"/api/v1/folders/{folder['id']}"
    changed = app.client.patch(url, json={"name": "e"}).json()
    assert changed == {**folder, "name": "e"}
    assert _names(app.client, folder["id"]) == ["f"]
    assert app.client.patch(url, json={"description": "new"}).json()["description"] == "new"
    assert app.client.patch(url, json={"parent_id": parent["id"]}).json()["parent_id"] == parent["id"]
    # No folder lies in itself, not even by way of another.
    parent_url = f"/api/v1/folders/{parent['id']}"
    assert app.client.patch(parent_url, json={"parent_id": folder["id"]}).json()["parent_id"] is None
    assert app.client.patch(url, json={"parent_id": folder["id"]}).json()["parent_id"] is None
    assert app.client.patch(url, json={"name": "parent"}).status_code in (400, 409)
    assert app.client.patch(url, json={"flows": []}).status_code == 200
    assert _names(app.client, folder["id"]) == []


def test_flows_and_components_are_the_whole_content_but_only_the_kind_that_is_sent_is_needed(app: RunningApp) -> None:
    folder = _folder(app.client)
    a, b = (_flow(app.client, name, folder_id=folder["id"]) for name in "ab")
    outside = _flow(app.client, "c")
    app.client.patch(f"/api/v1/folders/{folder['id']}", json={"flows": [b["id"], outside["id"]]})
    assert sorted(_names(app.client, folder["id"])) == ["b", "c"]
    home = app.client.get("/api/v1/folders/").json()[0]
    assert app.client.get(f"/api/v1/flows/{a['id']}").json()["folder_id"] == home["id"]


def test_a_page_is_searched_and_sorted_by_change(app: RunningApp) -> None:
    folder = _folder(app.client)
    flows = [_flow(app.client, name, folder_id=folder["id"]) for name in ("alpha", "Beta", "alphabet", "100%_x")]
    component = _flow(app.client, "part", folder_id=folder["id"], is_component=True)
    app.client.patch(f"/api/v1/flows/{flows[0]['id']}", json={"description": "x"})

    def page(**query: Any) -> list[str]:
        answer = app.client.get(f"/api/v1/folders/{folder['id']}", params={"page": 1, **query}).json()
        assert answer["folder"] == folder
        return [flow["name"] for flow in answer["flows"]["items"]]

    assert page() == ["alpha", "part", "100%_x", "alphabet", "Beta"]
    assert page(page=0, size=2) == ["alpha", "part"]
    assert page(page=2, size=2) == ["100%_x", "alphabet"]
    assert page(search="alpha") == ["alpha", "alphabet"]
    assert page(search="%_") == ["100%_x"]
    assert page(is_component="true") == [component["name"]]
    assert component["name"] not in page(is_flow="true")


def test_the_default_folder_can_be_deleted_and_comes_back(app: RunningApp) -> None:
    [home] = app.client.get("/api/v1/folders/").json()
    _flow(app.client)
    assert app.client.delete(f"/api/v1/folders/{home['id']}").status_code == 204
    [again] = app.client.get("/api/v1/folders/").json()
    assert again["name"] == "My Projects"
    assert _flow(app.client)["folder_id"] == again["id"]


def test_a_folder_of_any_name_goes_out_and_comes_in_again(app: RunningApp) -> None:
    name = 'Ein Ordner „文" / ..'
    folder = _folder(app.client, name)
    for flow in ("a", "b"):
        _flow(app.client, flow, folder_id=folder["id"])
    download = app.client.get(f"/api/v1/folders/download/{folder['id']}")
    assert download.headers["content-type"] == "application/x-zip-compressed"
    assert "filename*=UTF-8''" in download.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(download.content)) as archive:
        assert archive.namelist() == ["a.json", "b.json"]
        assert json.loads(archive.read("a.json"))["data"] == EMPTY

    plain = _folder(app.client, "plain")
    _flow(app.client, "c", folder_id=plain["id"])
    download = app.client.get(f"/api/v1/folders/download/{plain['id']}")
    file_name = download.headers["content-disposition"].partition("filename=")[2].strip('"')
    sent = app.client.post("/api/v1/folders/upload/", files={"file": (file_name, download.content)})
    assert [flow["name"] for flow in sent.json()] == ["c (1)"]
    folder_id = sent.json()[0]["folder_id"]
    assert app.client.get(f"/api/v1/folders/{folder_id}").json()["name"] == "plain (1)"


@pytest.mark.parametrize(
    "value",
    [
        {"folder_name": 5, "flows": []},
        {"folder_name": "d", "flows": [{"name": "a"}, {"data": EMPTY}]},
        {"folder_name": "d", "flows": [{"name": "a", "data": {"nodes": []}}]},
        {"flows": [{"name": "a"}]},
        {"folder_name": "", "flows": []},
        [{"name": "a"}],
    ],
)
def test_a_file_that_is_no_folder_leaves_nothing_behind(app: RunningApp, value: Any) -> None:
    response = app.client.post("/api/v1/folders/upload/", files={"file": ("d.json", json.dumps(value))})
    assert response.status_code in (400, 422)
    assert len(app.client.get("/api/v1/folders/").json()) == 1
    assert app.client.get("/api/v1/flows/").json() == []
