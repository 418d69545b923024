"""Code that a node of a flow would have run: which it is, why, and what is said until the user trusts it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from runnel.errors import ComponentError
from runnel.graph import Vertex
from runnel.sandbox.trust import digest
from runnel.schemas.trust import CodeReason
from runnel.sdk import Component


class CarriedCode(Struct, frozen=True):
    """The text that has to be trusted, and why the node would run it."""

    text: str
    reason: CodeReason

    @property
    def replaces_node(self) -> bool:
        """Whether it is the node's whole component, rather than something that a component of ours runs."""
        return self.reason in ("unknown_type", "custom", "edited")

    @property
    def has_substitute(self) -> bool:
        """Whether a component of ours runs in its place until it is trusted."""
        return self.reason == "edited"


def carried_code(vertex: Vertex, component: type[Component] | None) -> CarriedCode | None:
    """The code that a vertex carries; None for one that runs ours alone.

    ``component`` is ours of the vertex' type, None where we have none.
    """
    if component is None:
        return CarriedCode(vertex.source, "unknown_type") if vertex.source else None
    if component.source:
        is_own = vertex.source in ("", component.source)
        return None if is_own else CarriedCode(vertex.source, "custom")
    stored = {name: entry.get("value") for name, entry in vertex.template.items()}
    text = component.code_to_trust(vertex.id, stored)
    if text:
        return CarriedCode(text, "model_writes" if component.runs_written_code else "written")
    return CarriedCode(vertex.source, "edited") if _is_edited(vertex) else None


def list_carried(
    vertices: Mapping[str, Vertex], registry: Mapping[str, type[Component]]
) -> list[tuple[Vertex, CarriedCode]]:
    """The vertices that carry code, in the flow's order."""
    found = ((vertex, carried_code(vertex, registry.get(vertex.type))) for vertex in vertices.values())
    return [(vertex, carried) for vertex, carried in found if carried is not None]


def not_trusted(vertex_id: str, display_name: str) -> ComponentError:
    """What is said of a node whose code the user has not trusted."""
    return ComponentError(
        f"The code of {display_name} ({vertex_id}) was not run.",
        "It is code that the flow carries, and it is not trusted on this computer.",
        "Look at it on the node in Runnel and trust it there, or with: runnel trust FLOW.json",
        field="code",
    )


def _is_edited(vertex: Vertex) -> bool:
    if not vertex.source:
        return False
    stated = vertex.source_hash.lower()
    return vertex.is_edited or bool(stated and not digest(vertex.source).startswith(stated))
