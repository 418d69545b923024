"""A database as tools for an agent, which may look and ask, but change nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Protocol

from runnel.databases import Rows
from runnel.sdk import ComponentError, DataFrame, Tool
from runnel.shaping.table_text import table_text

INSTRUCTIONS = (
    "You answer questions from a database that speaks the SQL of {dialect}. Look at its tables first, then ask it with "
    "the tool sql_query, and answer from what it gives. Ask for the columns and rows you need, {rows} rows at most. If "
    "a query fails, correct it and ask again. If the database does not hold the answer, say so."
)
MOST_ROWS = 50
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_ASKS = re.compile(r"\s*(?:select|with|values|explain|show|describe|desc|table)\b", re.IGNORECASE)
_CHANGES = re.compile(
    r"\b(?:insert|update|delete|merge|replace\s+into|drop|alter|create|truncate|grant|revoke|attach|detach|vacuum|"
    r"reindex|copy|call|into\s+outfile)\b",
    re.IGNORECASE,
)


class AskedDatabase(Protocol):
    """What the tools need of a database; `runnel.databases.Database` is one."""

    @property
    def dialect(self) -> str:
        """The kind of SQL it speaks."""

    async def run(self, statement: str, most_rows: int = MOST_ROWS) -> Rows:
        """The rows that a statement gives."""

    async def list_tables(self) -> list[str]:
        """The names of its tables."""

    async def describe(self, tables: Any = ()) -> str:
        """How these tables, or all, were made."""


def sql_tools(database: AskedDatabase) -> list[Tool]:
    """Three tools: the tables, what they are made of, and a query."""

    async def list_tables(_: Mapping[str, Any]) -> str:
        return "\n".join(await database.list_tables()) or "There are no tables."

    async def describe(arguments: Mapping[str, Any]) -> str:
        named = arguments.get("tables") or []
        return await database.describe([str(name) for name in (named if isinstance(named, list) else [named])])

    async def query(arguments: Mapping[str, Any]) -> str:
        statement = str(arguments.get("query") or "")
        refuse_changes(statement)
        rows = await database.run(statement, MOST_ROWS)
        text = table_text(DataFrame(rows.records)) or "No rows."
        return f"{text}\n\nThere are more rows than these." if rows.is_cut else text

    names = {"type": "array", "items": {"type": "string"}, "description": "Their names; all tables if empty."}
    statement = {"type": "string", "description": "One statement that reads: SELECT …"}
    return [
        Tool("sql_tables", "The names of the tables.", {"type": "object", "properties": {}}, list_tables),
        Tool(
            "sql_schema",
            "The columns of tables, as the statements that made them.",
            {"type": "object", "properties": {"tables": names}},
            describe,
        ),
        Tool(
            "sql_query",
            f"The rows that a query gives, as a table; {MOST_ROWS} at most.",
            {"type": "object", "properties": {"query": statement}, "required": ["query"]},
            query,
        ),
    ]


def refuse_changes(statement: str) -> None:
    """Raise `ComponentError` for a statement that might change something; texts and names in quotes do not count."""
    bare = _QUOTED.sub(" ", statement)
    if _ASKS.match(bare) and not _CHANGES.search(bare) and ";" not in bare.strip().rstrip(";"):
        return
    raise ComponentError(
        "The query was not run.", "The agent may read, but change nothing.", "Ask with one SELECT statement."
    )
