"""A database for nodes that ask it by themselves."""

from __future__ import annotations

from runnel.databases import Database, open_database
from runnel.sdk import Component, Context, Output, StrInput


class SQLDatabase(Component):
    """Name a database, for nodes that write their own questions to it."""

    display_name = "SQLDatabase"
    is_repeatable = False
    icon = "database"
    inputs = (
        StrInput(
            "uri",
            "URI",
            required=True,
            info="Where it is: sqlite:////home/me/shop.db, or postgresql://user:password@host/name.",
            extra={"is_local_path": True},
        ),
    )
    outputs = (
        Output(
            "SQLDatabase",
            "build_sqldatabase",
            types=("SQLDatabase",),
            display_name="SQLDatabase",
        ),
    )

    def build_sqldatabase(self, context: Context, uri: str = "") -> Database:
        """The database, not opened yet."""
        return open_database(uri, context.index_dir().parent, context.http, "uri")
