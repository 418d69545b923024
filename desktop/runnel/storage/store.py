"""The local library of shared components and flows, which answers as the API's store."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

import msgspec
from msgspec import UNSET

from runnel.errors import NotFound
from runnel.schemas.store import (
    StoreComponentCreate,
    StoreComponentRead,
    StoreComponentUpdate,
    StoreLiked,
    StoreLikes,
    StoreList,
    StoreTag,
)
from runnel.storage import timestamps
from runnel.storage.tables import StoreComponent, StoreLike, User

_TAG_SPACE = uuid.UUID("6f8b9a52-6d0e-4c61-9f1c-2f6a5f0f7a10")
TAG_NAMES = ("Agents", "Chatbots", "Data", "Documents", "Helpers", "Prompts", "Search", "Tools")
"""The tags that are offered; others are kept as they are sent."""

_ORDERS = {
    "name": lambda item: item.name.lower(),
    "count(liked_by)": lambda item: item.likes_count,
    "count(downloads)": lambda item: item.downloads_count,
    "date_created": lambda item: item.created_at,
}


class StoreFilter(msgspec.Struct, frozen=True):
    """Which components to list; None does not filter. ``tags`` are ids or names, all of them wanted."""

    component_id: str | None = None
    search: str | None = None
    private: bool | None = None
    is_component: bool | None = None
    tags: tuple[str, ...] = ()
    sort: tuple[str, ...] = ()
    is_liked: bool = False
    is_own: bool = False
    fields: frozenset[str] = msgspec.field(default_factory=frozenset)
    page: int = 1
    limit: int = 10


def list_tags() -> list[StoreTag]:
    """The tags that are offered."""
    return [_tag(name) for name in TAG_NAMES]


def share(user_id: str, new: StoreComponentCreate) -> uuid.UUID:
    """Put a component into the library. Returns its id there."""
    data = {"code": new.component_code or ""} if new.data is None else new.data
    row = StoreComponent.create(
        id=str(uuid.uuid4()),
        user_id=user_id,
        name=new.name,
        description=new.description,
        data=_json(data),
        tags=_json([str(_tag(tag).name) for tag in new.tags or ()]),
        parent_id=None if new.parent is None else str(new.parent),
        is_component=new.is_component if new.is_component is not None else new.component_code is not None,
        is_private=new.private is not False,
        version=new.last_tested_version,
    )
    return uuid.UUID(row.id)


def update(user_id: str, component_id: str, change: StoreComponentUpdate) -> uuid.UUID:
    """Change one's own shared component. Raises `NotFound`."""
    row = _row(component_id)
    if row.user_id != user_id:
        raise NotFound("Component not found")
    if change.name is not UNSET:
        row.name = change.name
    if change.description is not UNSET:
        row.description = change.description
    if change.data is not UNSET:
        row.data = _json(change.data)
    if change.tags is not UNSET:
        row.tags = _json([_tag(tag).name for tag in change.tags or ()])
    if change.parent is not UNSET:
        row.parent_id = None if change.parent is None else str(change.parent)
    if isinstance(change.is_component, bool):
        row.is_component = change.is_component
    if isinstance(change.private, bool):
        row.is_private = change.private
    if change.last_tested_version is not UNSET:
        row.version = change.last_tested_version
    row.updated_at = timestamps.now()
    row.save()
    return uuid.UUID(row.id)


def delete(user_id: str, component_id: str) -> None:
    """Take one's own shared component out of the library, its likes with it. Raises `NotFound`."""
    row = _row(component_id)
    if row.user_id != user_id:
        raise NotFound("Component not found")
    StoreLike.delete().where(StoreLike.component_id == component_id).execute()
    row.delete_instance()


def download(user_id: str, component_id: str) -> StoreComponentRead:
    """A shared component with its data; the download is counted. Raises `NotFound`."""
    row = _row(component_id)
    row.downloads_count += 1
    row.save()
    return _read(row, user_id, with_data=True)


