"""API keys."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct


class ApiKeyCreate(Struct):
    """A new key; all other fields are the server's."""

    name: str | None = None


class ApiKeyCreated(Struct):
    """A key with its whole text, which is shown only here."""

    name: str | None
    last_used_at: str | None
    total_uses: int
    is_active: bool
    id: UUID
    api_key: str
    user_id: UUID


class ApiKeyRead(Struct):
    """A key as lists show it: 8 characters and 38 stars."""

    name: str | None
    last_used_at: str | None
    total_uses: int
    is_active: bool
    id: UUID
    api_key: str
    user_id: UUID
    created_at: str


class ApiKeyList(Struct):
    """The caller's keys."""

    total_count: int
    user_id: UUID
    api_keys: list[ApiKeyRead]


class StoreKeyCreate(Struct):
    """A key for the component library; any text will do."""

    api_key: str
