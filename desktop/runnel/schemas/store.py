"""The library of shared components and flows. It is local; the API calls it the store."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType


class StoreCheck(Struct):
    """Whether there is a library."""

    enabled: bool = True


class StoreKeyCheck(Struct):
    """Whether the caller has saved a key for the library."""

    has_api_key: bool
    is_valid: bool


class StoreComponentCreate(Struct):
    """A component or flow to share. ``component_code`` may stand in for ``data``; tags are ids or names."""

    name: str
    description: str | None = None
    data: dict[str, Any] | None = None
    tags: list[str] | None = None
    parent: UUID | None = None
    is_component: bool | None = None
    last_tested_version: str | None = None
    private: bool | None = True
    component_code: str | None = None


class StoreComponentUpdate(Struct):
    """What to change of a shared component; what is not sent stays."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    data: dict[str, Any] | UnsetType = UNSET
    tags: list[str] | UnsetType | None = UNSET
    parent: UUID | UnsetType | None = UNSET
    is_component: bool | UnsetType | None = UNSET
    last_tested_version: str | UnsetType | None = UNSET
    private: bool | UnsetType | None = UNSET


class StoreComponentId(Struct):
    """The id of a component that was shared or changed."""

    id: UUID


class StoreTag(Struct):
    """A tag."""

    id: UUID
    name: str


class StoreComponentRead(Struct):
    """A shared component. ``liked_by_count`` and ``likes_count`` are the same number; ``data`` only where asked for."""

    id: UUID
    name: str
    description: str | None
    is_component: bool
    tags: list[StoreTag]
    metadata: dict[str, Any]
    user_created: dict[str, Any]
    liked_by_count: int
    likes_count: int
    liked_by_user: bool
    downloads_count: int
    last_tested_version: str | None
    private: bool
    data: dict[str, Any] | UnsetType = UNSET


class StoreList(Struct):
    """A page of the library; ``count`` is of all that fits the filters."""

    count: int
    authorized: bool
    results: list[StoreComponentRead]


class StoreLikes(Struct):
    """How many like a component, and whether the caller does."""

    likes_count: int
    liked_by_user: bool


class StoreLiked(Struct):
    """A component that the caller likes."""

    id: UUID
    name: str
    likes_count: int
    liked_by_user: bool = True
