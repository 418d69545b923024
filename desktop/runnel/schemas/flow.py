"""Wire forms of flows. ``data`` is passed through as the JSON it came as: nothing is read or left out."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

FlowData = Annotated[Raw, Meta(extra_json_schema={"type": ["object", "null"], "additionalProperties": True})]
"""``{"nodes", "edges", "viewport"}`` as JSON text, or the text ``null``."""


class FlowCreate(msgspec.Struct):
    """A flow to be made. ``updated_at`` is checked, then replaced by now; ``user_id`` by the caller's."""

    name: str
    description: str | None = None
    icon: str | None = None
    icon_bg_color: str | None = None
    gradient: str | None = None
    data: FlowData | UnsetType = UNSET
    is_component: bool | None = False
    updated_at: str | None = None
    webhook: bool | None = False
    endpoint_name: str | None = None
    tags: list[str] | None = None
    locked: bool | None = False
    user_id: UUID | None = None
    folder_id: UUID | None = None


class FlowUpdate(msgspec.Struct):
    """Changes of a flow; what is not sent stays."""

    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    data: FlowData | UnsetType = UNSET
    folder_id: UUID | UnsetType | None = UNSET
    endpoint_name: str | UnsetType | None = UNSET
    locked: bool | UnsetType | None = UNSET


FlowPiece = Annotated[Raw, Meta(extra_json_schema={"type": ["object", "array"]})]
"""A new node or edge as JSON, or a range ``[start, end]`` of those that are stored; ``end`` is the first left out."""


class FlowDataUpdate(msgspec.Struct):
    """Changes of a flow whose data is told by what stays of the stored version and what is new.

    ``nodes`` and ``edges`` are written out of their pieces, one after the other: what no range names is gone. ``rest``
    is what the data holds besides them.
    """

    nodes: list[FlowPiece]
    edges: list[FlowPiece]
    rest: Annotated[Raw, Meta(extra_json_schema={"type": "object", "additionalProperties": True})]
    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    locked: bool | UnsetType | None = UNSET


class FlowBatch(msgspec.Struct):
    """Several flows to be made at once: all or none."""

    flows: list[FlowCreate]


class FlowRead(msgspec.Struct):
    """A stored flow."""

    name: str
    description: str | None
    icon: str | None
    icon_bg_color: str | None
    gradient: str | None
    data: FlowData
    is_component: bool | None
    updated_at: str
    """Whole seconds, ``2024-12-30T15:48:53+00:00``."""
    webhook: bool | None
    endpoint_name: str | None
    tags: list[str] | None
    locked: bool
    id: str
    user_id: str | None
    folder_id: str | None


class FlowHeader(msgspec.Struct):
    """A flow in a list of headers. ``endpoint_name`` and ``description`` are always null, as recorded."""

    id: str
    name: str
    folder_id: str | None
    is_component: bool | None
    endpoint_name: str | None = None
    description: str | None = None


class FlowPage(msgspec.Struct):
    """One page of a folder's flows."""

    items: list[FlowRead]
    total: int
    page: int
    size: int
    pages: int


class FlowsDeleted(msgspec.Struct):
    """How many flows were moved to the trash."""

    deleted: int


class StaleFlow(msgspec.Struct):
    """The answer to a change of a version that is no longer the newest: both versions."""

    detail: str
    current: FlowRead
    yours: dict[str, Any]


class RevisionChanges(msgspec.Struct):
    """What a revision changed of the one before it: names of nodes, and numbers of wires.

    One that changed none of it only moved the camera.
    """

    added: list[str] = []
    removed: list[str] = []
    changed: list[str] = []
    moved: int = 0
    """Nodes of which only the place is another."""
    added_wires: int = 0
    removed_wires: int = 0
    header: bool = False
    """Name, description or another setting of the flow is another."""


class RevisionRead(msgspec.Struct):
    """A kept version of a flow."""

    id: int
    created_at: str
    name: str
    size_bytes: int
    """Size of its data as JSON."""
    label: str | None = None
    """The name of a restore point."""
    changes: RevisionChanges | None = None
    """What it changed, where that was asked for; null for the oldest revision that is kept."""


class RestorePointCreate(msgspec.Struct):
    """A name for the flow as it now is."""

    label: Annotated[str, Meta(min_length=1, max_length=100)]


class LocalFile(msgspec.Struct):
    """A file on the computer where the server runs."""

    path: str


class Thumbnail(msgspec.Struct):
    """A flow in small: ``nodes`` are ``[x, y, width, height, type]``, ``edges`` pairs of positions in ``nodes``.

    Of a large flow each of them stands for the nodes of an area.
    """

    nodes: list[tuple[int, int, int, int, str]] = []
    edges: list[tuple[int, int]] = []


class LastRun(msgspec.Struct):
    """How the newest run of a flow ended."""

    state: str
    """``ok``, ``failed``, ``stopped`` or ``interrupted``."""
    at: str
    """When it began."""


class FlowSummary(msgspec.Struct):
    """A flow as the home page shows it, without its data."""

    id: str
    name: str
    description: str | None
    folder_id: str | None
    is_component: bool
    endpoint_name: str | None
    updated_at: str
    node_count: int
    edge_count: int
    types: list[str]
    thumbnail: Thumbnail
    last_run: LastRun | None


class TrashItem(msgspec.Struct):
    """A flow or folder in the trash."""

    kind: str
    """``flow`` or ``folder``."""
    id: str
    name: str
    deleted_at: str
