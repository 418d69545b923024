"""An edge of the graph: which output of which vertex fills which field of which other."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from runnel.graph.lenient import as_text, as_texts
from runnel.graph.vertex import Vertex

_SYNONYMS = {"JSON": "Data", "Table": "DataFrame", "Text": "Message", "str": "Message"}
"""Type names of later and older files, and the name that we compare by."""


class Edge(Struct, frozen=True):
    """A checked connection. ``target_output`` replaces ``field`` where the edge returns into a loop's output.

    ``only_waits``: nobody drew it, and it brings nothing: the target waits for the source.
    """

    source: str
    output: str
    target: str
    field: str
    target_output: str = ""
    only_waits: bool = False


def find_fault(source: Vertex, output: str, output_types: tuple[str, ...], target: Vertex, field: str) -> str:
    """Why a value may not travel from this output to this field, in one sentence; empty if it may.

    Some type of the output must be among the field's ``input_types`` or equal its ``type``, or the source's type key
    must be among them. Types compare by name; synonyms of other versions count as the same.
    """
    entry = target.template[field]
    declared = next((each.types for each in source.outputs if each.name == output), ())
    given = _compared((*declared, *output_types))
    accepted_names = as_texts(entry.get("input_types"))
    accepted = _compared(accepted_names)
    kind = as_text(entry.get("type"))
    kinds = _compared(kind.split(" | "))
    if given & accepted or source.type in accepted_names or given & kinds or not (given or output):
        return ""
    return (
        f"{source.display_name} gives {' or '.join(sorted(given)) or 'nothing'}, "
        f"but {target.field_name(field)} of {target.display_name} takes "
        f"{' or '.join(sorted(accepted)) or kind or 'nothing'}"
    )


def share_type(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two lists of type names have one in common, whatever version they come from."""
    return bool(_compared(one) & _compared(other))


def _compared(names: Iterable[str]) -> set[str]:
    return {_SYNONYMS.get(name, name) for name in names}
