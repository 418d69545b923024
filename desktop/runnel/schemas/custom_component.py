"""Requests and answers of ``/custom_component``."""

from __future__ import annotations

from typing import Any

import msgspec


class CustomComponentCreate(msgspec.Struct):
    """A component's source, and the node that it is to replace."""

    code: str
    frontend_node: dict[str, Any] | None = None


class CustomComponentRead(msgspec.Struct):
    """The node of a component, and its type key."""

    data: dict[str, Any]
    type: str


class CustomComponentUpdate(msgspec.Struct):
    """A field that the editor has changed. ``type`` (ours) is the node's type key; without it the code tells."""

    code: str
    field: str
    template: dict[str, Any]
    field_value: Any = None
    frontend_node: dict[str, Any] | None = None
    tool_mode: bool | None = None
    type: str | None = None
