"""One entry of a 422 answer, in the shape that the API documents."""

from __future__ import annotations

from typing import Any

Location = tuple[str | int, ...]
"""Where in a request a problem lies: ``("body", "nodes", 0, "id")``, ``("query", "page")``, ``("path", "flow_id")``."""

Problem = dict[str, Any]
"""``{"type", "loc", "msg", "input", "ctx"?}``."""


def problem(kind: str, location: Location, message: str, value: Any, **context: Any) -> Problem:
    """An entry for ``InvalidFields``: its kind (``missing``, ``value_error`` …), where, why, and what was sent."""
    entry: Problem = {"type": kind, "loc": list(location), "msg": message, "input": value}
    if context:
        entry["ctx"] = context
    return entry


def missing(location: Location, parent: Any) -> Problem:
    """A required field, parameter or body that was not sent; ``parent`` is the value in which it was looked for."""
    return problem("missing", location, "Field required", parent)


def value_error(location: Location, why: str, value: Any) -> Problem:
    """A value of the right type that breaks a rule of its field."""
    return problem("value_error", location, f"Value error, {why}", value, error={})
