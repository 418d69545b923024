"""Flows that run within others: what they are given, and where that ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runnel.errors import ComponentError, InvalidFields
from runnel.runs import inputs
from runnel.runs.journal import Journal
from runnel.runs.prepared import PreparedFlow
from runnel.schemas.run import StoredFlow

MOST_NESTED = 10
"""So many flows may run one within the other."""


def read_given(
    flow: PreparedFlow, name: str, input_value: str, tweaks: Mapping[str, Any], journal: Journal
) -> inputs.Changes:
    """What a run within a run changes of its flow. Raises `ComponentError` for tweaks that are refused."""
    try:
        changes = inputs.read_tweaks(flow, tweaks, journal)
    except InvalidFields as error:
        why = "; ".join(entry["msg"].removeprefix("Value error, ") for entry in error.detail)
        raise ComponentError(f"The flow {name} cannot be given this.", f"{why}.") from None
    if input_value:
        receivers = inputs.input_vertices(flow, "chat") or inputs.input_vertices(flow, "any")
        inputs.set_input(changes, receivers, input_value)
    return changes


def refuse_circle(upcoming: StoredFlow, callers: Sequence[StoredFlow], outermost_id: str) -> None:
    """Raise `ComponentError` when a flow would run within itself, or too deep within others.

    ``callers`` are the flows that run one within the other, within the one of ``outermost_id``.
    """
    names = [caller.name for caller in callers]
    ids = [caller.id for caller in callers]
    if upcoming.id == outermost_id or upcoming.id in ids:
        way = [upcoming.name, *names] if upcoming.id == outermost_id else names[ids.index(upcoming.id) :]
        raise ComponentError(
            f"The flow {upcoming.name} would run itself.",
            f"Flows run each other in a circle: {' → '.join([*way, upcoming.name])}.",
            "Choose another flow in one of them.",
        )
    if len(names) >= MOST_NESTED:
        raise ComponentError(
            f"The flow {upcoming.name} is not run: flows are nested more than {MOST_NESTED} deep.",
            f"They are {' → '.join([*names, upcoming.name])}.",
            "Let fewer flows run others.",
        )
