"""Names for restore points."""

from __future__ import annotations

from typing import Any

import peewee


def up(migrator: Any, db: peewee.SqliteDatabase) -> None:
    """Give revisions a label."""
    db.execute_sql('ALTER TABLE "revision" ADD COLUMN "label" TEXT')