def list_some(user_id: str, wanted: StoreFilter) -> StoreList:
    """A page of the library, newest first unless sorted."""
    query = StoreComponent.select().order_by(StoreComponent.number.desc())
    if wanted.component_id is not None:
        query = query.where(StoreComponent.id == wanted.component_id)
    if wanted.private is not None:
        query = query.where(StoreComponent.is_private == wanted.private)
    if wanted.is_component is not None:
        query = query.where(StoreComponent.is_component == wanted.is_component)
    if wanted.is_own:
        query = query.where(StoreComponent.user_id == user_id)
    if wanted.is_liked:
        liked = StoreLike.select(StoreLike.component_id).where(StoreLike.user_id == user_id)
        query = query.where(StoreComponent.id.in_(liked))
    rows = [row for row in query if _fits(row, wanted)]
    for order in reversed(wanted.sort):
        key = _ORDERS.get(order.removeprefix("-"))
        if key is not None:
            rows.sort(key=key, reverse=order.startswith("-"))
    start = (wanted.page - 1) * wanted.limit
    page = rows[start : start + wanted.limit]
    with_data = "data" in wanted.fields
    return StoreList(len(rows), True, [_read(row, user_id, with_data=with_data) for row in page])


def list_liked(user_id: str) -> list[StoreLiked]:
    """The components that a user likes."""
    liked = StoreLike.select(StoreLike.component_id).where(StoreLike.user_id == user_id)
    rows = StoreComponent.select().where(StoreComponent.id.in_(liked)).order_by(StoreComponent.number)
    return [StoreLiked(uuid.UUID(row.id), row.name, row.likes_count) for row in rows]


def toggle_like(user_id: str, component_id: str) -> StoreLikes:
    """Like a component, or no longer. Raises `NotFound`."""
    row = _row(component_id)
    key = (StoreLike.user_id == user_id) & (StoreLike.component_id == component_id)
    is_liked = not StoreLike.delete().where(key).execute()
    if is_liked:
        StoreLike.create(user_id=user_id, component_id=component_id)
    row.likes_count = StoreLike.select().where(StoreLike.component_id == component_id).count()
    row.save()
    return StoreLikes(row.likes_count, is_liked)


def _fits(row: StoreComponent, wanted: StoreFilter) -> bool:
    if wanted.search and wanted.search.lower() not in f"{row.name}\n{row.description or ''}".lower():
        return False
    own = {name.lower() for name in msgspec.json.decode(row.tags)}
    return all(_tag(tag).name.lower() in own for tag in wanted.tags)


def _row(component_id: str) -> StoreComponent:
    row = StoreComponent.get_or_none(StoreComponent.id == component_id)
    if row is None:
        raise NotFound("Component not found")
    return row


def _read(row: StoreComponent, user_id: str, *, with_data: bool) -> StoreComponentRead:
    data = msgspec.json.decode(row.data)
    owner = User.get_or_none(User.id == row.user_id)
    key = (StoreLike.user_id == user_id) & (StoreLike.component_id == row.id)
    return StoreComponentRead(
        id=uuid.UUID(row.id),
        name=row.name,
        description=row.description,
        is_component=row.is_component,
        tags=[_tag(name) for name in msgspec.json.decode(row.tags)],
        metadata=_metadata(data),
        user_created={} if owner is None else {"username": owner.username},
        liked_by_count=row.likes_count,
        likes_count=row.likes_count,
        liked_by_user=StoreLike.select().where(key).exists(),
        downloads_count=row.downloads_count,
        last_tested_version=row.version,
        private=row.is_private,
        data=data if with_data else UNSET,
    )


def _metadata(data: dict[str, Any]) -> dict[str, Any]:
    """How many nodes of each type: ``{"ChatInput": {"count": 1}, …, "total": 3}``."""
    nodes = data.get("nodes")
    if not isinstance(nodes, list):
        return {}
    inner = (node.get("data") for node in nodes if isinstance(node, dict))
    types = Counter(entry["type"] for entry in inner if isinstance(entry, dict) and isinstance(entry.get("type"), str))
    return {**{name: {"count": count} for name, count in types.items()}, "total": sum(types.values())}


def _tag(id_or_name: str) -> StoreTag:
    """The tag of this id or name. An unknown name is a tag of its own."""
    for name in TAG_NAMES:
        tag_id = uuid.uuid5(_TAG_SPACE, name.lower())
        if id_or_name in (name, str(tag_id)):
            return StoreTag(tag_id, name)
    return StoreTag(uuid.uuid5(_TAG_SPACE, id_or_name.lower()), id_or_name)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
