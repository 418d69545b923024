"""Reading parts of a file that may be damaged: what is of another kind than it should be counts as empty."""

from __future__ import annotations

from typing import Any


def as_text(value: Any) -> str:
    """The text, or an empty one."""
    return value if isinstance(value, str) else ""


def as_texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, or none."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def as_object(value: Any) -> dict[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
