"""Wire forms of global variables."""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType


class VariableCreate(msgspec.Struct):
    """A variable to be made. ``default_fields`` must be sent, but may be null."""

    name: str
    value: str
    default_fields: list[str] | None
    type: str | None = None


class VariableUpdate(msgspec.Struct):
    """Changes of a variable; what is not sent stays. ``id`` is accepted and not looked at."""

    id: UUID | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    value: str | UnsetType | None = UNSET
    default_fields: list[str] | UnsetType | None = UNSET


class VariableRead(msgspec.Struct):
    """A stored variable. ``value`` is null for a credential."""

    id: str
    name: str
    type: str
    value: str | None
    default_fields: list[str]
