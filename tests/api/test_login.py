"""Tokens and cookies."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import RunningApp, StartApp


def create_user(app: RunningApp, name: str, *, is_active: bool = True) -> str:
    user_id: str = app.client.post("/api/v1/users/", json={"username": name, "password": "pw"}).json()["id"]
    if is_active:
        app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": True})
    return user_id


def login(app: RunningApp, name: str, password: str = "pw") -> httpx.Response:
    return httpx.post(f"{app.url}/api/v1/login", data={"username": name, "password": password})


def cookies(response: httpx.Response) -> dict[str, str]:
    return {text.partition("=")[0]: text for text in response.headers.get_list("set-cookie")}


def test_login_gives_tokens_and_cookies(app: RunningApp) -> None:
    create_user(app, "ada")
    response = login(app, "ada")
    assert response.status_code == 200
    assert set(response.json()) == {"access_token", "refresh_token", "token_type"}
    sent = cookies(response)
    assert "HttpOnly; Path=/; SameSite=none; Secure" in sent["refresh_token_lf"]
    assert sent["access_token_lf"].endswith("; Path=/; SameSite=lax")
    assert sent["apikey_tkn_lflw"].startswith("apikey_tkn_lflw=None;")
    whoami = app.client.get(
        "/api/v1/users/whoami", headers={"authorization": f"Bearer {response.json()['access_token']}"}
    ).json()
    assert whoami["username"] == "ada"
    assert whoami["last_login_at"] is not None


def test_wrong_password_or_name_is_refused_alike(app: RunningApp) -> None:
    create_user(app, "ada")
    for name, password in (("ada", "no"), ("nobody", "pw"), ("langflow", "langflow"), ("langflow", "")):
        response = login(app, name, password)
        assert response.status_code == 401
        assert response.json() == {"detail": "Incorrect username or password"}
        assert response.headers["www-authenticate"] == "Bearer"


def test_users_that_are_not_active_wait_or_are_told(app: RunningApp) -> None:
    user_id = create_user(app, "ada", is_active=False)
    waiting = login(app, "ada")
    assert (waiting.status_code, waiting.json()) == (400, {"detail": "Waiting for approval"})
    app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": True})
    token = login(app, "ada").json()["access_token"]
    app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": False})
    inactive = login(app, "ada")
    assert (inactive.status_code, inactive.json()) == (401, {"detail": "Inactive user"})
    gone = app.client.get("/api/v1/users/whoami", headers={"authorization": f"Bearer {token}"})
    assert (gone.status_code, gone.json()) == (401, {"detail": "User not found or is inactive."})


def test_refresh_renews_only_refresh_tokens(app: RunningApp) -> None:
    create_user(app, "ada")
    made = login(app, "ada").json()
    renewed = httpx.post(f"{app.url}/api/v1/refresh", cookies={"refresh_token_lf": made["refresh_token"]})
    assert renewed.status_code == 200
    assert set(cookies(renewed)) == {"refresh_token_lf", "access_token_lf"}
    for wrong in (made["access_token"], "nonsense", made["refresh_token"] + "x"):
        response = httpx.post(f"{app.url}/api/v1/refresh", cookies={"refresh_token_lf": wrong})
        assert (response.status_code, response.json()) == (401, {"detail": "Invalid refresh token"})


def test_a_refresh_token_is_no_access_token(app: RunningApp) -> None:
    create_user(app, "ada")
    token = login(app, "ada").json()["refresh_token"]
    response = app.client.get("/api/v1/users/whoami", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 401


@pytest.mark.parametrize("header", ["Bearer nonsense", "bearer x.y.z"])
def test_a_token_that_is_sent_must_be_valid(shared_app: RunningApp, header: str) -> None:
    response = shared_app.client.get("/api/v1/users/whoami", headers={"authorization": header})
    assert (response.status_code, response.json()) == (401, {"detail": "Could not validate credentials"})
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Basic abc", "", "Bearer"])
def test_other_schemes_are_passed_over(shared_app: RunningApp, header: str) -> None:
    headers = {"authorization": header, "x-api-key": "any"}
    assert shared_app.client.get("/api/v1/users/whoami", headers=headers).json()["username"] == "langflow"


def test_tokens_hold_over_a_restart(start_app: StartApp) -> None:
    app = start_app()
    token = app.client.get("/api/v1/auto_login").json()["access_token"]
    app.server.stop()
    again = start_app()
    headers = {"authorization": f"Bearer {token}"}
    assert again.client.get("/api/v1/users/whoami", headers=headers).json()["username"] == "langflow"


def test_auto_login_says_when_it_is_off(start_app: StartApp) -> None:
    response = start_app(auto_login=False).client.get("/api/v1/auto_login")
    assert response.status_code == 400
    assert response.json()["detail"]["auto_login"] is False


def test_logout_clears_the_cookies(shared_app: RunningApp) -> None:
    sent = cookies(shared_app.client.post("/api/v1/logout"))
    assert set(sent) == {"refresh_token_lf", "access_token_lf", "apikey_tkn_lflw"}
    assert all("Max-Age=0" in text for text in sent.values())
