"""The trash: what DELETE moved away, until it is brought back, deleted for ever, or 30 days old."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from runnel.errors import NotFound
from runnel.schemas.flow import TrashItem
from runnel.schemas.folder import FolderRead
from runnel.storage import flows, folders, history, home_folder, messages, questions, records, results, runs, timestamps
from runnel.storage.database import durable
from runnel.storage.flows import FlowVersion
from runnel.storage.names import number_endpoint_name, number_name
from runnel.storage.tables import Flow, FlowSummary, Folder, among

KEEP = timedelta(days=30)


def list_all(user_id: str) -> list[TrashItem]:
    """What the user has in the trash, the newest first. Flows that went with their folder are part of the folder."""
    gone_folders = (
        Folder.select(Folder.id, Folder.name, Folder.deleted_at)
        .where(Folder.user_id == user_id, Folder.deleted_at.is_null(False))
        .tuples()
    )
    items = [TrashItem("folder", *row) for row in gone_folders]
    whole = {(item.id, item.deleted_at) for item in items}
    gone_flows = (
        Flow.select(Flow.id, Flow.name, Flow.deleted_at, Flow.folder_id)
        .where(Flow.user_id == user_id, Flow.deleted_at.is_null(False))
        .tuples()
    )
    items += [
        TrashItem("flow", flow_id, name, at)
        for flow_id, name, at, folder_id in gone_flows
        if (folder_id, at) not in whole
    ]
    items.sort(key=lambda item: item.deleted_at, reverse=True)
    for item in items:
        item.deleted_at = timestamps.zulu(item.deleted_at)
    return items


@durable
def restore_flow(user_id: str, flow_id: UUID) -> FlowVersion:
    """Bring a flow back: same id, revisions and builds; a name taken since is numbered. Raises `NotFound`."""
    row = _flow(user_id, flow_id)
    _restore_flows(user_id, [row])
    return flows.get(user_id, flow_id)


@durable
def restore_folder(user_id: str, folder_id: UUID) -> FolderRead:
    """Bring a folder back with the flows that went with it. Raises `NotFound`."""
    row = _folder(user_id, folder_id)
    name = number_name(row.name, [folder.name for folder in folders.list_all(user_id)])
    Folder.update(deleted_at=None, name=name).where(Folder.id == row.id).execute()
    _restore_flows(user_id, list(Flow.select().where(Flow.folder_id == row.id, Flow.deleted_at == row.deleted_at)))
    return folders.get(user_id, folder_id)


def _restore_flows(user_id: str, rows: list[Flow]) -> None:
    for row in rows:
        changes: dict[str, str | None] = {
            "deleted_at": None,
            "name": number_name(row.name, flows.list_taken(user_id, Flow.name, row.name)),
        }
        if row.endpoint_name is not None:
            taken = flows.list_taken(user_id, Flow.endpoint_name, row.endpoint_name)
            changes["endpoint_name"] = number_endpoint_name(row.endpoint_name, taken)
        if row.folder_id is None or not home_folder.exists(user_id, row.folder_id):
            changes["folder_id"] = home_folder.default_id(user_id)
        Flow.update(**changes).where(Flow.id == row.id).execute()


@durable
def delete_flow(user_id: str, flow_id: UUID, *, with_messages: bool) -> list[str]:
    """Delete a flow of the trash for ever, with its revisions and builds; its files stay. Returns its id, in a list.

    Raises `NotFound`.
    """
    return _forget([_flow(user_id, flow_id).id], with_messages=with_messages)


@durable
def delete_folder(user_id: str, folder_id: UUID, *, with_messages: bool) -> list[str]:
    """Delete a folder of the trash for ever, with the flows that went with it; returns their ids. Raises `NotFound`."""
    row = _folder(user_id, folder_id)
    query = Flow.select().where(Flow.folder_id == row.id, Flow.deleted_at == row.deleted_at)
    gone = _forget([flow.id for flow in query], with_messages=with_messages)
    Folder.delete().where(Folder.id == row.id).execute()
    return gone


@durable
def delete_all(user_id: str, *, with_messages: bool) -> list[str]:
    """Empty the trash; returns the ids of the flows that were in it."""
    rows = Flow.select().where(Flow.user_id == user_id, Flow.deleted_at.is_null(False))
    gone = _forget([row.id for row in rows], with_messages=with_messages)
    Folder.delete().where(Folder.user_id == user_id, Folder.deleted_at.is_null(False)).execute()
    return gone


def delete_expired() -> int:
    """Delete for ever what has been in the trash longer than it keeps things; returns how many flows."""
    limit = timestamps.of(timestamps.moment(timestamps.now()) - KEEP)
    expired = [row.id for row in Flow.select().where(Flow.deleted_at < limit)]
    _forget(expired, with_messages=False)
    Folder.delete().where(Folder.deleted_at < limit).execute()
    return len(expired)


def _forget(flow_ids: list[str], *, with_messages: bool) -> list[str]:
    history.forget_flows(flow_ids)
    records.forget_flows(flow_ids)
    runs.forget_flows(flow_ids)
    results.forget_flows(flow_ids)
    questions.forget_flows(flow_ids)
    if with_messages:
        messages.forget_flows(flow_ids)
    FlowSummary.delete().where(FlowSummary.flow_id.in_(among(flow_ids))).execute()
    Flow.delete().where(Flow.id.in_(among(flow_ids))).execute()
    return flow_ids


def _flow(user_id: str, flow_id: UUID) -> Flow:
    wanted = (Flow.id == str(flow_id)) & (Flow.user_id == user_id) & Flow.deleted_at.is_null(False)
    row: Flow | None = Flow.select().where(wanted).first()
    if row is None:
        raise NotFound("This flow is not in the trash")
    return row


def _folder(user_id: str, folder_id: UUID) -> Folder:
    wanted = (Folder.id == str(folder_id)) & (Folder.user_id == user_id) & Folder.deleted_at.is_null(False)
    row: Folder | None = Folder.select().where(wanted).first()
    if row is None:
        raise NotFound("This folder is not in the trash")
    return row
