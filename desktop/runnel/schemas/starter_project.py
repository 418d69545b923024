"""Starter projects: graphs to begin with."""

from __future__ import annotations

from msgspec import Struct

from runnel.schemas.flow import FlowData


class StarterProjectRead(Struct):
    """A starter flow as a graph of its own, without an id."""

    data: FlowData
    is_component: bool | None
    name: str
    description: str | None
    endpoint_name: str | None
