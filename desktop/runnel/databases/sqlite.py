"""SQLite files, by the standard library. All functions block."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from runnel.databases.rows import Refused, Rows
from runnel.databases.stop import Stop

_STEPS_BETWEEN_LOOKS = 20_000
"""Steps of SQLite's machine after which a running statement looks whether it is to stop: some milliseconds."""


def run(path: str, statement: str, most_rows: int, stop: Stop) -> Rows:
    """The rows of one statement, in a transaction of its own. Raises `Refused`; setting ``stop`` breaks it off."""
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
            connection.set_progress_handler(stop.is_set, _STEPS_BETWEEN_LOOKS)
            cursor = connection.execute(statement)
            values = cursor.fetchmany(most_rows + 1)
            columns = tuple(column[0] for column in cursor.description or ())
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise Refused(error) from None
    return Rows(columns, values[:most_rows], len(values) > most_rows)


def list_tables(path: str) -> list[str]:
    """The names of tables and views, SQLite's own left out."""
    return [name for name, _ in _schema(path)]


def describe(path: str, tables: Sequence[str]) -> str:
    """The statements that make the tables, an empty line between them; all of them for no names."""
    return "\n\n".join(f"{sql};" for name, sql in _schema(path) if not tables or name in tables)


def _schema(path: str) -> list[tuple[str, str]]:
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            return connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view') AND sql IS NOT NULL"
                " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            ).fetchall()
    except sqlite3.Error as error:
        raise Refused(error) from None
