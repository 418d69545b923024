"""The web UI's files and the pictures, as they are served."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from runnel.api.pages import Pages
from runnel.server import create_app
from runnel.settings import Settings
from runnel.state import open_state
from tests.conftest import RunningApp


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>app</title>")
    (folder / "assets" / "x-1a2b.js").write_text("1")
    (folder / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return Pages(folder)


@pytest.fixture
async def client(pages: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[httpx.AsyncClient]:
    monkeypatch.setattr("runnel.server.webui_dir", lambda: pages.folder)
    state = await open_state(Settings(data_dir=tmp_path / "data", detect_ports=(), starter_flows=False))
    transport = httpx.ASGITransport(create_app(state))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
        yield client
    await state.close()


async def test_files_and_the_apps_page(client: httpx.AsyncClient) -> None:
    for path in ("/", "/flow/3fa85f64", "/settings/models", "/flow/a.b"):
        response = await client.get(path)
        assert response.text == "<title>app</title>", path
        assert response.headers["cache-control"] == "no-cache"
    script = await client.get("/assets/x-1a2b.js")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    assert (await client.get("/icon.svg")).headers["content-type"].startswith("image/svg+xml")


async def test_a_missing_asset_is_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/assets/none.js")).status_code == 404


async def test_only_reading_reaches_a_page(client: httpx.AsyncClient) -> None:
    response = await client.post("/flow/x")
    assert (response.status_code, response.json()) == (405, {"detail": "Method Not Allowed"})
    assert (await client.head("/")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/link.txt", "/a%00b", "/c:%5cx"]
)
async def test_nothing_outside_is_served(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert "secret" not in response.text


async def test_without_a_build_it_says_what_to_do(client: httpx.AsyncClient, pages: Pages) -> None:
    (pages.folder / "index.html").unlink()
    response = await client.get("/")
    assert response.status_code == 503
    assert "build_scripts/dev.py" in response.text


def test_profile_pictures(shared_app: RunningApp) -> None:
    files = shared_app.client.get("/api/v1/files/profile_pictures/list").json()["files"]
    assert len(files) >= 40
    assert "Space/046-rocket.svg" in files
    for name in files:
        picture = shared_app.client.get(f"/api/v1/files/profile_pictures/{name}")
        assert picture.headers["content-type"].startswith("image/svg+xml"), name
        assert picture.headers["content-security-policy"] == "sandbox"
        assert picture.text.startswith("<svg")
        assert "script" not in picture.text
    for name in ("People/none.svg", "none/001-short.svg", "%2e%2e/People", "People/%2e%2e"):
        missing = shared_app.client.get(f"/api/v1/files/profile_pictures/{name}")
        assert missing.status_code == 404
        assert list(missing.json()) == ["detail"]
