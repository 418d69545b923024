"""The record of one run: begun with it, written down when it has ended, and before that once it lasts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from runnel.runs.journal import Journal
from runnel.runs.prepared import PreparedFlow
from runnel.schemas.run import RunStatus, RunTrigger
from runnel.schemas.run_record import RunDetail, RunInputs, VertexUsage
from runnel.sdk import Usage

_UNWRITTEN_S = 0.5
"""A run that ends before is written down once, when it has ended."""
_LONGEST_SHOWN = 300
"""So many characters of what a run was given are shown in lists."""


class Recording:
    """Keeps the record of a run up to date and has it written."""

    def __init__(
        self,
        journal: Journal,
        trigger: RunTrigger,
        run_id: str,
        flow_id: str,
        session_id: str,
        inputs: RunInputs,
    ) -> None:
        self._journal = journal
        self._run = RunDetail(
            id=run_id,
            flow_id=flow_id,
            session_id=session_id,
            trigger=trigger,
            status="running",
            started_at=datetime.now(UTC),
            input_value=_first_text(inputs)[:_LONGEST_SHOWN],
            inputs=inputs,
        )
        self._begun = perf_counter()
        self._earlier_s: float | None = None
        """How long it lasted before this process took it up; None for one that begins here."""
        self._timer: asyncio.TimerHandle | None = None

    def take_up(self, before: RunDetail) -> None:
        """Go on with the record of a run that an earlier process began. To be called before `begin`."""
        self._run.started_at = before.started_at
        self._run.usage, self._run.inactive = before.usage, before.inactive
        self._earlier_s = max((datetime.now(UTC) - before.started_at).total_seconds(), 0)

    def begin(self) -> None:
        """The run begins now, or goes on."""
        if self._earlier_s is None:
            self._run.started_at = datetime.now(UTC)
        self._begun = perf_counter()
        self._timer = asyncio.get_running_loop().call_later(_UNWRITTEN_S, self._write)

    def show_input(self, text: str) -> None:
        """Let lists show the beginning of this text as what the run was given."""
        self._run.input_value = text[:_LONGEST_SHOWN]

    def set_status(self, status: RunStatus) -> None:
        """The run goes on in another way: it waits for a person, or runs again."""
        self._run.status = status
        self._write()

    def add_usage(self, vertex_id: str, usage: Usage) -> None:
        """A vertex' model calls have cost this much so far, in all."""
        self._run.usage[vertex_id] = VertexUsage(usage.input_tokens, usage.output_tokens, usage.price_usd)

    def add_inactive(self, vertex_ids: list[str]) -> None:
        """These vertices lie on branches that are not taken."""
        self._run.inactive += vertex_ids

    def end(self, status: RunStatus, error: str | None = None) -> None:
        """The run is over. Of a run that is built vertex by vertex this is said after each."""
        run, costs = self._run, list(self._run.usage.values())
        run.status, run.error = status, error
        run.duration_ms = round(((self._earlier_s or 0) + perf_counter() - self._begun) * 1000)
        if costs:
            prices = [cost.price_usd for cost in costs if cost.price_usd is not None]
            run.input_tokens = sum(cost.input_tokens for cost in costs)
            run.output_tokens = sum(cost.output_tokens for cost in costs)
            run.price_usd = sum(prices) if prices else None
        self._write()

    def _write(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._journal.add_run(self._run)


def inputs_of(
    flow: PreparedFlow,
    overrides: Mapping[str, Mapping[str, Mapping[str, Any]]],
    *,
    start: str | None,
    stop: str | None,
    is_session_forced: bool,
) -> RunInputs:
    """What a run is given, without the values of secret fields."""
    kept = {
        vertex_id: {name: dict(entry) for name, entry in fields.items() if not _is_secret(flow, vertex_id, name)}
        for vertex_id, fields in overrides.items()
    }
    return RunInputs(kept, start, stop, is_session_forced)


def _is_secret(flow: PreparedFlow, vertex_id: str, name: str) -> bool:
    prepared = flow.vertices.get(vertex_id)
    field = prepared.fields.get(name) if prepared is not None else None
    return field is not None and field.is_secret


def _first_text(inputs: RunInputs) -> str:
    """The text that a run was given: by a person, a program, or as a webhook's body."""
    for name in ("input_value", "data"):
        for fields in inputs.overrides.values():
            value = fields.get(name, {}).get("value")
            if isinstance(value, str) and value:
                return value
    return ""
