"""The records of runs, and to which run a vertex build belongs."""

from __future__ import annotations

from typing import Any

import peewee

_STATEMENTS = """
CREATE TABLE "run" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "duration_ms" INTEGER,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "price_usd" REAL,
    "error" TEXT,
    "input_value" TEXT NOT NULL,
    "inputs" TEXT,
    "usage" TEXT NOT NULL,
    "inactive" TEXT NOT NULL
);
CREATE UNIQUE INDEX "run_id" ON "run" ("id");
CREATE INDEX "run_flow_id" ON "run" ("flow_id");
CREATE INDEX "run_status" ON "run" ("status");
ALTER TABLE "vertex_build" ADD COLUMN "run_id" TEXT;
ALTER TABLE "vertex_build" ADD COLUMN "is_listed" INTEGER NOT NULL DEFAULT 1;
CREATE INDEX "vertex_build_run_id" ON "vertex_build" ("run_id");
DROP INDEX "vertex_build_flow_id_vertex_id_number_valid_timestamp";
"""


def up(migrator: Any, db: peewee.SqliteDatabase) -> None:
    """Make the table, and the columns of vertex builds."""
    for statement in _STATEMENTS.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
