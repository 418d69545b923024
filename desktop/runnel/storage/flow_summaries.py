"""What the home page shows of flows without reading their data: counts, types, a thumbnail, how the last run ended.

A summary is worked out once for each document, when it is first asked for: saves pay nothing for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from peewee import JOIN

from runnel.schemas.flow import FlowSummary, Thumbnail
from runnel.storage import runs, timestamps
from runnel.storage.tables import JSON_BYTES, Document, Flow
from runnel.storage.tables import FlowSummary as SummaryRow

MOST_NODES = 60
"""Boxes and wires of a thumbnail: larger flows are drawn by areas, each a box around the nodes in it."""
_COLUMNS = (24, 20, 16, 13, 10)
"""Into how many columns, and half as many rows, such a flow is parted: as finely as the boxes allow."""
_MOST_WORDS = 20_000
"""Characters of a flow's texts in which a search looks."""
_AT_ONCE = 20
_SIZE = (264, 180)

Box = tuple[int, int, int, int, str]
"""A node in a thumbnail: x, y, width, height, type."""


class Outline(msgspec.Struct):
    """The part of a summary that follows from a flow's data alone."""

    node_count: int
    edge_count: int
    types: list[str]
    thumbnail: Thumbnail


class StaleSummary(msgspec.Struct):
    """A flow whose summary is missing or tells of an older document."""

    flow_id: str
    document_id: int
    content: bytes


def list_stale(user_id: str, *, starters: bool) -> list[StaleSummary]:
    """Some flows whose summaries have to be worked out; none when all are as they should be."""
    whose = Flow.user_id.is_null() if starters else Flow.user_id == user_id
    rows = (
        Flow.select(Flow.id, Flow.document_id, JSON_BYTES)
        .join(Document, on=(Document.id == Flow.document_id))
        .join(SummaryRow, JOIN.LEFT_OUTER, on=(SummaryRow.flow_id == Flow.id))
        .where(
            whose,
            Flow.deleted_at.is_null(),
            SummaryRow.document_id.is_null() | (SummaryRow.document_id != Flow.document_id),
        )
        .limit(_AT_ONCE)
        .tuples()
    )
    return [StaleSummary(*row) for row in rows]


def put(rows: Sequence[tuple[StaleSummary, Outline, str]]) -> None:
    """Keep summaries that were worked out."""
    for stale, outline, words in rows:
        text = msgspec.json.encode(outline).decode()
        SummaryRow.replace(flow_id=stale.flow_id, document_id=stale.document_id, summary=text, words=words).execute()


def outline_all(stale: Sequence[StaleSummary]) -> list[tuple[StaleSummary, Outline, str]]:
    """What `put` keeps of these flows. Needs no database: may run in any thread."""
    return [(flow, *outline(flow.content)) for flow in stale]


def outline(content: bytes) -> tuple[Outline, str]:
    """What a flow's data tells, and the texts in which a search looks. Needs no database: may run in any thread."""
    try:
        data = msgspec.json.decode(content)
    except (msgspec.MsgspecError, RecursionError):
        # Kept as it came, but for a number without end, say: there is nothing to show of it.
        data = None
    nodes = _objects(data, "nodes")
    edges = _objects(data, "edges")
    components = [node for node in nodes if node.get("type") != "noteNode"]
    types = [_type(node) for node in components]
    places = {_id(node): index for index, node in enumerate(components)}
    ends = [(places.get(str(edge.get("source"))), places.get(str(edge.get("target")))) for edge in edges]
    lines = [(source, target) for source, target in ends if source is not None and target is not None]
    outline = Outline(
        node_count=len(components),
        edge_count=len(edges),
        types=list(dict.fromkeys(kind for kind in types if kind)),
        thumbnail=_whole_in_small([_box(node) for node in components], lines),
    )
    words = "\n".join(word for node in nodes for word in _words(node))
    return outline, words[:_MOST_WORDS].casefold()


