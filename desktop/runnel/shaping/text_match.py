"""Comparing two texts by the operators of routers."""

from __future__ import annotations

import re

from runnel.sdk import ComponentError

OPERATORS = ("equals", "not equals", "contains", "starts with", "ends with")
"""What the catalogue offers; files of later versions know more (`is_match`)."""


def is_match(text: str, operator: str, other: str, *, is_case_sensitive: bool) -> bool:
    """Whether ``text`` stands in the relation ``operator`` to ``other``.

    Besides `OPERATORS`: ``regex`` (from the beginning), ``less than``, ``less than or equal``, ``greater than`` and
    ``greater than or equal``, which compare numbers and are false where one is none. Raises `ComponentError`.
    """
    if operator == "regex":
        return _matches_pattern(text, other)
    if operator.startswith(("less than", "greater than")):
        return _compares(text, operator, other)
    if not is_case_sensitive:
        text, other = text.lower(), other.lower()
    match operator:
        case "equals":
            return text == other
        case "not equals":
            return text != other
        case "contains":
            return other in text
        case "starts with":
            return text.startswith(other)
        case "ends with":
            return text.endswith(other)
    raise ComponentError(
        "The texts were not compared.",
        f'"{operator}" is no operator known here.',
        f"Choose one of: {', '.join(OPERATORS)}.",
        field="operator",
    )


def _matches_pattern(text: str, pattern: str) -> bool:
    try:
        return re.match(pattern, text) is not None
    except re.error as error:
        raise ComponentError(
            "The texts were not compared.",
            f"The pattern is not valid: {error}.",
            "Correct Match Text.",
            field="match_text",
        ) from None


def _compares(text: str, operator: str, other: str) -> bool:
    try:
        left, right = float(text), float(other)
    except ValueError:
        return False
    if operator.endswith("equal") and left == right:
        return True
    return left < right if operator.startswith("less") else left > right
