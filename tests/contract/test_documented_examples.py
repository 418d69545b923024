"""Every curl example of both pages of the API's documentation, run by the real curl in the order of the page.

The examples stand in ``documented_examples.json`` as they are printed. What has to be put in their place to be run at
all, and nothing else, stands in `substitutions`; what each has to answer, in `EXPECTED`.
"""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing

PAGES: dict[str, list[str]] = json.loads(Path(__file__).with_name("documented_examples.json").read_text("utf-8"))
FLOW_KEYS = {
    "name", "description", "icon", "icon_bg_color", "gradient", "data", "is_component", "updated_at", "webhook",
    "endpoint_name", "tags", "locked", "id", "user_id", "folder_id",
}  # fmt: skip
FOLDER_KEYS = {"name", "description", "id", "parent_id"}
MESSAGE_KEYS = {
    "id", "flow_id", "timestamp", "sender", "sender_name", "session_id", "text", "files", "edit", "properties",
    "category", "content_blocks",
}  # fmt: skip
USER_KEYS = {
    "id", "username", "profile_image", "store_api_key", "is_active", "is_superuser", "create_at", "updated_at",
    "last_login_at",
}  # fmt: skip
PAGE_KEYS = {"items", "total", "page", "size", "pages"}
NOBODY = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
IMAGE = b"\x89PNG\r\n\x1a\n"


@dataclass
class Answer:
    """What curl got."""

    status: int
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


Check = Callable[[Answer], bool]


def keys(*names: str) -> Check:
    """An object of just these keys."""
    return lambda answer: set(answer.json) == set(names)


def each(names: set[str], *, least: int = 1) -> Check:
    """A list of at least so many objects of just these keys."""
    return lambda answer: len(answer.json) >= least and all(set(item) == names for item in answer.json)


def equals(value: Any) -> Check:
    return lambda answer: answer.json == value


def says(text: str) -> Check:
    return lambda answer: text in answer.content.decode()


def empty(answer: Answer) -> bool:
    return answer.content == b""


def first_error(kind: str) -> Check:
    return lambda answer: answer.json["detail"][0]["type"] == kind


def run_answer(answer: Answer) -> bool:
    return set(answer.json) == {"session_id", "outputs"} and all(
        set(entry) == {"inputs", "outputs"} for entry in answer.json["outputs"]
    )


def build_stream(answer: Answer) -> bool:
    events = [json.loads(line)["event"] for line in answer.content.decode().split("\n\n") if line]
    return events[0] == "vertices_sorted" and events[-1] == "end" and "end_vertex" in events


FORBIDDEN_STORE = (400, equals({"detail": "You must have a store API key set."}))

