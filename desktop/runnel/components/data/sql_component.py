"""Questions to a database in SQL, as later files have it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from runnel.components.table_text import table_text
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    DataFrame,
    Message,
    MessageTextInput,
    MultilineInput,
    Output,
)

MOST_ROWS = 10_000
_ADDRESS = re.compile(r"^(?:sqlite(?:\+\w+)?:///)?(?P<path>.+)$", re.DOTALL)


class SQLComponent(Component):
    """Ask a SQLite database on this computer in SQL."""

    display_name = "SQL Database"
    is_repeatable = False
    icon = "database"
    is_blocking = True
    inputs = (
        MessageTextInput(
            "database_url",
            "Database URL",
            required=True,
            info="Where the database is: sqlite:////home/me/shop.db, or the path of its file.",
            extra={"is_local_path": True},
        ),
        MultilineInput("query", "SQL Query", tool_mode=True, info="One statement of SQL."),
        BoolInput(
            "include_columns", "Include Columns", value=True, tool_mode=True, info="Name the columns in the text."
        ),
        BoolInput("add_error", "Add Error", tool_mode=True, info="Pass on errors of the database as the result."),
    )
    outputs = (Output("run_sql_query", "run_sql_query", types=("DataFrame",), display_name="Result Table"),)

    def run_sql_query(
        self,
        context: Context,
        database_url: str = "",
        query: str = "",
        include_columns: bool = True,
        add_error: bool = False,
    ) -> DataFrame:
        """The rows, 10,000 at most; none for a statement that gives none. What it changes is kept."""
        path = _database_path(context, database_url)
        if not query.strip():
            raise ComponentError(
                f"{context.display_name} was asked nothing.", "There is no query.", "Write one.", field="query"
            )
        try:
            with closing(sqlite3.connect(path, timeout=10)) as connection, connection:
                cursor = connection.execute(query)
                rows = cursor.fetchmany(MOST_ROWS)
                names = [column[0] for column in cursor.description or ()]
        except sqlite3.Error as error:
            if add_error:
                return DataFrame([{"error": f"{error}"}])
            raise ComponentError(
                "The database gave no answer.", f"It says: {error}.", "Correct the query.", field="query"
            ) from None
        columns = names if include_columns else [str(number) for number in range(1, len(names) + 1)]
        return DataFrame([dict(zip(columns, row, strict=True)) for row in rows])

    def build_component(
        self,
        context: Context,
        database_url: str = "",
        query: str = "",
        include_columns: bool = True,
        add_error: bool = False,
    ) -> Message:
        """The rows as a Markdown table."""
        return Message(text=table_text(self.run_sql_query(context, database_url, query, include_columns, add_error)))


def _database_path(context: Context, address: str) -> Path:
    """The file of the database. Raises `ComponentError` for other kinds of databases, and for Runnel's own."""
    typed = address.strip()
    if "://" in typed and not typed.startswith("sqlite"):
        raise ComponentError(
            "The database was not opened.",
            f"{typed.partition(':')[0]} databases are not known here.",
            "Give the address of a SQLite database: sqlite:////home/me/shop.db",
            field="database_url",
        )
    found = _ADDRESS.match(typed)
    path = Path(unquote(found["path"])).expanduser() if found else Path()
    if not found or not path.is_file():
        raise ComponentError(
            "The database was not opened.",
            f"There is no file {path.name or '(no name)'} in that place.",
            "Correct the address.",
            field="database_url",
        )
    if path.resolve().is_relative_to(context.index_dir().resolve().parent):
        raise ComponentError(
            "The database was not opened.",
            "It belongs to Runnel itself.",
            "Use the nodes for messages and documents instead.",
            field="database_url",
        )
    return path
