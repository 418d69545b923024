"""A graph made ready to run: for each vertex its component, the methods to call, and the values that stand fast.

Made once per revision of a flow and shared by all its runs; nothing in it ever changes.
"""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from runnel.errors import ComponentError
from runnel.graph import TOOL_OUTPUT, Edge, Graph, Plan, Vertex, parse_graph, plan_run, read_flow_data
from runnel.runs import values
from runnel.runs.carried_code import carried_code, not_trusted
from runnel.runs.node_code import NodeCode, node_code
from runnel.schemas.run import StoredFlow
from runnel.sdk import Component, Context, Input

_KEPT_FLOWS = 64


class Method(Struct, frozen=True):
    """A component's output method, as it is to be called."""

    name: str
    parameters: Mapping[str, bool]
    """Names of the fields it asks for; true where the parameter has a default."""
    outputs: Mapping[str, Method]
    """Other outputs of the component whose values it asks for, by name."""
    takes_context: bool
    takes_fields: bool
    is_async: bool
    is_stream: bool
    """An async generator: what it yields are the pieces of a text."""


TOOLKIT = Method("to_toolkit", {}, {}, takes_context=False, takes_fields=False, is_async=False, is_stream=False)
"""Stands for what the engine does itself: the outputs of a node in tool mode, made into tools (`runs.toolset`)."""


BY_CODE = Method("by_code", {}, {}, takes_context=False, takes_fields=False, is_async=True, is_stream=False)
"""Stands for what the code of the node does: all such outputs are built together (`runs.code_build`)."""


class Field(Struct, frozen=True):
    """A field of a vertex: how it is read, and from where."""

    name: str
    kind: str
    is_list: bool
    entry: Mapping[str, Any]
    declared: Input | None
    edges: tuple[Edge, ...]
    is_secret: bool
    """Whether its value must not show up in records."""
    is_variable: bool
    """Whether its stored value is the name of a variable."""

    @property
    def is_fixed(self) -> bool:
        """Whether its value is the same in each run."""
        return not (self.edges or self.is_variable or self.kind == "FileInput" or self.name == "session_id")


class PreparedVertex(Struct, frozen=True):
    """A vertex with its component. ``component`` is None for a type key that is not ours."""

    vertex: Vertex
    component: Component | None
    fields: Mapping[str, Field]
    fixed: Mapping[str, Any]
    """Values of fields that are the same in each run."""
    outputs: Mapping[str, Method]
    """Outputs that are computed, by name."""
    output_names: tuple[str, ...]
    """All outputs, computed or not."""
    model_name: str
    """The model that the node names; empty where it is no model."""
    fault: ComponentError | None = None
    """Why it cannot be built, found before any run."""
    pinned: Mapping[str, Any] | None = None
    """The values that stand for its results, by output name; None where none are pinned."""
    by_own_code: PreparedVertex | None = None
    """The same vertex as the code that it carries builds it, once that is trusted; None where it carries none."""
    own_code: str = ""
    """That code."""


class PreparedFlow(Struct, frozen=True):
    """A flow's graph and its prepared vertices."""

    graph: Graph
    vertices: Mapping[str, PreparedVertex]
    plan: Plan
    """That of a run of the whole flow in which no kept result stands for a frozen vertex."""
    source: bytes | dict[str, Any] | None = None
    """The flow's data, where a run of it may have to be taken up by another process."""

    has_frozen: bool = False
    """Whether a vertex of it is frozen, so that kept results stand for what it gives."""

    @property
    def may_wait(self) -> bool:
        """Whether a run of it may come to wait for a person."""
        return self.source is not None


class PreparedFlows:
    """Prepared flows by id and revision; the ones used last are kept."""

    def __init__(self, registry: Mapping[str, type[Component]]) -> None:
        self._registry = registry
        self._kept: OrderedDict[str, tuple[str, PreparedFlow]] = OrderedDict()

    def get(self, flow: StoredFlow) -> PreparedFlow:
        """The prepared form of a saved flow with data. Raises `runnel.errors.Invalid` for data that is no graph."""
        kept = self._kept.get(flow.id)
        if kept is not None and kept[0] == flow.revision:
            self._kept.move_to_end(flow.id)
            return kept[1]
        prepared = self.prepare(flow.data or b"null")
        self._kept[flow.id] = (flow.revision, prepared)
        self._kept.move_to_end(flow.id)
        if len(self._kept) > _KEPT_FLOWS:
            self._kept.popitem(last=False)
        return prepared

    def prepare(self, data: bytes | dict[str, Any]) -> PreparedFlow:
        """The prepared form of flow data that is not kept. Raises as `get`."""
        flow = prepare_flow(parse_graph(read_flow_data(data)), self._registry)
        if any(prepared.component is not None and prepared.component.may_wait for prepared in flow.vertices.values()):
            return replace(flow, source=data)
        return flow


