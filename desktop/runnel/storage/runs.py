"""The records of runs, and how they are found again. They have a quota per flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import peewee

from runnel.errors import NotFound
from runnel.schemas.flow import LastRun
from runnel.schemas.monitor import VertexBuildRead
from runnel.schemas.run import RunStatus, RunTrigger
from runnel.schemas.run_record import RunDetail, RunInputs, RunPage, RunRecord, VertexUsage
from runnel.storage import timestamps
from runnel.storage.tables import Flow, Run, VertexBuild, among, connection

QUOTA = 1000
"""So many runs of a flow are kept when its records are thinned."""
_LARGEST_INPUTS = 200_000
"""What a run was given is kept up to this size in bytes."""

_NOT_FOUND = "Run not found"

_PUT = (
    "INSERT INTO run (id, flow_id, session_id, trigger, status, started_at, duration_ms, input_tokens, output_tokens, "
    "price_usd, error, input_value, inputs, usage, inactive) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO UPDATE SET status = excluded.status, duration_ms = excluded.duration_ms, "
    "input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, price_usd = excluded.price_usd, "
    "error = excluded.error, usage = excluded.usage, inactive = excluded.inactive"
)

_LAST = (
    "SELECT status, started_at FROM run WHERE flow_id = ? AND status NOT IN ('running', 'waiting') "
    "ORDER BY number DESC LIMIT 1"
)

_RECORD = (
    Run.id,
    Run.flow_id,
    Run.session_id,
    Run.trigger,
    Run.status,
    Run.started_at,
    Run.duration_ms,
    Run.input_tokens,
    Run.output_tokens,
    Run.price_usd,
    Run.error,
    Run.input_value,
)


def copy_of(run: RunDetail) -> RunDetail:
    """A run as `put` takes it; what becomes of ``run`` afterwards no longer matters."""
    return msgspec.structs.replace(run, usage=dict(run.usage), inactive=list(run.inactive))


def _row(run: RunDetail) -> tuple[Any, ...]:
    inputs = None if run.inputs is None else _encode(run.inputs)
    return (
        run.id,
        run.flow_id,
        run.session_id,
        run.trigger,
        run.status,
        timestamps.of(run.started_at),
        run.duration_ms,
        run.input_tokens,
        run.output_tokens,
        run.price_usd,
        run.error,
        run.input_value,
        None if inputs is None or len(inputs) > _LARGEST_INPUTS else inputs,
        _encode(run.usage),
        _encode(run.inactive),
    )


def _encode(value: Any) -> str | None:
    try:
        return msgspec.json.encode(value).decode()
    except (OverflowError, TypeError, ValueError):
        # Values that no JSON holds are only given by components, never by a request.
        return None


def put(new: Sequence[RunDetail]) -> None:
    """Store the records of runs, or what became of runs that are stored already."""
    if new:
        connection().executemany(_PUT, [_row(run) for run in new])


def _is_visible(user_id: str) -> Any:
    """Runs of the user's flows, and of flows that were never saved; none of a flow from before it went to the trash."""
    hidden = Flow.select(peewee.SQL("1")).where(
        Flow.id == Run.flow_id,
        (Flow.user_id.is_null(False) & (Flow.user_id != user_id))
        | (Flow.deleted_at.is_null(False) & (Flow.deleted_at >= Run.started_at)),
    )
    return ~peewee.fn.EXISTS(hidden)


