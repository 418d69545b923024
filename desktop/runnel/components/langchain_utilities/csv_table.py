"""The rows of a CSV file as a table that can be asked in SQL."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from typing import Any

from runnel.databases import Rows
from runnel.sdk import ComponentError

TABLE = "data"


class CsvTable:
    """A table named ``data`` in memory; numbers are kept as numbers. It cannot be changed."""

    dialect = "sqlite"

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        """Raises `ComponentError` when there are no rows."""
        names = list(rows[0]) if rows else []
        if not names:
            raise ComponentError("The CSV file has no rows.", do="Choose a file with a line of names and rows below.")
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._turn = threading.Lock()
        columns = ", ".join('"' + (name or f"column {at}").replace('"', '""') + '"' for at, name in enumerate(names, 1))
        self._made = f'CREATE TABLE "{TABLE}" ({columns})'
        self._connection.execute(self._made)
        marks = ", ".join("?" * len(names))
        filled = ([_number(row[name]) for name in names] for row in rows)
        self._connection.executemany(f'INSERT INTO "{TABLE}" VALUES ({marks})', filled)
        self._connection.execute("PRAGMA query_only = ON")

    async def run(self, statement: str, most_rows: int = 1000) -> Rows:
        """The rows that one statement gives. Raises `ComponentError` with what SQLite says."""
        return await asyncio.to_thread(self._run, statement, most_rows)

    async def list_tables(self) -> list[str]:
        """The one table."""
        return [TABLE]

    async def describe(self, tables: Any = ()) -> str:
        """How it was made, and its first rows."""
        first = await self.run(f'SELECT * FROM "{TABLE}"', 3)
        return "\n".join([f"{self._made};", *(f"-- {row}" for row in first.values)])

    def _run(self, statement: str, most_rows: int) -> Rows:
        with self._turn:
            try:
                cursor = self._connection.execute(statement)
                found = cursor.fetchmany(most_rows + 1)
            except sqlite3.Error as error:
                raise ComponentError("The query was not run.", f"{error}.", "Correct the query.") from None
        columns = tuple(str(column[0]) for column in cursor.description or ())
        return Rows(columns, found[:most_rows], len(found) > most_rows)


def _number(text: str) -> str | int | float | None:
    """A cell as a number where it is one, and nothing where it is empty."""
    trimmed = text.strip()
    if not trimmed:
        return None
    for kind in (int, float):
        try:
            return kind(trimmed)
        except ValueError:
            continue
    return text