EXPECTED: dict[str, tuple[int, Check]] = {
    # Flows
    "POST /api/v1/flows/": (201, keys(*FLOW_KEYS)),
    "GET /api/v1/flows/?get_all=true": (200, each(FLOW_KEYS)),
    "GET /api/v1/flows/?get_all=false": (200, keys(*PAGE_KEYS)),
    "GET /api/v1/flows/{flow}": (200, keys(*FLOW_KEYS)),
    "PATCH /api/v1/flows/{flow}": (
        200,
        lambda answer: answer.json["endpoint_name"] == "my_new_endpoint_name" and answer.json["locked"] is True,
    ),
    "DELETE /api/v1/flows/{flow}": (200, equals({"message": "Flow deleted successfully"})),
    # The example's colour is refused, as it was when the answers were recorded.
    "POST /api/v1/flows/batch/": (422, first_error("value_error")),
    "POST /api/v1/flows/upload/": (201, each(FLOW_KEYS)),
    "POST /api/v1/flows/download/": (200, lambda answer: len(_zip_names(answer)) == 2),
    "GET /api/v1/flows/basic_examples/": (200, each(FLOW_KEYS)),
    "GET //api/v1/starter-projects/": (200, each({"data", "is_component", "name", "description", "endpoint_name"})),
    # Monitor
    "GET /api/v1/monitor/builds": (200, lambda answer: "ChatInput-in" in answer.json["vertex_builds"]),
    "DELETE /api/v1/monitor/builds": (204, empty),
    "GET /api/v1/monitor/messages": (200, each(MESSAGE_KEYS)),
    "DELETE /api/v1/monitor/messages": (204, empty),
    "PUT /api/v1/monitor/messages/{message}": (
        200,
        lambda answer: answer.json["text"] == "testing 1234" and answer.json["edit"] is True,
    ),
    "PATCH /api/v1/monitor/messages/session/{session}": (
        200,
        lambda answer: {item["session_id"] for item in answer.json} == {"different_session_id"},
    ),
    "DELETE /api/v1/monitor/messages/session/different_session_id_2": (204, empty),
    "GET /api/v1/monitor/transactions": (
        200,
        lambda answer: set(answer.json) == PAGE_KEYS and all("id" in item for item in answer.json["items"]),
    ),
    # Folders
    "GET /api/v1/folders/": (200, each(FOLDER_KEYS)),
    "POST /api/v1/folders/": (201, keys(*FOLDER_KEYS)),
    "GET /api/v1/folders/{folder}": (200, keys(*FOLDER_KEYS, "flows")),
    "PATCH /api/v1/folders/{folder}": (200, keys(*FOLDER_KEYS)),
    "DELETE /api/v1/folders/{folder}": (204, empty),
    "GET /api/v1/folders/download/{folder}": (200, lambda answer: len(_zip_names(answer)) == 1),
    "POST /api/v1/folders/upload/": (201, each(FLOW_KEYS)),
    # Build and run
    "POST /api/v1/build/{flow}/flow": (200, build_stream),
    "POST /api/v1/build/{flow}/vertices": (200, keys("ids", "run_id", "vertices_to_run")),
    "POST /api/v1/build/{flow}/vertices/{vertex}": (
        200,
        lambda answer: answer.json["id"] == "ChatInput-in" and answer.json["valid"] is True,
    ),
    "POST /api/v1/run/{flow}": (200, run_answer),
    "POST /api/v1/run/advanced/{flow}": (200, run_answer),
    "POST /api/v1/webhook/{flow}": (
        202,
        equals({"message": "Task started in the background", "status": "in progress"}),
    ),
    "POST /api/v1/process/{flow}": (400, says("/run")),
    "POST /api/v1/predict/{flow}": (400, says("/run")),
    "GET /api/v1/task/TASK_ID": (404, equals({"detail": "Task not found"})),
    "POST /api/v1/upload/{flow}": (201, keys("flowId", "file_path")),
    "GET /api/v1/all": (200, lambda answer: "ChatInput" in answer.json["inputs"]),
    # The server
    "GET /health": (200, equals({"status": "ok"})),
    "GET /health_check": (200, equals({"status": "ok", "chat": "ok", "db": "ok"})),
    "GET /api/v1/version": (200, equals({"version": "1.1.1", "main_version": "1.1.1", "package": "Langflow"})),
    "GET /api/v1/config": (
        200,
        keys(
            "feature_flags",
            "frontend_timeout",
            "auto_saving",
            "auto_saving_interval",
            "health_check_max_retries",
            "max_file_size_upload",
        ),
    ),
    "GET /logs-stream": (200, says("keepalive\n\n")),
    "GET /logs": (200, lambda answer: all(at.isdigit() for at in answer.json)),
    # Code and prompts: the examples' bodies are no code and lack names, so they show the recorded refusals.
    "POST /api/v1/custom_component": (400, lambda answer: set(answer.json["detail"]) == {"error", "traceback"}),
    "POST /api/v1/custom_component/update": (422, first_error("missing")),
    "POST /api/v1/validate/code": (200, keys("imports", "function")),
    "POST /api/v1/validate/prompt": (422, first_error("missing")),
    # The library, closed without a store key
    "GET /api/v1/store/check/": (200, equals({"enabled": True})),
    "GET /api/v1/store/check/api_key": (200, keys("has_api_key", "is_valid")),
    "POST /api/v1/store/components/": FORBIDDEN_STORE,
    "GET /api/v1/store/components/": (200, keys("count", "authorized", "results")),
    "PATCH /api/v1/store/components/{id}": FORBIDDEN_STORE,
    "GET /api/v1/store/components/{id}": FORBIDDEN_STORE,
    "GET /api/v1/store/tags": (200, each({"id", "name"})),
    "GET /api/v1/store/users/likes": FORBIDDEN_STORE,
    "POST /api/v1/store/users/likes/{id}": FORBIDDEN_STORE,
    # Users, keys, login
    "POST /api/v1/users/": (201, keys(*USER_KEYS)),
    "GET /api/v1/users/": (200, keys("total_count", "users")),
    "GET /api/v1/users/whoami": (200, keys(*USER_KEYS)),
    "PATCH /api/v1/users/{user}": (200, keys(*USER_KEYS)),
    "DELETE /api/v1/users/{user}": (200, equals({"detail": "User deleted"})),
    "PATCH /api/v1/users/{user}/reset-password": (200, keys(*USER_KEYS)),
    "GET /api/v1/api_key/": (200, keys("total_count", "user_id", "api_keys")),
    "POST /api/v1/api_key/": (
        200,
        keys("name", "last_used_at", "total_uses", "is_active", "id", "api_key", "user_id"),
    ),
    "DELETE /api/v1/api_key/{key}": (200, equals({"detail": "API Key deleted"})),
    "POST /api/v1/api_key/store": (200, equals({"detail": "API Key saved"})),
    "POST /api/v1/login": (200, keys("access_token", "refresh_token", "token_type")),
    "GET /api/v1/auto_login": (200, keys("access_token", "refresh_token", "token_type")),
    # Without a cookie jar there is no refresh cookie.
    "POST /api/v1/refresh": (401, equals({"detail": "Invalid refresh token"})),
    "POST /api/v1/logout": (200, equals({"message": "Logout successful"})),
    "PATCH /api/v1/variables/{variable}": (200, keys("id", "name", "type", "value", "default_fields")),
    "DELETE /api/v1/variables/{variable}": (204, empty),
    # Files
    "POST /api/v1/files/upload/{flow}": (201, keys("flowId", "file_path")),
    "GET /api/v1/files/download/{flow}/{file}": (200, says("title,year")),
    "GET /api/v1/files/images/{flow}/{file}": (200, lambda answer: answer.content == IMAGE),
    "GET /api/v1/files/profile_pictures/{picture}": (200, says("<svg")),
    "GET /api/v1/files/profile_pictures/list": (200, keys("files")),
    "GET /api/v1/files/list/{flow}": (200, lambda answer: len(answer.json["files"]) == 1),
    "DELETE /api/v1/files/delete/{flow}/{file}": (200, says("deleted successfully")),
}
"""By method and kind of address; the exceptions of single examples are in `EXCEPTIONS`."""

