"""Questions to a database in SQL, answered as text."""

from __future__ import annotations

import json

from runnel.databases import open_database
from runnel.databases.rows import Refused
from runnel.sdk import BoolInput, Component, Context, Message, Output, StrInput


class SQLExecutor(Component):
    """Ask a database in SQL and pass on the rows as text."""

    display_name = "SQL Query"
    is_repeatable = False
    icon = "database"
    beta = True
    base_classes = ("object", "str", "Text")
    inputs = (
        BoolInput("add_error", "Add Error", info="Put the database's error into the text."),
        StrInput(
            "database_url",
            "Database URL",
            required=True,
            input_types=("Text",),
            info="Where it is: sqlite:////home/me/shop.db, the path of such a file, postgresql://user:password@host/name.",
            extra={"is_local_path": True},
        ),
        BoolInput("include_columns", "Include Columns", info="Name the columns in each row."),
        BoolInput("passthrough", "Passthrough", info="On an error pass on the query, instead of failing."),
        StrInput("query", "Query", required=True, input_types=("Text",), info="One statement of SQL."),
    )
    outputs = (Output("text", "run_query", types=("Text",), display_name="Text"),)

    async def run_query(
        self,
        context: Context,
        add_error: bool = False,
        database_url: str = "",
        include_columns: bool = False,
        passthrough: bool = False,
        query: str = "",
    ) -> Message:
        """The rows as JSON: a list per row, with columns an object. Empty for a statement that gives none."""
        database = open_database(database_url, context.index_dir().parent, context.http)
        try:
            rows = await database.run(query)
        except Refused as error:
            if not passthrough and not add_error:
                raise
            context.note(f"The database refused: {error.said}.")
            said = f"Error: {error.said}" if add_error else ""
            return Message(text="\n\n".join(filter(None, (query if passthrough else "", said))))
        if rows.is_cut:
            context.note(f"Only the first {len(rows.values):,} rows were read.")
        values = rows.records if include_columns else rows.values
        return Message(text=json.dumps(values, ensure_ascii=False, default=str) if rows.columns else "")
