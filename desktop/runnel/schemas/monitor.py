"""Wire forms of what runs leave behind: vertex builds and transactions (messages have `runnel.schemas.message`)."""

from __future__ import annotations

from datetime import datetime

import msgspec


class VertexBuild(msgspec.Struct):
    """What one vertex gave in one build, to be written down. ``data`` and ``artifacts`` are encoded JSON objects."""

    id: str
    """The vertex' id."""
    flow_id: str
    build_id: str
    timestamp: datetime
    valid: bool
    params: str | None
    data: msgspec.Raw
    artifacts: msgspec.Raw
    run_id: str
    is_listed: bool
    """Whether it is among the flow's builds, not only among those of its run."""


class VertexBuildRead(msgspec.Struct):
    """A written vertex build."""

    timestamp: str
    """UTC with ``Z``."""
    id: str
    data: msgspec.Raw
    artifacts: msgspec.Raw
    params: str | None
    valid: bool
    flow_id: str
    build_id: str


class VertexBuilds(msgspec.Struct):
    """The builds of a flow by vertex id, oldest first."""

    vertex_builds: dict[str, list[VertexBuildRead]]


class Transaction(msgspec.Struct):
    """A value that went over an edge, to be written down. ``inputs`` and ``outputs`` are encoded JSON objects."""

    transaction_id: str
    flow_id: str
    vertex_id: str
    target_id: str
    timestamp: datetime
    status: str
    error: str | None
    inputs: msgspec.Raw
    outputs: msgspec.Raw


class TransactionRead(msgspec.Struct):
    """A written transaction, as the plain list has it."""

    timestamp: str
    """UTC without its zone."""
    vertex_id: str
    target_id: str | None
    inputs: msgspec.Raw
    outputs: msgspec.Raw
    status: str
    error: str | None
    flow_id: str
    transaction_id: str


class TransactionItem(msgspec.Struct):
    """A written transaction, as pages have it: with ``id`` in place of ``transaction_id``."""

    timestamp: str
    """UTC without its zone."""
    vertex_id: str
    target_id: str | None
    inputs: msgspec.Raw
    outputs: msgspec.Raw
    status: str
    error: str | None
    flow_id: str
    id: str


class TransactionPage(msgspec.Struct):
    """One page of a flow's transactions, oldest first."""

    items: list[TransactionItem]
    total: int
    page: int
    size: int
    pages: int
