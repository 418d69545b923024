"""`NodeCode`: the component that stands for the code which a node carries, with the node's own fields and outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from runnel.graph import TOOL_OUTPUT, Vertex
from runnel.runs.values import RAW_KIND, field_kind
from runnel.sdk import Component, HandleInput, Input, Output, StrInput, inputs

_KINDS: Mapping[str, type[Input]] = {
    kind.__name__: kind for kind in vars(inputs).values() if isinstance(kind, type) and issubclass(kind, Input)
}


class NodeCode(Component):
    """Code that a node carries. A child process builds all its outputs together: see `runnel.runs.code_build`."""

    is_repeatable = False
    text: ClassVar[str]
    """The source."""


def node_code(vertex: Vertex, text: str) -> type[NodeCode]:
    """The component of a vertex that is built by this source."""
    declared = tuple(_declared(name, entry) for name, entry in vertex.template.items())
    outputs = [Output(each.name, each.method, each.types) for each in vertex.outputs if each.name != TOOL_OUTPUT]
    return _component(vertex.type, text, vertex.display_name, declared, outputs)


def with_outputs(component: NodeCode, described: Mapping[str, Any]) -> NodeCode:
    """The same component with the outputs and the description that its code states: those of a tool are not in the
    file."""
    outputs = [
        Output(each["name"], each["method"], tuple(each["types"]), required_inputs=tuple(each["required_inputs"]))
        for each in described["outputs"]
    ]
    made = _component(component.key(), component.text, component.display_name, component.inputs, outputs)
    made.__doc__ = described["description"]
    return made()


def _component(
    type_key: str, text: str, display_name: str, declared: Sequence[Input], outputs: Sequence[Output]
) -> type[NodeCode]:
    stated = {"type_key": type_key, "text": text, "display_name": display_name}
    return type("NodeCode", (NodeCode,), {**stated, "inputs": tuple(declared), "outputs": tuple(outputs)})


def _declared(name: str, entry: Mapping[str, Any]) -> Input:
    """The declaration of a field, as its entry in the file says it."""
    kind = _KINDS.get(str(entry.get("_input_type")))
    if kind is None or kind is Input:
        named = field_kind(None, entry)
        kind = (StrInput if entry.get("type") == "str" else HandleInput) if named == RAW_KIND else _KINDS[named]
    return kind(name, is_list=bool(entry.get("list") or entry.get("is_list")))
