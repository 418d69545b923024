"""Results that outlive the program: the last of each vertex, and what Cache nodes keep. Both have a quota of bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from runnel.storage import timestamps
from runnel.storage.tables import CacheEntry, KeptResult, among, connection

RESULT_QUOTA_BYTES = 64_000_000
CACHE_QUOTA_BYTES = 64_000_000
"""When there is more, what was kept longest ago goes first."""
_AT_ONCE = 200
"""So many rows are removed in one step."""


def list_of_flow(flow_id: str) -> dict[str, bytes]:
    """The kept results of a flow by vertex id."""
    rows = KeptResult.select(KeptResult.vertex_id, KeptResult.content).where(KeptResult.flow_id == flow_id)
    return {vertex_id: bytes(content) for vertex_id, content in rows.tuples()}


def put(results: Mapping[tuple[str, str], bytes | None]) -> None:
    """Keep results by flow and vertex in place of those before; None removes."""
    number = _next_number("kept_result")
    for (flow_id, vertex_id), content in results.items():
        if content is None:
            KeptResult.delete().where((KeptResult.flow_id == flow_id) & (KeptResult.vertex_id == vertex_id)).execute()
            continue
        KeptResult.replace(
            flow_id=flow_id, vertex_id=vertex_id, number=number, size_bytes=len(content), content=content
        ).execute()
        number += 1


def find_cached(flow_id: str, vertex_id: str, key: str) -> bytes | None:
    """What a Cache node keeps under a key; None where it is absent or too old."""
    row = (
        CacheEntry.select(CacheEntry.expires_at, CacheEntry.content)
        .where((CacheEntry.flow_id == flow_id) & (CacheEntry.vertex_id == vertex_id) & (CacheEntry.key == key))
        .tuples()
        .first()
    )
    if row is None or (row[0] is not None and row[0] <= timestamps.now()):
        return None
    return bytes(row[1])


def put_cached(flow_id: str, vertex_id: str, key: str, expires_at: datetime | None, content: bytes) -> None:
    """Keep a value under a key in place of the one before; for ever where nothing says when it expires."""
    CacheEntry.replace(
        flow_id=flow_id,
        vertex_id=vertex_id,
        key=key,
        number=_next_number("cache_entry"),
        expires_at=None if expires_at is None else timestamps.of(expires_at),
        size_bytes=len(content),
        content=content,
    ).execute()


def thin() -> int:
    """Remove some of what is too old or over a quota; returns how many rows went."""
    expired = CacheEntry.delete().where(CacheEntry.expires_at < timestamps.now()).execute()
    return int(expired) + _thin("kept_result", RESULT_QUOTA_BYTES) + _thin("cache_entry", CACHE_QUOTA_BYTES)


def forget_flows(flow_ids: Sequence[str]) -> None:
    """Remove all that is kept of flows that are deleted for ever."""
    KeptResult.delete().where(KeptResult.flow_id.in_(among(flow_ids))).execute()
    CacheEntry.delete().where(CacheEntry.flow_id.in_(among(flow_ids))).execute()


def _thin(table: str, quota: int) -> int:
    total: int = _one(f"SELECT coalesce(sum(size_bytes), 0) FROM {table}")
    if total <= quota:
        return 0
    rows = connection().execute(f"SELECT number, size_bytes FROM {table} ORDER BY number LIMIT {_AT_ONCE}").fetchall()
    newest = 0
    removed = 0
    for number, size_bytes in rows:
        if total <= quota:
            break
        total -= size_bytes
        newest = number
        removed += 1
    connection().execute(f"DELETE FROM {table} WHERE number <= ?", [newest])
    return removed


def _next_number(table: str) -> int:
    return int(_one(f"SELECT coalesce(max(number), 0) + 1 FROM {table}"))


def _one(statement: str) -> Any:
    return connection().execute(statement).fetchone()[0]
