"""Opening and closing a data folder, transactions, and what happens when something is wrong with the file."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from runnel.errors import AppError, Conflict
from runnel.storage import Database, backups, folders, settings, tables
from runnel.storage.database import FILE_NAME
from runnel.storage.migrations import HISTORY, STEPS

PACKAGE = Path(tables.__file__).parent


def _schema(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    # Line breaks are the only freedom that a migration has in writing the same table.
    return {
        (name, "".join(sql.split())) for name, sql in rows if HISTORY not in name and not name.startswith("sqlite_")
    }


async def test_a_migrated_empty_database_equals_the_tables(tmp_path: Path) -> None:
    await (await Database.open(tmp_path)).close()
    fresh = peewee.SqliteDatabase(":memory:")
    fresh.connect()
    with fresh.bind_ctx(tables.ALL):
        fresh.create_tables(tables.ALL)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as migrated:
        assert _schema(migrated) == _schema(fresh.connection())
    fresh.close()


def test_all_steps_are_named_and_all_tables_known() -> None:
    assert sorted(path.stem for path in (PACKAGE / "migrations").glob("m[0-9]*.py")) == list(STEPS)
    assert set(tables.ALL) == set(tables.Table.__subclasses__())


async def test_a_failing_call_changes_nothing(database: Database) -> None:
    def change_and_fail() -> None:
        settings.set("theme", "dark")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.run(change_and_fail)
    assert await database.run(settings.get, "theme") is None


async def test_queued_calls_are_written_before_closing(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    for number in range(200):
        database.submit(settings.set, f"key{number}", number)
    await database.close()
    again = await Database.open(tmp_path)
    assert await again.run(settings.get, "key199") == 199
    await again.close()


async def test_two_databases_in_one_process_do_not_mix(tmp_path: Path) -> None:
    first, second = await asyncio.gather(Database.open(tmp_path / "a"), Database.open(tmp_path / "b"))
    await asyncio.gather(first.run(settings.set, "name", "a"), second.run(settings.set, "name", "b"))
    assert [await first.run(settings.get, "name"), await second.run(settings.get, "name")] == ["a", "b"]
    await first.close()
    await second.close()


async def test_one_process_holds_a_data_folder(database: Database) -> None:
    with pytest.raises(Conflict, match="Another Runnel uses the data folder"):
        await Database.open(database.folder)


async def test_a_database_of_a_newer_runnel_is_refused_unchanged(tmp_path: Path) -> None:
    await (await Database.open(tmp_path)).close()
    path = tmp_path / FILE_NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"INSERT INTO {HISTORY} (name, applied) VALUES ('m9999_future', '2030-01-01')")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(Conflict, match="newer Runnel"):
        await Database.open(tmp_path)
    assert path.read_bytes() == before
    # And the folder is free again.
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"DELETE FROM {HISTORY} WHERE name = 'm9999_future'")
        connection.commit()
    await (await Database.open(tmp_path)).close()


async def test_an_older_database_is_backed_up_before_it_is_migrated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = await Database.open(tmp_path)
    await database.run(settings.set, "theme", "dark")
    await database.close()
    monkeypatch.setattr("runnel.storage.migrations.STEPS", (*STEPS, "m0002_trial"))
    trial = type(sys)("runnel.storage.migrations.m0002_trial")
    trial.up = lambda migrator, db: db.execute_sql("CREATE TABLE trial (id INTEGER)")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, trial.__name__, trial)

    database = await Database.open(tmp_path)
    [notice] = database.notices
    [backup] = backups.list_backups(database.path)
    assert str(backup) in notice
    assert backups.is_whole(backup)
    with closing(sqlite3.connect(backup)) as copy:
        names = {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}
        assert "trial" not in names
        assert copy.execute("SELECT value FROM setting WHERE key = 'theme'").fetchone() == ('"dark"',)
    assert await database.run(settings.get, "theme") == "dark"
    await database.close()


async def test_a_failing_migration_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await Database.open(tmp_path)).close()

    def fail(migrator: object, db: peewee.SqliteDatabase) -> None:
        db.execute_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError("interrupted")

    trial = type(sys)("runnel.storage.migrations.m0002_trial")
    trial.up = fail  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr("runnel.storage.migrations.STEPS", (*STEPS, "m0002_trial"))
        patch.setitem(sys.modules, trial.__name__, trial)
        with pytest.raises(RuntimeError, match="interrupted"):
            await Database.open(tmp_path)
    database = await Database.open(tmp_path)
    assert database.notices == []
    with closing(sqlite3.connect(database.path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)
    await database.close()


async def test_a_damaged_database_is_set_aside_and_the_newest_good_backup_used(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    await database.run(settings.set, "theme", "dark")
    backups.back_up(database.path, "daily")
    await database.run(settings.set, "theme", "light")
    await database.close()
    # A newer backup that is itself damaged is passed over.
    (tmp_path / backups.FOLDER / "99990101T000000000000-daily.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    damaged = b"this is no database" * 1000
    (tmp_path / FILE_NAME).write_bytes(damaged)

    database = await Database.open(tmp_path)
    assert await database.run(settings.get, "theme") == "dark"
    [notice] = database.notices
    assert "damaged" in notice
    [aside] = (tmp_path / "damaged").glob(f"*/{FILE_NAME}")
    assert aside.read_bytes() == damaged
    await database.close()


async def test_a_damaged_page_is_found_after_a_crash(tmp_path: Path) -> None:
    database = await Database.open(tmp_path)
    for number in range(2000):
        database.submit(settings.set, f"key{number}", "x" * 100)
    await database.close()
    backups.back_up(tmp_path / FILE_NAME, "daily")
    path = tmp_path / FILE_NAME
    content = bytearray(path.read_bytes())
    content[8192 : 8192 + 16384] = b"\xff" * 16384
    path.write_bytes(content)
    (tmp_path / "database.lock").write_bytes(b"open")

    database = await Database.open(tmp_path)
    assert len(database.notices) == 1
    assert await database.run(settings.get, "key1999") == "x" * 100
    await database.close()


async def test_without_a_backup_a_damaged_database_starts_afresh(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all" * 1000)
    database = await Database.open(tmp_path)
    assert [folder.name for folder in await database.run(folders.list_all, database.owner_id)] == ["My Projects"]
    assert "started afresh" in database.notices[0]
    await database.close()


async def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError, match="cannot be used"):
        await Database.open(tmp_path / "file" / "data")


async def test_a_full_disk_changes_nothing_and_is_said(database: Database) -> None:
    await database.run(settings.set, "theme", "dark")

    def fill() -> None:
        # SQLite's own limit of pages stands for the end of the disk: the error is the same.
        pages = tables.connection().execute("PRAGMA page_count").fetchone()[0]
        tables.connection().execute(f"PRAGMA max_page_count={pages + 2}")

    await database.run(fill)
    with pytest.raises(AppError, match="is full") as caught:
        await database.run(settings.set, "theme", "x" * 1_000_000)
    assert caught.value.status == 507
    assert await database.run(settings.get, "theme") == "dark"


WRITER = """
import asyncio, sys
from pathlib import Path
from runnel.schemas.flow import FlowCreate, FlowUpdate
from runnel.sdk import Message
from runnel.storage import Cipher, Database, FileStore, Journal, flow_documents, flows
from uuid import UUID

