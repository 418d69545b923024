"""Global variables. The value of a credential is encrypted before it gets here and never read back by the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from runnel.errors import Invalid, NotFound
from runnel.schemas.variable import VariableRead, VariableUpdate
from runnel.storage import timestamps
from runnel.storage.database import durable
from runnel.storage.tables import Variable, new_id

CREDENTIAL = "Credential"
GENERIC = "Generic"
_READ = (Variable.id, Variable.name, Variable.type, Variable.value, Variable.default_fields)
_TEXTS = msgspec.json.Decoder(list[str])


def _read(row: tuple[Any, ...]) -> VariableRead:
    variable_id, name, kind, value, default_fields = row
    return VariableRead(
        id=variable_id,
        name=name,
        type=kind,
        value=None if kind == CREDENTIAL else value,
        default_fields=_TEXTS.decode(default_fields),
    )


def list_all(user_id: str) -> list[VariableRead]:
    """The user's variables in the order they were created, without the values of credentials."""
    query = Variable.select(*_READ).where(Variable.user_id == user_id).order_by(Variable.number)
    return [_read(row) for row in query.tuples()]


def get(user_id: str, variable_id: UUID) -> VariableRead:
    """A variable of the user. Raises `NotFound`."""
    row = Variable.select(*_READ).where(Variable.user_id == user_id, Variable.id == str(variable_id)).tuples().first()
    if row is None:
        raise NotFound("Variable not found")
    return _read(row)


@durable
def create(
    user_id: str, name: str, kind: str, value: str, default_fields: list[str] | None, *, is_encrypted: bool
) -> VariableRead:
    """Store a new variable. ``value`` is encrypted if the kind asks for it. Raises `Invalid` for a taken name."""
    if Variable.select().where(Variable.user_id == user_id, Variable.name == name).exists():
        raise Invalid("Variable name already exists")
    variable_id = new_id()
    Variable.insert(
        id=variable_id,
        user_id=user_id,
        name=name,
        type=kind,
        value=value,
        is_encrypted=is_encrypted,
        default_fields=msgspec.json.encode(default_fields or []).decode(),
    ).execute()
    return get(user_id, UUID(variable_id))


@durable
def update(
    user_id: str, variable_id: UUID, change: VariableUpdate, value: str | None, *, is_encrypted: bool
) -> VariableRead:
    """Change what was sent; ``value`` is the new one as it is to be stored, None keeps the old. Raises `NotFound`."""
    get(user_id, variable_id)
    changed: dict[str, Any] = {"updated_at": timestamps.now()}
    if change.name is not UNSET and change.name is not None:
        changed["name"] = change.name
    if change.default_fields is not UNSET:
        changed["default_fields"] = msgspec.json.encode(change.default_fields or []).decode()
    if value is not None:
        changed.update(value=value, is_encrypted=is_encrypted)
    Variable.update(**changed).where(Variable.id == str(variable_id)).execute()
    return get(user_id, variable_id)


@durable
def delete(user_id: str, variable_id: UUID) -> None:
    """Remove a variable. Raises `NotFound`."""
    get(user_id, variable_id)
    Variable.delete().where(Variable.id == str(variable_id)).execute()


def find_value(user_id: str, name: str) -> tuple[str, bool] | None:
    """The stored value of a variable by name, and whether it is encrypted; None when there is none."""
    query = Variable.select(Variable.value, Variable.is_encrypted).where(
        Variable.user_id == user_id, Variable.name == name
    )
    row = query.order_by(Variable.number).tuples().first()
    return None if row is None else (row[0], bool(row[1]))