def list_all(user_id: str, *, starters: bool, search: str = "") -> list[FlowSummary]:
    """Summaries of the user's flows (or of the starter flows) as far as worked out, newest change first.

    ``search`` is looked for in names, descriptions, types and texts, whatever its capitals.
    """
    whose = Flow.user_id.is_null() if starters else Flow.user_id == user_id
    query = (
        Flow.select(
            Flow.id,
            Flow.name,
            Flow.description,
            Flow.folder_id,
            Flow.is_component,
            Flow.endpoint_name,
            Flow.updated_at,
            SummaryRow.summary,
            SummaryRow.words,
        )
        .join(SummaryRow, on=(SummaryRow.flow_id == Flow.id))
        .where(whose, Flow.deleted_at.is_null())
        .order_by(Flow.updated_at.desc(), Flow.number.desc())
    )
    wanted = search.casefold().split()
    found: list[FlowSummary] = []
    for *row, summary, words in query.tuples():
        flow_id, name, description, folder_id, is_component, endpoint_name, updated_at = row
        if wanted:
            text = f"{name}\n{description or ''}".casefold() + "\n" + words
            if not all(word in text for word in wanted):
                continue
        outline = msgspec.json.decode(summary, type=Outline)
        found.append(
            FlowSummary(
                id=flow_id,
                name=name,
                description=description,
                folder_id=folder_id,
                is_component=bool(is_component),
                endpoint_name=endpoint_name,
                updated_at=timestamps.offset_seconds(updated_at),
                node_count=outline.node_count,
                edge_count=outline.edge_count,
                types=outline.types,
                thumbnail=outline.thumbnail,
                last_run=runs.get_last(flow_id),
            )
        )
    return found


def _objects(data: Any, name: str) -> list[dict[str, Any]]:
    items = data.get(name) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _id(node: dict[str, Any]) -> str:
    return str(node.get("id"))


def _type(node: dict[str, Any]) -> str:
    data = node.get("data")
    kind = data.get("type") if isinstance(data, dict) else None
    return kind if isinstance(kind, str) else ""


def _box(node: dict[str, Any]) -> Box:
    position = node.get("position")
    x, y = (_number(position.get(axis), 0) for axis in "xy") if isinstance(position, dict) else (0, 0)
    measured = node.get("measured")
    sizes: dict[str, Any] = {**(measured if isinstance(measured, dict) else {}), **node}
    return x, y, _number(sizes.get("width"), _SIZE[0]), _number(sizes.get("height"), _SIZE[1]), _type(node)


def _whole_in_small(boxes: list[Box], lines: list[tuple[int, int]]) -> Thumbnail:
    """All of a flow in few boxes: nodes that lie in one area become one box around them, wires one between areas."""
    if len(boxes) <= MOST_NODES:
        return Thumbnail(boxes, lines)
    areas = next(parted for columns in _COLUMNS if len(parted := _parted(boxes, columns)) <= MOST_NODES)
    merged: list[Box] = []
    area_of: dict[int, int] = {}
    for area, places in enumerate(areas):
        area_of.update(dict.fromkeys(places, area))
        inside = [boxes[place] for place in places]
        left, top = min(x for x, _, _, _, _ in inside), min(y for _, y, _, _, _ in inside)
        right, bottom = max(x + w for x, _, w, _, _ in inside), max(y + h for _, y, _, h, _ in inside)
        ((kind, _),) = Counter(kind for *_, kind in inside).most_common(1)
        merged.append((left, top, right - left, bottom - top, kind))
    between = Counter((area_of[source], area_of[target]) for source, target in lines)
    return Thumbnail(merged, [ends for ends, _ in between.most_common() if ends[0] != ends[1]][:MOST_NODES])


def _parted(boxes: list[Box], columns: int) -> list[list[int]]:
    """The places of boxes in ``boxes``, by the cell of a grid over all of them in which each has its middle."""
    middles = [(x + width / 2, y + height / 2) for x, y, width, height, _ in boxes]
    left, top = min(x for x, _ in middles), min(y for _, y in middles)
    across, down = max(x for x, _ in middles) + 1 - left, max(y for _, y in middles) + 1 - top
    cells: dict[tuple[int, int], list[int]] = {}
    for index, (x, y) in enumerate(middles):
        cell = (int((x - left) / across * columns), int((y - top) / down * (columns // 2)))
        cells.setdefault(cell, []).append(index)
    return list(cells.values())


def _number(value: Any, default: int) -> int:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9
    return round(value) if is_number else default


def _words(node: dict[str, Any]) -> Iterator[str]:
    """The texts of a node that a person wrote or reads: its names, and its prompts; no code, no secrets."""
    data = node.get("data")
    if not isinstance(data, dict):
        return
    yield _type(node)
    component = data.get("node")
    if not isinstance(component, dict):
        return
    for name in ("display_name", "description"):
        # Descriptions of built-in components are alike everywhere; only a note's is its text.
        if isinstance(component.get(name), str) and (name == "display_name" or node.get("type") == "noteNode"):
            yield component[name]
    template = component.get("template")
    for name, field in template.items() if isinstance(template, dict) else ():
        if not isinstance(field, dict) or name == "code" or field.get("password"):
            continue
        is_text = field.get("multiline") or field.get("type") == "prompt" or field.get("show")
        if is_text and field.get("type") != "code" and isinstance(field.get("value"), str):
            yield field["value"]