def list_page(
    user_id: str,
    flow_id: UUID | None,
    *,
    trigger: RunTrigger | None,
    status: RunStatus | None,
    session_id: str | None,
    page: int,
    size: int,
) -> RunPage:
    """One page (from 1) of the runs that fit these filters (None: any), newest first."""
    wanted = _is_visible(user_id)
    for column, value in (
        (Run.flow_id, None if flow_id is None else str(flow_id)),
        (Run.trigger, trigger),
        (Run.status, status),
        (Run.session_id, session_id),
    ):
        if value is not None:
            wanted &= column == value
    total = Run.select().where(wanted).count()
    rows = (
        Run.select(*_RECORD)
        .where(wanted)
        .order_by(Run.number.desc())
        .limit(size)
        .offset(min((page - 1) * size, 2**62))
        .tuples()
    )
    return RunPage([RunRecord(**_record(row)) for row in rows], total, page, size, -(-total // size))


def _record(row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip((column.name for column in _RECORD), row, strict=True))
    values["started_at"] = timestamps.moment(values["started_at"])
    return values


def get(user_id: str, run_id: UUID) -> RunDetail:
    """A run with what it was given and what came of it. Raises `NotFound`."""
    found = _find((Run.id == str(run_id)) & _is_visible(user_id))
    if found is None:
        raise NotFound(_NOT_FOUND)
    found.vertices = _list_builds(str(run_id))
    return found


def find(run_id: str) -> RunDetail | None:
    """A run without its vertex builds, whosever it is; None when there is none."""
    return _find(Run.id == run_id)


def _find(wanted: Any) -> RunDetail | None:
    row = Run.select(*_RECORD, Run.inputs, Run.usage, Run.inactive).where(wanted).tuples().first()
    if row is None:
        return None
    *record, inputs, usage, inactive = row
    return RunDetail(
        **_record(tuple(record)),
        inputs=None if inputs is None else msgspec.json.decode(inputs, type=RunInputs),
        usage=msgspec.json.decode(usage, type=dict[str, VertexUsage]),
        inactive=msgspec.json.decode(inactive, type=list[str]),
    )


def _list_builds(run_id: str) -> list[VertexBuildRead]:
    columns = ("timestamp", "vertex_id", "data", "artifacts", "params", "valid", "flow_id", "build_id")
    rows = (
        VertexBuild.select(*(getattr(VertexBuild, name) for name in columns))
        .where(VertexBuild.run_id == run_id)
        .order_by(VertexBuild.timestamp, VertexBuild.number)
        .tuples()
    )
    return [
        VertexBuildRead(timestamps.zulu(at), vertex, msgspec.Raw(data), msgspec.Raw(artifacts), *rest)
        for at, vertex, data, artifacts, *rest in rows
    ]


def delete(user_id: str, run_id: UUID) -> None:
    """Remove a run and what is kept of its vertices. Raises `NotFound`."""
    if not Run.select().where((Run.id == str(run_id)) & _is_visible(user_id)).exists():
        raise NotFound(_NOT_FOUND)
    _forget(Run.id == str(run_id))


def delete_all(user_id: str, flow_id: UUID) -> None:
    """Remove all runs of a flow that have ended, if there are any, and what is kept of their vertices."""
    has_ended = Run.status.not_in(("running", "waiting"))
    _forget((Run.flow_id == str(flow_id)) & has_ended & _is_visible(user_id))


def _forget(wanted: Any) -> None:
    ids = [run_id for (run_id,) in Run.select(Run.id).where(wanted).tuples()]
    VertexBuild.delete().where(VertexBuild.run_id.in_(among(ids))).execute()
    Run.delete().where(Run.id.in_(among(ids))).execute()


def get_last(flow_id: str) -> LastRun | None:
    """How the newest run of a flow that has ended did so; None when there is none."""
    row = connection().execute(_LAST, [flow_id]).fetchone()
    return None if row is None else LastRun(row[0], timestamps.zulu(row[1]))


def mark_interrupted(*, but: Sequence[str] = ()) -> int:
    """Mark runs that were under way when the last process ended; returns how many. To be called once, at start.

    ``but`` are the ids of runs that go on.
    """
    was_under_way = Run.status.in_(("running", "waiting")) & Run.id.not_in(among(but))
    return int(Run.update(status="interrupted").where(was_under_way).execute())


def interrupt(run_id: str) -> None:
    """Mark a run that was to go on, and cannot."""
    Run.update(status="interrupted").where(Run.id == run_id).execute()


def forget_flows(flow_ids: Sequence[str]) -> None:
    """Remove the runs of flows that are deleted for ever."""
    Run.delete().where(Run.flow_id.in_(among(flow_ids))).execute()


def list_flows_over_quota() -> list[str]:
    """Flows of which more runs are kept than the quota allows."""
    rows = connection().execute("SELECT flow_id FROM run GROUP BY flow_id HAVING count(*) > ?", [QUOTA])
    return [flow_id for (flow_id,) in rows]


def thin(flow_id: str) -> None:
    """Remove a flow's oldest runs beyond the quota; what is kept of their vertices has a quota of its own."""
    connection().execute(
        "DELETE FROM run WHERE flow_id = ? AND number <= "
        "(SELECT number FROM run WHERE flow_id = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
        [flow_id, flow_id, QUOTA],
    )
