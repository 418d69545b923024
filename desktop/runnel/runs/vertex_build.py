"""One vertex build: gather the values, call the methods, keep what they give."""

from __future__ import annotations

import asyncio
import copy
import inspect
import re
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from msgspec.structs import replace

from runnel.errors import ComponentError
from runnel.runs import values
from runnel.runs.code_build import build_outputs, describe
from runnel.runs.context import RunContext, Teller, read_text
from runnel.runs.failure import SourceFailed
from runnel.runs.input_key import input_key
from runnel.runs.node_code import NodeCode
from runnel.runs.prepared import BY_CODE, TOOLKIT, Field, Method, PreparedVertex, list_methods
from runnel.runs.results import VertexResult, show_values
from runnel.runs.stored_values import read_values
from runnel.runs.toolset import make_tools
from runnel.runs.values import UNSET
from runnel.schemas.waiting import FinishedBuild
from runnel.sdk import LanguageModel, Message, Tool

_VARIABLE_NAME = re.compile(r"[A-Za-z_][\w .-]{0,99}\Z")
_HIDDEN = "********"
_PLAIN = (str, int, float, bool, list, dict)

Overrides = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""What one run changes of the file: vertex id → field → parts of the field's entry."""


class Builder(Teller, Protocol):
    """What a vertex build needs of its run, beside what its context needs."""

    overrides: Overrides
    is_session_forced: bool
    keeps_keys: bool
    """Whether results are to say what they were made from."""

    def is_planned(self, vertex_id: str) -> bool:
        """Whether a vertex belongs to this run."""

    def find_reusable(self, prepared: PreparedVertex, key: str) -> VertexResult | None:
        """An earlier result of the vertex that was made from the same, where this run may reuse any."""

    def keep_open(self, stream: AsyncIterator[str]) -> None:
        """Close this stream at the end of the run, should nobody have read it."""

    def is_open(self, message: Message) -> bool:
        """Whether the text of this message is left to be streamed when it is asked for."""


async def pull(run: Builder, prepared: PreparedVertex, name: str) -> Any:
    """The value of a field as it is now: from its edges, else as it is stored. `UNSET` where there is none."""
    field = prepared.fields[name]
    value = _arrived(run, field) if field.edges else UNSET
    if value is UNSET:
        changes = run.overrides.get(prepared.vertex.id, {})
        value = await _stored(run, prepared, field, {**field.entry, **changes.get(name, {})})
    return value


async def build_vertex(run: Builder, prepared: PreparedVertex, context: RunContext) -> VertexResult:
    """Build one vertex. Raises whatever keeps it from being built."""
    if prepared.by_own_code is not None and await run.outside.trust.is_trusted(prepared.own_code):
        prepared = prepared.by_own_code
    if prepared.fault is not None:
        raise prepared.fault
    component = prepared.component
    assert component is not None
    started = perf_counter()
    given = await _gather(run, prepared)
    key = input_key(prepared, given, run.results) if run.keeps_keys else ""
    reusable = run.find_reusable(prepared, key) if key else None
    if reusable is not None:
        return reusable
    result = VertexResult(inputs=_plain_inputs(run, prepared, given, context.visit), key=key)
    streaming: set[str] = set()
    by_code = [name for name, method in prepared.outputs.items() if method is BY_CODE]
    built = await build_outputs(run.outside, prepared, by_code, given, context) if by_code else {}
    for name, method in prepared.outputs.items():
        context.output_name = name
        if method is BY_CODE:
            value: Any = built[name]
        elif method is TOOLKIT:
            value = await _make_tools(run, prepared, given, context)
        else:
            value = await _compute(name, component, method, prepared, given, context)
        if isinstance(value, Message) and value.stream is not None:
            if _is_handed_over(run, prepared, name):
                value.stream = _remembering(value, value.stream, prepared.vertex.id)
                run.keep_open(value.stream)
                streaming.add(name)
            elif run.is_open(value):
                streaming.add(name)
            else:
                await read_text(value)
        result.values[name] = _signed(value, prepared.vertex.id)
    result.stopped = frozenset(context.stopped)
    result.logs = context.logs
    result.model_name = context.model_name
    result.duration_seconds = perf_counter() - started
    show_values(result, prepared.vertex, prepared.output_names, frozenset(streaming))
    return result


