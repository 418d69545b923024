"""A vertex: a node of the file as something that runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from runnel.graph.lenient import as_object, as_objects, as_text, as_texts

_INPUT_MARKS = ("ChatInput", "TextInput", "Webhook")
_OUTPUT_MARKS = ("ChatOutput", "TextOutput", "DataOutput")

TOOL_OUTPUT = "component_as_tool"
"""The one output of a node in tool mode."""


class VertexOutput(Struct, frozen=True):
    """An output as the node states it: ``method`` is empty in old-style nodes."""

    name: str
    method: str = ""
    types: tuple[str, ...] = ()
    is_cached: bool = True
    allows_loop: bool = False


class Vertex(Struct, frozen=True):
    """What a node says of itself. ``template`` maps field names to their entries (without ``_type`` and ``code``)."""

    id: str
    type: str
    display_name: str
    icon: str
    template: Mapping[str, dict[str, Any]]
    outputs: tuple[VertexOutput, ...]
    is_frozen: bool = False
    is_bypassed: bool = False
    """Not built: its outputs pass on what is wired into it (`graph.bypass`)."""
    pinned: Mapping[str, Any] = field(default_factory=dict)
    """Values by output name that stand for its results; only while it is frozen."""
    is_edited: bool = False
    is_input: bool = False
    is_output: bool = False
    version: str = ""
    """``lf_version``: the program version that saved the node; empty where it says nothing."""
    source: str = ""
    """The Python that the node carries: data, until the user trusts it."""
    source_hash: str = ""
    """``metadata.code_hash``: how the SHA-256 of the unchanged source begins; empty where the file does not say."""
    is_old_style: bool = False
    """Whether its source builds everything in one method (``_type`` is ``CustomComponent``)."""
    parent_id: str = ""
    """The group that it was inside of."""
    field_order: tuple[str, ...] = ()
    """The fields as the node shows them; the template's own order means nothing."""

    @property
    def is_tool(self) -> bool:
        """Whether the node is in tool mode. Its outputs decide, not its flag: files exist in which they differ."""
        return any(output.name == TOOL_OUTPUT for output in self.outputs)

    @property
    def is_chat(self) -> bool:
        """Whether it is a chat input or chat output: those have their own form of results."""
        return self.type in ("ChatInput", "ChatOutput")

    def has_role(self, kind: str) -> bool:
        """Whether an input or output of this ``kind`` (``chat``, ``text``, ``any``) includes this vertex."""
        return kind == "any" or kind in self.id.lower()

    def field_position(self, name: str) -> int:
        """Where a field stands on the node, from 0; those that no order names come last."""
        return self.field_order.index(name) if name in self.field_order else len(self.field_order)

    def field_name(self, name: str) -> str:
        """The label of a field."""
        return as_text(self.template.get(name, {}).get("display_name")) or name


def read_vertex(node: dict[str, Any], parent_id: str = "") -> Vertex:
    """The vertex of a node of the file. Missing and wrong parts are passed over: a damaged node still has a name."""
    data = as_object(node.get("data"))
    described = as_object(data.get("node"))
    node_id = as_text(node.get("id")) or as_text(data.get("id"))
    kind = as_text(data.get("type")) or node_id.rpartition("-")[0] or node_id
    stated = as_object(described.get("template"))
    template = {
        name: entry
        for name, entry in stated.items()
        if isinstance(entry, dict) and name != "code" and not name.startswith("_")
    }
    return Vertex(
        id=node_id,
        type=kind,
        display_name=as_text(described.get("display_name")) or as_text(data.get("display_name")) or kind,
        icon=as_text(described.get("icon")),
        template=template,
        outputs=tuple(_read_output(each) for each in as_objects(described.get("outputs"))),
        is_frozen=described.get("frozen") is True,
        is_bypassed=described.get("bypassed") is True,
        pinned=as_object(described.get("pinned_outputs")) if described.get("frozen") is True else {},
        is_edited=described.get("edited") is True,
        is_input=described.get("is_input") is True or any(mark in node_id for mark in _INPUT_MARKS),
        is_output=described.get("is_output") is True or any(mark in node_id for mark in _OUTPUT_MARKS),
        version=as_text(described.get("lf_version")),
        source=as_text(as_object(stated.get("code")).get("value")),
        source_hash=as_text(as_object(described.get("metadata")).get("code_hash")),
        is_old_style=stated.get("_type") == "CustomComponent",
        parent_id=parent_id,
        field_order=as_texts(described.get("field_order")),
    )


def _read_output(entry: dict[str, Any]) -> VertexOutput:
    selected = entry.get("selected")
    types = [selected] if isinstance(selected, str) and selected else entry.get("types")
    return VertexOutput(
        name=as_text(entry.get("name")),
        method=as_text(entry.get("method")),
        types=as_texts(types),
        is_cached=entry.get("cache") is not False,
        allows_loop=entry.get("allows_loop") is True,
    )
