"""Backups over HTTP: made, listed, gone back to, refused, removed; and what the data folder says of itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.conftest import RunningApp, StartApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, StandIn

FOLDER = "backups"


def _names(app: RunningApp) -> set[str]:
    return {flow["name"] for flow in app.client.get("/api/v1/flows/").json()}


def _back_up(app: RunningApp) -> str:
    answer = app.client.post("/api/v1/backups")
    assert answer.status_code == 201, answer.text
    return str(answer.json()["name"])


def _flow(app: RunningApp, name: str) -> str:
    return str(app.client.post("/api/v1/flows/", json={"name": name, "data": {"nodes": [], "edges": []}}).json()["id"])


def test_a_backup_brings_back_what_was_there_and_keeps_what_is_there_now(start_app: StartApp) -> None:
    app = start_app()
    client = app.client
    kept = _flow(app, "Kept")
    backup = _back_up(app)
    client.patch(f"/api/v1/flows/{kept}", json={"name": "Renamed"})
    _flow(app, "Later")
    client.post("/api/v1/variables/", json={"name": "V", "value": "1", "type": "Generic", "default_fields": []})

    done = client.post(f"/api/v1/backups/{backup}/restore").json()
    assert (done["restored"]["name"], done["restored"]["reason"]) == (backup, "manual")
    assert done["before"]["reason"] == "before-restore"
    assert _names(app) == {"Kept"}
    assert client.get("/api/v1/variables/").json() == []
    listed = client.get("/api/v1/backups").json()
    assert [each["name"] for each in listed] == [done["before"]["name"], backup]

    # The app goes on as before: it saves, it runs, and what it saves outlives it.
    drawing = Drawing(client)
    source = drawing.node("ChatInput", "ChatInput-in")
    drawing.edge(source, "message", drawing.node("ChatOutput", "ChatOutput-out"), "input_value")
    drawing.save("After")
    assert "echoed" in drawing.run("echoed").text
    app.server.stop()
    again = start_app()
    assert _names(again) == {"Kept", "After"}

    # And the way back is open.
    again.client.post(f"/api/v1/backups/{done['before']['name']}/restore")
    assert _names(again) == {"Renamed", "Later"}


def test_what_was_read_before_a_restore_saves_over_nothing_afterwards(app: RunningApp) -> None:
    client = app.client
    flow = _flow(app, "Kept")
    backup = _back_up(app)
    tags = [client.patch(f"/api/v1/flows/{flow}", json={"description": text}).headers["etag"] for text in "abc"]
    client.post(f"/api/v1/backups/{backup}/restore")
    restored = client.get(f"/api/v1/flows/{flow}").headers["etag"]
    later = [client.patch(f"/api/v1/flows/{flow}", json={"description": text}).headers["etag"] for text in "xyz"]
    assert len({*tags, restored, *later}) == 7
    for tag in tags:
        stale = client.patch(f"/api/v1/flows/{flow}", json={"description": "old"}, headers={"if-match": tag})
        assert stale.status_code == 409
    assert client.get(f"/api/v1/flows/{flow}").json()["description"] == "z"
    assert len(client.get(f"/api/v1/flows/{flow}/revisions").json()) == 4


def test_what_cannot_be_used_is_refused_and_changes_nothing(app: RunningApp) -> None:
    _flow(app, "Here")
    folder = app.data_dir / FOLDER
    backup = _back_up(app)
    damaged = folder / "20200101T000000000000-manual.db"
    content = bytearray((folder / backup).read_bytes())
    content[4096:12288] = b"\0" * 8192
    damaged.write_bytes(content)
    newer = folder / "20200102T000000000000-manual.db"
    newer.write_bytes((folder / backup).read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(schema_migration)")]
        row = connection.execute("SELECT * FROM schema_migration").fetchone()
        values = ["m9999_future" if column == "name" else value for column, value in zip(columns, row, strict=True)]
        if "id" in columns:
            values[columns.index("id")] = 9999
        connection.execute(f"INSERT INTO schema_migration VALUES ({', '.join('?' * len(values))})", values)
        connection.commit()
    foreign = folder / "20200103T000000000000-manual.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE other (x)")
        connection.commit()

    said = {
        name: app.client.post(f"/api/v1/backups/{name}/restore") for name in (damaged.name, newer.name, foreign.name)
    }
    assert {name: answer.status_code for name, answer in said.items()} == dict.fromkeys(said, 409)
    assert "damaged" in said[damaged.name].text
    assert "newer Runnel" in said[newer.name].text
    assert "no database of Runnel" in said[foreign.name].text
    assert _names(app) == {"Here"}
    reasons = [each["reason"] for each in app.client.get("/api/v1/backups").json()]
    assert "before-restore" not in reasons
    for name in ("20990101T000000000000-manual.db", "..%2Frunnel.db", "runnel.db"):
        assert app.client.post(f"/api/v1/backups/{name}/restore").status_code == 404


@pytest.fixture
def stalled(app: RunningApp, stand_in: StandIn) -> Iterator[str]:
    """A job that does not end by itself: its model says nothing."""
    stand_in.script(Answer(stall_after=0))
    flow = chat_flow(app.client, openai_api_base=stand_in.base_url, api_key="k", model_name="m").save("Slow")
    answer = app.client.post(f"/api/v1/build/{flow}/flow?event_delivery=polling", json={"inputs": {"input_value": "x"}})
    job: dict[str, Any] = answer.json()
    assert stand_in.asked.wait(20)
    yield job["job_id"]
    app.client.post(f"/api/v1/build/{job['job_id']}/cancel")


def test_nothing_is_restored_under_a_running_flow(app: RunningApp, stalled: str) -> None:
    backup = _back_up(app)
    refused = app.client.post(f"/api/v1/backups/{backup}/restore")
    assert refused.status_code == 409
    assert "running" in refused.text
    app.client.post(f"/api/v1/build/{stalled}/cancel")
    assert app.client.post(f"/api/v1/backups/{backup}/restore").status_code == 200


def test_backups_are_removed_and_the_folder_says_what_it_holds(app: RunningApp) -> None:
    backup = _back_up(app)
    folder = app.client.get("/api/v1/data_folder").json()
    parts = {part["name"]: part["bytes"] for part in folder["parts"]}
    assert parts["backups"] == (app.data_dir / FOLDER / backup).stat().st_size
    assert parts["database"] == folder["database_bytes"] > 0
    assert folder["free_bytes"] > 0
    assert folder["was_interrupted"] is False
    log = app.client.get("/api/v1/data_folder/log", params={"lines": 5}).json()
    assert log["path"] == folder["log_path"]
    assert len(log["lines"]) <= 5
    assert app.client.delete(f"/api/v1/backups/{backup}").status_code == 204
    assert app.client.get("/api/v1/backups").json() == []
    assert app.client.delete(f"/api/v1/backups/{backup}").status_code == 404
