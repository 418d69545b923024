"""Questions to a database in SQL, as later files have it."""

from __future__ import annotations

from runnel.databases import Rows, open_database
from runnel.databases.rows import Refused
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DataFrame,
    Message,
    MessageTextInput,
    MultilineInput,
    Output,
)
from runnel.shaping.table_text import table_text


class SQLComponent(Component):
    """Ask a database in SQL: a SQLite file on this computer, or a server."""

    display_name = "SQL Database"
    is_repeatable = False
    icon = "database"
    inputs = (
        MessageTextInput(
            "database_url",
            "Database URL",
            required=True,
            info="Where it is: sqlite:////home/me/shop.db, the path of such a file, postgresql://user:password@host/name.",
            extra={"is_local_path": True},
        ),
        MultilineInput("query", "SQL Query", tool_mode=True, info="One statement of SQL."),
        BoolInput(
            "include_columns", "Include Columns", value=True, tool_mode=True, info="Name the columns in the text."
        ),
        BoolInput("add_error", "Add Error", tool_mode=True, info="Pass on errors of the database as the result."),
    )
    outputs = (Output("run_sql_query", "run_sql_query", types=("DataFrame",), display_name="Result Table"),)

    async def run_sql_query(
        self,
        context: Context,
        database_url: str = "",
        query: str = "",
        include_columns: bool = True,
        add_error: bool = False,
    ) -> DataFrame:
        """The rows, 10,000 at most; none for a statement that gives none. What it changes is kept."""
        database = open_database(database_url, context.index_dir().parent, context.http)
        try:
            rows = await database.run(query)
        except Refused as error:
            if add_error:
                return DataFrame([{"error": error.said}])
            raise
        if rows.is_cut:
            context.note(f"Only the first {len(rows.values):,} rows were read.")
        if include_columns:
            return DataFrame(rows.records)
        return DataFrame(Rows(tuple(map(str, range(1, len(rows.columns) + 1))), rows.values).records)

    async def build_component(
        self,
        context: Context,
        database_url: str = "",
        query: str = "",
        include_columns: bool = True,
        add_error: bool = False,
    ) -> Message:
        """The rows as a Markdown table."""
        return Message(
            text=table_text(await self.run_sql_query(context, database_url, query, include_columns, add_error))
        )
