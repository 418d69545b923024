"""Runs in the background: what became of them, also after the process that ran them is gone."""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.schemas.run import JobRecord
from runnel.storage import timestamps
from runnel.storage.tables import Job


def put(record: JobRecord, payload: str | None = None) -> None:
    """Store the record of a job, or what became of one. The payload of a new job is kept, whatever becomes of it."""
    values: dict[str, Any] = {
        "kind": record.kind,
        "flow_id": record.flow_id,
        "session_id": record.session_id,
        "status": record.status,
        "result": None if record.result is None else msgspec.json.encode(record.result).decode(),
        "started_at": timestamps.of(record.started_at),
        "updated_at": timestamps.now(),
    }
    if not Job.update(**values).where(Job.id == record.job_id).execute():
        Job.insert(id=record.job_id, payload=payload, **values).execute()


def find(job_id: str) -> JobRecord | None:
    """The record of a job; None when there is none."""
    row = (
        Job.select(Job.id, Job.flow_id, Job.session_id, Job.status, Job.started_at, Job.kind, Job.result)
        .where(Job.id == job_id)
        .tuples()
        .first()
    )
    if row is None:
        return None
    number, flow_id, session_id, status, started_at, kind, result = row
    return JobRecord(
        job_id=number,
        flow_id=flow_id,
        session_id=session_id,
        status=status,
        started_at=timestamps.moment(started_at),
        kind=kind,
        result=None if result is None else msgspec.json.decode(result),
    )


def list_queued() -> list[tuple[JobRecord, str]]:
    """Jobs that were never begun, with their payloads, in the order in which they came."""
    rows = Job.select(Job.id, Job.payload).where((Job.status == "queued") & Job.payload.is_null(False))
    found = [(find(job_id), payload) for job_id, payload in rows.order_by(Job.number).tuples()]
    return [(record, payload) for record, payload in found if record is not None]


def fail_interrupted() -> int:
    """Mark jobs that ran when the last process ended as failed; returns how many. To be called once, at start."""
    return int(
        Job.update(status="failed", result='"interrupted"', updated_at=timestamps.now())
        .where(Job.status == "running")
        .execute()
    )
