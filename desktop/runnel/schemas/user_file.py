"""Files of a user, outside any flow."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct


class UserFileCreated(Struct):
    """A file that was stored. ``name`` is without extension; ``size`` in bytes."""

    id: UUID
    name: str
    path: str
    size: int
    provider: str | None = None


class UserFileRead(Struct):
    """A stored file. Times are ISO texts in UTC without a zone."""

    user_id: UUID
    id: UUID
    size: int
    created_at: str
    updated_at: str
    name: str
    path: str
    provider: str | None = None
