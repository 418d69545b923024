"""Wire forms of what a page needs when it opens."""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.schemas.build import JobRead
from runnel.schemas.folder import FolderRead
from runnel.schemas.message import MessageRead
from runnel.schemas.model import ModelsRead
from runnel.schemas.monitor import VertexBuildRead
from runnel.schemas.variable import VariableRead
from runnel.schemas.window import WindowRead


class FlowState(msgspec.Struct):
    """What stands around a flow when its page opens: each part as its own route gives it."""

    variables: list[VariableRead]
    models: ModelsRead | None
    """None while servers would have to be looked for first."""
    sessions: list[str]
    """Ids of the flow's sessions, the newest first."""
    session_id: str
    """The session that ``messages`` belong to: the one asked for, else the newest, else the flow's own."""
    messages: list[MessageRead]
    jobs: list[JobRead]
    events: list[msgspec.Raw] | None
    """All that the newest of ``jobs`` told; None while it has not ended, and where there is none."""
    vertex_builds: dict[str, list[VertexBuildRead]]
    """By vertex id, oldest first."""


class PageState(msgspec.Struct):
    """What a page needs when it opens, besides the flow itself and the catalogue."""

    window: WindowRead
    preferences: dict[str, Any]
    folders: list[FolderRead]
    flow: FlowState | None
    """Only where a flow was named."""
