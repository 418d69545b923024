"""``/custom_component``: nodes from source text (read, never run), and nodes whose fields depend on a value."""

from __future__ import annotations

from typing import Any

from runnel.errors import Invalid
from runnel.graph.vertex import TOOL_OUTPUT
from runnel.registry import component_node, read_component_source
from runnel.registry.template import output_entry
from runnel.schemas.custom_component import CustomComponentCreate, CustomComponentRead, CustomComponentUpdate
from runnel.sdk import Output
from runnel.state import AppState


async def create_custom_component(state: AppState, body: CustomComponentCreate) -> CustomComponentRead:
    """Make a node from a component's source."""
    try:
        key, node = read_component_source(body.code)
    except Invalid as error:
        raise Invalid({"error": error.detail, "traceback": ""}) from None
    if body.frontend_node:
        _keep_values(node, body.frontend_node.get("template"))
    return CustomComponentRead(node, key)


async def update_custom_component(state: AppState, body: CustomComponentUpdate) -> dict[str, Any]:
    """Change a field of a node, and what depends on it."""
    key = body.type or str((body.frontend_node or {}).get("key") or "")
    component = state.registry.get(key)
    code = body.code or _code_of(body.template) or _code_of((body.frontend_node or {}).get("template"))
    if component is None or (component.source and code not in ("", component.source)):
        key, node = read_component_source(code)
    else:
        node = component_node(component)
    fresh = node
    if body.frontend_node:
        node = {**node, **body.frontend_node}
    if body.template:
        node["template"] = body.template
    if body.field == "tool_mode":
        _set_tool_mode(node, fresh["outputs"], bool(body.field_value))
        return node
    entry = node["template"].get(body.field)
    if isinstance(entry, dict):
        entry["value"] = body.field_value
    if component is not None:
        await component().update_node(node, body.field, body.field_value, state.model_directory)
        await component().update_from_flows(node, body.field, body.field_value, state.outside.flows)
    return node


def _code_of(template: Any) -> str:
    """The source that a node carries."""
    entry = template.get("code") if isinstance(template, dict) else None
    value = entry.get("value") if isinstance(entry, dict) else None
    return value if isinstance(value, str) else ""


def _keep_values(node: dict[str, Any], template: Any) -> None:
    """Take over the values of equally named fields of the node that stood here before."""
    for name, entry in template.items() if isinstance(template, dict) else ():
        own = node["template"].get(name)
        if name != "code" and isinstance(own, dict) and isinstance(entry, dict):
            own.update({part: entry[part] for part in ("value", "load_from_db", "file_path") if part in entry})


def _set_tool_mode(node: dict[str, Any], outputs: list[dict[str, Any]], is_on: bool) -> None:
    node["tool_mode"] = is_on
    if is_on:
        toolset = Output(TOOL_OUTPUT, "to_toolkit", types=("Tool",), display_name="Toolset")
        node["outputs"] = [output_entry(toolset)]
    elif outputs:
        node["outputs"] = outputs
