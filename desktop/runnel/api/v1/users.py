"""Users. The window is the superuser; others exist as the API keeps them."""

from __future__ import annotations

import asyncio
from uuid import UUID

from msgspec import UNSET

from runnel.api.auth import Caller
from runnel.errors import Forbidden, Invalid
from runnel.schemas.detail import Detail
from runnel.schemas.user import PasswordReset, UserCreate, UserList, UserRead, UserUpdate
from runnel.state import AppState
from runnel.storage import users
from runnel.storage.passwords import hash_password, is_password


async def create_user(state: AppState, body: UserCreate) -> UserRead:
    """Make a user, inactive until the superuser activates it."""
    return await state.database.run(users.create, body.username, await asyncio.to_thread(hash_password, body.password))


async def list_users(state: AppState, caller: Caller, skip: int = 0, limit: int = 10) -> UserList:
    """List users, ``limit`` of them after the first ``skip``; superusers only."""
    _check_superuser(caller)
    return await state.database.run(users.list_all, skip, limit)


async def whoami(state: AppState, caller: Caller) -> UserRead:
    """Read the caller's own record."""
    return await state.database.run(users.get, caller.user_id)


async def update_user(state: AppState, caller: Caller, user_id: UUID, body: UserUpdate) -> UserRead:
    """Change what is sent of a user's record: one's own, or anybody's as superuser."""
    if not caller.is_superuser:
        if caller.user_id != str(user_id) or body.is_superuser is True:
            raise Forbidden("Permission denied")
        if body.password is not UNSET and body.password is not None:
            raise Invalid("You can't change your password here")
    password_hash = None
    if isinstance(body.password, str):
        password_hash = await asyncio.to_thread(hash_password, body.password)
    return await state.database.run(users.update, str(user_id), body, password_hash)


async def reset_password(state: AppState, caller: Caller, user_id: UUID, body: PasswordReset) -> UserRead:
    """Set one's own password, to one that is not the present one."""
    if caller.user_id != str(user_id):
        raise Invalid("You can't change another user's password")
    kept = await state.database.run(users.get_password_hash, caller.user_id)
    if await asyncio.to_thread(is_password, body.password, kept):
        raise Invalid("You can't use your current password")
    password_hash = await asyncio.to_thread(hash_password, body.password)
    return await state.database.run(users.update, caller.user_id, UserUpdate(), password_hash)


async def delete_user(state: AppState, caller: Caller, user_id: UUID) -> Detail:
    """Remove a user; superusers only, and not oneself."""
    if caller.user_id == str(user_id):
        raise Invalid("You can't delete your own user account")
    _check_superuser(caller)
    await state.database.run(users.delete, str(user_id))
    return Detail("User deleted")


def _check_superuser(caller: Caller) -> None:
    if not caller.is_superuser:
        raise Forbidden("The user doesn't have enough privileges")
