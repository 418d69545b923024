"""Requests and answers of ``/build``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from runnel.schemas.run import InputKind, JobStatus

EventDelivery = Literal["streaming", "polling", "direct"]


class BuildInputs(msgspec.Struct, forbid_unknown_fields=True):
    """What a build begins with: the chat input's text, and the session of its messages."""

    input_value: str | None = None
    session: str | None = None
    components: list[str] | None = None
    type: InputKind = "any"


class FlowGraph(msgspec.Struct):
    """Nodes and edges that are built in place of what is stored."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    viewport: dict[str, Any] | None = None


class BuildCreate(msgspec.Struct):
    """Body of ``POST /build/{flow_id}/flow``; ``files`` are stored paths for the chat input."""

    inputs: BuildInputs | None = None
    data: FlowGraph | None = None
    files: list[str] | None = None
    stop_component_id: str | None = None
    start_component_id: str | None = None


class OrderCreate(msgspec.Struct):
    """Body of ``POST /build/{flow_id}/vertices``: a graph, as it is or under ``data``, and where to start or stop."""

    data: FlowGraph | None = None
    nodes: list[dict[str, Any]] | None = None
    edges: list[dict[str, Any]] | None = None
    stop_component_id: str | None = None
    start_component_id: str | None = None


class OrderRead(msgspec.Struct):
    """Which vertices a build would build, and which of them first."""

    ids: list[str]
    run_id: str
    vertices_to_run: list[str]


class VertexCreate(msgspec.Struct):
    """Body of ``POST /build/{flow_id}/vertices/{vertex_id}``."""

    inputs: BuildInputs | None = None
    files: list[str] | None = None


class JobCreated(msgspec.Struct):
    """A build that goes on in the background."""

    job_id: str


class JobCancelled(msgspec.Struct):
    """What became of a request to stop a build."""

    success: bool
    message: str


class JobRead(msgspec.Struct):
    """A background build in the list of those that run or ended lately."""

    job_id: str
    flow_id: str
    session_id: str
    status: JobStatus
    started_at: Annotated[datetime, msgspec.Meta(tz=True)]
