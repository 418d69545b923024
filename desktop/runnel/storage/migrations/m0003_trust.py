"""The trust ledger says where a text was seen. Nothing was ever written into the table before, so it is made anew."""

from __future__ import annotations

from typing import Any

import peewee

_STATEMENTS = (
    'DROP TABLE "trust"',
    """CREATE TABLE "trust" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "flow_id" TEXT,
    "node_id" TEXT,
    "granted_at" TEXT NOT NULL
)""",
    'CREATE INDEX "trust_node_id" ON "trust" ("node_id")',
)


def up(migrator: Any, db: peewee.SqliteDatabase) -> None:
    """Make it."""
    for statement in _STATEMENTS:
        db.execute_sql(statement)
