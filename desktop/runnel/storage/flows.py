"""Flows: their header rows, and their data as it came. Deleted ones lie in the trash and are answered as gone.

``user_id`` is always the caller's. Flows without a user are starter flows: everybody reads them, nobody changes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from runnel.errors import Conflict, Forbidden, Invalid, NotFound
from runnel.schemas.flow import FlowCreate, FlowHeader, FlowPage, FlowRead, FlowUpdate
from runnel.schemas.run import StoredFlow
from runnel.storage import flow_documents, history, home_folder, timestamps
from runnel.storage.database import durable
from runnel.storage.flow_documents import Document
from runnel.storage.names import number_endpoint_name, number_name
from runnel.storage.tables import JSON_BYTES, Flow, among, connection, new_id
from runnel.storage.tables import Document as DocumentRow

NOT_FOUND = "Flow not found"


class NewFlow(msgspec.Struct, frozen=True):
    """A flow to be stored: its fields, its data that was looked at, and what else its file carried."""

    fields: FlowCreate
    document: Document
    extra: dict[str, msgspec.Raw] | None = None
    """Keys of the file that mean nothing here; they go back out with an export."""


class FlowVersion(msgspec.Struct, frozen=True):
    """A flow and the number of its newest revision, which is its ETag."""

    flow: FlowRead
    revision_id: int


class StaleRevision(Conflict):
    """A change was made to a version that is no longer the newest."""

    def __init__(self, current: FlowVersion) -> None:
        super().__init__("The flow was changed by somebody else since you read it.")
        self.current = current


_HEADER = (
    Flow.name,
    Flow.description,
    Flow.icon,
    Flow.icon_bg_color,
    Flow.gradient,
    Flow.is_component,
    Flow.updated_at,
    Flow.webhook,
    Flow.endpoint_name,
    Flow.tags,
    Flow.locked,
    Flow.id,
    Flow.user_id,
    Flow.folder_id,
)
_TEXTS = msgspec.json.Decoder(list[str])
_EXTRA = msgspec.json.Decoder(dict[str, msgspec.Raw])


def _is_here() -> Any:
    return Flow.deleted_at.is_null()


def _is_visible(user_id: str) -> Any:
    return _is_here() & ((Flow.user_id == user_id) | Flow.user_id.is_null())


def _select() -> Any:
    return Flow.select(*_HEADER, JSON_BYTES, Flow.revision_id).join(
        DocumentRow, on=(DocumentRow.id == Flow.document_id)
    )


def _read(row: tuple[Any, ...]) -> FlowRead:
    (name, description, icon, color, gradient, is_component, updated_at, webhook, endpoint_name, tags, locked) = row[
        :11
    ]
    flow_id, user_id, folder_id, content = row[11:15]
    return FlowRead(
        name=name,
        description=description,
        icon=icon,
        icon_bg_color=color,
        gradient=gradient,
        data=msgspec.Raw(content),
        is_component=is_component,
        updated_at=timestamps.offset_seconds(updated_at),
        webhook=webhook,
        endpoint_name=endpoint_name,
        tags=None if tags is None else _TEXTS.decode(tags),
        locked=locked,
        id=flow_id,
        user_id=user_id,
        folder_id=folder_id,
    )


def read_rows(query: Any) -> list[FlowRead]:
    """The flows of a query over flows and their data."""
    return [_read(row) for row in query.tuples()]


# -- reading --------------------------------------------------------------------------------------------------------


def get(user_id: str, flow_id: UUID) -> FlowVersion:
    """A flow of the user, or a starter flow. Raises `NotFound`."""
    row = _select().where(Flow.id == str(flow_id), _is_visible(user_id)).tuples().first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return FlowVersion(_read(row), row[15])


def get_revision_id(user_id: str, flow_id: UUID) -> int:
    """The number of a flow's newest revision, without reading its data. Raises `NotFound`."""
    row = Flow.select(Flow.revision_id).where(Flow.id == str(flow_id), _is_visible(user_id)).tuples().first()
    if row is None:
        raise NotFound(NOT_FOUND)
    return int(row[0])


def list_all(user_id: str, *, with_starters: bool = True, components_only: bool = False) -> list[FlowRead]:
    """All flows of the user in the order they were created, whole."""
    return read_rows(_listed(_select(), user_id, with_starters, components_only))


def list_headers(user_id: str, *, with_starters: bool = True, components_only: bool = False) -> list[FlowHeader]:
    """All flows of the user in the order they were created, without their data."""
    query = _listed(
        Flow.select(Flow.id, Flow.name, Flow.folder_id, Flow.is_component), user_id, with_starters, components_only
    )
    return [FlowHeader(*row) for row in query.tuples()]


