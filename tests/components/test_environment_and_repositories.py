"""What a flow may read of the computer it runs on, beside files and folders, over HTTP."""

from __future__ import annotations

import io
import subprocess
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed
from tests.conftest import RunningApp, StartApp


def test_a_variable_of_the_environment(start_app: StartApp) -> None:
    app = start_app(environment={"COLOUR": "blue"})
    assert Case("GetEnvVar", "env_var_value", {"env_var_name": "COLOUR"}).run(app) == "blue"
    with pytest.raises(Failed, match='no variable "SHAPE"'):
        Case("GetEnvVar", "env_var_value", {"env_var_name": "SHAPE"}).run(app)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "garden"
    (folder / "beds").mkdir(parents=True)
    (folder / "README.md").write_text("A garden")
    (folder / "beds" / "plan.py").write_text("beds = 3\n")
    (folder / "picture.bin").write_bytes(b"\0\1")
    who = ("-c", "user.name=A", "-c", "user.email=a@b.test")
    for command in (["init", "-q", "-b", "main"], ["add", "."], [*who, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    (folder / "later.md").write_text("not committed")
    return folder


def load(app: RunningApp, **values: Any) -> dict[str, str]:
    records = Case("GitLoader", "data", values).run(app)
    return {record["file_path"]: record["text"] for record in records}


def test_a_repository_on_this_computer(shared_app: RunningApp, repository: Path) -> None:
    folder = str(repository)
    everything = {"README.md": "A garden", "beds/plan.py": "beds = 3\n"}
    assert load(shared_app, repo_path=folder) == everything
    assert list(load(shared_app, repo_path=folder, file_filter="*.py")) == ["beds/plan.py"]
    assert list(load(shared_app, repo_path=folder, file_filter="!*.py, !*.txt")) == ["README.md"]
    assert list(load(shared_app, repo_path=folder, content_filter=r"beds = \d")) == ["beds/plan.py"]
    assert (repository / "later.md").exists()
    with pytest.raises(Failed, match="Git says"):
        load(shared_app, repo_path=folder, branch="nothing")
    with pytest.raises(Failed, match="is no branch"):
        load(shared_app, repo_path=folder, branch="--output=x")
    with pytest.raises(Failed, match="no folder nowhere"):
        load(shared_app, repo_path=str(repository / "nowhere"))
    with pytest.raises(Failed, match="pattern is not valid"):
        load(shared_app, repo_path=folder, content_filter="(")


def test_a_repository_elsewhere(shared_app: RunningApp) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("garden-main/README.md", "A garden")
        archive.writestr("garden-main/beds/plan.py", "beds = 3")

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_there = self.path == "/ada/garden/archive/main.zip"
            self.send_response(200 if is_there else 404)
            self.end_headers()
            self.wfile.write(content.getvalue() if is_there else b"")

        def log_message(self, *arguments: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/ada/garden.git"
        found = load(shared_app, clone_url=address, file_filter="*.md")
        assert found == {"README.md": "A garden"}
        with pytest.raises(Failed, match=r"no archive of its branch other \(status 404\)"):
            load(shared_app, clone_url=address, branch="other")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
