"""API keys: only a hash and the first characters are kept, so a key is shown once, when it is made."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from typing import NamedTuple

from runnel.errors import Invalid
from runnel.schemas.api_key import ApiKeyCreated, ApiKeyList, ApiKeyRead
from runnel.schemas.user import UserRead
from runnel.storage import timestamps, users
from runnel.storage.tables import ApiKey

PREFIX = "sk-"
"""How every key begins."""
_SHOWN_CHARACTERS = 8
_STARS = "*" * 38


def create(user_id: str, name: str | None) -> ApiKeyCreated:
    """Make a key for a user: the prefix and 43 URL-safe characters."""
    key = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey.create(
        id=str(uuid.uuid4()), user_id=user_id, name=name, key_hash=_hash(key), key_start=key[:_SHOWN_CHARACTERS]
    )
    return ApiKeyCreated(
        name=name,
        last_used_at=None,
        total_uses=0,
        is_active=True,
        id=uuid.UUID(row.id),
        api_key=key,
        user_id=uuid.UUID(user_id),
    )


def list_all(user_id: str) -> ApiKeyList:
    """A user's keys, masked, oldest first."""
    rows = ApiKey.select().where(ApiKey.user_id == user_id).order_by(ApiKey.created_at)
    keys = [
        ApiKeyRead(
            name=row.name,
            last_used_at=row.last_used_at,
            total_uses=row.total_uses,
            is_active=row.is_active,
            id=uuid.UUID(row.id),
            api_key=row.key_start + _STARS,
            user_id=uuid.UUID(row.user_id),
            created_at=row.created_at,
        )
        for row in rows
    ]
    return ApiKeyList(len(keys), uuid.UUID(user_id), keys)


def delete(user_id: str, key_id: str) -> None:
    """Remove a user's key. Raises `Invalid` when there is none of this id."""
    if not ApiKey.delete().where((ApiKey.id == key_id) & (ApiKey.user_id == user_id)).execute():
        raise Invalid("API Key not found")


class UsedKey(NamedTuple):
    """A key that was found good, and whose it is."""

    key_id: str
    user: UserRead


def use(key: str) -> UsedKey | None:
    """The active key that this text is, with its active user and the use counted; None for any other text."""
    row = ApiKey.get_or_none(ApiKey.key_hash == _hash(key))
    user = None if row is None else find_user(row.id)
    if row is None or user is None:
        return None
    ApiKey.update(total_uses=ApiKey.total_uses + 1, last_used_at=timestamps.now()).where(ApiKey.id == row.id).execute()
    return UsedKey(row.id, user)


def find_user(key_id: str) -> UserRead | None:
    """The active user of the active key of this id, if there is one."""
    row = ApiKey.get_or_none((ApiKey.id == key_id) & ApiKey.is_active)
    user = None if row is None else users.find(row.user_id)
    return user if user is not None and user.is_active else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
