"""How a run is carried out."""

from __future__ import annotations

from msgspec import Struct, field

from runnel.runs.vertex_build import Overrides
from runnel.schemas.run import RunTrigger, StoredFlow


class RunOptions(Struct, frozen=True):
    """How a run is carried out.

    ``is_session_forced``: the session goes into every ``session_id`` field without an edge, not just into empty ones.
    ``keeps_builds``: vertex builds are recorded. ``is_own``: our own UI listens, so tell it more (``start_vertex`` …).
    ``callers`` are the flows that run within one another down to this one, itself included, and ``outermost_id`` is the
    id of the one that holds them all: set for a run within a run, whose chat is silent.
    ``reuses``: vertices into which the same goes as the last time are not built again (`Component.is_repeatable`).
    ``stops_at_error``: the first failed vertex ends the run (it is raised); else independent branches go on.
    ``tells`` are the events that are told; None: all. ``trigger`` says who began it; None: no record of it is kept.
    """

    session_id: str
    overrides: Overrides = field(default_factory=dict)
    start: str | None = None
    stop: str | None = None
    is_session_forced: bool = False
    keeps_builds: bool = True
    is_own: bool = False
    stops_at_error: bool = False
    callers: tuple[StoredFlow, ...] = ()
    outermost_id: str = ""
    reuses: bool = False
    tells: frozenset[str] | None = None
    trigger: RunTrigger | None = None
