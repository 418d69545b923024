"""The first screen."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from runnel.schemas.model import ModelServer

Need = Literal["nothing", "chat_model"]


class StarterRead(Struct):
    """A starter flow: what it needs to run, and whether that is there."""

    flow_id: str
    name: str
    description: str | None
    needs: list[Need]
    works_now: bool


class WelcomeRead(Struct):
    """What the first screen shows: model servers, starter flows, and the flow that has run already."""

    models: list[ModelServer]
    starters: list[StarterRead]
    ready_flow_id: str | None
    is_seen: bool
    notices: list[str]
    """What happened at opening that the user should know: a damaged file set aside, a backup made."""
