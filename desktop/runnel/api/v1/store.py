"""The library of shared components. Saving any store key (``/api_key/store``) opens it; without one it is closed."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta
from starlette.requests import Request

from runnel.api.auth import Caller
from runnel.api.body import read_body
from runnel.errors import Invalid
from runnel.schemas.store import (
    StoreCheck,
    StoreComponentCreate,
    StoreComponentId,
    StoreComponentRead,
    StoreComponentUpdate,
    StoreKeyCheck,
    StoreLiked,
    StoreLikes,
    StoreList,
    StoreTag,
)
from runnel.state import AppState
from runnel.storage import store, users


async def check_store() -> StoreCheck:
    """Say that there is a library."""
    return StoreCheck()


async def check_store_key(state: AppState, caller: Caller) -> StoreKeyCheck:
    """Say whether the caller has saved a key for the library."""
    has_key = await _has_key(state, caller)
    return StoreKeyCheck(has_api_key=has_key, is_valid=has_key)


async def list_store_tags() -> list[StoreTag]:
    """List the tags that are offered."""
    return store.list_tags()


async def list_store_components(
    state: AppState,
    caller: Caller,
    component_id: str | None = None,
    search: str | None = None,
    private: bool | None = None,
    is_component: bool | None = None,
    tags: list[str] = [],  # noqa: B006 - never changed
    sort: list[str] = [],  # noqa: B006
    liked: bool = False,
    filter_by_user: bool = False,
    fields: list[str] = [],  # noqa: B006
    page: Annotated[int, Meta(ge=1)] = 1,
    limit: Annotated[int, Meta(ge=0)] = 10,
) -> StoreList:
    """Search the library; ``fields=data`` adds the data. Without a store key it is empty."""
    if not await _has_key(state, caller):
        return StoreList(0, False, [])
    wanted = store.StoreFilter(
        component_id=component_id,
        search=search,
        private=private,
        is_component=is_component,
        tags=_split(tags),
        sort=_split(sort),
        is_liked=liked,
        is_own=filter_by_user,
        fields=frozenset(_split(fields)),
        page=page,
        limit=limit,
    )
    return await state.database.run(store.list_some, caller.user_id, wanted)


async def share_component(state: AppState, caller: Caller, request: Request) -> StoreComponentId:
    """Share a component or flow: put a copy of it into the library."""
    await _check_key(state, caller)
    body: StoreComponentCreate = await read_body(request, StoreComponentCreate)
    return StoreComponentId(await state.database.run(store.share, caller.user_id, body))


async def update_shared_component(
    state: AppState, caller: Caller, request: Request, component_id: UUID
) -> StoreComponentId:
    """Change what is sent of one's own shared component."""
    await _check_key(state, caller)
    body: StoreComponentUpdate = await read_body(request, StoreComponentUpdate)
    return StoreComponentId(await state.database.run(store.update, caller.user_id, str(component_id), body))


async def download_component(state: AppState, caller: Caller, component_id: UUID) -> StoreComponentRead:
    """Read a shared component with its data; the download is counted."""
    await _check_key(state, caller)
    return await state.database.run(store.download, caller.user_id, str(component_id))


async def delete_shared_component(state: AppState, caller: Caller, component_id: UUID) -> None:
    """Take one's own shared component out of the library."""
    await _check_key(state, caller)
    await state.database.run(store.delete, caller.user_id, str(component_id))


async def list_liked_components(state: AppState, caller: Caller) -> list[StoreLiked]:
    """List the components that the caller likes."""
    await _check_key(state, caller)
    return await state.database.run(store.list_liked, caller.user_id)


async def like_component(state: AppState, caller: Caller, component_id: UUID) -> StoreLikes:
    """Like a component; a second time, take the liking back."""
    await _check_key(state, caller)
    return await state.database.run(store.toggle_like, caller.user_id, str(component_id))


async def _has_key(state: AppState, caller: Caller) -> bool:
    user = await state.database.run(users.get, caller.user_id)
    return user.store_api_key is not None


async def _check_key(state: AppState, caller: Caller) -> None:
    if not await _has_key(state, caller):
        raise Invalid("You must have a store API key set.")


def _split(values: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
