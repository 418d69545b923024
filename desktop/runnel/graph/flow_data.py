"""Flow data: the ``{"nodes": […], "edges": […], "viewport": …}`` of a saved or sent flow."""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.errors import Invalid


class FlowData(msgspec.Struct, frozen=True):
    """Nodes and edges as they stand in the file, in its order. Never changed by those who read it."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


def read_flow_data(source: bytes | str | dict[str, Any]) -> FlowData:
    """Nodes and edges of a flow's data, given as JSON text or as decoded object.

    Raises `Invalid` that says what is missing or of the wrong kind, and where.
    """
    if isinstance(source, dict):
        data: Any = source
    else:
        try:
            data = msgspec.json.decode(source)
        except msgspec.DecodeError as error:
            raise Invalid(f"The flow's data is no JSON: {error}.") from None
    if not isinstance(data, dict):
        raise Invalid("The flow's data is no JSON object.")
    return FlowData(_objects(data, "nodes"), _objects(data, "edges"))


def _objects(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    values = data.get(key)
    if not isinstance(values, list):
        raise Invalid(f"The flow's data has no list of {key}.")
    for index, value in enumerate(values):
        if not isinstance(value, dict):
            raise Invalid(f"{key}[{index}] is no object.")
    return values
