"""Global variables; the values of credentials go in and never come out."""

from __future__ import annotations

from uuid import UUID

from msgspec import UNSET

from runnel.api.auth import Caller
from runnel.errors import Invalid
from runnel.schemas.variable import VariableCreate, VariableRead, VariableUpdate
from runnel.state import AppState
from runnel.storage import variables


async def list_variables(state: AppState, caller: Caller) -> list[VariableRead]:
    """List the variables, without the values of credentials."""
    return await state.database.run(variables.list_all, caller.user_id)


async def create_variable(state: AppState, caller: Caller, body: VariableCreate) -> VariableRead:
    """Make a variable of the type ``Generic`` (the default) or ``Credential``."""
    if not body.name and not body.value:
        raise Invalid("Variable name and value cannot be empty")
    if not body.name:
        raise Invalid("Variable name cannot be empty")
    if not body.value:
        raise Invalid("Variable value cannot be empty")
    kind = body.type or variables.GENERIC
    is_encrypted = kind == variables.CREDENTIAL
    value = await state.cipher.encrypt(body.value) if is_encrypted else body.value
    return await state.database.run(
        variables.create, caller.user_id, body.name, kind, value, body.default_fields, is_encrypted=is_encrypted
    )


async def update_variable(state: AppState, caller: Caller, variable_id: UUID, body: VariableUpdate) -> VariableRead:
    """Change what is sent of a variable."""
    current = await state.database.run(variables.get, caller.user_id, variable_id)
    value = body.value if isinstance(body.value, str) else None
    if body.name is not UNSET and body.name == "":
        raise Invalid("Variable name cannot be empty")
    is_encrypted = current.type == variables.CREDENTIAL
    if value is not None and is_encrypted:
        value = await state.cipher.encrypt(value)
    return await state.database.run(
        variables.update, caller.user_id, variable_id, body, value, is_encrypted=is_encrypted
    )


async def delete_variable(state: AppState, caller: Caller, variable_id: UUID) -> None:
    """Remove a variable."""
    await state.database.run(variables.delete, caller.user_id, variable_id)