async def restore_vertex(
    run: Builder, prepared: PreparedVertex, build: FinishedBuild, context: RunContext
) -> VertexResult:
    """The result of a build of an earlier process; what of it could not be stored, such as models, is made anew."""
    if build.failure:
        return VertexResult(params=build.failure, is_valid=False, is_restored=True)
    result = VertexResult(values=read_values(build.values), stopped=frozenset(build.stopped), is_restored=True)
    missing = {name: method for name, method in prepared.outputs.items() if name not in result.values}
    if missing:
        result.values |= (await build_vertex(run, replace(prepared, outputs=missing), context)).values
    show_values(result, prepared.vertex, prepared.output_names, frozenset())
    return result


def _signed(value: Any, vertex_id: str) -> Any:
    """Tools with the vertex that gave them, so that an agent's steps can name it."""
    if isinstance(value, list) and any(isinstance(each, Tool) for each in value):
        return [_signed(each, vertex_id) for each in value]
    return replace(value, vertex_id=vertex_id) if isinstance(value, Tool) and not value.vertex_id else value


async def _make_tools(
    run: Builder, prepared: PreparedVertex, given: Mapping[str, Any], context: RunContext
) -> list[Tool]:
    async def call(method: Method, filled: Mapping[str, Any]) -> Any:
        # A context of its own: calls of several tools may be under way at once.
        own = RunContext(run, prepared, context.visit, is_silent=True)
        if isinstance(prepared.component, NodeCode):
            return (await build_outputs(run.outside, prepared, [method.name], filled, own))[method.name]
        value = await _call(prepared.component, method, prepared, filled, own)
        if isinstance(value, Message) and value.stream is not None:
            await read_text(value)
        return value

    if isinstance(prepared.component, NodeCode):
        prepared, methods = await describe(run.outside, prepared, context)
    else:
        methods = list_methods(type(prepared.component))  # type: ignore[arg-type]
    return make_tools(prepared, methods, given, call)


async def _compute(
    output: str,
    component: Any,
    method: Method,
    prepared: PreparedVertex,
    given: Mapping[str, Any],
    context: RunContext,
) -> Any:
    """The value of an output: computed once in a build, whoever asks for it."""
    if output not in context.values:
        context.values[output] = await _call(component, method, prepared, given, context)
    return context.values[output]


async def _call(
    component: Any, method: Method, prepared: PreparedVertex, given: Mapping[str, Any], context: RunContext
) -> Any:
    arguments: dict[str, Any] = {}
    for name, has_default in method.parameters.items():
        value = given.get(name, UNSET)
        if value is not UNSET:
            arguments[name] = value
        elif not has_default:
            field = prepared.fields.get(name)
            arguments[name] = values.empty_value(field.kind, field.is_list) if field else None
    if method.takes_fields:
        for name, value in given.items():
            if name not in arguments and value is not UNSET and prepared.fields[name].declared is None:
                arguments[name] = value
    for name, other in method.outputs.items():
        arguments[name] = await _compute(name, component, other, prepared, given, context)
    if method.takes_context:
        arguments["context"] = context
    function = getattr(component, method.name)
    if method.is_stream:
        return Message(stream=function(**arguments))
    if method.is_async:
        return await function(**arguments)
    if component.is_blocking:
        return await asyncio.to_thread(function, **arguments)
    value = function(**arguments)
    return await value if inspect.isawaitable(value) else value


async def _gather(run: Builder, prepared: PreparedVertex) -> dict[str, Any]:
    """The values of all fields: those that stand fast, and those of this run."""
    given: dict[str, Any] = {
        name: copy.deepcopy(value) if isinstance(value, list | dict) else value
        for name, value in prepared.fixed.items()
    }
    changes = run.overrides.get(prepared.vertex.id, {})
    for name in prepared.fields:
        if name in given and name not in changes:
            continue
        given[name] = await pull(run, prepared, name)
    return given


