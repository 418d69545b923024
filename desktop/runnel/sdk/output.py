"""`Output`: one result of a component."""

from __future__ import annotations

from msgspec import Struct


class Output(Struct, frozen=True):
    """One result of a component, made by the method named ``method``.

    ``types`` are the format's type names (``Message``, ``Data``, ``DataFrame``, ``LanguageModel``, ``Tool`` …), by
    which edges are allowed. ``required_inputs`` are the inputs that the method cannot do without. ``is_cached`` false
    makes a vertex in a cycle compute it anew at each visit.
    """

    name: str
    method: str
    types: tuple[str, ...] = ("Message",)
    display_name: str = ""
    is_cached: bool = True
    required_inputs: tuple[str, ...] = ()
    is_hidden: bool = False
    loop_types: tuple[str, ...] = ()
    """Types of edges that may return into this output, beside its own: it then gives one item per round of a loop."""
