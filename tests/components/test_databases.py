"""Databases asked in SQL, over HTTP: SQLite files, and a real PostgreSQL server where this computer has one."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE item (name TEXT, price REAL)")
        connection.executemany("INSERT INTO item VALUES (?, ?)", [("pen", 1.5), ("ink", 4.0)])
    connection.close()
    return path


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of its own, which lasts as long as the module."""
    if not (shutil.which("initdb") and shutil.which("postgres")):
        pytest.skip("needs PostgreSQL (initdb and postgres) on this computer")
    # The server does not run as root.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    user = "nobody" if is_root else getpass.getuser()
    before = ["runuser", "-u", user, "--"] if is_root else []
    folder = Path(tempfile.mkdtemp(prefix="runnel-postgres-"))
    shutil.chown(folder, user)
    try:
        made = [*before, "initdb", "-D", f"{folder}/data", "-U", "shop", "-A", "trust", "--no-sync", "--locale=C"]
        subprocess.run(made, check=True, capture_output=True, cwd="/")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [*before, "postgres", "-D", f"{folder}/data", "-p", str(port), "-k", str(folder), "-F"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"postgresql+psycopg2://shop:secret@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def ask(app: RunningApp, database: object, query: str, **values: Any) -> Any:
    stored = {"database_url": str(database), "query": query, **values}
    return Case("SQLComponent", "run_sql_query", stored).run(app)


def test_a_database_is_asked(shared_app: RunningApp, shop: Path) -> None:
    address = f"sqlite:///{shop}"
    in_order = "SELECT * FROM item ORDER BY price"
    assert ask(shared_app, address, in_order) == [{"name": "pen", "price": 1.5}, {"name": "ink", "price": 4.0}]
    assert ask(shared_app, address, in_order, include_columns=False)[0] == {"1": "pen", "2": 1.5}
    assert ask(shared_app, address, "SELECT name, name FROM item LIMIT 1") == [{"name": "pen", "name_2": "pen"}]
    assert ask(shared_app, address, "INSERT INTO item VALUES ('nib', 2)") == []
    assert ask(shared_app, shop, "SELECT count(*) AS n FROM item") == [{"n": 3}]
    failing = "SELECT missing FROM item"
    assert ask(shared_app, address, failing, add_error=True) == [{"error": "no such column: missing"}]
    with pytest.raises(Failed, match="no such column: missing"):
        ask(shared_app, address, failing)


def test_rows_as_text(shared_app: RunningApp, shop: Path) -> None:
    def text(query: str, **values: Any) -> str:
        stored = {"database_url": f"sqlite:///{shop}", "query": query, **values}
        return str(Case("SQLExecutor", "text", stored).run(shared_app))

    query = "SELECT * FROM item ORDER BY price"
    assert json.loads(text(query)) == [["pen", 1.5], ["ink", 4.0]]
    assert json.loads(text(query, include_columns=True))[0] == {"name": "pen", "price": 1.5}
    assert text("DELETE FROM item") == ""
    with pytest.raises(Failed, match="no such table: absent"):
        text("SELECT * FROM absent")
    assert text("SELECT * FROM absent", passthrough=True) == "SELECT * FROM absent"
    told = text("SELECT * FROM absent", passthrough=True, add_error=True)
    assert told == "SELECT * FROM absent\n\nError: no such table: absent"


def test_a_stopped_query_ends(shared_app: RunningApp, shop: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    drawing = Drawing(shared_app.client)
    drawing.node("SQLComponent", database_url=str(shop), query=endless)
    path = f"/api/v1/build/{drawing.save()}/flow?event_delivery=streaming"
    job = shared_app.client.post(path, json={}).json()["job_id"]
    assert shared_app.client.post(f"/api/v1/build/{job}/cancel").status_code == 200
    # The file is free again: nothing still reads it.
    assert ask(shared_app, shop, "UPDATE item SET price = 0") == []


def test_a_stopped_query_ends_on_its_server_too(shared_app: RunningApp, postgres: str) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("SQLComponent", database_url=postgres, query="SELECT pg_sleep(600)")
    path = f"/api/v1/build/{drawing.save()}/flow?event_delivery=streaming"
    job = shared_app.client.post(path, json={}).json()["job_id"]
    busy = "SELECT pid FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)' AND state = 'active'"
    while not ask(shared_app, postgres, busy):
        time.sleep(0.02)
    assert shared_app.client.post(f"/api/v1/build/{job}/cancel").status_code == 200
    (record,) = shared_app.client.get("/api/v1/build/jobs", params={"flow_id": drawing.flow_id}).json()
    assert record["status"] == "cancelled"
    while ask(shared_app, postgres, busy):
        time.sleep(0.02)
    # What went to the server stands in the log of what left the computer, without its password.
    lines = shared_app.client.get("/api/v1/data_folder/log", params={"lines": 1000}).json()["lines"]
    server = postgres.rpartition("@")[2]
    told = [line for line in lines if f"SQL postgresql://{server} for database" in line]
    assert any("cancelled" in line for line in told)
    assert any("answered" in line for line in told)
    assert "secret" not in "".join(told)


def test_a_server_is_asked(shared_app: RunningApp, postgres: str) -> None:
    # The address names a driver that is not there; one that is takes its place.
    assert ask(shared_app, postgres, "CREATE TABLE item (name TEXT, price NUMERIC)") == []
    assert ask(shared_app, postgres, "INSERT INTO item VALUES ('pen', 1.5), ('100%', 4)") == []
    rows = ask(shared_app, postgres, "SELECT name FROM item WHERE name LIKE '%n' OR name = '100%' ORDER BY name")
    assert [row["name"] for row in rows] == ["100%", "pen"]
    with pytest.raises(Failed, match='relation "absent" does not exist'):
        ask(shared_app, postgres, "SELECT * FROM absent")
    case = Case("SQLExecutor", "text", {"database_url": postgres, "query": "SELECT price FROM item ORDER BY price"})
    assert json.loads(case.run(shared_app)) == [["1.5"], ["4"]]


def test_a_database_is_handed_to_other_nodes(shared_app: RunningApp, shop: Path) -> None:
    assert Case("SQLDatabase", "SQLDatabase", {"uri": f"sqlite:///{shop}"}).run(shared_app) is not None
    with pytest.raises(Failed, match=r"no file such\.db"):
        Case("SQLDatabase", "SQLDatabase", {"uri": "sqlite:////no/such.db"}).run(shared_app)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://127.0.0.1:1/db", "It says"),
        ("oracle://host/db", "no driver for oracle databases"),
        ("nonsense://host/db", "no driver for nonsense"),
        ("sqlite:////no/such.db", r"no file such\.db"),
        ("", "No address is given"),
    ],
)
def test_what_keeps_a_database_from_being_asked(shared_app: RunningApp, address: str, said: str) -> None:
    with pytest.raises(Failed, match=said):
        ask(shared_app, address, "SELECT 1")


def test_our_own_database_is_refused(shared_app: RunningApp) -> None:
    (own,) = shared_app.data_dir.glob("*.db")
    with pytest.raises(Failed, match="belongs to Runnel itself"):
        ask(shared_app, own, "SELECT 1")
