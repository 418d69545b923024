"""Files of a user (the later API), and the later name of folders."""

from __future__ import annotations

import io
import zipfile

import httpx

from tests.conftest import RunningApp

NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def upload(app: RunningApp, name: str, content: bytes = b"abc", path: str = "/api/v2/files") -> dict[str, str]:
    response = app.client.post(path, files={"file": (name, content)})
    assert response.status_code == 201, response.text
    made: dict[str, str] = response.json()
    return made


def test_upload_list_fetch_rename_delete(app: RunningApp) -> None:
    me = app.client.get("/api/v1/users/whoami").json()["id"]
    made = upload(app, "doc.txt")
    assert made == {"id": made["id"], "name": "doc", "path": f"{me}/doc.txt", "size": 3, "provider": None}
    second = upload(app, "doc.txt", b"second", "/api/v2/files/")
    assert (second["name"], second["path"]) == ("doc (1)", f"{me}/doc (1).txt")
    listed = app.client.get("/api/v2/files").json()
    assert [file["name"] for file in listed] == ["doc", "doc (1)"]
    assert set(listed[0]) == {"user_id", "id", "size", "created_at", "updated_at", "name", "path", "provider"}
    fetched = app.client.get(f"/api/v2/files/{made['id']}")
    assert fetched.content == b"abc"
    assert fetched.headers["content-type"] == "application/octet-stream"
    assert "doc.txt" in fetched.headers["content-disposition"]
    renamed = app.client.put(f"/api/v2/files/{made['id']}", params={"name": "new"}).json()
    assert (renamed["name"], renamed["path"]) == ("new", made["path"])
    third = upload(app, "doc.txt", b"third")
    assert third["path"] not in (made["path"], second["path"])
    gone = app.client.delete(f"/api/v2/files/{made['id']}")
    assert gone.json() == {"detail": "File new deleted successfully"}
    again = app.client.delete(f"/api/v2/files/{made['id']}")
    assert (again.status_code, again.json()) == (404, {"detail": "File not found"})
    assert app.client.get(f"/api/v2/files/{second['id']}").content == b"second"


def test_several_at_once(app: RunningApp) -> None:
    ids = [upload(app, name, name.encode())["id"] for name in ("a.txt", "b.txt", "c.txt")]
    packed = app.client.post("/api/v2/files/batch/", json=[*ids[:2], NOBODY])
    archive = zipfile.ZipFile(io.BytesIO(packed.content))
    assert {name: archive.read(name) for name in archive.namelist()} == {"a.txt": b"a.txt", "b.txt": b"b.txt"}
    assert app.client.request("DELETE", "/api/v2/files/batch/", json=ids[:1]).status_code == 200
    for method in ("POST", "DELETE"):
        assert app.client.request(method, "/api/v2/files/batch/", json=[NOBODY]).status_code == 404
    assert app.client.delete("/api/v2/files").json() == {"message": "All 2 files deleted successfully"}
    assert app.client.get("/api/v2/files").json() == []
    assert not [path for path in (app.data_dir / "files").rglob("*.txt")]


def test_names_that_lead_elsewhere_are_refused(app: RunningApp) -> None:
    for name in ("../x.txt", "..", "a/b.txt", "con.txt", "a\\b.txt", ".hidden.txt"):
        response = app.client.post("/api/v2/files", files={"file": (name, b"x")})
        assert 400 <= response.status_code < 500, name
    made = upload(app, "ok.txt")
    assert app.client.put(f"/api/v2/files/{made['id']}", params={"name": "../x"}).status_code == 422
    assert app.client.put(f"/api/v2/files/{made['id']}").status_code == 422
    assert [path.name for path in app.data_dir.rglob("*.txt")] == ["ok.txt"]
    assert [file["name"] for file in app.client.get("/api/v2/files").json()] == ["ok"]


def test_files_are_their_users_alone(app: RunningApp) -> None:
    made = upload(app, "mine.txt")
    user_id = app.client.post("/api/v1/users/", json={"username": "ada", "password": "pw"}).json()["id"]
    app.client.patch(f"/api/v1/users/{user_id}", json={"is_active": True})
    token = httpx.post(f"{app.url}/api/v1/login", data={"username": "ada", "password": "pw"}).json()["access_token"]
    hers = {"authorization": f"Bearer {token}"}
    assert app.client.get("/api/v2/files", headers=hers).json() == []
    assert app.client.get(f"/api/v2/files/{made['id']}", headers=hers).status_code == 404


def test_projects_are_folders(app: RunningApp) -> None:
    made = app.client.post("/api/v1/projects/", json={"name": "p"})
    assert made.status_code == 201
    folder_id = made.json()["id"]
    assert (
        app.client.get(f"/api/v1/folders/{folder_id}").json() == app.client.get(f"/api/v1/projects/{folder_id}").json()
    )
    assert app.client.get("/api/v1/projects").status_code == 307
    assert app.client.get("/api/v1/projects/").json() == app.client.get("/api/v1/folders/").json()
    assert app.client.delete(f"/api/v1/projects/{folder_id}").status_code == 204
