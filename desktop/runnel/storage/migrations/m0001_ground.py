"""The first tables."""

from __future__ import annotations

from typing import Any

import peewee

_TABLES = """
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "name" TEXT,
    "key_hash" TEXT NOT NULL,
    "key_start" TEXT NOT NULL,
    "is_active" INTEGER NOT NULL,
    "total_uses" INTEGER NOT NULL,
    "last_used_at" TEXT,
    "created_at" TEXT NOT NULL
);
CREATE INDEX "api_key_user_id" ON "api_key" ("user_id");
CREATE UNIQUE INDEX "api_key_key_hash" ON "api_key" ("key_hash");
CREATE TABLE "document" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "flow_id" TEXT NOT NULL,
    "text" TEXT,
    "packed" BLOB,
    "size_bytes" INTEGER NOT NULL,
    "checksum" INTEGER NOT NULL
);
CREATE INDEX "document_flow_id" ON "document" ("flow_id");
CREATE TABLE "flow" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "user_id" TEXT,
    "folder_id" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "icon" TEXT,
    "icon_bg_color" TEXT,
    "gradient" TEXT,
    "endpoint_name" TEXT,
    "tags" TEXT,
    "is_component" INTEGER,
    "webhook" INTEGER,
    "locked" INTEGER NOT NULL,
    "extra" TEXT,
    "document_id" INTEGER NOT NULL,
    "revision_id" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    "deleted_at" TEXT
);
CREATE UNIQUE INDEX "flow_id" ON "flow" ("id");
CREATE INDEX "flow_user_id" ON "flow" ("user_id");
CREATE INDEX "flow_folder_id" ON "flow" ("folder_id");
CREATE INDEX "flow_endpoint_name" ON "flow" ("endpoint_name");
CREATE INDEX "flow_deleted_at" ON "flow" ("deleted_at");
CREATE TABLE "flow_summary" (
    "flow_id" TEXT NOT NULL PRIMARY KEY,
    "document_id" INTEGER NOT NULL,
    "summary" TEXT NOT NULL,
    "words" TEXT NOT NULL
);
CREATE TABLE "folder" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "user_id" TEXT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "parent_id" TEXT,
    "deleted_at" TEXT
);
CREATE UNIQUE INDEX "folder_id" ON "folder" ("id");
CREATE INDEX "folder_user_id" ON "folder" ("user_id");
CREATE TABLE "job" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "payload" TEXT,
    "result" TEXT,
    "started_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE UNIQUE INDEX "job_id" ON "job" ("id");
CREATE INDEX "job_flow_id" ON "job" ("flow_id");
CREATE INDEX "job_status" ON "job" ("status");
CREATE TABLE "message" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "flow_id" TEXT,
    "session_id" TEXT NOT NULL,
    "timestamp" TEXT NOT NULL,
    "sender" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "files" TEXT NOT NULL,
    "error" INTEGER NOT NULL,
    "edit" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "properties" TEXT NOT NULL,
    "content_blocks" TEXT NOT NULL
);
CREATE UNIQUE INDEX "message_id" ON "message" ("id");
CREATE INDEX "message_session_id_timestamp" ON "message" ("session_id", "timestamp");
CREATE INDEX "message_flow_id_timestamp" ON "message" ("flow_id", "timestamp");
CREATE INDEX "message_flow_id_session_id_timestamp" ON "message" ("flow_id", "session_id", "timestamp");
CREATE TABLE "revision" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "flow_id" TEXT NOT NULL,
    "document_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "header" TEXT NOT NULL,
    "created_at" TEXT NOT NULL
);
CREATE INDEX "revision_flow_id" ON "revision" ("flow_id");
CREATE INDEX "revision_document_id" ON "revision" ("document_id");
CREATE TABLE "setting" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);
CREATE TABLE "store_component" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "data" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    "parent_id" TEXT,
    "is_component" INTEGER NOT NULL,
    "is_private" INTEGER NOT NULL,
    "version" TEXT,
    "downloads_count" INTEGER NOT NULL,
    "likes_count" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE UNIQUE INDEX "store_component_id" ON "store_component" ("id");
CREATE INDEX "store_component_user_id" ON "store_component" ("user_id");
CREATE TABLE "store_like" (
    "user_id" TEXT NOT NULL,
    "component_id" TEXT NOT NULL,
    PRIMARY KEY ("user_id", "component_id")
);
CREATE TABLE "transaction" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "transaction_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "vertex_id" TEXT NOT NULL,
    "target_id" TEXT,
    "timestamp" TEXT NOT NULL,
    "inputs" TEXT NOT NULL,
    "outputs" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "error" TEXT
);
CREATE INDEX "transaction_flow_id" ON "transaction" ("flow_id");
CREATE TABLE "trust" (
    "digest" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "granted_at" TEXT NOT NULL
);
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "username" TEXT NOT NULL,
    "password_hash" TEXT,
    "profile_image" TEXT,
    "store_key_hint" TEXT,
    "is_active" INTEGER NOT NULL,
    "is_superuser" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    "last_login_at" TEXT
);
CREATE UNIQUE INDEX "user_username" ON "user" ("username");
CREATE TABLE "user_file" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE UNIQUE INDEX "user_file_id" ON "user_file" ("id");
CREATE INDEX "user_file_user_id" ON "user_file" ("user_id");
CREATE TABLE "variable" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "is_encrypted" INTEGER NOT NULL,
    "default_fields" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);
CREATE UNIQUE INDEX "variable_id" ON "variable" ("id");
CREATE INDEX "variable_user_id_name" ON "variable" ("user_id", "name");
CREATE TABLE "vertex_build" (
    "number" INTEGER NOT NULL PRIMARY KEY,
    "build_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "vertex_id" TEXT NOT NULL,
    "timestamp" TEXT NOT NULL,
    "valid" INTEGER NOT NULL,
    "params" TEXT,
    "data" TEXT NOT NULL,
    "artifacts" TEXT NOT NULL
);
CREATE INDEX "vertex_build_flow_id" ON "vertex_build" ("flow_id");
CREATE INDEX "vertex_build_flow_id_vertex_id_number_valid_timestamp"
    ON "vertex_build" ("flow_id", "vertex_id", "number", "valid", "timestamp");
"""


def up(migrator: Any, db: peewee.SqliteDatabase) -> None:
    """Make them."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
