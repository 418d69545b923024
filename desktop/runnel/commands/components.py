"""``runnel components``: which components there are, and what each needs to run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from runnel.registry import Registry, find_components

NEEDS = {
    "offline": "nothing but this computer",
    "local-model": "a model, which may run on this computer",
    "server": "a server, which may run on this computer",
    "net": "the internet, without a key",
    "key": "a vendor's key",
}
"""What a component may need, in the words of the list."""


def list_components(words: str = "", needs: str = "") -> list[dict[str, Any]]:
    """A record per component, by category and name; those with all ``words`` in their names, and with these ``needs``.

    Keys: type (the flow format's key), name, category, needs, description, is_legacy, inputs and outputs, both as
    ``{name, types}`` with the types of edges that they take and give.
    """
    registry = Registry(find_components())
    wanted = words.lower().split()
    entries = []
    for key, component in registry.items():
        category = registry.category(key)
        searched = f"{key} {component.display_name} {category}".lower()
        if (needs and component.needs != needs) or not all(word in searched for word in wanted):
            continue
        entries.append(
            {
                "type": key,
                "name": component.display_name,
                "category": category,
                "needs": component.needs,
                "description": component.description(),
                "is_legacy": component.legacy,
                "inputs": [{"name": each.name, "types": list(each.input_types)} for each in component.inputs],
                "outputs": [{"name": each.name, "types": list(each.types)} for each in component.outputs],
            }
        )
    return sorted(entries, key=lambda entry: (entry["category"], entry["name"].lower()))


def components_as_json(entries: list[dict[str, Any]]) -> str:
    """The list for programs."""
    return json.dumps(entries, ensure_ascii=False, indent=2)


def components_as_text(entries: list[dict[str, Any]]) -> str:
    """The list for people: a block per category, a line per component, and a key to the needs at the end."""
    return "\n".join(_lines(entries))


def _lines(entries: list[dict[str, Any]]) -> Iterator[str]:
    if not entries:
        yield "No component fits that."
        return
    name_width = max(len(entry["name"]) for entry in entries)
    type_width = max(len(entry["type"]) for entry in entries)
    for category, members in groupby(entries, key=lambda entry: entry["category"]):
        yield category
        for entry in members:
            yield f"  {entry['name']:<{name_width}}  {entry['type']:<{type_width}}  {entry['needs']}"
        yield ""
    used = {entry["needs"] for entry in entries}
    yield f"{len(entries)} component{'' if len(entries) == 1 else 's'}. What they need:"
    for need, meaning in NEEDS.items():
        if need in used:
            yield f"  {need:<11}  {meaning}"