def _listed(query: Any, user_id: str, with_starters: bool, components_only: bool) -> Any:
    mine = _is_visible(user_id) if with_starters else _is_here() & (Flow.user_id == user_id)
    query = query.where(mine, Flow.is_component) if components_only else query.where(mine)
    return query.order_by(Flow.number)


def list_page(
    user_id: str,
    folder_id: str | None,
    *,
    page: int,
    size: int,
    components_only: bool = False,
    is_flow: bool = False,
    search: str = "",
    newest_first: bool = False,
) -> FlowPage:
    """One page (from 1) of a folder's flows; without a folder, of the default folder.

    ``search`` is a part of the name. In the order they were created, or by last change with ``newest_first``.
    """
    wanted = _is_visible(user_id) & (Flow.folder_id == (folder_id or home_folder.default_id(user_id)))
    if components_only:
        wanted &= Flow.is_component
    if is_flow:
        wanted &= ~Flow.is_component
    if search:
        wanted &= Flow.name.contains(search)
    total = Flow.select().where(wanted).count()
    order = (Flow.updated_at.desc(), Flow.number.desc()) if newest_first else (Flow.number,)
    # The sizes are bounded where they are read; a page number may be anything.
    first = min((page - 1) * size, 2**62)
    items = read_rows(_select().where(wanted).order_by(*order).limit(size).offset(first))
    return FlowPage(items, total, page, size, -(-total // size))


def list_starters() -> list[FlowRead]:
    """The starter flows, whole."""
    return read_rows(_select().where(_is_here(), Flow.user_id.is_null()).order_by(Flow.number))


def list_some(user_id: str, flow_ids: Sequence[UUID]) -> list[FlowRead]:
    """The flows of these ids in the order they were created; unknown ones are passed over."""
    ids = [str(flow_id) for flow_id in flow_ids]
    return read_rows(_select().where(Flow.id.in_(among(ids)), _is_visible(user_id)).order_by(Flow.number))


def list_extras(flow_ids: Iterable[str]) -> dict[str, dict[str, msgspec.Raw]]:
    """What else the files of imported flows carried, by flow id, for exports."""
    rows = Flow.select(Flow.id, Flow.extra).where(Flow.id.in_(among(flow_ids)), Flow.extra.is_null(False)).tuples()
    return {flow_id: _EXTRA.decode(extra) for flow_id, extra in rows}


def find_stored(id_or_name: str) -> StoredFlow | None:
    """A flow as a run needs it, by id (any writing) or endpoint name; None when there is none."""
    column, value = "endpoint_name", id_or_name
    with suppress(ValueError):
        column, value = "id", str(UUID(id_or_name))
    return _stored(connection().execute(_FIND_STORED[column], [value]).fetchone())


def find_named(user_id: str, name: str) -> StoredFlow | None:
    """A user's flow of this very name as a run needs it, the oldest if several have it; None when there is none."""
    found = Flow.select(Flow.id).where(Flow.user_id == user_id, Flow.name == name, _is_here()).order_by(Flow.number)
    row = found.tuples().first()
    return None if row is None else find_stored(row[0])


def list_names(user_id: str) -> list[str]:
    """The names of a user's flows in alphabetical order, each once; without components that are kept as flows."""
    is_flow = Flow.is_component.is_null() | (Flow.is_component == False)  # noqa: E712 - peewee builds SQL of it
    names = {name for (name,) in Flow.select(Flow.name).where(Flow.user_id == user_id, is_flow, _is_here()).tuples()}
    return sorted(names, key=str.casefold)


def _stored(row: tuple[Any, ...] | None) -> StoredFlow | None:
    if row is None:
        return None
    flow_id, name, endpoint_name, document_id, content = row
    return StoredFlow(flow_id, name, endpoint_name, str(document_id), None if content == b"null" else content)


# Every run begins with it: written out, it costs a fifth of what peewee needs to put it together.
_FIND_STORED = {
    column: "SELECT f.id, f.name, f.endpoint_name, f.document_id, CAST(d.text AS BLOB) "
    "FROM flow f JOIN document d ON d.id = f.document_id "
    f"WHERE f.{column} = ? AND f.deleted_at IS NULL ORDER BY f.number LIMIT 1"
    for column in ("id", "endpoint_name")
}


# -- making ---------------------------------------------------------------------------------------------------------


@durable
def create(user_id: str, new: NewFlow) -> FlowVersion:
    """Store a new flow; a taken name or endpoint name is numbered."""
    return _create(user_id, new, updated_at=timestamps.now())


@durable
def create_many(user_id: str, flows: Sequence[NewFlow], folder_id: UUID | None = None) -> list[FlowRead]:
    """Store new flows, all or none; with ``folder_id`` all in that folder. Raises `NotFound` when it is unknown."""
    if folder_id is not None and not home_folder.exists(user_id, str(folder_id)):
        raise NotFound("Folder not found")
    return add_all(user_id, flows, None if folder_id is None else str(folder_id))


def add_all(user_id: str, flows: Sequence[NewFlow], folder_id: str | None = None) -> list[FlowRead]:
    """Store new flows within the transaction of the caller."""
    now = timestamps.now()
    return [_create(user_id, new, folder_id=folder_id, updated_at=now).flow for new in flows]


def add_starter(new: NewFlow) -> FlowRead:
    """Store a starter flow in the hidden folder."""
    return _create(None, new, folder_id=home_folder.starter_id(), updated_at=timestamps.now()).flow


def _create(user_id: str | None, new: NewFlow, *, updated_at: str, folder_id: str | None = None) -> FlowVersion:
    fields = new.fields
    flow_id = new_id()
    if folder_id is None:
        folder_id = str(fields.folder_id) if fields.folder_id is not None else home_folder.default_id(user_id)
    header: dict[str, Any] = {
        "name": number_name(fields.name, list_taken(user_id, Flow.name, fields.name)),
        "description": fields.description,
        "icon": fields.icon,
        "icon_bg_color": fields.icon_bg_color,
        "gradient": fields.gradient,
        "endpoint_name": None
        if fields.endpoint_name is None
        else number_endpoint_name(fields.endpoint_name, list_taken(user_id, Flow.endpoint_name, fields.endpoint_name)),
        "tags": None if fields.tags is None else msgspec.json.encode(fields.tags).decode(),
        "webhook": fields.webhook,
        "locked": bool(fields.locked),
    }
    document_id = history.add_document(flow_id, new.document)
    revision_id = history.add_revision(flow_id, document_id, header, updated_at)
    Flow.insert(
        id=flow_id,
        user_id=user_id,
        folder_id=folder_id,
        is_component=fields.is_component,
        extra=None if not new.extra else msgspec.json.encode(new.extra).decode(),
        document_id=document_id,
        revision_id=revision_id,
        created_at=updated_at,
        updated_at=updated_at,
        **header,
    ).execute()
    flow = FlowRead(
        **{**header, "tags": fields.tags},
        data=msgspec.Raw(new.document.content),
        is_component=fields.is_component,
        updated_at=timestamps.offset_seconds(updated_at),
        id=flow_id,
        user_id=user_id,
        folder_id=folder_id,
    )
    return FlowVersion(flow, revision_id)


def list_taken(user_id: str | None, column: Any, name: str) -> list[str]:
    """Values of a column of the user's flows that begin with a name."""
    whose = Flow.user_id.is_null() if user_id is None else Flow.user_id == user_id
    # The upper end takes all texts that begin with the name, without the patterns of LIKE and GLOB.
    starts = (column >= name) & (column < name + "\U0010ffff")
    return [found for (found,) in Flow.select(column).where(whose, _is_here(), starts).tuples()]


# -- changing -------------------------------------------------------------------------------------------------------


@durable
def update(
    user_id: str,
    flow_id: UUID,
    change: FlowUpdate,
    document: Document | None = None,
    expected_revision: int | None = None,
) -> FlowVersion:
    """Change what was sent; ``document`` is the data that was looked at, None when none was sent.

    Every answered change is a revision. Raises `NotFound`, `StaleRevision` when ``expected_revision`` is not the
    newest, and `Invalid` for a name or endpoint name that another flow has.
    """
    row = _row(user_id, flow_id)
    if expected_revision is not None and row["revision_id"] != expected_revision:
        raise StaleRevision(get(user_id, flow_id))
    changed: dict[str, Any] = {}
    if change.name is not UNSET and change.name is not None and change.name != row["name"]:
        _refuse_taken(row, Flow.name, change.name)
        changed["name"] = change.name
    if change.endpoint_name is not UNSET and change.endpoint_name != row["endpoint_name"]:
        if change.endpoint_name is not None:
            _refuse_taken(row, Flow.endpoint_name, change.endpoint_name)
        changed["endpoint_name"] = change.endpoint_name
    if change.description is not UNSET:
        changed["description"] = change.description
    if change.locked is not UNSET:
        changed["locked"] = bool(change.locked)
    if change.folder_id is not UNSET:
        changed["folder_id"] = str(change.folder_id) if change.folder_id else home_folder.default_id(user_id)
    return _save(row, changed, document)


def _row(user_id: str, flow_id: UUID) -> dict[str, Any]:
    """The row of a flow that the user may change. Raises `NotFound`, and `Forbidden` for a starter flow."""
    row = Flow.select().where(Flow.id == str(flow_id), _is_visible(user_id)).dicts().first()
    if row is None:
        raise NotFound(NOT_FOUND)
    if row["user_id"] is None:
        raise Forbidden("This is a starter flow. Make a copy of it and change that.")
    return dict(row)


def _save(row: dict[str, Any], changed: dict[str, Any], document: Document | None) -> FlowVersion:
    """Write what changed into a flow's row and keep the result as a revision."""
    flow_id, now = row["id"], timestamps.now()
    # The clock may have been set back; a flow is never older than it was.
    changed["updated_at"] = max(now, row["updated_at"])
    if document is None:
        query = DocumentRow.select(JSON_BYTES).where(DocumentRow.id == row["document_id"])
        content = query.tuples().first()[0]
        changed["webhook"] = flow_documents.has_webhook(content)
    else:
        content = document.content
        changed["webhook"] = document.has_webhook
        if not history.is_kept(row["document_id"], document):
            changed["document_id"] = history.add_document(flow_id, document)
    row.update(changed)
    changed["revision_id"] = history.add_revision(flow_id, row["document_id"], row, changed["updated_at"])
    Flow.update(**changed).where(Flow.number == row["number"]).execute()
    shown = tuple(row[column.name] for column in _HEADER)
    return FlowVersion(_read((*shown, content)), changed["revision_id"])


def _refuse_taken(row: dict[str, Any], column: Any, name: str) -> None:
    others = Flow.select().where(Flow.user_id == row["user_id"], _is_here(), column == name, Flow.id != row["id"])
    if others.exists():
        field = "Endpoint name" if column is Flow.endpoint_name else "Name"
        raise Invalid(f"{field} must be unique")


@durable
def restore_revision(user_id: str, flow_id: UUID, revision_id: int) -> FlowVersion:
    """Make a flow again what it was at a revision; what it is now stays in the history.

    A name or endpoint name that another flow has taken since is left as it is now. Raises `NotFound`.
    """
    row = _row(user_id, flow_id)
    header, content = history.get_revision(str(flow_id), revision_id)
    for name, column in (("name", Flow.name), ("endpoint_name", Flow.endpoint_name)):
        try:
            if header[name] is not None:
                _refuse_taken(row, column, header[name])
        except Invalid:
            header.pop(name)
    return _save(row, header, Document(content, flow_documents.has_webhook(content)))


def get_at_revision(user_id: str, flow_id: UUID, revision_id: int) -> FlowRead:
    """A flow as it was at a revision. Raises `NotFound`."""
    current = get(user_id, flow_id).flow
    header, content = history.get_revision(str(flow_id), revision_id)
    header["tags"] = None if header["tags"] is None else _TEXTS.decode(header["tags"])
    return msgspec.structs.replace(current, **header, data=msgspec.Raw(content))


def move(user_id: str, flow_ids: Iterable[str], folder_id: str) -> None:
    """Put flows of the user into a folder; unknown ids are passed over."""
    query = Flow.select(Flow.id).where(Flow.id.in_(among(flow_ids)), Flow.user_id == user_id, _is_here())
    for (flow_id,) in list(query.tuples()):
        row = _row(user_id, UUID(flow_id))
        if row["folder_id"] != folder_id:
            _save(row, {"folder_id": folder_id}, None)


# -- the way to the trash ---------------------------------------------------------------------------------------------


@durable
def delete(user_id: str, flow_id: UUID) -> None:
    """Move a flow to the trash. Raises `NotFound`."""
    _row(user_id, flow_id)
    trash([str(flow_id)], timestamps.now())


@durable
def delete_many(user_id: str, flow_ids: Sequence[UUID]) -> int:
    """Move flows to the trash; unknown ids are passed over. Returns how many there were."""
    query = Flow.select(Flow.id).where(
        Flow.id.in_(among(str(flow_id) for flow_id in flow_ids)), Flow.user_id == user_id, _is_here()
    )
    ids = [flow_id for (flow_id,) in query.tuples()]
    trash(ids, timestamps.now())
    return len(ids)


def trash(flow_ids: Sequence[str], at: str) -> None:
    """Mark flows as deleted at this time."""
    Flow.update(deleted_at=at).where(Flow.id.in_(among(flow_ids))).execute()


def list_ids_in(folder_id: str) -> list[str]:
    """Ids of the flows in a folder, in the order they were created."""
    query = Flow.select(Flow.id).where(Flow.folder_id == folder_id, _is_here()).order_by(Flow.number)
    return [flow_id for (flow_id,) in query.tuples()]


def list_in(user_id: str, folder_id: str) -> list[FlowRead]:
    """All flows of a folder in the order they were created, whole."""
    return read_rows(_select().where(Flow.folder_id == folder_id, _is_visible(user_id)).order_by(Flow.number))
