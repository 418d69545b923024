"""The endpoint layer on its own: how requests are bound to typed functions, and results to answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import httpx
import msgspec
import pytest
from msgspec import UNSET, Meta, UnsetType
from starlette.requests import Request
from starlette.types import ASGIApp, Message

from runnel.api.endpoint import Endpoint, IfMatch, Upload, json_response
from runnel.api.router import Router
from runnel.errors import Conflict
from runnel.server import create_app
from runnel.settings import Settings
from runnel.state import open_state

UUID_TEXT = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    kind: Literal["chat", "text", "any"] = "chat"
    count: Annotated[int, Meta(ge=1, le=5)] = 1


class Thing(msgspec.Struct):
    name: str
    tags: list[str] | None = None
    extra: dict[str, Any] | None = None
    owner: UUID | None = None
    is_open: bool = False
    inner: Inner | None = None
    note: str | UnsetType | None = UNSET


async def create_thing(body: Thing) -> Thing:
    """Echo."""
    return body


async def maybe_thing(body: Thing | None = None) -> dict[str, Any]:
    return {"got": body}


async def list_ids(body: list[UUID]) -> list[UUID]:
    return body


async def get_thing(thing_id: UUID, page: Annotated[int, Meta(ge=1)] = 1, is_open: bool = False) -> dict[str, Any]:
    return {"id": thing_id, "page": page, "is_open": is_open}


async def needs_query(flow_id: UUID, tags: list[str] = []) -> dict[str, Any]:  # noqa: B006
    return {"flow_id": flow_id, "tags": tags}


async def change_thing(thing_id: str, if_match: IfMatch = None) -> Any:
    if if_match == '"old"':
        raise Conflict("stale")
    return json_response({"id": thing_id}, 200, {"etag": '"new"'})


async def delete_thing(thing_id: str) -> None:
    return None


async def upload_thing(file: Upload) -> dict[str, Any]:
    return {"name": file.filename, "size": len(await file.read())}


async def stream_thing(fails: Literal["before", "not"] = "not") -> AsyncIterator[bytes]:
    if fails == "before":
        raise Conflict("not now")
    yield b'{"event": 1}\n\n'
    yield b'{"event": 2}\n\n'


async def fail_thing(request: Request) -> None:
    raise RuntimeError("secret path /home/user/x.py")


ROUTES = (
    Endpoint("POST", "/api/things/", create_thing, 201, access="none"),
    Endpoint("POST", "/api/maybe", maybe_thing, access="none"),
    Endpoint("DELETE", "/api/things/", list_ids, access="none"),
    Endpoint("GET", "/api/things/{thing_id}", get_thing, access="none"),
    Endpoint("PATCH", "/api/things/{thing_id}", change_thing, access="none"),
    Endpoint("DELETE", "/api/things/{thing_id}", delete_thing, access="none"),
    Endpoint("GET", "/api/query", needs_query, access="none"),
    Endpoint("POST", "/api/upload/", upload_thing, access="none"),
    Endpoint("GET", "/api/stream", stream_thing, access="none"),
    Endpoint("GET", "/api/fail", fail_thing, access="none"),
)


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    state = await open_state(Settings(data_dir=tmp_path, detect_ports=(), starter_flows=False))
    transport = httpx.ASGITransport(create_app(state, ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:7860") as client:
        yield client
    await state.close()


def errors(response: httpx.Response) -> list[tuple[str, list[Any]]]:
    assert response.status_code == 422, response.text
    return [(entry["type"], entry["loc"]) for entry in response.json()["detail"]]


async def test_body_is_decoded_and_unknown_keys_are_passed_over(client: httpx.AsyncClient) -> None:
    body = {"name": "a", "owner": UUID_TEXT.upper().replace("-", ""), "unknown": 1}
    response = await client.post("/api/things/", json=body)
    assert response.status_code == 201
    expected = {"name": "a", "tags": None, "extra": None, "owner": UUID_TEXT, "is_open": False, "inner": None}
    assert response.json() == expected


async def test_all_errors_of_a_body_are_listed_in_field_order(client: httpx.AsyncClient) -> None:
    body = {
        "tags": "a",
        "extra": [],
        "owner": "zz",
        "is_open": "perhaps",
        "inner": {"kind": "x", "count": 9, "foo": 1},
        "note": 5,
    }
    response = await client.post("/api/things/", json=body)
    assert errors(response) == [
        ("missing", ["body", "name"]),
        ("list_type", ["body", "tags"]),
        ("dict_type", ["body", "extra"]),
        ("uuid_parsing", ["body", "owner"]),
        ("bool_parsing", ["body", "is_open"]),
        ("literal_error", ["body", "inner", "kind"]),
        ("less_than_equal", ["body", "inner", "count"]),
        ("extra_forbidden", ["body", "inner", "foo"]),
        ("string_type", ["body", "note"]),
    ]
    details = {tuple(entry["loc"]): entry for entry in response.json()["detail"]}
    assert details[("body", "inner", "kind")]["msg"] == "Input should be 'chat', 'text' or 'any'"
    assert details[("body", "tags")]["input"] == "a"
    assert details[("body", "owner")]["msg"].startswith("Input should be a valid UUID")


async def test_lenient_spellings_in_a_body_are_read(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/things/", json={"name": "a", "is_open": "yes", "inner": {"count": "3"}})
    assert response.status_code == 201
    assert response.json()["is_open"] is True
    assert response.json()["inner"] == {"kind": "chat", "count": 3}


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        (b"", "application/json", ("missing", ["body"])),
        (b"null", "application/json", ("missing", ["body"])),
        (b"[]", "application/json", ("model_attributes_type", ["body"])),
        (b'{"name": "x"}', "text/plain", ("model_attributes_type", ["body"])),
        (b'{"name": "x"}', "", ("model_attributes_type", ["body"])),
        (b'{"name": "x"}', "application/x-www-form-urlencoded", ("model_attributes_type", ["body"])),
        (b'{"name": ', "application/json", ("json_invalid", ["body", 9])),
        (b'{"name": "x",}', "application/json", ("json_invalid", ["body", 12])),
        (b'{"name": NaN}', "application/json", ("json_invalid", ["body", 0])),
        (b'{"name": "\\ud800"}', "application/json", ("json_invalid", ["body", 0])),
        (b'{"name": "\xff"}', "application/json", ("json_invalid", ["body", 10])),
        (b'{"name": 1' + b"0" * 5000 + b"}", "application/json", ("json_invalid", ["body", 0])),
    ],
)
async def test_bodies_that_are_none(
    client: httpx.AsyncClient, content: bytes, content_type: str, expected: tuple[str, list[Any]]
) -> None:
    response = await client.post("/api/things/", content=content, headers={"content-type": content_type})
    kind, location = errors(response)[0]
    assert kind == expected[0]
    assert location[0] == "body"
    assert len(location) == len(expected[1])
    if kind == "json_invalid":
        assert response.json()["detail"][0]["msg"] == "JSON decode error"


async def test_json_with_a_suffix_type_or_a_charset_is_json(client: httpx.AsyncClient) -> None:
    for content_type in ("application/json; charset=utf-8", "application/vnd.api+json"):
        response = await client.post("/api/things/", content=b'{"name": "x"}', headers={"content-type": content_type})
        assert response.status_code == 201


async def test_an_optional_body_may_be_left_out(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/maybe")).json() == {"got": None}
    assert (await client.post("/api/maybe", content=b"null", headers={"content-type": "application/json"})).json() == {
        "got": None
    }
    assert errors(await client.post("/api/maybe", json={}))[0] == ("missing", ["body", "name"])


async def test_lists_name_the_item_at_fault(client: httpx.AsyncClient) -> None:
    response = await client.request("DELETE", "/api/things/", json=[UUID_TEXT, "zz", 5])
    assert errors(response) == [("uuid_parsing", ["body", 1]), ("uuid_type", ["body", 2])]


async def test_path_and_query_are_read_by_type(client: httpx.AsyncClient) -> None:
    response = await client.get(f"/api/things/{UUID_TEXT.upper()}?page=3&is_open=oN")
    assert response.json() == {"id": UUID_TEXT, "page": 3, "is_open": True}


async def test_all_errors_of_path_and_query_are_listed(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/things/zz?page=0&is_open=maybe")
    assert errors(response) == [
        ("uuid_parsing", ["path", "thing_id"]),
        ("greater_than_equal", ["query", "page"]),
        ("bool_parsing", ["query", "is_open"]),
    ]
    assert errors(await client.get(f"/api/things/{UUID_TEXT}?page=x"))[0] == ("int_parsing", ["query", "page"])
    huge = await client.get(f"/api/things/{UUID_TEXT}?page={'9' * 400}")
    assert errors(huge)[0] == ("int_parsing_size", ["query", "page"])


async def test_a_query_parameter_without_default_is_required(client: httpx.AsyncClient) -> None:
    assert errors(await client.get("/api/query")) == [("missing", ["query", "flow_id"])]
    response = await client.get(f"/api/query?flow_id={UUID_TEXT}&tags=a&tags=b")
    assert response.json() == {"flow_id": UUID_TEXT, "tags": ["a", "b"]}


async def test_headers_errors_and_answers_with_headers(client: httpx.AsyncClient) -> None:
    stale = await client.patch("/api/things/1", headers={"if-match": '"old"'})
    assert (stale.status_code, stale.json()) == (409, {"detail": "stale"})
    fresh = await client.patch("/api/things/1")
    assert fresh.headers["etag"] == '"new"'


async def test_none_is_an_empty_answer(client: httpx.AsyncClient) -> None:
    response = await client.delete("/api/things/1")
    assert (response.status_code, response.content) == (204, b"")


async def test_files_of_forms(client: httpx.AsyncClient) -> None:
    response = await client.post("/api/upload/", files={"file": ("a.txt", b"abc")})
    assert response.json() == {"name": "a.txt", "size": 3}
    missing = ("missing", ["body", "file"])
    assert errors(await client.post("/api/upload/"))[0] == missing
    assert errors(await client.post("/api/upload/", files={"other": ("a.txt", b"abc")}))[0] == missing
    assert errors(await client.post("/api/upload/", json={"file": "x"}))[0] == missing
    broken = await client.post(
        "/api/upload/", content=b"abc", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert 400 <= broken.status_code < 500


async def test_streams_send_piece_by_piece_and_fail_early_as_errors(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/stream")
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert response.text == '{"event": 1}\n\n{"event": 2}\n\n'
    early = await client.get("/api/stream?fails=before")
    assert (early.status_code, early.json()) == (409, {"detail": "not now"})


async def test_an_unforeseen_error_tells_nothing(client: httpx.AsyncClient) -> None:
    response = await client.get("/api/fail")
    assert response.status_code == 500
    assert list(response.json()) == ["detail"]
    assert "secret" not in response.text


async def test_slashes_methods_and_unknown_paths(client: httpx.AsyncClient) -> None:
    moved = await client.post("/api/things?x=1", json={})
    assert moved.status_code == 307
    assert moved.headers["location"] == "http://127.0.0.1:7860/api/things/?x=1"
    assert moved.content == b""
    back = await client.get("/api/query/")
    assert back.headers["location"] == "http://127.0.0.1:7860/api/query"
    wrong = await client.put("/api/query")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "GET")
    assert wrong.json() == {"detail": "Method Not Allowed"}
    assert (await client.head("/api/query")).status_code == 405
    doubled = await client.request("GET", f"/api//query?flow_id={UUID_TEXT}")
    assert doubled.status_code == 200
    unknown = await client.post("/api/none")
    assert (unknown.status_code, unknown.json()) == (404, {"detail": "Not Found"})


async def test_an_encoded_slash_is_no_part_of_a_name(client: httpx.AsyncClient) -> None:
    assert (await client.patch("/api/things/a%2Fb")).status_code == 404


def test_two_handlers_for_one_route_are_refused_at_start() -> None:
    with pytest.raises(ValueError, match="two routes"):
        Router((ROUTES[0], ROUTES[0]))


class Client:
    """An ASGI client that leaves after it has got something."""

    def __init__(self, path: str, leaves_after: bytes) -> None:
        headers = [(b"host", b"127.0.0.1:7860")]
        server = ("127.0.0.1", 7860)
        self.scope = {
            "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
            "headers": headers, "server": server, "scheme": "http", "asgi": {"version": "3.0", "spec_version": "2.3"},
        }  # fmt: skip
        self.leaves_after = leaves_after
        self.has_left = asyncio.Event()
        self.body = b""
        if not leaves_after:
            self.has_left.set()

    async def receive(self) -> Message:
        await self.has_left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        self.body += message.get("body", b"")
        if self.leaves_after and self.leaves_after in self.body:
            self.has_left.set()

    async def request(self, app: ASGIApp) -> None:
        await app(self.scope, self.receive, self.send)


@pytest.mark.parametrize("streams", [True, False])
async def test_a_client_that_leaves_stops_the_work(tmp_path: Path, streams: bool) -> None:
    ended = asyncio.Event()

    async def stream() -> AsyncIterator[bytes]:
        try:
            yield b"first\n"
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def work() -> dict[str, Any]:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return {}

    routes = (
        Endpoint("GET", "/api/stream", stream, access="none"),
        Endpoint("GET", "/api/work", work, access="none", stops_with_client=True),
    )
    state = await open_state(Settings(data_dir=tmp_path, detect_ports=(), starter_flows=False))
    try:
        app = create_app(state, routes)
        client = Client("/api/stream", b"first") if streams else Client("/api/work", b"")
        await asyncio.wait_for(client.request(app), 10)
        assert ended.is_set()
    finally:
        await state.close()
