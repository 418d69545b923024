"""Wire forms of the record of a run: what ``/runs`` lists, and one of them with all that its vertices gave."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec

from runnel.schemas.monitor import VertexBuildRead
from runnel.schemas.run import RunStatus, RunTrigger


class RunRecord(msgspec.Struct, kw_only=True):
    """One run of a flow, as lists show it. Tokens and price are null where no model told them."""

    id: str
    flow_id: str
    session_id: str
    trigger: RunTrigger
    status: RunStatus
    started_at: Annotated[datetime, msgspec.Meta(tz=True)]
    duration_ms: int | None = None
    """Null while it runs, and when it was interrupted."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    price_usd: float | None = None
    error: str | None = None
    """One sentence on why it failed."""
    input_value: str = ""
    """The beginning of the text that it was given."""


class RunPage(msgspec.Struct):
    """One page of the records of runs, newest first."""

    items: list[RunRecord]
    total: int
    page: int
    size: int
    pages: int


class RunInputs(msgspec.Struct):
    """All that a run was given, so that it can be repeated. Values of secret fields are left out.

    ``overrides``: vertex id → field → the parts of the field's entry that the run changed. ``start`` and ``stop`` are
    the vertices at which it began and ended, where it was not the whole flow.
    """

    overrides: dict[str, dict[str, dict[str, Any]]]
    start: str | None = None
    stop: str | None = None
    is_session_forced: bool = False
    """The session went into every field of that name, not just into empty ones."""


class VertexUsage(msgspec.Struct):
    """What a vertex' model calls cost in one run."""

    input_tokens: int
    output_tokens: int
    price_usd: float | None


class RunDetail(RunRecord, kw_only=True):
    """A run with what it was given and what came of it."""

    inputs: RunInputs | None = None
    """Null when they are too large to be kept."""
    usage: dict[str, VertexUsage] = {}
    """By vertex id."""
    inactive: list[str] = []
    """Vertices on branches that were not taken."""
    vertices: list[VertexBuildRead] = []
    """Its vertex builds in the order in which they ended, as far as they are still kept."""
