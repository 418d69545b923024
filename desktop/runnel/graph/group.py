"""Groups: nodes that hold a flow of their own. Before a run, their inner nodes and edges take their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from runnel.errors import Invalid
from runnel.graph.flow_data import FlowData
from runnel.graph.handle import handle_object
from runnel.graph.lenient import as_object, as_objects, as_text

_MAX_DEPTH = 50


class Group(Struct, frozen=True):
    """A group that was opened: its name, the nodes it held, and the inner field that each of its fields stands for.

    ``fields`` maps a name to ``(node id, field)``; the node may be a group again.
    """

    id: str
    display_name: str
    members: tuple[str, ...]
    fields: Mapping[str, tuple[str, str]]


def expand_groups(flow: FlowData) -> tuple[FlowData, list[Group]]:
    """The flow with every group replaced by what it holds, and the groups that were there.

    A group's own field values overwrite those of the inner fields that they stand for; edges into and out of it are led
    to the inner node, the one that the handle names. A group that is bypassed, or whose outputs are pinned, stays one
    node: nothing in it runs. Raises `Invalid` for groups nested without end.
    """
    opened: list[Group] = []
    for _ in range(_MAX_DEPTH):
        if not any(_inner_flow(node) is not None for node in flow.nodes):
            return flow, opened
        flow = _expand_once(flow, opened)
    raise Invalid(f"Groups are nested more than {_MAX_DEPTH} deep.")


def _expand_once(flow: FlowData, opened: list[Group]) -> FlowData:
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []
    groups: dict[str, dict[str, Any]] = {}
    for node in flow.nodes:
        inner = _inner_flow(node)
        if inner is None:
            nodes.append(node)
            continue
        group_id = as_text(node.get("id"))
        groups[group_id] = node["data"]["node"]
        held = as_objects(inner.get("nodes"))
        opened.append(_read_group(group_id, node["data"]["node"], held))
        nodes.extend(_with_group_values(held, node["data"]["node"]))
        edges.extend(as_objects(inner.get("edges")))
    edges.extend(_redirect(edge, groups) for edge in flow.edges)
    return FlowData(nodes, edges)


def _read_group(group_id: str, described: dict[str, Any], held: list[dict[str, Any]]) -> Group:
    fields: dict[str, tuple[str, str]] = {}
    for name, entry in as_object(described.get("template")).items():
        proxy = as_object(as_object(entry).get("proxy"))
        if proxy:
            inner = as_text(proxy.get("id")), as_text(proxy.get("field"))
            fields[name] = inner
            # By the inner field's own name too; of several, the first has it.
            fields.setdefault(inner[1], inner)
    members = tuple(as_text(each.get("id")) for each in held)
    return Group(group_id, as_text(described.get("display_name")), members, fields)


def _inner_flow(node: dict[str, Any]) -> dict[str, Any] | None:
    data = node.get("data")
    described = as_object(data.get("node")) if isinstance(data, dict) else {}
    flow = described.get("flow")
    inner = flow.get("data") if isinstance(flow, dict) else None
    if described.get("bypassed") is True or (described.get("frozen") is True and described.get("pinned_outputs")):
        return None
    return inner if isinstance(inner, dict) else None


def _with_group_values(nodes: list[dict[str, Any]], group: dict[str, Any]) -> list[dict[str, Any]]:
    values: dict[str, dict[str, dict[str, Any]]] = {}
    for entry in as_object(group.get("template")).values():
        proxy = entry.get("proxy") if isinstance(entry, dict) else None
        if isinstance(proxy, dict):
            changed = {key: entry[key] for key in ("value", "file_path", "load_from_db") if key in entry}
            values.setdefault(str(proxy.get("id")), {})[str(proxy.get("field"))] = changed
    is_frozen = group.get("frozen") is True
    return [_with_values(node, values.get(as_text(node.get("id")), {}), is_frozen) for node in nodes]


def _with_values(node: dict[str, Any], values: dict[str, dict[str, Any]], is_frozen: bool) -> dict[str, Any]:
    data = node.get("data")
    described = data.get("node") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(described, dict) or not (values or is_frozen):
        return node
    template = {
        name: {**entry, **values[name]} if name in values and isinstance(entry, dict) else entry
        for name, entry in as_object(described.get("template")).items()
    }
    described = {**described, "template": template, "frozen": is_frozen or described.get("frozen")}
    return {**node, "data": {**data, "node": described}}


def _redirect(edge: dict[str, Any], groups: dict[str, dict[str, Any]]) -> dict[str, Any]:
    source_group = groups.get(as_text(edge.get("source")))
    target_group = groups.get(as_text(edge.get("target")))
    if source_group is None and target_group is None:
        return edge
    source = handle_object(edge, "sourceHandle") or {}
    target = handle_object(edge, "targetHandle") or {}
    if source_group is not None:
        name = as_text(source.get("name"))
        named = [each for each in as_objects(source_group.get("outputs")) if each.get("name") == name]
        inner_id, inner_name = _inner_output(named[0] if named else {}, name)
        source = {**source, "id": inner_id, "name": inner_name, "dataType": ""}
    if target_group is not None:
        entry = as_object(target_group.get("template")).get(as_text(target.get("fieldName")))
        proxy = as_object(as_object(entry).get("proxy")) or as_object(target.get("proxy"))
        target = {**target, "id": as_text(proxy.get("id")), "fieldName": as_text(proxy.get("field"))}
    return {
        **edge,
        "source": source.get("id") or edge.get("source"),
        "target": target.get("id") or edge.get("target"),
        "data": {"sourceHandle": source, "targetHandle": target},
    }


def _inner_output(output: dict[str, Any], name: str) -> tuple[str, str]:
    proxy = output.get("proxy")
    if isinstance(proxy, dict):
        return as_text(proxy.get("id")), as_text(proxy.get("name"))
    node_id, _, output_name = name.partition("_")
    return node_id, output_name
