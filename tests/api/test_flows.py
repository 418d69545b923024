"""Flows over HTTP: what the recorded cases do not say."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

REAL_FLOWS = Path(__file__).parent.parent / "fixtures" / "flows"
EMPTY: dict[str, Any] = {"nodes": [], "edges": []}


def _node(node_id: str, **template: Any) -> dict[str, Any]:
    node = {"display_name": node_id, "template": {"_type": "Component", **template}, "outputs": []}
    data = {"id": node_id, "type": node_id.split("-")[0], "node": node}
    return {"id": node_id, "type": "genericNode", "position": {"x": 10.4, "y": -3}, "data": data}


def _create(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    response = client.post("/api/v1/flows/", json={"name": "f", "data": EMPTY, **fields})
    assert response.status_code == 201, response.text
    flow: dict[str, Any] = response.json()
    return flow


def _upload(client: httpx.Client, content: bytes, name: str = "flow.json", **query: str) -> httpx.Response:
    return client.post("/api/v1/flows/upload/", files={"file": (name, content)}, params=query)


# -- data is kept as it came


def test_data_comes_back_byte_for_byte(app: RunningApp) -> None:
    data = (
        '{"nodes": [ {"id":"a","x":1.0,"huge":123456789012345678901234567890,"é":"\\u00e9"} ],"edges":[ ],"later":null}'
    )
    response = app.client.post(
        "/api/v1/flows/",
        content=b'{"name":"f","data":' + data.encode() + b"}",
        headers={"content-type": "application/json"},
    )
    assert data in response.text
    flow_id = response.json()["id"]
    assert data in app.client.get(f"/api/v1/flows/{flow_id}").text
    assert data in app.client.get("/api/v1/flows/").text
    assert data in app.client.patch(f"/api/v1/flows/{flow_id}", json={"name": "g"}).text
    changed = data.replace("1.0", "2.50")
    response = app.client.patch(
        f"/api/v1/flows/{flow_id}",
        content=b'{"data":' + changed.encode() + b"}",
        headers={"content-type": "application/json"},
    )
    assert changed in response.text
    data = changed
    assert data in app.client.get(f"/api/v1/flows/{flow_id}").text
    assert data in app.client.post("/api/v1/flows/download/", json=[flow_id]).text


@pytest.mark.parametrize(
    "data",
    [
        {"nodes": []},
        {"edges": []},
        {"nodes": {}, "edges": []},
        {"nodes": [1], "edges": []},
        {"nodes": [], "edges": ["x"]},
        {"x": 1},
    ],
)
def test_half_a_graph_is_refused_and_changes_nothing(app: RunningApp, data: Any) -> None:
    flow = _create(app.client)
    refused = app.client.post("/api/v1/flows/", json={"name": "g", "data": data})
    assert refused.status_code == 422
    assert refused.json()["detail"][0]["loc"] == ["body", "data"]
    refused = app.client.patch(f"/api/v1/flows/{flow['id']}", json={"name": "h", "data": data})
    assert refused.status_code == 422
    assert app.client.get("/api/v1/flows/").json() == [flow]


# -- two writers


def test_a_stale_writer_is_told_and_nothing_changes(app: RunningApp) -> None:
    flow = _create(app.client)
    url = f"/api/v1/flows/{flow['id']}"
    first = app.client.get(url).headers["etag"]
    ours = app.client.patch(url, json={"description": "ours"}, headers={"if-match": first})
    assert ours.status_code == 200
    assert ours.headers["etag"] != first

    stale = app.client.patch(url, json={"description": "theirs", "data": EMPTY}, headers={"if-match": first})
    assert stale.status_code == 409
    assert stale.headers["etag"] == ours.headers["etag"]
    assert stale.json()["current"] == ours.json()
    assert stale.json()["yours"] == {"description": "theirs", "data": EMPTY}
    assert isinstance(stale.json()["detail"], str)
    assert app.client.get(url).json()["description"] == "ours"

    # The newer tag, any tag, and none at all are fine.
    for headers in ({"if-match": stale.headers["etag"]}, {"if-match": "*"}, {}):
        assert app.client.patch(url, json={"description": "theirs"}, headers=headers).status_code == 200


def test_a_change_of_data_leaves_what_the_whole_flow_would_have_left(app: RunningApp) -> None:
    """Ranges of what is stored, and new parts between them: byte for byte, unknown keys and odd numbers included."""
    nodes = [f'{{"id":"N-{number}", "odd":{number}.0,"é":[1e3,"\\u00e9"]}}' for number in range(6)]
    edges = ['{"id":"a","source":"N-0"}', '{"id":"b", "x":12345678901234567890}']
    rest = '"viewport":{"x":0.5,"y":1,"zoom":1},"z":[null]'
    url = f"/api/v1/flows/{_create(app.client)['id']}"

    def whole(rest: str, nodes: Sequence[str], edges: Sequence[str]) -> str:
        members = f"{rest}," if rest else ""
        return f'{{{members}"nodes":[{",".join(nodes)}],"edges":[{",".join(edges)}]}}'

    def stored() -> str:
        text = app.client.get(url).text
        return text[text.index('"data":') + len('"data":') : text.index(',"is_component"')]

    def change(tag: str, **body: str) -> httpx.Response:
        content = "{" + ",".join(f'"{key}":{value}' for key, value in body.items()) + "}"
        headers = {"if-match": tag, "content-type": "application/json"}
        return app.client.patch(f"{url}/data", content=content.encode(), headers=headers)

    sent = f'{{"data":{whole(rest, nodes, edges)}}}'
    tag = app.client.patch(url, content=sent.encode(), headers={"content-type": "application/json"}).headers["etag"]

    new = '{"id":"N-9","data":{"a": 1}}'
    changes = (
        (rest, "[[0,6]]", nodes, "[[0,2]]", edges),
        (rest, f"[[0,2],{new},[3,6]]", [*nodes[:2], new, *nodes[3:]], "[[0,2]]", edges),
        ("", "[[4,6],[0,1]]", [*nodes[4:], nodes[0]], "[[1,2]]", edges[1:]),
        ('"a":"}{"', f"[{new},[3,3]]", [new], "[]", []),
        (rest, "[" + ",".join(nodes) + "]", nodes, "[" + ",".join(edges) + "]", edges),
    )
    for members, node_pieces, left_nodes, edge_pieces, left_edges in changes:
        changed = change(tag, rest=f"{{{members}}}", nodes=node_pieces, edges=edge_pieces)
        assert changed.status_code == 204, changed.text
        assert changed.headers["etag"] != tag
        tag = changed.headers["etag"]
        left = whole(members, left_nodes, left_edges)
        assert stored() == left
        # The next one starts from the same.
        sent = f'{{"data":{whole(rest, nodes, edges)}}}'
        tag = app.client.patch(url, content=sent.encode(), headers={"content-type": "application/json"}).headers["etag"]

    # The versions between are kept as those of whole saves are.
    revisions = app.client.get(f"{url}/revisions").json()
    assert len(revisions) == 2 + 2 * len(changes)

    kept = {"rest": "{}", "nodes": "[[0,6]]", "edges": "[[0,2]]"}
    for wrong in (
        {"nodes": "[[0,7]]"},
        {"nodes": "[[-1,2]]"},
        {"nodes": "[[3,2]]"},
        {"nodes": "[[0]]"},
        {"edges": "[5]"},
        {"edges": '["a"]'},
        {"rest": '{"nodes":[]}'},
        {"rest": "[]"},
        {"name": "null"},
    ):
        refused = change(tag, **{**kept, **wrong})
        assert refused.status_code == 422, (wrong, refused.text)
    unnamed = app.client.patch(f"{url}/data", json={"rest": {}, "nodes": [], "edges": []})
    assert unnamed.status_code == 422
    assert unnamed.json()["detail"][0]["loc"] == ["header", "if-match"]
    assert stored() == whole(rest, nodes, edges)

    ours = change(tag, **kept, name='"ours"', description='"new"', locked="true")
    flow = app.client.get(url).json()
    assert (flow["name"], flow["description"], flow["locked"]) == ("ours", "new", True)
    stale = change(tag, **kept)
    assert stale.status_code == 409
    assert stale.headers["etag"] == ours.headers["etag"]
    assert stale.json()["current"] == flow
    assert stale.json()["yours"] == {"rest": {}, "nodes": [[0, 6]], "edges": [[0, 2]]}
    url = f"/api/v1/flows/{uuid4()}"
    assert change(tag, **kept).status_code == 404


def test_of_many_writers_with_one_tag_exactly_one_wins(app: RunningApp) -> None:
    flow = _create(app.client)
    url = f"{app.url}/api/v1/flows/{flow['id']}"
    tag = app.client.get(url).headers["etag"]
    statuses: list[int] = []

    def write(number: int) -> None:
        response = httpx.patch(url, json={"description": str(number)}, headers={"if-match": tag})
        statuses.append(response.status_code)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 7


def test_an_unchanged_flow_is_not_sent_again(app: RunningApp) -> None:
    flow = _create(app.client)
    url = f"/api/v1/flows/{flow['id']}"
    tag = app.client.get(url).headers["etag"]
    unchanged = app.client.get(url, headers={"if-none-match": tag})
    assert (unchanged.status_code, unchanged.content, unchanged.headers["etag"]) == (304, b"", tag)
    app.client.patch(url, json={"name": "g"})
    assert app.client.get(url, headers={"if-none-match": tag}).status_code == 200
    assert (
        app.client.get("/api/v1/flows/3fa85f64-5717-4562-b3fc-2c963f66afa6", headers={"if-none-match": tag}).status_code
        == 404
    )


# -- revisions


def test_every_answered_save_can_be_brought_back(app: RunningApp) -> None:
    flow = _create(app.client, data={**EMPTY, "step": 0}, description="first")
    url = f"/api/v1/flows/{flow['id']}"
    for step in range(1, 30):
        assert app.client.patch(url, json={"data": {**EMPTY, "step": step}}).status_code == 200
    app.client.patch(url, json={"name": "renamed", "endpoint_name": "mine", "description": None})

    revisions = app.client.get(f"{url}/revisions").json()
    assert len(revisions) == 31
    assert revisions[0]["name"] == "renamed"
    assert all(set(one) == {"id", "created_at", "name", "size_bytes", "label", "changes"} for one in revisions)
    steps = [app.client.get(f"{url}/revisions/{one['id']}").json()["data"]["step"] for one in revisions]
    assert steps == [29, *range(29, -1, -1)]

    restored = app.client.post(f"{url}/revisions/{revisions[-1]['id']}/restore")
    assert restored.status_code == 200
    assert restored.json() == {**flow, "updated_at": restored.json()["updated_at"]}
    # The restored version is a revision itself, and nothing of the history is lost.
    assert len(app.client.get(f"{url}/revisions").json()) == 32
    assert restored.headers["etag"] == app.client.get(url).headers["etag"]
    assert app.client.get(f"{url}/revisions/999999").status_code == 404
    other = _create(app.client)
    assert app.client.get(f"/api/v1/flows/{other['id']}/revisions/{revisions[0]['id']}").status_code == 404


def test_a_restore_does_not_take_a_name_that_is_taken_since(app: RunningApp) -> None:
    flow = _create(app.client, name="a", endpoint_name="a")
    url = f"/api/v1/flows/{flow['id']}"
    app.client.patch(url, json={"name": "b", "endpoint_name": "b"})
    _create(app.client, name="a", endpoint_name="a")
    oldest = app.client.get(f"{url}/revisions").json()[-1]["id"]
    restored = app.client.post(f"{url}/revisions/{oldest}/restore").json()
    assert (restored["name"], restored["endpoint_name"]) == ("b", "b")


# -- the trash


def test_a_deleted_flow_is_gone_everywhere_and_comes_back_whole(app: RunningApp) -> None:
    client = app.client
    flow = _create(client, name="a", endpoint_name="a", data={"nodes": [_node("Prompt-a1")], "edges": []})
    client.patch(f"/api/v1/flows/{flow['id']}", json={"description": "x"})
    before = client.get(f"/api/v1/flows/{flow['id']}").json()
    assert client.delete(f"/api/v1/flows/{flow['id']}").status_code == 200

    url = f"/api/v1/flows/{flow['id']}"
    for response in (
        client.get(url),
        client.patch(url, json={"name": "x"}),
        client.delete(url),
        client.get(f"{url}/revisions"),
        client.post("/api/v1/flows/download/", json=[flow["id"]]),
        client.post("/api/v1/run/a", json={}),
        client.get(f"/api/v1/files/list/{flow['id']}"),
    ):
        assert response.status_code == 404, response.url
    assert client.get("/api/v1/flows/").json() == []
    assert client.get("/api/v1/flows/summaries").json() == []
    assert client.get(f"/api/v1/folders/{flow['folder_id']}").json()["flows"] == []
    assert client.get(f"/api/v1/monitor/builds?flow_id={flow['id']}").json() == {"vertex_builds": {}}
    # Its names are free.
    other = _create(client, name="a", endpoint_name="a")
    assert (other["name"], other["endpoint_name"]) == ("a", "a")

    [item] = client.get("/api/v1/trash").json()
    assert (item["kind"], item["id"], item["name"]) == ("flow", flow["id"], "a")
    restored = client.post(f"/api/v1/trash/flows/{flow['id']}/restore").json()
    assert restored == {**before, "name": "a (1)", "endpoint_name": "a-1"}
    assert len(client.get(f"{url}/revisions").json()) == 2
    assert client.get("/api/v1/trash").json() == []
    assert client.post(f"/api/v1/trash/flows/{flow['id']}/restore").status_code == 404


def test_deleted_for_ever(app: RunningApp) -> None:
    client = app.client
    kept, gone, emptied = (_create(client, name=name) for name in "abc")
    assert client.request("DELETE", f"/api/v1/trash/flows/{kept['id']}").status_code == 404
    client.request("DELETE", "/api/v1/flows/", json=[gone["id"], emptied["id"]])
    assert client.delete(f"/api/v1/trash/flows/{gone['id']}").status_code == 204
    assert [item["id"] for item in client.get("/api/v1/trash").json()] == [emptied["id"]]
    assert client.delete("/api/v1/trash").status_code == 204
    assert client.get("/api/v1/trash").json() == []
    assert [flow["id"] for flow in client.get("/api/v1/flows/").json()] == [kept["id"]]


def test_messages_and_files_go_for_ever_only_when_asked(app: RunningApp) -> None:
    client = app.client
    folder = client.post("/api/v1/folders/", json={"name": "d"}).json()
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    data = {"nodes": drawing.nodes, "edges": []}
    flows = [
        _create(client, name=name, data=data, folder_id=folder["id"] if name == "in folder" else None)
        for name in ("stays", "all goes", "in folder", "emptied", "other")
    ]
    ids = {flow["name"]: flow["id"] for flow in flows}
    for flow_id in ids.values():
        client.post(f"/api/v1/build/{flow_id}/flow", json={"inputs": {"input_value": "hello"}})
        client.post(f"/api/v1/files/upload/{flow_id}", files={"file": ("note.txt", b"text")})

    def left(name: str) -> tuple[int, int]:
        messages = client.get("/api/v1/monitor/messages", params={"flow_id": ids[name]}).json()
        store = app.data_dir / "files" / ids[name]
        return len(messages), len(list(store.iterdir())) if store.exists() else 0

    client.request("DELETE", "/api/v1/flows/", json=[ids["stays"], ids["all goes"]])
    client.delete(f"/api/v1/folders/{folder['id']}")
    everything = {"messages": True, "files": True}
    client.delete(f"/api/v1/trash/flows/{ids['stays']}")
    client.delete(f"/api/v1/trash/flows/{ids['all goes']}", params=everything)
    client.delete(f"/api/v1/trash/folders/{folder['id']}", params={"messages": True})
    assert (left("stays"), left("all goes"), left("in folder")) == ((1, 1), (0, 0), (0, 1))
    client.request("DELETE", "/api/v1/flows/", json=[ids["emptied"]])
    assert client.delete("/api/v1/trash", params=everything).status_code == 204
    assert (left("emptied"), left("other")) == ((0, 0), (1, 1))


def test_a_deleted_folder_comes_back_with_its_flows(app: RunningApp) -> None:
    client = app.client
    folder = client.post("/api/v1/folders/", json={"name": "d"}).json()
    inside = [_create(client, name=name, folder_id=folder["id"]) for name in "ab"]
    before = _create(client, name="c", folder_id=folder["id"])
    client.delete(f"/api/v1/flows/{before['id']}")
    assert client.delete(f"/api/v1/folders/{folder['id']}").status_code == 204
    assert client.get(f"/api/v1/flows/{inside[0]['id']}").status_code == 404
    assert {(item["kind"], item["name"]) for item in client.get("/api/v1/trash").json()} == {
        ("folder", "d"),
        ("flow", "c"),
    }

    assert client.post(f"/api/v1/trash/folders/{folder['id']}/restore").json() == folder
    flows = client.get(f"/api/v1/folders/{folder['id']}").json()["flows"]
    assert [flow["id"] for flow in flows] == [flow["id"] for flow in inside]
    # A flow whose folder is gone for ever comes back to the default folder.
    client.delete(f"/api/v1/flows/{inside[0]['id']}")
    client.delete(f"/api/v1/folders/{folder['id']}")
    assert client.delete(f"/api/v1/trash/folders/{folder['id']}").status_code == 204
    restored = client.post(f"/api/v1/trash/flows/{inside[0]['id']}/restore").json()
    assert restored["folder_id"] == client.get("/api/v1/folders/").json()[0]["id"]
    assert client.post(f"/api/v1/trash/flows/{inside[1]['id']}/restore").status_code == 404


# -- files in


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"   ", "it is empty"),
        (b"nonsense", "line 1, column 1"),
        (b'{"name": "x",\n "data": {"nodes": []', "line 2, column 22"),
        (b'{"version": 2}', "no nodes and edges"),
        (b'{"name": "x", "version": "1.0.0"}', "no nodes and edges"),
        (b"[]", "it is a list"),
        (b"17", "a mere value"),
        (b'{"name": "x", "data": {"nodes": []}}', "it has no edges"),
        (b'{"name": "x", "data": {"edges": []}}', "it has no nodes"),
        (b'{"name": "x", "data": []}', "its data is not an object"),
        (b'{"data": {"nodes": [], "edges": []}}', "it has no name"),
        (b'{"name": 5, "data": {"nodes": [], "edges": []}}', "its name is not a text"),
        (b'{"name": "x", "tags": "y", "data": {"nodes": [], "edges": []}}', "its tags is not a list of texts"),
        (b'{"name": "x", "data": {"nodes": [{"id": "a"}], "edges": []}}', "nodes[0] (a) has no data"),
        (b'{"name": "x", "data": {"nodes": [{"data": {}}], "edges": []}}', "nodes[0] has no id"),
        (b'{"name": "x", "data": {"nodes": [], "edges": [{"source": "a"}]}}', "edges[0] has no target"),
        (b'{"flows": [{"name": "a"}, {"name": "b", "data": {"nodes": [3], "edges": []}}]}', "flows[1], is not a flow"),
        (b'{"flows": {}}', "its flows are not a list"),
        (b'{"flows": []}', "holds no flow"),
        (b'{"name": "x", "data": ' + b"[" * 3000 + b"]" * 3000 + b"}", "nested too deeply"),
        (b"\xff\xfe{\x00}", "it is not text"),
        (b'{"name": "\\ud800", "data": null}', "it is not JSON"),
        (b"PK\x03\x04 broken", "not a ZIP file"),
    ],
)
def test_what_is_no_flow_is_refused_with_what_is_wrong_and_where(
    shared_app: RunningApp, content: bytes, why: str
) -> None:
    before = shared_app.client.get("/api/v1/flows/").json()
    for path in ("flows", "folders"):
        response = shared_app.client.post(f"/api/v1/{path}/upload/", files={"file": ("notes.json", content)})
        assert response.status_code in (400, 422), response.text
        if path == "flows":
            assert why in response.json()["detail"]
            assert "notes.json" in response.json()["detail"]
    assert shared_app.client.get("/api/v1/flows/").json() == before
    assert len(shared_app.client.get("/api/v1/folders/").json()) == 1


def test_unknown_fields_of_a_file_go_back_out_with_it(app: RunningApp) -> None:
    sent = {
        "name": "f",
        "data": {**EMPTY, "later": {"a": 1}},
        "last_tested_version": "1.13.0",
        "access_type": "PRIVATE",
        "mcp_enabled": True,
        "later": {"huge": 10**40, "list": [1.5, None]},
    }
    [flow] = _upload(app.client, json.dumps(sent).encode()).json()
    assert "access_type" not in flow
    exported = app.client.post("/api/v1/flows/download/", json=[flow["id"]]).json()
    assert {key: exported[key] for key in sent} == sent
    [again] = _upload(app.client, json.dumps(exported).encode()).json()
    assert (again["name"], again["data"]) == ("f (1)", sent["data"])


def test_bare_graph_data_and_a_byte_order_mark_are_taken(app: RunningApp) -> None:
    [flow] = _upload(app.client, b"\xef\xbb\xbf" + json.dumps(EMPTY).encode(), "my graph.json").json()
    assert (flow["name"], flow["data"]) == ("my graph", EMPTY)


def test_a_zip_of_flows_is_taken_and_given(app: RunningApp) -> None:
    flows = [_create(app.client, name=name) for name in ("a/b", "a:b", "é文", "..")]
    response = app.client.post("/api/v1/flows/download/", json=[flow["id"] for flow in flows])
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
    assert names == ["a_b.json", "a_b (1).json", "é文.json", "flow.json"]
    uploaded = _upload(app.client, response.content, "x.zip")
    assert uploaded.status_code == 201
    assert [flow["name"] for flow in uploaded.json()] == ["a/b (1)", "a:b (1)", "é文 (1)", ".. (1)"]


def _zip(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_zip_is_bounded_and_its_paths_are_never_used(app: RunningApp, tmp_path: Path) -> None:
    flow = json.dumps({"name": "f", "data": EMPTY}).encode()
    before = sorted(tmp_path.rglob("*"))
    evil = _upload(app.client, _zip({"../../evil.json": flow, "/etc/x.json": flow, "C:\\x.json": flow}), "x.zip")
    assert evil.status_code == 201
    assert not list(tmp_path.rglob("*evil*"))
    assert {path.name for path in tmp_path.rglob("*")} == {path.name for path in before}
    bomb = _zip({"bomb.json": b'{"name":"' + b"a" * 60_000_000 + b'"}'})
    assert _upload(app.client, bomb, "x.zip").status_code == 413
    many = _zip({f"{number}.json": b"{}" for number in range(1001)})
    assert _upload(app.client, many, "x.zip").status_code == 413
    mixed = _upload(app.client, _zip({"a.json": flow, "b.json": b"{"}), "x.zip")
    assert mixed.status_code == 400
    assert "b.json" in mixed.json()["detail"]
    # One bad entry, and none of the others is stored.
    assert len(app.client.get("/api/v1/flows/").json()) == 3
    assert _upload(app.client, _zip({"readme.txt": b"x"}), "x.zip").status_code == 400


def test_an_upload_over_the_limit_is_refused(start_app: Any) -> None:
    app = start_app(max_file_size_upload=1)
    flow = json.dumps({"name": "f", "data": EMPTY, "x": "y" * 1024 * 1024}).encode()
    assert _upload(app.client, flow).status_code == 413


# -- files out


def test_keys_are_emptied_in_exports_of_any_shape(app: RunningApp) -> None:
    secret = {"password": True, "value": "sk-canary", "name": "api_key"}
    group = _node("Group-g1")
    group["data"]["node"]["flow"] = {"data": {"nodes": [_node("OpenAIModel-in", api_key=secret)], "edges": []}}
    data = {
        "nodes": [
            _node("OpenAIModel-a1", openai_api_key=secret, api_token={**secret, "name": "api_token"}),
            group,
            _node("Other-b1", max_api_tokens={"password": True, "value": 7, "name": "max_api_tokens"}),
        ],
        "edges": [],
    }
    flow = _create(app.client, data=data)
    _create(app.client, name="g", data=data)
    ids = [one["id"] for one in app.client.get("/api/v1/flows/").json()]
    one = app.client.post("/api/v1/flows/download/", json=ids[:1])
    many = app.client.post("/api/v1/flows/download/", json=ids)
    folder = app.client.get(f"/api/v1/folders/download/{flow['folder_id']}")
    assert b"sk-canary" not in one.content + many.content + folder.content
    assert one.json()["data"]["nodes"][2]["data"]["node"]["template"]["max_api_tokens"]["value"] == 7
    assert app.client.get(f"/api/v1/flows/{flow['id']}").json()["data"] == data


# -- lists


def test_pages_of_a_folder(app: RunningApp) -> None:
    names = [_create(app.client, name=f"f{number}")["name"] for number in range(7)]
    page = app.client.get("/api/v1/flows/", params={"get_all": "false", "page": 2, "size": 3}).json()
    assert [flow["name"] for flow in page["items"]] == names[3:6]
    assert {key: page[key] for key in ("total", "page", "size", "pages")} == {
        "total": 7,
        "page": 2,
        "size": 3,
        "pages": 3,
    }
    past = app.client.get(
        "/api/v1/flows/", params={"get_all": "false", "page": 9_007_199_254_740_991, "size": 3}
    ).json()
    assert (past["items"], past["total"], past["pages"]) == ([], 7, 3)


def test_numbers_go_on_after_the_highest(app: RunningApp) -> None:
    for name in ("f", "f (7)", "f (x)", "fg", "F"):
        _create(app.client, name=name)
    assert _create(app.client, name="f")["name"] == "f (8)"
    assert _create(app.client, name="f")["name"] == "f (9)"
    assert _create(app.client, name="100%")["name"] == "100%"
    assert _create(app.client, name="100%")["name"] == "100% (1)"


def test_summaries_show_flows_without_their_data(app: RunningApp) -> None:
    prompt = {"type": "prompt", "multiline": True, "show": True, "value": "Write about Zebras", "name": "template"}
    secret = {"type": "str", "password": True, "show": True, "value": "sk-zanzibar", "name": "api_key"}
    code = {"type": "code", "multiline": True, "show": True, "value": "zygote = 1", "name": "code"}
    note = {"id": "note-1", "type": "noteNode", "data": {"type": "note", "node": {"description": "Zeppelin notes"}}}
    nodes = [_node("ChatInput-a1"), _node("Prompt-b1", template=prompt, api_key=secret, code=code), note]
    edges = [{"source": "ChatInput-a1", "target": "Prompt-b1"}, {"source": "gone", "target": "Prompt-b1"}]
    flow = _create(app.client, name="Animals", data={"nodes": nodes, "edges": edges})
    other = _create(app.client, name="Other", data=None)

    def search(text: str) -> list[str]:
        return [one["name"] for one in app.client.get("/api/v1/flows/summaries", params={"search": text}).json()]

    summaries = app.client.get("/api/v1/flows/summaries").json()
    assert [one["id"] for one in summaries] == [other["id"], flow["id"]]
    assert {key: summaries[1][key] for key in ("node_count", "edge_count", "types", "last_run")} == {
        "node_count": 2,
        "edge_count": 2,
        "types": ["ChatInput", "Prompt"],
        "last_run": None,
    }
    assert summaries[1]["thumbnail"] == {
        "nodes": [[10, -3, 264, 180, "ChatInput"], [10, -3, 264, 180, "Prompt"]],
        "edges": [[0, 1]],
    }
    assert "data" not in summaries[1]
    # The picture of a large flow shows all of it, in few boxes.
    many = [{**_node(f"Prompt-{at}"), "position": {"x": 300 * (at % 25), "y": 200 * (at // 25)}} for at in range(500)]
    wires = [{"source": f"Prompt-{at}", "target": f"Prompt-{at + 1}"} for at in range(499)]
    app.client.patch(f"/api/v1/flows/{other['id']}", json={"data": {"nodes": many, "edges": wires}})
    picture = app.client.get("/api/v1/flows/summaries").json()[0]["thumbnail"]
    assert 20 < len(picture["nodes"]) <= 60
    assert 20 < len(picture["edges"]) <= 60
    assert min(box[0] for box in picture["nodes"]) == min(box[1] for box in picture["nodes"]) == 0
    assert max(box[0] + box[2] for box in picture["nodes"]) == 300 * 24 + 264
    assert max(box[1] + box[3] for box in picture["nodes"]) == 200 * 19 + 180
    assert all(box[4] == "Prompt" for box in picture["nodes"])
    assert search("zebra") == search("ANIM") == search("chatinput") == search("zeppelin write") == ["Animals"]
    assert search("zanzibar") == search("zygote") == search("zebra other") == []
    # A save shows in the next summary.
    app.client.patch(f"/api/v1/flows/{flow['id']}", json={"data": EMPTY})
    assert app.client.get("/api/v1/flows/summaries").json()[0]["node_count"] == 0
    assert search("zebra") == []


def test_odd_data_is_kept_and_does_not_break_the_lists(app: RunningApp) -> None:
    odd: dict[str, Any] = {
        "nodes": [{"id": {"a": []}, "data": 5, "position": "x"}, {"id": None, "position": {"x": True, "y": 1e300}}, {}],
        "edges": [{"source": {}, "target": []}, {}],
    }
    flow = _create(app.client, data=odd)
    endless = '{"nodes": [], "edges": [], "x": 1e999}'
    app.client.post(
        "/api/v1/flows/", content=f'{{"name": "g", "data": {endless}}}', headers={"content-type": "application/json"}
    )
    assert app.client.get(f"/api/v1/flows/{flow['id']}").json()["data"] == odd
    assert endless in app.client.get("/api/v1/flows/").text
    summaries = app.client.get("/api/v1/flows/summaries").json()
    assert [one["node_count"] for one in summaries] == [0, 3]


def test_any_number_of_ids_is_taken(app: RunningApp) -> None:
    flow = _create(app.client)
    ids = [f"3fa85f64-5717-4562-b3fc-{number:012x}" for number in range(40_000)]
    assert app.client.post("/api/v1/flows/download/", json=[*ids, flow["id"]]).json()["id"] == flow["id"]
    assert app.client.request("DELETE", "/api/v1/flows/", json=[*ids, flow["id"]]).json() == {"deleted": 1}


def test_versions_say_what_they_changed_and_can_be_named(shared_app: RunningApp) -> None:
    client = shared_app.client

    def node(node_id: str, text: str, x: int = 0) -> dict[str, Any]:
        component = {"display_name": f"Node {node_id}", "template": {"text": {"value": text}}}
        return {"id": node_id, "position": {"x": x, "y": 0}, "data": {"id": node_id, "type": "T", "node": component}}

    wire = {"id": "e", "source": "a", "target": "b", "sourceHandle": "o", "targetHandle": "i"}
    flow_id = client.post("/api/v1/flows/", json={"name": "versions", "data": {"nodes": [], "edges": []}}).json()["id"]
    for nodes, edges in (
        ([node("a", "1"), node("b", "1")], [wire]),
        ([node("a", "2"), node("b", "1", x=50)], []),
        ([node("a", "2")], []),
    ):
        client.patch(f"/api/v1/flows/{flow_id}", json={"data": {"nodes": nodes, "edges": edges}})
    client.patch(f"/api/v1/flows/{flow_id}", json={"description": "said"})

    url = f"/api/v1/flows/{flow_id}/revisions"
    named = client.post(url, json={"label": "good"})
    assert named.status_code == 201
    found = client.get(url, params={"changes": True}).json()
    assert [revision["label"] for revision in found] == ["good", None, None, None, None]
    nothing = {"added": [], "removed": [], "changed": [], "moved": 0}
    nothing |= {"added_wires": 0, "removed_wires": 0, "header": False}
    assert [revision["changes"] for revision in found] == [
        {**nothing, "header": True},
        {**nothing, "removed": ["Node b"]},
        {**nothing, "changed": ["Node a"], "moved": 1, "removed_wires": 1},
        {**nothing, "added": ["Node a", "Node b"], "added_wires": 1},
        None,
    ]
    page = client.get(url, params={"changes": True, "size": 2, "before": found[1]["id"]}).json()
    assert page == found[2:4]
    assert client.post(url, json={"label": ""}).status_code == 422
    assert client.post(f"/api/v1/flows/{uuid4()}/revisions", json={"label": "x"}).status_code == 404
