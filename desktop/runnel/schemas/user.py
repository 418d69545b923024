"""Users as the API keeps them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

Username = Annotated[str, Meta(min_length=1, max_length=255)]
Password = Annotated[str, Meta(min_length=1, max_length=1024)]


class UserRead(Struct):
    """A user; ``create_at`` is so spelled. Times are ISO texts in UTC without a zone."""

    id: UUID
    username: str
    profile_image: str | None
    store_api_key: str | None
    is_active: bool
    is_superuser: bool
    create_at: str
    updated_at: str
    last_login_at: str | None


class UserCreate(Struct):
    """A new user, inactive until the superuser activates it."""

    username: Username
    password: Password


class UserUpdate(Struct):
    """The fields to change; null changes nothing."""

    username: Username | UnsetType | None = UNSET
    profile_image: str | UnsetType | None = UNSET
    password: Password | UnsetType | None = UNSET
    is_active: bool | UnsetType | None = UNSET
    is_superuser: bool | UnsetType | None = UNSET
    last_login_at: str | UnsetType | None = UNSET


class PasswordReset(Struct):
    """The new password of the caller; only ``password`` counts."""

    password: Password


class UserList(Struct):
    """One slice of the users."""

    total_count: int
    users: list[UserRead]
