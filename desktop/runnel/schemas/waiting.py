"""What is kept of a run that waits for a person, so that it goes on after a restart."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class WaitingRun(msgspec.Struct, frozen=True):
    """The outermost run: its flow's data and its options, both as JSON, and the job that it belongs to."""

    id: str
    flow_id: str
    job_id: str
    kind: Literal["build", "webhook"]
    data: bytes
    options: bytes


class FinishedBuild(msgspec.Struct, frozen=True):
    """A vertex build that need not be done again.

    ``run_id`` is that of its very run, which may be one within the outermost. ``values`` are by output name, in the
    form of `runnel.runs.stored_values`; those that cannot be stored are missing. ``failure`` is the text of a failed
    build; empty for one that succeeded.
    """

    run_id: str
    vertex_id: str
    values: dict[str, Any]
    stopped: list[str]
    failure: str = ""