def _arrived(run: Builder, field: Field) -> Any:
    """What the edges bring; `UNSET` if nothing came over them (a branch not taken, or a cycle's first round)."""
    brought = [
        run.results[edge.source].values[edge.output]
        for edge in field.edges
        if edge.source in run.results and edge.output in run.results[edge.source].values
    ]
    if not brought:
        return UNSET
    value = values.collect(brought, field.is_list)
    stored = field.entry.get("value")
    if isinstance(stored, dict) and len(stored) == 1:
        return {next(iter(stored)): value}
    if field.kind == "DropdownInput" and isinstance(value, LanguageModel):
        # An agent's provider may be a model itself.
        return value
    return values.coerce(field.name, field.kind, field.is_list, value)


async def _stored(run: Builder, prepared: PreparedVertex, field: Field, entry: Mapping[str, Any]) -> Any:
    if field.kind == "FileInput":
        return _files(run, field, entry)
    if field.name == "session_id" and not field.edges and (run.is_session_forced or not entry.get("value")):
        return values.coerce(field.name, field.kind, field.is_list, run.session_id)
    if entry.get("load_from_db") is True:
        text = await _variable(run, prepared, field, entry)
        return UNSET if text is None else values.coerce(field.name, field.kind, field.is_list, text)
    return values.read_stored(field.name, field.kind, field.is_list, entry)


def _files(run: Builder, field: Field, entry: Mapping[str, Any]) -> Any:
    paths: list[Path] = [run.outside.journal.resolve_file(path) for path in values.stored_paths(entry)]
    if field.is_list or len(paths) > 1:
        return paths  # In files of later versions, a field for one file may hold several.
    return paths[0] if paths else UNSET


async def _variable(run: Builder, prepared: PreparedVertex, field: Field, entry: Mapping[str, Any]) -> str | None:
    """The value of the variable that a field names; None when an optional field names none.

    Raises `ComponentError` that names variable, node and field.
    """
    name = str(entry.get("value") or "")
    if name:
        value = await run.outside.journal.get_variable(name)
        if value is None:
            value = run.outside.environment.get(name)
        if value is not None:
            return value
    if field.declared is not None and field.declared.is_variable_optional:
        return ""
    if not name and not entry.get("required"):
        return None
    # A key that was pasted where a name belongs must not be repeated.
    shown = name if _VARIABLE_NAME.match(name) and not name.startswith("sk-") else ""
    label = prepared.vertex.field_name(field.name)
    raise ComponentError(
        f"{shown or 'The'} variable not found.",
        f"The field {label} of {prepared.vertex.display_name} takes its value from a global variable"
        + (f" named {shown}." if shown else ", and names none that there is."),
        "Create the variable under Settings → Variables, or type a value into the field.",
        field=field.name,
    )


def _is_handed_over(run: Builder, prepared: PreparedVertex, output: str) -> bool:
    """Whether a text still being written goes to one chat output, which then shows it piece by piece."""
    edges = [edge for edge in run.flow.graph.outgoing[prepared.vertex.id] if edge.output == output]
    if len(edges) != 1:
        return False
    return run.is_planned(edges[0].target) and run.flow.vertices[edges[0].target].vertex.type == "ChatOutput"


async def _remembering(message: Message, stream: AsyncIterator[str], vertex_id: str) -> AsyncIterator[str]:
    """The stream's pieces; when it has come to its end, the message that it came with has its text and no stream."""
    pieces: list[str] = []
    try:
        async for piece in stream:
            pieces.append(piece)
            yield piece
        message.stream = None
        message.text = "".join(pieces)
    except Exception as error:
        raise SourceFailed(vertex_id, error) from error
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            await close()


def _plain_inputs(run: Builder, prepared: PreparedVertex, given: Mapping[str, Any], visit: int) -> dict[str, Any]:
    """The plain parameters for the record of a transaction; secrets and values of variables are left out.

    In later rounds of a cycle, what comes from outside of it is left out too: it is as it was in the first.
    """
    plain: dict[str, Any] = {}
    cycles = run.flow.graph.cycles if visit > 1 else {}
    fields = prepared.fields
    for name, value in given.items():
        if value is UNSET:
            continue
        field = fields[name]
        if visit > 1 and field.edges and not any(edge.source in cycles for edge in field.edges):
            continue
        if field.is_variable:
            plain[name] = field.entry.get("value") if not field.is_secret or value == "" else _HIDDEN
        elif field.is_secret:
            plain[name] = _HIDDEN if value else ""
        elif isinstance(value, Message):
            plain[name] = value.text
        elif isinstance(value, _PLAIN):
            plain[name] = value
    return plain