def prepare_flow(graph: Graph, registry: Mapping[str, type[Component]]) -> PreparedFlow:
    """Find the component of each vertex and read what does not change from run to run."""
    return PreparedFlow(
        graph,
        {vertex.id: _prepare_vertex(vertex, graph, registry) for vertex in graph.vertices.values()},
        plan_run(graph),
        has_frozen=any(vertex.is_frozen for vertex in graph.vertices.values()),
    )


def _prepare_vertex(vertex: Vertex, graph: Graph, registry: Mapping[str, type[Component]]) -> PreparedVertex:
    component_class = registry.get(vertex.type)
    if vertex.is_bypassed:
        names = tuple(output.name for output in vertex.outputs)
        return PreparedVertex(vertex, None, {}, {}, {}, names, "", _bypassed(vertex, graph), _pinned(vertex))
    edges: dict[str, list[Edge]] = {}
    for edge in graph.incoming[vertex.id]:
        edges.setdefault(edge.field, []).append(edge)
    code = carried_code(vertex, component_class)
    own: PreparedVertex | None = None
    if code is not None and code.replaces_node:
        own = _assemble(vertex, graph, node_code(vertex, code.text), edges)
        if not code.has_substitute:
            fault = _unknown_type(vertex) if component_class is None else not_trusted(vertex.id, vertex.display_name)
            return replace(own, fault=fault, by_own_code=own, own_code=code.text)
    if component_class is None:
        names = tuple(output.name for output in vertex.outputs)
        return PreparedVertex(vertex, None, {}, {}, {}, names, "", _unknown_type(vertex), _pinned(vertex))
    return replace(
        _assemble(vertex, graph, component_class, edges), by_own_code=own, own_code=vertex.source if own else ""
    )


def _assemble(
    vertex: Vertex, graph: Graph, component_class: type[Component], edges: Mapping[str, list[Edge]]
) -> PreparedVertex:
    """The vertex as this component builds it."""
    fields = _read_fields(vertex, component_class, edges)
    fault: ComponentError | None = None
    fixed: dict[str, Any] = {}
    outputs: dict[str, Method] = {}
    try:
        for field in fields.values():
            if field.is_fixed:
                fixed[field.name] = values.read_stored(field.name, field.kind, field.is_list, field.entry)
        outputs = _find_outputs(vertex, component_class, graph.used_outputs(vertex.id))
    except ComponentError as error:
        fault = error
    names = tuple(output.name for output in vertex.outputs) or tuple(each.name for each in component_class.outputs)
    return PreparedVertex(
        vertex=vertex,
        component=component_class(),
        fields=fields,
        fixed=fixed,
        outputs=outputs,
        output_names=names,
        model_name=_model_name(fields),
        fault=fault,
        pinned=_pinned(vertex),
    )


def _pinned(vertex: Vertex) -> Mapping[str, Any] | None:
    if not vertex.pinned:
        return None
    return {
        output.name: values.read_pinned(vertex.pinned[output.name], output.types)
        for output in vertex.outputs
        if output.name in vertex.pinned
    }


def _bypassed(vertex: Vertex, graph: Graph) -> ComponentError:
    if vertex.id in graph.bypassed:
        return ComponentError(
            f"The node {vertex.display_name} ({vertex.id}) is bypassed, so it is not built.",
            "Nothing that it could pass on is wired into it." if not graph.passings[vertex.id].sources else "",
            do="Take the bypass off to build it.",
        )
    edge = graph.outgoing[vertex.id][0]
    return ComponentError(
        f"The node {vertex.display_name} ({vertex.id}) is bypassed and has nothing to pass on.",
        f"{graph.vertices[edge.target].display_name} waits for its output {edge.output}, and nothing of that type is "
        "wired into it.",
        "Wire something of that type into it, or take the bypass off.",
    )


def _unknown_type(vertex: Vertex) -> ComponentError:
    if not vertex.source:
        return ComponentError(
            f"The node {vertex.display_name} ({vertex.id}) cannot run.",
            f"Runnel has no component of the type {vertex.type}, and the node carries no code of its own.",
            f"Put {_stand_in(vertex)} in its place, or remove it.",
        )
    return ComponentError(
        f"The code of {vertex.display_name} ({vertex.id}) was not run.",
        f"Runnel has no component of the type {vertex.type}, and the code that the node carries is not trusted here.",
        "Look at it on the node and trust it there, or with: runnel trust FLOW.json. Or put "
        f"{_stand_in(vertex)} in its place.",
        field="code",
    )


