"""Wire forms of the trust ledger, and of the code that nodes carry."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

TrustKind = Literal["code", "command"]
"""``code``: Python source. ``command``: the command line of a tool server."""

CodeReason = Literal["unknown_type", "custom", "edited", "written", "model_writes"]
"""Why a node would run code that is not ours.

``unknown_type``: no component of ours has its type. ``custom``: it is a custom component. ``edited``: its source was
changed, so that it is no longer the component that its type names; without trust, ours runs in its place. ``written``:
one of its fields holds code. ``model_writes``: a model writes the code that it runs.
"""


class TrustCreate(msgspec.Struct):
    """A text that the user has seen and trusts, and where it was seen."""

    text: Annotated[str, msgspec.Meta(min_length=1)]
    kind: TrustKind = "code"
    name: str = ""
    flow_id: str | None = None
    node_id: str | None = None


class TrustRead(msgspec.Struct):
    """A trusted text. ``digest`` is the SHA-256 of exactly this text."""

    digest: str
    kind: TrustKind
    text: str
    name: str
    flow_id: str | None
    node_id: str | None
    granted_at: str


class TrustCheck(msgspec.Struct):
    """Nodes as a flow file has them, to be looked through for code of their own; groups are looked into."""

    nodes: list[dict[str, Any]]
    flow_id: str | None = None


class CarriedCodeRead(msgspec.Struct):
    """Code that a node carries, and whether it is trusted.

    ``group_id`` names the group that holds the node. ``trusted_before`` is what was last trusted of the node, where
    that is another text than this one.
    """

    node_id: str
    name: str
    type: str
    reason: CodeReason
    text: str
    digest: str
    is_trusted: bool
    has_substitute: bool
    """Whether a component of ours runs in its place until it is trusted."""
    trusted_before: str | None = None
    group_id: str | None = None
