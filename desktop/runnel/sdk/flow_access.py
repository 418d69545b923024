"""The other flows as a component sees them: their names, what they can be given, and what a run of one leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct


class FlowField(Struct, frozen=True):
    """A field of an input of a flow. ``entry`` is its template entry, to be copied before it is changed."""

    vertex_id: str
    vertex_name: str
    """The display name of the node."""
    name: str
    entry: Mapping[str, Any]


class FlowOutput(Struct, frozen=True):
    """What an output of a flow gave: its values by output name."""

    vertex_id: str
    vertex_name: str
    values: Mapping[str, Any]


class FlowAccess(Protocol):
    """What there is to know of the saved flows. Implemented by ``runs.saved_flows``."""

    async def list_names(self) -> Sequence[str]:
        """The names of the user's flows, in alphabetical order."""

    async def list_fields(self, name: str) -> Sequence[FlowField]:
        """The fields of a flow's inputs. Raises `runnel.errors.ComponentError` for a name that no flow has."""
