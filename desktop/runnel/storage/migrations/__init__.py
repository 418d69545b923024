"""The way from any older database file to today's tables: numbered steps, each in one transaction.

A step is a module ``m<number>_<what>`` with ``up(migrator, db)``; it declares frozen copies of what it needs and never
imports `runnel.storage.tables`. Steps are named here, so that a frozen binary finds them without looking at files.
"""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import peewee

from runnel.errors import Conflict
from runnel.storage.backups import back_up

STEPS = ("m0001_ground", "m0002_runs", "m0003_trust", "m0004_questions", "m0005_restore_points")
"""All steps, oldest first. Only ever append."""

HISTORY = "schema_migration"


def migrate(sqlite: peewee.SqliteDatabase, path: Path) -> list[str]:
    """Apply the steps that the open database has not seen; returns what to tell the user.

    Before a database that holds anything is changed, a verified backup of it is made beside it, and kept.
    Raises `Conflict` when the database has seen steps that are unknown here: a newer Runnel wrote it.
    """
    applied = _applied(sqlite)
    unknown = sorted(applied - set(STEPS))
    if unknown:
        raise Conflict(
            f"The data folder {path.parent} was written by a newer Runnel (it knows {unknown[-1]}, this one does not). "
            "Use the newer Runnel, or choose another --data-dir. Nothing was changed."
        )
    pending = [name for name in STEPS if name not in applied]
    if not pending:
        return []
    notices = []
    if applied:
        backup = back_up(path, f"before-{pending[0]}")
        notices.append(f"The database was brought up to date; a backup of how it was lies at {backup}.")
    _runner(sqlite).up()
    return notices


def check_is_known(copy: Path) -> None:
    """Raise `Conflict` when a closed database has seen steps that are unknown here, or is none of ours."""
    with closing(sqlite3.connect(copy)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if HISTORY not in tables:
            raise Conflict(f"{copy.name} is no database of Runnel. Nothing was changed.")
        seen = {name for (name,) in connection.execute(f"SELECT name FROM {HISTORY}")}
    if not seen <= set(STEPS):
        raise Conflict(
            f"{copy.name} was written by a newer Runnel. Use that one to go back to it. Nothing was changed."
        )


def _applied(sqlite: peewee.SqliteDatabase) -> set[str]:
    if HISTORY not in sqlite.get_tables():
        return set()
    return {name for (name,) in sqlite.execute_sql(f"SELECT name FROM {HISTORY}")}


def _runner(sqlite: peewee.SqliteDatabase) -> Any:
    # Imported only when there is something to do: a start with nothing to migrate pays nothing.
    from playhouse.migrations import Migration, Runner  # type: ignore[import-untyped]

    class Step(Migration):  # type: ignore[misc]
        """A step that is a module of this package rather than a file."""

        __slots__ = ()

        def load(self) -> ModuleType:
            """The step's module."""
            return importlib.import_module(f"{__name__}.{self.name}")

    class Steps(Runner):  # type: ignore[misc]
        """The runner over `STEPS`."""

        def migrations(self) -> list[Step]:
            """All steps in order."""
            return [Step(index, name, name, None) for index, name in enumerate(STEPS, start=1)]

    return Steps(sqlite, table_name=HISTORY)
