"""Files over HTTP: streamed in within limits, given out inert."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import RunningApp

FLOW = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def _flow(client: httpx.Client) -> str:
    flow_id: str = client.post("/api/v1/flows/", json={"name": "f"}).json()["id"]
    return flow_id


def _upload(app: RunningApp, flow_id: str, name: str, content: bytes = b"x") -> httpx.Response:
    return app.client.post(f"/api/v1/files/upload/{flow_id}", files={"file": (name, content)})


def _raw(app: RunningApp, flow_id: str, body: bytes, content_type: str) -> httpx.Response:
    return app.client.post(f"/api/v1/files/upload/{flow_id}", content=body, headers={"content-type": content_type})


def _stored(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "files").rglob("*") if path.is_file()]


def test_what_was_uploaded_comes_back(shared_app: RunningApp) -> None:
    flow_id = _flow(shared_app.client)
    content = bytes(range(256)) * 4096
    path = _upload(shared_app, flow_id, "data.bin", content).json()["file_path"]
    answer = shared_app.client.get(f"/api/v1/files/download/{path}")
    assert answer.content == content
    name = path.partition("/")[2]
    assert answer.headers["content-disposition"] == f"attachment; filename={name}"


def test_names_beyond_ascii_are_sent_encoded(shared_app: RunningApp) -> None:
    flow_id = _flow(shared_app.client)
    path = _upload(shared_app, flow_id, "sp ace é文.txt").json()["file_path"]
    name = path.partition("/")[2]
    answer = shared_app.client.get(f"/api/v1/files/download/{flow_id}/{name}")
    assert "filename*=UTF-8''" in answer.headers["content-disposition"]
    assert answer.headers["content-disposition"].isascii()


def test_stored_content_cannot_run_in_a_browser(shared_app: RunningApp) -> None:
    flow_id = _flow(shared_app.client)
    path = _upload(shared_app, flow_id, "x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>").json()[
        "file_path"
    ]
    for kind in ("images", "download"):
        answer = shared_app.client.get(f"/api/v1/files/{kind}/{path}")
        assert answer.status_code == 200
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
    page = _upload(shared_app, flow_id, "x.html", b"<script>alert(1)</script>").json()["file_path"]
    assert shared_app.client.get(f"/api/v1/files/images/{page}").status_code == 415
    assert shared_app.client.get(f"/api/v1/files/download/{page}").headers["content-type"] == "application/octet-stream"


def test_two_uploads_of_one_name_within_a_second_are_two_files(shared_app: RunningApp) -> None:
    flow_id = _flow(shared_app.client)
    paths = {_upload(shared_app, flow_id, "a.txt", str(number).encode()).json()["file_path"] for number in range(5)}
    assert len(paths) == 5
    contents = {shared_app.client.get(f"/api/v1/files/download/{path}").text for path in paths}
    assert contents == {"0", "1", "2", "3", "4"}


def test_a_file_outlives_its_flow(shared_app: RunningApp) -> None:
    flow_id = _flow(shared_app.client)
    path = _upload(shared_app, flow_id, "a.txt").json()["file_path"]
    shared_app.client.delete(f"/api/v1/flows/{flow_id}")
    assert shared_app.client.get(f"/api/v1/files/download/{path}").content == b"x"
    assert shared_app.client.get(f"/api/v1/files/list/{flow_id}").status_code == 404


@pytest.mark.parametrize(
    ("content_type", "body", "why"),
    [
        ("multipart/form-data; boundary=a b", b"--a b--\r\n", "Invalid boundary format"),
        ('multipart/form-data; boundary="abc"', b"--abc--\r\n", "Invalid boundary format"),
        ("multipart/form-data; boundary=" + "a" * 71, b"x", "Invalid boundary format"),
        ("multipart/form-data; boundary=abc", b"", "Invalid multipart formatting"),
        ("multipart/form-data; boundary=abc", b"hello", "Invalid multipart formatting"),
        ("multipart/form-data; boundary=abc", b"--abc\r\nhalf", "Invalid multipart formatting"),
        ("multipart/form-data; boundary=abc", b"--abd--\r\n", "Invalid multipart formatting"),
        ("text/plain", b"x", "Content-Type header must be"),
    ],
)
def test_what_is_no_form_is_refused(shared_app: RunningApp, content_type: str, body: bytes, why: str) -> None:
    response = _raw(shared_app, FLOW, body, content_type)
    assert response.status_code == 422
    assert why in response.json()["detail"]


@pytest.mark.parametrize(
    "name", ["../evil.txt", "..\\evil.txt", "C:\\evil.txt", "/evil.txt", "con", "a" * 300, "evil. "]
)
def test_refused_names_leave_no_file(app: RunningApp, name: str) -> None:
    flow_id = _flow(app.client)
    quoted = name.replace("\\", "\\\\")
    body = f'--abc\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\nx\r\n--abc--\r\n'
    response = _raw(app, flow_id, body.encode(), "multipart/form-data; boundary=abc")
    assert response.status_code in (201, 422)
    names = app.client.get(f"/api/v1/files/list/{flow_id}").json()["files"]
    assert all(one.endswith("_evil.txt") for one in names)
    assert all(path.parent == app.data_dir / "files" / flow_id for path in _stored(app.data_dir))


def test_an_upload_over_the_limit_leaves_no_file(start_app: Any) -> None:
    app = start_app(max_file_size_upload=1)
    flow_id = _flow(app.client)
    assert _upload(app, flow_id, "fits.bin", b"x" * 1024 * 1024).status_code == 201
    for size in (1024 * 1024 + 1, 20 * 1024 * 1024):
        response = _upload(app, flow_id, "big.bin", b"x" * size)
        assert response.status_code == 413
        assert response.json() == {"detail": "File size is larger than the maximum file size 1MB."}
    assert len(_stored(app.data_dir)) == 1


def test_refused_uploads_leave_no_file(app: RunningApp) -> None:
    assert _upload(app, FLOW, "a.txt").status_code == 404
    many = b"".join(b'--abc\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n' for _ in range(200))
    response = _raw(app, _flow(app.client), many + b"--abc--\r\n", "multipart/form-data; boundary=abc")
    assert response.status_code == 422
    header = b'--abc\r\nContent-Disposition: form-data; name="file"; filename="a"\r\nX: ' + b"x" * 100_000
    response = _raw(app, _flow(app.client), header + b"\r\n\r\nx\r\n--abc--\r\n", "multipart/form-data; boundary=abc")
    assert response.status_code == 422
    assert _stored(app.data_dir) == []


def test_an_upload_that_is_broken_off_leaves_no_file(app: RunningApp) -> None:
    flow_id = _flow(app.client)
    start = b'--abc\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n' + b"x" * 300_000
    head = (
        f"POST /api/v1/files/upload/{flow_id} HTTP/1.1\r\nHost: 127.0.0.1:{app.port}\r\n"
        f"Content-Type: multipart/form-data; boundary=abc\r\nContent-Length: 900000\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", app.port)) as connection:
        connection.sendall(head.encode() + start)
    # The server works on: by the time it answers the next upload, the broken one has been dropped or is about to be.
    assert _upload(app, flow_id, "b.bin").status_code == 201
    app.server.stop()
    assert [path.name.split("_")[-1] for path in _stored(app.data_dir)] == ["b.bin"]


def test_the_deprecated_upload_stores_by_content(app: RunningApp) -> None:
    response = app.client.post(f"/api/v1/upload/{FLOW}", files={"file": ("a.TXT", b"hello")})
    assert response.status_code == 201
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert response.json()["flowId"] == FLOW
    path = Path(response.json()["file_path"])
    assert path.parts[-2:] == (FLOW, f"{digest}.TXT")
    assert path.read_bytes() == b"hello"
