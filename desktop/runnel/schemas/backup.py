"""Wire forms of backups of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct


class BackupRead(Struct):
    """A whole copy of the database. ``reason``: ``daily``, ``manual``, ``before-restore`` …"""

    name: str
    reason: str
    made_at: Annotated[datetime, Meta(tz=True)]
    bytes: int


class RestoredRead(Struct):
    """What a restore did: the backup that is now in use, and the one of what was there before."""

    restored: BackupRead
    before: BackupRead