async def main() -> None:
    folder = Path(sys.argv[1])
    database = await Database.open(folder)
    journal = Journal(database, FileStore(folder), Cipher(folder))
    new = flows.NewFlow(FlowCreate("f"), flow_documents.EMPTY)
    flow = (await database.run(flows.create, database.owner_id, new)).flow
    for number in range(1_000_000):
        data = b'{"nodes":[],"edges":[],"number":%d}' % number
        document = flow_documents.read(data)
        await database.run(flows.update, database.owner_id, UUID(flow.id), FlowUpdate(), document)
        await journal.add_message(Message(text=str(number), session_id="s"))
        print(number, flush=True)

asyncio.run(main())
"""


def _write_until_killed(folder: Path) -> list[int]:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        answered = [int(process.stdout.readline()) for _ in range(50)]
        process.kill()
        return answered + [int(line) for line in process.stdout.read().split()]


async def test_what_was_answered_is_there_after_a_kill(tmp_path: Path) -> None:
    answered = await asyncio.to_thread(_write_until_killed, tmp_path)
    database = await Database.open(tmp_path)
    [flow] = await database.run(lambda: list(tables.Flow.select()))
    numbers = await database.run(
        lambda: [row.text for row in tables.Document.select().where(tables.Document.flow_id == flow.id)]
    )
    kept = {int(text.rpartition(":")[2].rstrip("}")) for text in numbers if "number" in text}
    messages = await database.run(lambda: {int(row.text) for row in tables.Message.select()})
    assert kept >= set(answered)
    assert messages >= set(answered)
    assert database.notices == []
    await database.close()


async def test_a_copied_data_folder_is_whole(database: Database, tmp_path: Path) -> None:
    await database.run(settings.set, "theme", "dark")
    backup = await asyncio.to_thread(backups.back_up, database.path, "daily")
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(backup, other / FILE_NAME)
    copy = await Database.open(other)
    assert await copy.run(settings.get, "theme") == "dark"
    assert copy.owner_id == database.owner_id
    await copy.close()


async def test_a_long_read_holds_up_no_write_and_cannot_write(database: Database) -> None:
    reading, done = threading.Event(), threading.Event()

    def read_slowly() -> object:
        before = settings.get("theme")
        reading.set()
        assert done.wait(30)
        # One look at the database from beginning to end.
        return before, settings.get("theme")

    slow = asyncio.create_task(database.read(read_slowly))
    await asyncio.to_thread(reading.wait, 30)
    await database.run(settings.set, "theme", "dark")
    done.set()
    assert await slow == (None, None)
    assert await database.read(settings.get, "theme") == "dark"
    with pytest.raises(AppError, match="cannot be written"):
        await database.read(lambda: tables.connection().execute("DELETE FROM setting"))
