"""Users and API keys."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import RunningApp, StartApp

NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def create_user(app: RunningApp, name: str) -> tuple[str, dict[str, str]]:
    """A user that is active: its id and the header of its token."""
    user_id = app.client.post("/api/v1/users/", json={"username": name, "password": "pw"}).json()["id"]
    app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": True})
    made = httpx.post(f"{app.url}/api/v1/login", data={"username": name, "password": "pw"}).json()
    return user_id, {"authorization": f"Bearer {made['access_token']}"}


def test_list_is_sliced(app: RunningApp) -> None:
    for name in ("a", "b", "c"):
        app.client.post("/api/v1/users/", json={"username": name, "password": "pw"})
    counts = {
        query: len(app.client.get(f"/api/v1/users/{query}").json()["users"])
        for query in ("", "?limit=2", "?skip=3", "?limit=0", "?limit=-1", "?skip=99")
    }
    assert counts == {"": 4, "?limit=2": 2, "?skip=3": 1, "?limit=0": 0, "?limit=-1": 4, "?skip=99": 0}
    assert app.client.get("/api/v1/users/?limit=1").json()["total_count"] == 4


def test_nulls_change_nothing_and_taken_names_are_refused(app: RunningApp) -> None:
    user_id, _ = create_user(app, "ada")
    before = app.client.patch(f"/api/v1/users/{user_id}", json={"profile_image": "People/x.svg"}).json()
    after = app.client.patch(f"/api/v1/users/{user_id}", json={"username": None, "profile_image": None}).json()
    assert (after["username"], after["profile_image"]) == ("ada", before["profile_image"])
    taken = app.client.patch(f"/api/v1/users/{user_id}", json={"username": "langflow"})
    assert taken.status_code == 400
    assert "sql" not in taken.text.lower()


def test_unknown_users(shared_app: RunningApp) -> None:
    answers = [
        shared_app.client.patch(f"/api/v1/users/{NOBODY}", json={}),
        shared_app.client.delete(f"/api/v1/users/{NOBODY}"),
    ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(404, {"detail": "User not found"})] * 2
    assert shared_app.client.delete("/api/v1/users/zz").status_code == 422


def test_nobody_deletes_oneself(shared_app: RunningApp) -> None:
    me = shared_app.client.get("/api/v1/users/whoami").json()["id"]
    response = shared_app.client.delete(f"/api/v1/users/{me}")
    assert (response.status_code, response.json()) == (400, {"detail": "You can't delete your own user account"})


def test_ordinary_users_may_do_little(app: RunningApp) -> None:
    user_id, token = create_user(app, "ada")
    other_id, _ = create_user(app, "bob")
    refused = [
        app.client.get("/api/v1/users/", headers=token),
        app.client.delete(f"/api/v1/users/{other_id}", headers=token),
        app.client.patch(f"/api/v1/users/{other_id}", headers=token, json={"username": "x"}),
        app.client.patch(f"/api/v1/users/{user_id}", headers=token, json={"is_superuser": True}),
    ]
    assert [answer.status_code for answer in refused] == [403] * 4
    renamed = app.client.patch(f"/api/v1/users/{user_id}", headers=token, json={"username": "ada2"})
    assert renamed.json()["username"] == "ada2"


def test_the_token_of_a_deleted_user_is_worth_nothing(app: RunningApp) -> None:
    user_id, token = create_user(app, "ada")
    app.client.delete(f"/api/v1/users/{user_id}")
    assert app.client.get("/api/v1/users/whoami", headers=token).status_code == 401


def test_keys_are_listed_masked_and_for_their_user(app: RunningApp) -> None:
    _, token = create_user(app, "ada")
    made = app.client.post("/api/v1/api_key/", json={"name": "k"}).json()
    app.client.post("/api/v1/api_key/", json={"name": "hers"}, headers=token)
    listed = app.client.get("/api/v1/api_key/").json()
    assert listed["total_count"] == 1
    assert listed["user_id"] == made["user_id"]
    shown = listed["api_keys"][0]["api_key"]
    assert shown == made["api_key"][:8] + "*" * 38
    assert set(listed["api_keys"][0]) == {
        "name", "last_used_at", "total_uses", "is_active", "id", "api_key", "user_id", "created_at",
    }  # fmt: skip
    hers = app.client.get("/api/v1/api_key/", headers=token).json()["api_keys"]
    assert [key["name"] for key in hers] == ["hers"]
    assert app.client.delete(f"/api/v1/api_key/{made['id']}", headers=token).status_code == 400
    raw = b"".join(file.read_bytes() for file in app.data_dir.glob("runnel.db*"))
    assert made["api_key"].encode() not in raw


def test_a_store_key_needs_a_token_and_opens_the_library(app: RunningApp) -> None:
    assert app.client.post("/api/v1/api_key/store", json={"api_key": "x"}).status_code == 400
    _, token = create_user(app, "ada")
    saved = app.client.post("/api/v1/api_key/store", json={"api_key": "a secret key"}, headers=token)
    assert saved.json() == {"detail": "API Key saved"}
    assert saved.headers["set-cookie"].startswith("apikey_tkn_lflw=")
    assert "secret" not in saved.headers["set-cookie"]
    checked = app.client.get("/api/v1/store/check/api_key", headers=token).json()
    assert checked == {"has_api_key": True, "is_valid": True}
    assert app.client.get("/api/v1/store/check/api_key").json() == {"has_api_key": False, "is_valid": False}
    assert "a secret key" not in app.client.get("/api/v1/users/").text


@pytest.fixture
def keyed(start_app: StartApp) -> tuple[RunningApp, str]:
    """A server that asks for keys, and a key."""
    open_app = start_app()
    key: str = open_app.client.post("/api/v1/api_key/", json={"name": "k"}).json()["api_key"]
    open_app.server.stop()
    return start_app(auto_login=False), key


def test_key_mode_asks_for_a_key_and_counts_its_uses(keyed: tuple[RunningApp, str]) -> None:
    app, key = keyed
    none = app.client.get("/api/v1/users/whoami")
    assert (none.status_code, none.json()) == (403, {"detail": "An API key must be passed as query or header"})
    wrong = app.client.get("/api/v1/users/whoami", headers={"x-api-key": "sk-nonsense"})
    assert (wrong.status_code, wrong.json()) == (403, {"detail": "Invalid or missing API key"})
    assert app.client.get("/api/v1/users/whoami", headers={"x-api-key": key}).status_code == 200
    assert app.client.get("/api/v1/users/whoami", params={"x-api-key": key}).status_code == 200
    listed = app.client.get("/api/v1/api_key/", headers={"x-api-key": key}).json()["api_keys"][0]
    assert listed["total_uses"] == 3
    assert listed["last_used_at"] is not None


def test_a_cookie_alone_is_no_credential_in_key_mode(keyed: tuple[RunningApp, str]) -> None:
    app, key = keyed
    app.client.post("/api/v1/users/", json={"username": "ada", "password": "pw"}, headers={"x-api-key": key})
    response = app.client.get("/api/v1/users/whoami", headers={"cookie": f"access_token_lf={key}"})
    assert response.status_code == 403
