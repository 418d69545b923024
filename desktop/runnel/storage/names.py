"""Names that must be unique: a taken one gets the next number."""

from __future__ import annotations

import re
from collections.abc import Iterable


def number_name(name: str, taken: Iterable[str]) -> str:
    """``name``, or when it is taken ``name (n)`` with the number after the highest in use."""
    return _number(name, taken, f"{re.escape(name)} \\((\\d+)\\)", "{} ({})")


def number_endpoint_name(name: str, taken: Iterable[str]) -> str:
    """``name``, or when it is taken ``name-n`` with the number after the highest in use."""
    return _number(name, taken, f"{re.escape(name)}-(\\d+)", "{}-{}")


def _number(name: str, taken: Iterable[str], pattern: str, numbered: str) -> str:
    names = set(taken)
    if name not in names:
        return name
    # Numbers of more than 9 digits are part of a name that somebody chose.
    found = (re.fullmatch(pattern, other) for other in names if other.startswith(name))
    highest = max((int(match[1]) for match in found if match and len(match[1]) < 10), default=0)
    return numbered.format(name, highest + 1)
