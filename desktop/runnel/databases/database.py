"""`Database`: a database by its address, whatever kind it is of, and what may be asked of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

from runnel.databases import foreign, sqlite
from runnel.databases.rows import MOST_ROWS, Rows
from runnel.databases.stop import Stop
from runnel.errors import ComponentError
from runnel.sdk import Http

__all__ = ["Database", "Rows", "open_database"]

Result = TypeVar("Result")

_SCHEME = re.compile(r"^(?P<kind>[a-zA-Z][a-zA-Z0-9]*)(?:\+\w+)?://")
_SQLITE_ADDRESS = re.compile(r"^(?:sqlite(?:\+\w+)?:///)?(?P<path>.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Database:
    """A database that was found, not an open connection: each call opens one and closes it.

    ``address`` is the file's path for SQLite, else SQLAlchemy's address. All methods raise `ComponentError`.
    """

    dialect: str
    """The kind of SQL it speaks: ``sqlite``, ``postgresql``, ``mysql`` …"""
    address: str
    http: Http = field(repr=False, compare=False)
    """Whose ledger takes note of what goes to a server."""

    async def run(self, statement: str, most_rows: int = MOST_ROWS) -> Rows:
        """The rows that one statement gives, ``most_rows`` at most; what it changes is kept."""
        if not statement.strip():
            raise ComponentError("The database was asked nothing.", "There is no query.", "Write one.", field="query")
        run = sqlite.run if self.dialect == "sqlite" else foreign.run
        return await self._in_thread(lambda stop: run(self.address, statement, most_rows, stop))

    async def list_tables(self) -> list[str]:
        """The names of its tables and views, in alphabetical order."""
        tables = sqlite.list_tables if self.dialect == "sqlite" else foreign.list_tables
        return await self._in_thread(lambda stop: tables(self.address))

    async def describe(self, tables: Sequence[str] = ()) -> str:
        """The ``CREATE`` statements of these tables, or of all: what a model must know to write a query."""
        describe = sqlite.describe if self.dialect == "sqlite" else foreign.describe
        return await self._in_thread(lambda stop: describe(self.address, list(tables)))

    async def _in_thread(self, work: Callable[[Stop], Result]) -> Result:
        """``work`` in a thread; when the waiting task is cancelled, what was asked is broken off."""
        stop = Stop()
        loop = asyncio.get_running_loop()
        is_file = self.dialect == "sqlite"
        with nullcontext() if is_file else self.http.note_call("database", "SQL", foreign.shown(self.address)):
            try:
                return await loop.run_in_executor(None, work, stop)
            except asyncio.CancelledError:
                loop.run_in_executor(None, stop.set)
                raise


def open_database(address: str, own_folder: Path, http: Http, input_name: str = "database_url") -> Database:
    """The database at an address such as ``sqlite:////home/me/shop.db``, the path of a SQLite file, or
    ``postgresql://user:password@host/name``. ``http`` takes note of what goes to a server.

    Raises `ComponentError` for the input ``input_name`` when there is no such file, when no driver for its kind is
    there, and when the file lies in ``own_folder``, where Runnel keeps its own.
    """
    typed = address.strip()
    scheme = _SCHEME.match(typed)
    if scheme and scheme["kind"].lower() != "sqlite":
        return Database(*foreign.find(typed, input_name), http)
    if not typed:
        raise ComponentError(
            "The database was not opened.",
            "No address is given.",
            "Enter one: sqlite:////home/me/shop.db, or postgresql://user:password@host/name.",
            field=input_name,
        )
    found = _SQLITE_ADDRESS.match(typed.partition("?")[0] if scheme else typed)
    path = Path(unquote(found["path"]) if scheme else found["path"]).expanduser() if found else Path()
    if not found or not path.is_file():
        raise ComponentError(
            "The database was not opened.",
            f"There is no file {path.name} in that place.",
            "Correct the address: sqlite:////home/me/shop.db, or postgresql://user:password@host/name.",
            field=input_name,
        )
    if path.resolve().is_relative_to(own_folder.resolve()):
        raise ComponentError(
            "The database was not opened.",
            "It belongs to Runnel itself.",
            "Use the nodes for messages and documents instead.",
            field=input_name,
        )
    return Database("sqlite", str(path), http)
