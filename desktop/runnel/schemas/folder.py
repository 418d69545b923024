"""Wire forms of folders."""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from runnel.schemas.flow import FlowPage, FlowRead


class FolderCreate(msgspec.Struct):
    """A folder to be made; the named flows and components move in, unknown ids are passed over."""

    name: str
    description: str | None = None
    flows_list: list[UUID] | None = None
    components_list: list[UUID] | None = None


class FolderUpdate(msgspec.Struct):
    """Changes of a folder; what is not sent stays.

    ``flows`` and ``components`` together become its whole content; what was in it otherwise goes to the default folder.
    """

    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    components: list[UUID] | UnsetType | None = UNSET
    flows: list[UUID] | UnsetType | None = UNSET


class FolderRead(msgspec.Struct):
    """A stored folder."""

    name: str
    description: str | None
    id: str
    parent_id: str | None


class FolderWithFlows(msgspec.Struct):
    """A folder and all flows in it."""

    name: str
    description: str | None
    id: str
    parent_id: str | None
    flows: list[FlowRead]


class FolderWithPage(msgspec.Struct):
    """A folder and one page of the flows in it."""

    folder: FolderRead
    flows: FlowPage
