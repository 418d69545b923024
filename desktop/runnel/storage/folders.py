"""Folders of flows. Every user has at least the default folder; the starter folder is nobody's and is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET

from runnel.errors import Invalid, NotFound
from runnel.schemas.flow import FlowRead
from runnel.schemas.folder import FolderCreate, FolderRead, FolderUpdate, FolderWithFlows, FolderWithPage
from runnel.storage import flows, timestamps
from runnel.storage.database import durable
from runnel.storage.home_folder import default_id
from runnel.storage.names import number_name
from runnel.storage.tables import Folder, new_id

NOT_FOUND = "Folder not found"
_READ = (Folder.name, Folder.description, Folder.id, Folder.parent_id)


def list_all(user_id: str) -> list[FolderRead]:
    """The user's folders, the default folder first."""
    first = default_id(user_id)
    query = Folder.select(*_READ).where(Folder.user_id == user_id, Folder.deleted_at.is_null())
    return [FolderRead(*row) for row in query.order_by((Folder.id == first).desc(), Folder.number).tuples()]


def get(user_id: str, folder_id: UUID) -> FolderRead:
    """A folder of the user. Raises `NotFound`."""
    row = (
        Folder.select(*_READ)
        .where(Folder.id == str(folder_id), Folder.user_id == user_id, Folder.deleted_at.is_null())
        .tuples()
        .first()
    )
    if row is None:
        raise NotFound(NOT_FOUND)
    return FolderRead(*row)


def get_with_flows(user_id: str, folder_id: UUID) -> FolderWithFlows:
    """A folder with all its flows. Raises `NotFound`."""
    folder = get(user_id, folder_id)
    return FolderWithFlows(
        folder.name, folder.description, folder.id, folder.parent_id, flows.list_in(user_id, folder.id)
    )


def get_with_page(
    user_id: str,
    folder_id: UUID,
    *,
    page: int,
    size: int,
    is_component: bool = False,
    is_flow: bool = False,
    search: str = "",
) -> FolderWithPage:
    """A folder with one page of its flows, newest change first. Raises `NotFound`."""
    folder = get(user_id, folder_id)
    found = flows.list_page(
        user_id,
        folder.id,
        page=page,
        size=size,
        components_only=is_component,
        is_flow=is_flow,
        search=search,
        newest_first=True,
    )
    return FolderWithPage(folder, found)


@durable
def create(user_id: str, new: FolderCreate) -> FolderRead:
    """Make a folder and move the named flows into it; a taken name is numbered, unknown ids are passed over."""
    folder_id = add(user_id, new.name, new.description)
    moved = [*(new.flows_list or []), *(new.components_list or [])]
    flows.move(user_id, [str(flow_id) for flow_id in moved], folder_id)
    return get(user_id, UUID(folder_id))


def add(user_id: str, name: str, description: str | None) -> str:
    """Make a folder within the transaction of the caller; a taken name is numbered. Returns its id."""
    folder_id = new_id()
    Folder.insert(
        id=folder_id, user_id=user_id, name=number_name(name, _names(user_id)), description=description
    ).execute()
    return folder_id


def _names(user_id: str) -> list[str]:
    query = Folder.select(Folder.name).where(Folder.user_id == user_id, Folder.deleted_at.is_null())
    return [name for (name,) in query.tuples()]


@durable
def create_with_flows(user_id: str, name: str, description: str | None, new: Sequence[flows.NewFlow]) -> list[FlowRead]:
    """Make a folder and store new flows in it: all or nothing. A taken name is numbered."""
    return flows.add_all(user_id, new, add(user_id, name, description))


@durable
def update(user_id: str, folder_id: UUID, change: FolderUpdate) -> FolderRead:
    """Change what was sent. Raises `NotFound`, and `Invalid` for a name that another folder has."""
    folder = get(user_id, folder_id)
    changed: dict[str, str | None] = {}
    if change.name is not UNSET and change.name is not None and change.name != folder.name:
        if change.name in _names(user_id):
            raise Invalid("Folder name must be unique")
        changed["name"] = change.name
    if change.description is not UNSET:
        changed["description"] = change.description
    if change.parent_id is not UNSET:
        changed["parent_id"] = _parent(user_id, folder_id, change.parent_id)
    if changed:
        Folder.update(**changed).where(Folder.id == folder.id).execute()
    if change.flows is not UNSET or change.components is not UNSET:
        wanted = [str(flow_id) for flow_id in [*(change.flows or []), *(change.components or [])]]
        left_out = set(flows.list_ids_in(folder.id)) - set(wanted)
        flows.move(user_id, left_out, default_id(user_id))
        flows.move(user_id, wanted, folder.id)
    return get(user_id, folder_id)


def _parent(user_id: str, folder_id: UUID, parent_id: UUID | None) -> str | None:
    """The parent to store: null for none, an unknown one, and one that lies in the folder itself."""
    ancestor = parent_id
    while ancestor is not None:
        if ancestor == folder_id:
            return None
        try:
            above = get(user_id, ancestor).parent_id
        except NotFound:
            return None
        ancestor = UUID(above) if above else None
    return None if parent_id is None else str(parent_id)


@durable
def delete(user_id: str, folder_id: UUID) -> None:
    """Move a folder and the flows in it to the trash. Raises `NotFound`."""
    folder = get(user_id, folder_id)
    now = timestamps.now()
    flows.trash(flows.list_ids_in(folder.id), now)
    Folder.update(deleted_at=now).where(Folder.id == folder.id).execute()
    Folder.update(parent_id=None).where(Folder.parent_id == folder.id).execute()