EXCEPTIONS: dict[tuple[str, str], tuple[int, Check]] = {
    ("PUT /api/v1/monitor/messages/{message}", '"testing 1234",'): (422, first_error("json_invalid")),
    ("POST /api/v1/build/{flow}/vertices", '"input_keys"'): (422, first_error("missing")),
}
"""By kind and a text of the body: a trailing comma, a body that is only a placeholder."""


@dataclass
class World:
    """The things that examples speak of, made anew for each, so that no example depends on what another removed."""

    app: RunningApp
    folder: Path
    token: str
    """Of a user of her own, for examples that change the caller's password or store key."""

    def anew(self) -> World:
        """The same world with nothing made yet, for another example."""
        return replace(self)

    @cached_property
    def drawing(self) -> Drawing:
        """A flow that was built once, in the session ``the session``."""
        drawing = Drawing(self.app.client)
        drawing.node("ChatInput", "ChatInput-in")
        drawing.node("ChatOutput", "ChatOutput-out")
        drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
        inputs = {"input_value": "hi", "session": "the session"}
        self.app.client.post(f"/api/v1/build/{drawing.save('drawn')}/flow", json={"inputs": inputs})
        return drawing

    def flow(self) -> str:
        return self.drawing.flow_id

    def second_flow(self) -> str:
        return self._made("flows/", {"name": "second", "data": {"nodes": [], "edges": []}})

    def project(self) -> str:
        return self._made("folders/", {"name": "folder", "flows_list": [self.flow()]})

    def message(self, index: int = 0) -> str:
        found = self.app.client.get("/api/v1/monitor/messages", params={"flow_id": self.flow()}).json()
        return str(found[index]["id"])

    def table(self) -> str:
        return self._upload("the_oscar_award.csv", b"title,year\n")

    def image(self) -> str:
        return self._upload("image-file.png", IMAGE)

    def user(self) -> str:
        return self._made("users/", {"username": f"user {uuid4()}", "password": "secret"})

    def caller(self) -> str:
        headers = {"authorization": f"Bearer {self.token}"}
        return str(self.app.client.get("/api/v1/users/whoami", headers=headers).json()["id"])

    def variable(self) -> str:
        return self._made("variables/", {"name": f"v {uuid4()}", "value": "1", "default_fields": []})

    def key(self, part: str) -> str:
        return self._made("api_key/", {}, part)

    def superuser_token(self) -> str:
        return str(self.app.client.get("/api/v1/auto_login").json()["access_token"])

    def _made(self, path: str, body: dict[str, Any], part: str = "id") -> str:
        return str(self.app.client.post(f"/api/v1/{path}", json=body).json()[part])

    def _upload(self, name: str, content: bytes) -> str:
        answer = self.app.client.post(f"/api/v1/files/upload/{self.flow()}", files={"file": (name, content)})
        return str(answer.json()["file_path"])

    def substitutions(self, command: str) -> list[tuple[str, Callable[[], str]]]:
        """What is put in place of what, in this order: (pattern, value)."""
        is_own = "reset-password" in command or "api_key/store" in command
        return [
            # Quotes that keep the address from being expanded, and other ports.
            (r"\$LANGFLOW_URL|http://127\.0\.0\.1:786\d", lambda: self.app.url),
            # Ids, names, tokens
            (r"a430cc57-06bb-4c11-be39-d3d4de68d2c4/[\w-]+image-file\.png", self.image),
            (r"(?<=files/images/)(\$FLOW_ID|\{flow_id\})/[\w.{}-]+", self.image),
            (r"(?<=files/delete/)\$FLOW_ID/[\w.-]+", self.image),
            (r"(?<=files/download/)\$FLOW_ID/[\w.-]+|\{flow_id\}/\{file_name\}", self.table),
            (r"(?<=files/list/)(\$FLOW_ID|\{flow_id\})", lambda: self.table()[:36]),
            (r"\{folder_name\}/\{file_name\}", lambda: "Space/046-rocket.svg"),
            (r"(?<=messages/session/)01ce083d-748b-4b8d-97b6-33adbb6a528a", lambda: self.flow() and "the%20session"),
            (r"(?<=session_id=)01ce083d-748b-4b8d-97b6-33adbb6a528a", lambda: "the%20session"),
            (r"\$FLOW_ID|\{flow_id\}|01ce083d-748b-4b8d-97b6-33adbb6a528a", self.flow),
            (r"a430cc57-06bb-4c11-be39-d3d4de68d2c4|e1e40c77-0541-41a9-88ab-ddb3419398b5", self.flow),
            (r"92f9a4c5-cfc8-4656-ae63-1f0881163c28", self.second_flow),
            (r"\$FOLDER_ID|\{folder_id\}|b408ddb9-6266-4431-9be8-e04a62758331", self.project),
            (r"3ab66cc6-c048-48f8-ab07-570f5af7b160|1c1d6134-9b8b-4079-931c-84dcaddf19ba", self.message),
            (r"MESSAGE_ID_1", self.message),
            (r"MESSAGE_ID_2", lambda: self.message(1)),
            (r"\{vertex_id\}|ChatInput-b67sL", lambda: "ChatInput-in"),
            (r"OpenAIModel-Uksag", lambda: "ChatOutput-out"),
            (r"\{component_id\}", lambda: NOBODY),
            (r"\{user_id\}", self.caller if is_own else self.user),
            (r"\{api_key_id\}", lambda: self.key("id")),
            (r"\{variable_id\}", self.variable),
            (r"\$?YOUR_ACCESS_TOKEN", (lambda: self.token) if is_own else self.superuser_token),
            (r"YOUR_API_KEY|\$LANGFLOW_API_KEY", lambda: self.key("api_key")),
            (r"YOUR_USERNAME", lambda: "ada"),
            (r"YOUR_PASSWORD", lambda: "secret"),
            # Placeholder bodies
            (r"// UserCreate object", lambda: '"username": "grace", "password": "secret"'),
            (r"// UserUpdate object for password reset", lambda: '"password": "another"'),
            (r"// UserUpdate object", lambda: '"is_active": true'),
            (r"// ApiKeyCreateRequest object", lambda: '"api_key": "any text"'),
            (r"// ApiKeyCreate object", lambda: '"name": "my key"'),
            # A list that goes on
            (r"\s*\.\.\.(?=\n)", str),
            # Files
            (r"@(/path/to/your/file\.zip|20241230_135006_langflow_flows\.zip)", lambda: "@flows.zip"),
            (r"@/?path/to/your/file", lambda: "@the_oscar_award.csv"),
        ]