_STAND_INS = {
    "LanguageModel": "OpenAI (for any server that speaks its protocol) or Ollama",
    "Embeddings": "OpenAI Embeddings or Ollama Embeddings",
    "Retriever": "Chroma DB, which keeps its records on this computer,",
    "BaseChatMessageHistory": "Message History",
    "BaseChatMemory": "Message History",
    "SequentialTask": "an Agent",
}
"""What does the work of nodes that we do not have, by a type that these give."""


def _stand_in(vertex: Vertex) -> str:
    given = {kind for output in vertex.outputs for kind in output.types}
    return next((name for kind, name in _STAND_INS.items() if kind in given), "a node of the catalogue")


def _read_fields(vertex: Vertex, component: type[Component], edges: Mapping[str, list[Edge]]) -> dict[str, Field]:
    declared = {each.name: each for each in component.inputs}
    fields: dict[str, Field] = {}
    for name in (*declared, *(name for name in vertex.template if name not in declared)):
        own = declared.get(name)
        entry = vertex.template.get(name)
        if entry is None:
            assert own is not None
            entry = {"value": own.value, "type": own.type, "load_from_db": own.load_from_db, "list": own.is_list}
        if entry.get("show") is False and name not in edges:
            entry = {**entry, "value": None, "load_from_db": False, "file_path": ""}
        kind = values.field_kind(own, entry)
        fields[name] = Field(
            name=name,
            kind=kind,
            is_list=values.is_list_field(own, entry),
            entry=entry,
            declared=own,
            edges=tuple(edges.get(name, ())),
            is_secret=bool(entry.get("password")) or kind in ("SecretStrInput", "MultilineSecretInput"),
            is_variable=entry.get("load_from_db") is True and name not in edges,
        )
    return fields


def _find_outputs(vertex: Vertex, component: type[Component], used: frozenset[str]) -> dict[str, Method]:
    stated = {output.name: output.method for output in vertex.outputs}
    methods = {output.name: output.method for output in component.outputs}
    names = list(stated) or list(methods)
    found: dict[str, Method] = {}
    for name in (*names, *sorted(used.difference(names))):
        if used and name not in used:
            continue
        if name == TOOL_OUTPUT:
            found[name] = TOOLKIT
            continue
        if issubclass(component, NodeCode):
            found[name] = BY_CODE
            continue
        method_name = methods.get(name) or stated.get(name) or ""
        if not _is_output_method(component, method_name):
            if not used:
                continue
            raise ComponentError(
                f"The output {name} of {vertex.display_name} cannot be computed.",
                f"The component {component.key()} of Runnel has no such output.",
                "Connect another output of the node, or replace the node by one from the catalogue.",
            )
        found[name] = _get_method(component, method_name)
    return found


def list_methods(component: type[Component]) -> dict[str, Method]:
    """The methods of all outputs that a component declares, by output name; those that it does not have left out."""
    return {
        output.name: _get_method(component, output.method)
        for output in component.outputs
        if _is_output_method(component, output.method)
    }


def _is_output_method(component: type[Component], name: str) -> bool:
    return bool(name) and not name.startswith("_") and not hasattr(Component, name) and hasattr(component, name)


def _get_method(component: type[Component], name: str) -> Method:
    kind: Any = component  # mypy does not take a class for something that can be hashed
    return _read_method(kind, name)


@cache
def _read_method(component: Any, name: str) -> Method:
    function = getattr(component, name)
    inputs = {each.name for each in component.inputs}
    given_by = {
        output.name: output.method
        for output in component.outputs
        if output.method != name and output.name not in inputs
    }
    parameters: dict[str, bool] = {}
    outputs: dict[str, Method] = {}
    takes_context = takes_fields = False
    for parameter in list(inspect.signature(function).parameters.values())[1:]:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            takes_fields = True
        elif parameter.annotation in (Context, "Context"):
            takes_context = True
        elif parameter.name in given_by:
            outputs[parameter.name] = _get_method(component, given_by[parameter.name])
        else:
            parameters[parameter.name] = parameter.default is not inspect.Parameter.empty
    return Method(
        name=name,
        parameters=parameters,
        outputs=outputs,
        takes_context=takes_context,
        takes_fields=takes_fields,
        is_async=inspect.iscoroutinefunction(function),
        is_stream=inspect.isasyncgenfunction(function),
    )


def _model_name(fields: Mapping[str, Field]) -> str:
    for name in ("model_name", "model"):
        value = fields[name].entry.get("value") if name in fields else None
        if isinstance(value, str) and value:
            return value
        if isinstance(value, list) and value and isinstance(value[0], dict) and isinstance(value[0].get("name"), str):
            return str(value[0]["name"])
    return ""
