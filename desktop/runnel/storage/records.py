"""What runs leave behind beside messages: vertex builds and transactions. They have a quota per flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from runnel.schemas.monitor import (
    Transaction,
    TransactionItem,
    TransactionPage,
    TransactionRead,
    VertexBuild,
    VertexBuildRead,
    VertexBuilds,
)
from runnel.storage import timestamps
from runnel.storage.tables import Flow, among, connection
from runnel.storage.tables import Transaction as TransactionRow
from runnel.storage.tables import VertexBuild as BuildRow

MOST = 1000
"""So many records of a flow are shown."""
QUOTA = 2000
"""So many records of a flow are kept when its records are thinned."""

_ADD_BUILD = (
    "INSERT INTO vertex_build (build_id, flow_id, vertex_id, timestamp, data, artifacts, params, valid, run_id, "
    "is_listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_TRANSACTION = (
    'INSERT INTO "transaction" '
    "(transaction_id, flow_id, vertex_id, target_id, timestamp, inputs, outputs, status, error) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def add(builds: Sequence[VertexBuild], transactions: Sequence[Transaction]) -> None:
    """Store records in the order given."""
    if builds:
        connection().executemany(_ADD_BUILD, [_build_row(build) for build in builds])
    if transactions:
        connection().executemany(_ADD_TRANSACTION, [_transaction_row(transaction) for transaction in transactions])


def _build_row(build: VertexBuild) -> tuple[Any, ...]:
    return (
        build.build_id,
        build.flow_id,
        build.id,
        timestamps.of(build.timestamp),
        bytes(build.data).decode(),
        bytes(build.artifacts).decode(),
        build.params,
        build.valid,
        build.run_id,
        build.is_listed,
    )


def _transaction_row(transaction: Transaction) -> tuple[Any, ...]:
    return (
        transaction.transaction_id,
        transaction.flow_id,
        transaction.vertex_id,
        transaction.target_id,
        timestamps.of(transaction.timestamp),
        bytes(transaction.inputs).decode(),
        bytes(transaction.outputs).decode(),
        transaction.status,
        transaction.error,
    )


def _hidden_before(flow_id: str) -> str:
    """Records up to this moment belong to a flow that lies in the trash."""
    row = Flow.select(Flow.deleted_at).where(Flow.id == flow_id).tuples().first()
    return "" if row is None or row[0] is None else row[0]


def list_builds(flow_id: UUID) -> VertexBuilds:
    """The newest builds of a flow by vertex, each vertex' oldest first; none for an unknown flow."""
    rows = list(
        BuildRow.select(
            BuildRow.timestamp,
            BuildRow.vertex_id,
            BuildRow.data,
            BuildRow.artifacts,
            BuildRow.params,
            BuildRow.valid,
            BuildRow.flow_id,
            BuildRow.build_id,
        )
        .where(BuildRow.flow_id == str(flow_id), BuildRow.is_listed, BuildRow.timestamp > _hidden_before(str(flow_id)))
        .order_by(BuildRow.number.desc())
        .limit(MOST)
        .tuples()
    )
    by_vertex: dict[str, list[VertexBuildRead]] = {}
    for at, vertex_id, data, artifacts, params, valid, flow, build_id in reversed(rows):
        build = VertexBuildRead(
            timestamps.zulu(at), vertex_id, msgspec.Raw(data), msgspec.Raw(artifacts), params, valid, flow, build_id
        )
        by_vertex.setdefault(vertex_id, []).append(build)
    return VertexBuilds(by_vertex)


def delete_builds(flow_id: UUID) -> None:
    """Remove all builds of a flow, if there are any."""
    BuildRow.delete().where(BuildRow.flow_id == str(flow_id)).execute()


_TRANSACTION = (
    TransactionRow.timestamp,
    TransactionRow.vertex_id,
    TransactionRow.target_id,
    TransactionRow.inputs,
    TransactionRow.outputs,
    TransactionRow.status,
    TransactionRow.error,
    TransactionRow.flow_id,
    TransactionRow.transaction_id,
)


def _transactions_of(flow_id: str) -> Any:
    return (TransactionRow.flow_id == flow_id) & (TransactionRow.timestamp > _hidden_before(flow_id))


def list_transactions(flow_id: UUID) -> list[TransactionRead]:
    """The newest transactions of a flow, the oldest of them first."""
    query = TransactionRow.select(*_TRANSACTION).where(_transactions_of(str(flow_id)))
    rows = list(query.order_by(TransactionRow.number.desc()).limit(MOST).tuples())
    return [
        TransactionRead(at, vertex, target, msgspec.Raw(inputs), msgspec.Raw(outputs), *rest)
        for at, vertex, target, inputs, outputs, *rest in reversed(rows)
    ]


def list_transaction_page(flow_id: UUID, page: int, size: int) -> TransactionPage:
    """One page (from 1) of a flow's transactions, oldest first."""
    wanted = _transactions_of(str(flow_id))
    total = TransactionRow.select().where(wanted).count()
    query = TransactionRow.select(*_TRANSACTION).where(wanted).order_by(TransactionRow.number)
    items = [
        TransactionItem(at, vertex, target, msgspec.Raw(inputs), msgspec.Raw(outputs), *rest)
        for at, vertex, target, inputs, outputs, *rest in query.limit(size)
        .offset(min((page - 1) * size, 2**62))
        .tuples()
    ]
    return TransactionPage(items, total, page, size, -(-total // size))


def forget_flows(flow_ids: Sequence[str]) -> None:
    """Remove all records of flows that are deleted for ever."""
    BuildRow.delete().where(BuildRow.flow_id.in_(among(flow_ids))).execute()
    TransactionRow.delete().where(TransactionRow.flow_id.in_(among(flow_ids))).execute()


def list_flows_over_quota() -> list[str]:
    """Flows that have more records of a kind than are kept."""
    over: set[str] = set()
    for table in ("vertex_build", '"transaction"'):
        rows = connection().execute(
            f"SELECT flow_id FROM {table} GROUP BY flow_id HAVING count(*) > ?",
            [QUOTA],
        )
        over.update(flow_id for (flow_id,) in rows)
    return sorted(over)


def thin(flow_id: str) -> None:
    """Remove a flow's oldest records beyond the quota."""
    for table in ("vertex_build", '"transaction"'):
        connection().execute(
            f"DELETE FROM {table} WHERE flow_id = ? AND number <= "
            f"(SELECT number FROM {table} WHERE flow_id = ? ORDER BY number DESC LIMIT 1 OFFSET ?)",
            [flow_id, flow_id, QUOTA],
        )
