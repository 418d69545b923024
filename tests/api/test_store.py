"""The local library of shared components, opened by saving any store key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp

Call = Callable[..., httpx.Response]
NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


@pytest.fixture
def call(app: RunningApp) -> Call:
    """Requests under ``/api/v1/store`` by a user who has saved a key."""
    token = app.client.get("/api/v1/auto_login").json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    app.client.post("/api/v1/api_key/store", json={"api_key": "any"}, headers=headers)

    def call(method: str, path: str, **options: Any) -> httpx.Response:
        return app.client.request(method, f"/api/v1/store{path}", **options)

    return call


def share(call: Call, name: str, **fields: Any) -> str:
    data = {"nodes": [{"data": {"type": "ChatInput"}}, {"data": {"type": "ChatInput"}}], "edges": []}
    body = {"name": name, "description": f"about {name}", "data": data, "tags": [], "is_component": False, **fields}
    response = call("POST", "/components/", json=body)
    assert response.status_code == 201
    assert list(response.json()) == ["id"]
    component_id: str = response.json()["id"]
    return component_id


def names(call: Call, query: str) -> list[str]:
    page = call("GET", f"/components/{query}").json()
    assert page["authorized"] is True
    return [entry["name"] for entry in page["results"]]


def test_what_is_shared_can_be_read_and_its_downloads_are_counted(call: Call) -> None:
    component_id = share(call, "one", private=False, last_tested_version="1.1.1")
    first = call("GET", f"/components/{component_id}").json()
    assert first["data"]["edges"] == []
    assert first["metadata"] == {"ChatInput": {"count": 2}, "total": 2}
    assert first["user_created"] == {"username": "langflow"}
    assert (first["private"], first["last_tested_version"]) == (False, "1.1.1")
    call("GET", f"/components/{component_id}")
    listed = call("GET", "/components/").json()
    assert listed["count"] == 1
    assert listed["results"][0]["downloads_count"] == 2
    assert "data" not in listed["results"][0]
    assert "data" in call("GET", "/components/?fields=data").json()["results"][0]


def test_the_library_is_searched_filtered_sorted_and_paged(call: Call) -> None:
    tag = call("GET", "/tags").json()[0]
    share(call, "banana", tags=[tag["id"]], is_component=True)
    liked = share(call, "apple", tags=[tag["name"], "mine"])
    share(call, "cherry", private=False)
    call("POST", f"/users/likes/{liked}")
    assert names(call, "") == ["cherry", "apple", "banana"]
    assert names(call, "?sort=name") == ["apple", "banana", "cherry"]
    assert names(call, "?sort=-name") == ["cherry", "banana", "apple"]
    assert names(call, "?sort=-count(liked_by)")[0] == "apple"
    assert names(call, "?search=ABOUT b") == ["banana"]
    assert names(call, f"?tags={tag['name']}") == ["apple", "banana"]
    assert names(call, f"?tags={tag['id']},mine") == ["apple"]
    assert names(call, "?is_component=true") == ["banana"]
    assert names(call, "?private=false") == ["cherry"]
    assert names(call, "?liked=true") == ["apple"]
    assert names(call, f"?component_id={liked}") == ["apple"]
    assert names(call, "?limit=2&page=2") == ["banana"]
    assert call("GET", "/components/?limit=2&page=2").json()["count"] == 3
    # Pages that want to know all names before they share ask for so many.
    assert len(names(call, "?limit=9999999")) == 3
    assert call("GET", "/components/?page=0").status_code == 422


def test_likes_are_given_and_taken_back(call: Call) -> None:
    component_id = share(call, "one")
    assert call("POST", f"/users/likes/{component_id}").json() == {"likes_count": 1, "liked_by_user": True}
    assert [entry["id"] for entry in call("GET", "/users/likes").json()] == [component_id]
    assert call("POST", f"/users/likes/{component_id}").json() == {"likes_count": 0, "liked_by_user": False}
    assert call("GET", "/users/likes").json() == []


def test_only_what_is_sent_is_changed(call: Call) -> None:
    component_id = share(call, "one", tags=["a"])
    changed = call("PATCH", f"/components/{component_id}", json={"name": "two", "tags": ["b"]})
    assert (changed.status_code, changed.json()) == (201, {"id": component_id})
    read = call("GET", f"/components/{component_id}").json()
    assert (read["name"], read["description"], [tag["name"] for tag in read["tags"]]) == ("two", "about one", ["b"])


def test_code_may_stand_in_for_data(call: Call) -> None:
    response = call("POST", "/components/", json={"name": "n", "description": "d", "component_code": "x = 1"})
    read = call("GET", f"/components/{response.json()['id']}").json()
    assert (read["data"], read["is_component"]) == ({"code": "x = 1"}, True)


def test_bad_bodies_and_unknown_components(call: Call) -> None:
    missing = call("POST", "/components/", json={})
    assert missing.status_code == 422
    assert missing.json()["detail"][0]["loc"] == ["body", "name"]
    for method, path in (
        ("GET", f"/components/{NOBODY}"),
        ("PATCH", f"/components/{NOBODY}"),
        ("POST", f"/users/likes/{NOBODY}"),
    ):
        response = call(method, path, json={})
        assert (response.status_code, response.json()) == (404, {"detail": "Component not found"}), path
