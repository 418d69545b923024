"""Revisions: every answered save of a flow is kept, thinned with age.

A revision is a small row; the data it points to is shared by all revisions that did not change it, and packed once it
is no longer the newest.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import msgspec
from peewee import fn

from runnel.errors import NotFound
from runnel.schemas.flow import RevisionRead
from runnel.storage import flow_changes, flow_documents, timestamps
from runnel.storage.flow_documents import Document
from runnel.storage.tables import JSON_BYTES, Flow, Revision, among, connection
from runnel.storage.tables import Document as DocumentRow

RESTORED = ("name", "description", "icon", "icon_bg_color", "gradient", "endpoint_name", "tags", "webhook", "locked")
"""The header fields that a revision keeps."""

KEEP_ALL = timedelta(minutes=15)
_STEPS = (
    (timedelta(hours=2), timedelta(minutes=1)),
    (timedelta(days=1), timedelta(minutes=10)),
    (timedelta(days=7), timedelta(hours=1)),
    (timedelta(days=60), timedelta(days=1)),
    (timedelta.max, timedelta(days=7)),
)
"""Older than `KEEP_ALL`: up to this age, one revision in each such span is kept."""
KEEP_NEWEST = 20
"""So many of the newest revisions are kept whatever their age."""
MAX_BYTES = 256_000_000
"""Unpacked size of a flow's history over which the oldest revisions go even before their time."""


def add_document(flow_id: str, document: Document) -> int:
    """Keep a flow's data; returns the id of its row."""
    cursor = connection().execute(
        "INSERT INTO document (flow_id, text, size_bytes, checksum) VALUES (?, CAST(? AS TEXT), ?, ?)",
        [flow_id, document.content, len(document.content), document.checksum],
    )
    return int(cursor.lastrowid)


def is_kept(document_id: int, document: Document) -> bool:
    """Whether a row holds just this data. It is read only when size and checksum are the same."""
    same = (DocumentRow.size_bytes == len(document.content)) & (DocumentRow.checksum == document.checksum)
    row = DocumentRow.select(JSON_BYTES).where(DocumentRow.id == document_id, same).tuples().first()
    return row is not None and row[0] == document.content


def add_revision(flow_id: str, document_id: int, header: dict[str, Any], created_at: str) -> int:
    """Keep a flow as it now is; returns the revision's id. ``header`` holds the fields of `RESTORED`."""
    kept = {name: header[name] for name in RESTORED}
    return int(
        Revision.insert(
            flow_id=flow_id,
            document_id=document_id,
            name=header["name"],
            header=msgspec.json.encode(kept).decode(),
            created_at=created_at,
        ).execute()
    )


def last_revision_id() -> int:
    """The highest id that a revision has; 0 where there is none."""
    return Revision.select(fn.MAX(Revision.id)).scalar() or 0


def number_from(last: int) -> None:
    """Give every revision an id above `last`, so that nobody who knows another revision by it takes this for that."""
    offset = max(last, last_revision_id())
    Revision.update(id=Revision.id + offset).execute()
    Flow.update(revision_id=Flow.revision_id + offset).execute()


_LISTED = (Revision.id, Revision.created_at, Revision.name, DocumentRow.size_bytes, Revision.label)


def list_revisions(flow_id: str) -> list[RevisionRead]:
    """The kept revisions of a flow, newest first. That the flow may be seen was checked before."""
    rows = (
        Revision.select(*_LISTED)
        .join(DocumentRow, on=(DocumentRow.id == Revision.document_id))
        .where(Revision.flow_id == flow_id)
        .order_by(Revision.id.desc())
        .tuples()
    )
    return [_revision(row) for row in rows]


def _revision(row: tuple[Any, ...]) -> RevisionRead:
    number, at, *rest = row
    return RevisionRead(number, timestamps.zulu(at), *rest)


def list_compared(flow_id: str, before: int | None, size: int) -> list[RevisionRead]:
    """Some revisions of a flow with what each changed, newest first; only those older than the revision ``before``."""
    wanted = Revision.flow_id == flow_id
    if before is not None:
        wanted &= Revision.id < before
    rows = list(
        Revision.select(*_LISTED, Revision.document_id, Revision.header)
        .join(DocumentRow, on=(DocumentRow.id == Revision.document_id))
        .where(wanted)
        .order_by(Revision.id.desc())
        # One more, with which the last is compared.
        .limit(size + 1)
        .tuples()
    )
    found = [_revision(row) for *row, _document_id, _header in rows]
    older: flow_changes.Outline | None = None
    older_id = older_header = None
    for index in range(len(rows) - 1, -1, -1):
        *_, document_id, header = rows[index]
        newer = older if document_id == older_id else flow_changes.outline(_get_data(document_id))
        if older is not None and newer is not None:
            changes = found[index].changes = flow_changes.compare(older, newer)
            changes.header = header != older_header
        older, older_id, older_header = newer, document_id, header
    return found[:size]