def create_user(app: RunningApp, name: str) -> str:
    """An active user with the password ``secret``; her token."""
    fields = {"username": name, "password": "secret"}
    user = app.client.post("/api/v1/users/", json=fields).json()
    app.client.patch(f"/api/v1/users/{user['id']}", json={"is_active": True})
    return app.client.post("/api/v1/login", data=fields).json()["access_token"]  # type: ignore[no-any-return]


def _zip_names(answer: Answer) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def _kind(command: str) -> str:
    """An example's method and kind of address, as `EXPECTED` has it."""
    words = shlex.split(command.replace("\\\n", " "))
    method = words[words.index("-X") + 1]
    address = next(word for word in words if "LANGFLOW_URL" in word or word.startswith("http"))
    path = re.sub(r"^(\$LANGFLOW_URL|http://[^/]+)", "", address)
    path, _, query = path.partition("?")
    if path == "/api/v1/flows/" and "get_all" in query:
        return f"{method} {path}?get_all={'true' if 'get_all=true' in query else 'false'}"
    for pattern, name in _PLACES:
        path = re.sub(pattern, name, path)
    return f"{method} {path}"


_ID = r"(\$?\w+_ID|\{\w+\}|[0-9a-f]{8}-[0-9a-f-]{27})"
_PLACES = (
    (r"profile_pictures/\{\w+\}/\{\w+\}$", "profile_pictures/{picture}"),
    (rf"files/(download|images|delete)/{_ID}/[^/]+$", r"files/\1/{flow}/{file}"),
    (rf"vertices/{_ID}$", "vertices/{vertex}"),
    (rf"messages/session/{_ID}", "messages/session/{session}"),
    (rf"monitor/messages/{_ID}$", "monitor/messages/{message}"),
    (rf"folders/(download/)?{_ID}$", r"folders/\1{folder}"),
    (rf"users/{_ID}", "users/{user}"),
    (rf"api_key/{_ID}$", "api_key/{key}"),
    (rf"variables/{_ID}$", "variables/{variable}"),
    (rf"store/(components|users/likes)/{_ID}$", r"store/\1/{id}"),
    (rf"(flows|build|run|run/advanced|webhook|process|predict|upload|list)/{_ID}(?=/|$)", r"\1/{flow}"),
)


