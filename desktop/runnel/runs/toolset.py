"""A node in tool mode: its outputs as tools for an agent, which fills in the fields that are meant for it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from runnel.errors import ComponentError
from runnel.runs import values
from runnel.runs.prepared import Field, Method, PreparedVertex
from runnel.runs.wire import to_plain
from runnel.sdk import Component, Data, DataFrame, Message, Output, Tool

Call = Callable[[Method, Mapping[str, Any]], Awaitable[Any]]
"""Calls a method of the node's component with these values of its fields."""

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]")
_JSON_TYPES = {"int": "integer", "float": "number", "bool": "boolean", "dict": "object", "NestedDict": "object"}
_HANDLES = frozenset(
    ("Tool", "AgentExecutor", "LanguageModel", "Embeddings", "Retriever", "OutputParser", "SQLDatabase")
)
"""Types of outputs whose values mean nothing to an agent."""
_AGENT_DESCRIPTION = "agent_description"
"""The field by which agents are known."""


def make_tools(
    prepared: PreparedVertex, methods: Mapping[str, Method], given: Mapping[str, Any], call: Call
) -> list[Tool]:
    """One tool per output of the component, except those that give handles such as models or tools.

    ``methods`` are those of the outputs by name, ``given`` the values of the node's fields: of those that the agent
    does not fill in, these are used. Raises `ComponentError` when an output needs a value that nobody gives.
    """
    component = prepared.component
    assert component is not None
    rows = _rows(prepared)
    tools: list[Tool] = []
    for output in component.outputs:
        method = methods.get(output.name)
        if method is None or _HANDLES.intersection(output.types):
            continue
        name = _NOT_IN_NAMES.sub("-", f"{component.key()}-{output.method}")
        row = rows.get(name) or rows.get(output.method) or {}
        if row.get("status") is False:
            continue
        stated = str(row.get("name") or name)
        fields = _arguments(prepared, output, given)
        tools.append(
            Tool(
                name=name if stated == output.method else _NOT_IN_NAMES.sub("-", stated),
                description=str(row.get("description") or "") or _description(component, output, fields),
                parameters=_schema(fields, given),
                call=_caller(method, fields, given, call),
            )
        )
    if tools and _AGENT_DESCRIPTION in prepared.fields:
        return [_as_agent(prepared, tools[-1], given)]
    return tools


def _rows(prepared: PreparedVertex) -> dict[str, Mapping[str, Any]]:
    """What later files say of the tools: switched off, renamed, or described otherwise.

    By the name that a tool had at first: the row's tag, or its name where it has none. It is the method's name alone.
    """
    stated = prepared.vertex.template.get("tools_metadata", {}).get("value")
    found: dict[str, Mapping[str, Any]] = {}
    for row in stated if isinstance(stated, list) else []:
        if isinstance(row, dict):
            tags = row.get("tags")
            found.update((str(name), row) for name in (tags if isinstance(tags, list) and tags else [row.get("name")]))
    return found


def _arguments(prepared: PreparedVertex, output: Output, given: Mapping[str, Any]) -> list[Field]:
    """The fields that the agent fills in."""
    fields = prepared.fields
    if output.required_inputs:
        missing = [name for name in output.required_inputs if name in fields and _is_empty(given.get(name))]
        for name in missing:
            if not _is_for_tools(fields[name]):
                raise ComponentError(
                    f"{prepared.vertex.display_name} cannot be used as a tool.",
                    f"{prepared.vertex.field_name(name)} is empty, and the agent may not fill it in.",
                    "Fill it in on the node.",
                    field=name,
                )
        return [fields[name] for name in missing]
    meant = [field for field in fields.values() if _is_for_tools(field)]
    return meant or [field for field in fields.values() if field.declared is not None]


def _is_for_tools(field: Field) -> bool:
    return bool(field.entry.get("tool_mode") or (field.declared is not None and field.declared.tool_mode))


def _is_empty(value: Any) -> bool:
    return value is values.UNSET or value is None or value in ("", [], {})


def _description(component: Component, output: Output, fields: list[Field]) -> str:
    arguments = ", ".join(f"{field.name}: {_json_type(field)}" for field in fields)
    return f"{output.method}({arguments}) - {component.description()}"


def _schema(fields: list[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for field in fields:
        about: dict[str, Any] = {"type": _json_type(field), "description": str(field.entry.get("info") or "")}
        if field.entry.get("options"):
            about["enum"] = list(field.entry["options"])
        if field.is_list:
            about = {"type": "array", "items": about}
        if field.entry.get("required") or _is_empty(given.get(field.name)):
            required.append(field.name)
        elif isinstance(given[field.name], str | int | float | bool | list | dict):
            about["default"] = given[field.name]
        properties[field.name] = about
    return {"type": "object", "properties": properties, "required": required}


def _json_type(field: Field) -> str:
    kind = str(field.entry.get("type") or "")
    return "object" if field.kind == "DataInput" else _JSON_TYPES.get(kind, "string")


def _caller(
    method: Method, fields: list[Field], given: Mapping[str, Any], call: Call
) -> Callable[[Mapping[str, Any]], Awaitable[Any]]:
    by_name = {field.name: field for field in fields}

    async def use(arguments: Mapping[str, Any]) -> Any:
        filled = dict(given)
        for name, value in arguments.items():
            field = by_name.get(name)
            if field is not None:
                filled[name] = _fitted(field, value)
        return _told(await call(method, filled))

    return use


def _fitted(field: Field, value: Any) -> Any:
    """An argument as the method wants it: models put objects where records are meant, and texts where lists are."""
    if field.kind == "DataInput" and isinstance(value, dict):
        return Data(value)
    if field.is_list and not isinstance(value, list):
        value = [value]
    return values.coerce(field.name, field.kind, field.is_list, value)


def _told(value: Any) -> Any:
    """What the agent is told of a result."""
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, Message | Data | DataFrame):
        return to_plain(value)
    return value if isinstance(value, str | int | float | bool | dict) or value is None else str(value)


def _as_agent(prepared: PreparedVertex, tool: Tool, given: Mapping[str, Any]) -> Tool:
    """An agent as a tool goes by its own name and description."""
    about = given.get(_AGENT_DESCRIPTION)
    return Tool(
        _NOT_IN_NAMES.sub("_", prepared.vertex.display_name),
        about if isinstance(about, str) and about else tool.description,
        tool.parameters,
        tool.call,
    )
