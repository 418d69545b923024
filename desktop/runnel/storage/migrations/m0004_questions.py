"""Questions of runs that wait for people, results that outlive the program, and what Cache nodes keep."""

from __future__ import annotations

from typing import Any

import peewee

_TABLES = """
CREATE TABLE "question" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "content" TEXT NOT NULL
);
CREATE UNIQUE INDEX "question_id" ON "question" ("id");
CREATE INDEX "question_run_id" ON "question" ("run_id");
CREATE INDEX "question_flow_id" ON "question" ("flow_id");
CREATE INDEX "question_state" ON "question" ("state");
CREATE TABLE "waiting_run" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "flow_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "data" BLOB NOT NULL,
    "options" BLOB NOT NULL
);
CREATE TABLE "finished_build" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "waiting_run_id" TEXT NOT NULL,
    "content" BLOB NOT NULL
);
CREATE INDEX "finished_build_waiting_run_id" ON "finished_build" ("waiting_run_id");
CREATE TABLE "kept_result" (
    "flow_id" TEXT NOT NULL,
    "vertex_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    PRIMARY KEY ("flow_id", "vertex_id")
);
CREATE INDEX "kept_result_number" ON "kept_result" ("number");
CREATE TABLE "cache_entry" (
    "flow_id" TEXT NOT NULL,
    "vertex_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "expires_at" TEXT,
    "size_bytes" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    PRIMARY KEY ("flow_id", "vertex_id", "key")
);
CREATE INDEX "cache_entry_number" ON "cache_entry" ("number")
"""


def up(migrator: Any, db: peewee.SqliteDatabase) -> None:
    """Make them."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