@pytest.fixture
def world(start_app: StartApp, tmp_path: Path) -> World:
    app = start_app(starter_flows=True, enable_log_retrieval=True)
    create_user(app, "ada")
    token = create_user(app, "grete")
    folder = tmp_path / "here"
    folder.mkdir()
    flow = json.dumps({"name": "uploaded", "data": {"nodes": [], "edges": []}})
    (folder / "agent-with-astra-db-tool.json").write_text(flow)
    (folder / "the_oscar_award.csv").write_bytes(b"title,year\n")
    (folder / "image-file.png").write_bytes(IMAGE)
    with zipfile.ZipFile(folder / "flows.zip", "w") as archive:
        archive.writestr("uploaded.json", flow)
    return World(app, folder, token)


def run(world: World, command: str) -> Answer:
    for pattern, value in world.anew().substitutions(command):
        if re.search(pattern, command):
            text = value()
            command = re.sub(pattern, lambda _, text=text: text, command)  # type: ignore[misc]
    words = [word.strip() for word in shlex.split(command.replace("\\\n", " ")) if word.strip()]
    # An example that writes a file writes ours; the endless stream is left after its first sign of life.
    if "--output" in words:
        place = words.index("--output")
        del words[place : place + 2]
    seconds = "8" if "logs-stream" in command else "60"
    own = ["--silent", "--max-time", seconds, "--output", "body", "--write-out", "%{http_code}"]
    body = world.folder / "body"
    body.write_bytes(b"")
    done = subprocess.run([words[0], *own, *words[1:]], cwd=world.folder, capture_output=True, check=False)
    return Answer(int(done.stdout), body.read_bytes())


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("page", PAGES)
def test_every_example_answers_as_recorded(world: World, page: str) -> None:
    wrong = []
    for number, command in enumerate(PAGES[page], 1):
        kind = _kind(command)
        status, check = next(
            (found for (of, text), found in EXCEPTIONS.items() if of == kind and text in command), EXPECTED[kind]
        )
        answer = run(world, command)
        if answer.status != status or not check(answer):
            wrong.append(f"{number}. {kind}: {answer.status} {answer.content[:300]!r}")
    assert wrong == []