def _get_data(document_id: int) -> bytes:
    row = DocumentRow.select(JSON_BYTES, DocumentRow.packed).where(DocumentRow.id == document_id).tuples().first()
    content, packed = row
    return content if content is not None else flow_documents.unpack(packed)


def set_label(flow_id: str, label: str) -> RevisionRead:
    """Name the newest revision of a flow, so that it is never thinned out."""
    newest = Flow.select(Flow.revision_id).where(Flow.id == flow_id)
    Revision.update(label=label).where(Revision.id == newest).execute()
    return list_revisions(flow_id)[0]


def get_revision(flow_id: str, revision_id: int) -> tuple[dict[str, Any], bytes]:
    """The header fields and the data's JSON of a kept revision. Raises `NotFound`."""
    row = (
        Revision.select(Revision.header, JSON_BYTES, DocumentRow.packed)
        .join(DocumentRow, on=(DocumentRow.id == Revision.document_id))
        .where(Revision.flow_id == flow_id, Revision.id == revision_id)
        .tuples()
        .first()
    )
    if row is None:
        raise NotFound("Revision not found")
    header, content, packed = row
    return msgspec.json.decode(header), content if content is not None else flow_documents.unpack(packed)


def forget_flows(flow_ids: Iterable[str]) -> None:
    """Remove all revisions and data of flows that are deleted for ever."""
    ids = list(flow_ids)
    Revision.delete().where(Revision.flow_id.in_(among(ids))).execute()
    DocumentRow.delete().where(DocumentRow.flow_id.in_(among(ids))).execute()


def list_long() -> list[str]:
    """Flows with so many revisions that some may be superfluous."""
    rows = Revision.select(Revision.flow_id).group_by(Revision.flow_id).having(fn.COUNT(Revision.id) > KEEP_NEWEST)
    return [flow_id for (flow_id,) in rows.tuples()]


def thin(flow_id: str) -> int:
    """Remove the revisions of a flow that its age no longer warrants; returns how many."""
    rows = list(
        Revision.select(Revision.id, Revision.created_at, DocumentRow.size_bytes, Revision.document_id, Revision.label)
        .join(DocumentRow, on=(DocumentRow.id == Revision.document_id))
        .where(Revision.flow_id == flow_id)
        .order_by(Revision.id.desc())
        .tuples()
    )
    superfluous = _superfluous(rows)
    if not superfluous:
        return 0
    Revision.delete().where(Revision.id.in_(among(superfluous))).execute()
    current = Flow.select(Flow.document_id).where(Flow.id == flow_id)
    used = Revision.select(Revision.document_id).where(Revision.flow_id == flow_id)
    DocumentRow.delete().where(
        DocumentRow.flow_id == flow_id, DocumentRow.id.not_in(used), DocumentRow.id.not_in(current)
    ).execute()
    return len(superfluous)


def _superfluous(rows: list[tuple[int, str, int, int, str | None]]) -> list[int]:
    """Which of a flow's revisions (newest first: id, created_at, size, document, label) go."""
    now = timestamps.moment(timestamps.now())
    gone: list[int] = []
    last_kept = None
    total = 0
    counted: set[int] = set()
    for index, (revision_id, created_at, size, document_id, label) in enumerate(rows):
        at = timestamps.moment(created_at)
        added = 0 if document_id in counted else size
        is_due = False
        if index >= KEEP_NEWEST and label is None:
            if total + added > MAX_BYTES:
                is_due = True
            elif now - at > KEEP_ALL and last_kept is not None:
                span = next(span for age, span in _STEPS if now - at <= age)
                is_due = last_kept - at < span
        if is_due:
            gone.append(revision_id)
            continue
        counted.add(document_id)
        total += added
        last_kept = at
    return gone


def list_unpacked(limit: int) -> list[tuple[int, bytes]]:
    """Some data that only history needs and that is not packed yet: id and JSON."""
    current = Flow.select(Flow.document_id)
    rows = (
        DocumentRow.select(DocumentRow.id, JSON_BYTES)
        .where(DocumentRow.text.is_null(False), DocumentRow.id.not_in(current))
        .limit(limit)
        .tuples()
    )
    return list(rows)


def set_packed(document_id: int, packed: bytes) -> None:
    """Replace the text of data that only history needs by its packed form."""
    DocumentRow.update(text=None, packed=packed).where(DocumentRow.id == document_id).execute()
