"""API keys, and the key for the component library."""

from __future__ import annotations

from uuid import UUID

from starlette.responses import Response

from runnel.api.auth import Caller
from runnel.api.endpoint import json_response
from runnel.api.v1.login import STORE_COOKIE
from runnel.errors import Invalid
from runnel.schemas.api_key import ApiKeyCreate, ApiKeyCreated, ApiKeyList, StoreKeyCreate
from runnel.schemas.detail import Detail
from runnel.state import AppState
from runnel.storage import api_keys, users


async def list_api_keys(state: AppState, caller: Caller) -> ApiKeyList:
    """List the caller's keys, masked."""
    return await state.database.run(api_keys.list_all, caller.user_id)


async def create_api_key(state: AppState, caller: Caller, body: ApiKeyCreate) -> ApiKeyCreated:
    """Make a key. Its whole text is in this answer and nowhere else."""
    return await state.database.run(api_keys.create, caller.user_id, body.name)


async def delete_api_key(state: AppState, caller: Caller, api_key_id: UUID) -> Detail:
    """Remove a key; it stops working at once."""
    await state.database.run(api_keys.delete, caller.user_id, str(api_key_id))
    return Detail("API Key deleted")


async def save_store_key(state: AppState, caller: Caller, body: StoreKeyCreate) -> Response:
    """Save a key for the component library, which opens it to the caller. Any text will do; an empty one closes it.

    A bearer token is needed.
    """
    if not caller.has_token:
        raise Invalid("Saving a store key needs a bearer token, as /api/v1/login and /api/v1/auto_login give one.")
    await state.database.run(users.set_store_key, caller.user_id, body.api_key or None)
    response = json_response(Detail("API Key saved"))
    response.set_cookie(STORE_COOKIE, "saved", samesite="lax")
    return response
