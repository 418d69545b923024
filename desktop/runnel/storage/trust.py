"""The trust ledger: the exact texts (source code, commands) that the user has seen and allowed to run here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runnel.errors import NotFound
from runnel.sandbox.trust import digest
from runnel.schemas.trust import TrustKind, TrustRead
from runnel.storage import timestamps
from runnel.storage.database import durable
from runnel.storage.tables import Trust

_COLUMNS = (Trust.digest, Trust.kind, Trust.text, Trust.name, Trust.flow_id, Trust.node_id, Trust.granted_at)


def list_all(kind: TrustKind | None = None) -> list[TrustRead]:
    """All that is trusted, of one kind or of any, the newest first."""
    query = Trust.select(*_COLUMNS).order_by(Trust.granted_at.desc())
    if kind is not None:
        query = query.where(Trust.kind == kind)
    return [_read(row) for row in query.tuples()]


def is_trusted(text_digest: str) -> bool:
    """Whether the text of this digest is trusted."""
    return bool(Trust.select().where(Trust.digest == text_digest).exists())


def standings(flow_id: str | None, nodes: Sequence[tuple[str, str]]) -> list[tuple[bool, str | None]]:
    """For each node id with the digest of its text: whether that is trusted, and what was last trusted of the node
    instead, if anything was. An imported copy of a node counts as that node."""
    return [(is_trusted(text_digest), _trusted_before(flow_id, node_id, text_digest)) for node_id, text_digest in nodes]


def _trusted_before(flow_id: str | None, node_id: str, text_digest: str) -> str | None:
    query = Trust.select(Trust.digest, Trust.text).where(Trust.node_id == node_id)
    last = query.order_by((Trust.flow_id == flow_id).desc(), Trust.granted_at.desc()).tuples().first()
    return None if last is None or last[0] == text_digest else str(last[1])


@durable
def grant(
    kind: TrustKind, text: str, name: str = "", flow_id: str | None = None, node_id: str | None = None
) -> TrustRead:
    """Trust a text, seen under this name at this node. Trusting it again notes the new place."""
    text_digest = digest(text)
    Trust.replace(
        digest=text_digest, kind=kind, text=_storable(text), name=_storable(name), flow_id=flow_id, node_id=node_id
    ).execute()
    return _read(Trust.select(*_COLUMNS).where(Trust.digest == text_digest).tuples().get())


@durable
def withdraw(text_digest: str) -> None:
    """Trust a text no more. Raises `NotFound`."""
    if not Trust.delete().where(Trust.digest == text_digest).execute():
        raise NotFound("Nothing is trusted under this digest.")


def _storable(text: str) -> str:
    """The text without lone surrogates, which SQLite refuses."""
    return text.encode("utf-8", "replace").decode()


def _read(row: tuple[Any, ...]) -> TrustRead:
    text_digest, kind, text, name, flow_id, node_id, granted_at = row
    return TrustRead(
        digest=text_digest,
        kind=kind,
        text=text,
        name=name,
        flow_id=flow_id,
        node_id=node_id,
        granted_at=timestamps.zulu(granted_at),
    )
