"""Looking into JSON by the part of the jq language that people use most.

``.a.b``, ``."a b"``, ``.[0]``, ``.[-1]``, ``.[1:3]``, ``.[]``, ``?`` after any of these, ``|``, ``,``, and the
functions ``keys``, ``values``, ``length``, ``first``, ``last``, ``add``, ``sort``, ``unique``, ``reverse``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

_STEP = re.compile(
    r"""\s*(?:
      \.?\[\s*(?P<start>-?\d+)?\s*(?P<colon>:)?\s*(?P<stop>-?\d+)?\s*\]
    | \.?\[\s*(?P<quoted_index>"(?:[^"\\]|\\.)*")\s*\]
    | \.(?P<quoted>"(?:[^"\\]|\\.)*")
    | \.(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<function>[a-z]+)
    | (?P<itself>\.)
    )(?P<optional>\?*)\s*""",
    re.VERBOSE,
)


def find_json(query: str, value: Any) -> list[Any]:
    """All results of ``query`` on a JSON value, in order. Raises `ValueError` that says what does not fit."""
    results: list[Any] = []
    for branch in _split(query, ","):
        values = [value]
        for pipe in _split(branch, "|"):
            steps = _steps(pipe)
            for step in steps:
                values = [found for each in values for found in step(each)]
        results.extend(values)
    return results


def _split(query: str, separator: str) -> list[str]:
    """Parts at ``separator``, except within quotes and brackets."""
    parts, depth, is_quoted, start = [], 0, False, 0
    for at, character in enumerate(query):
        if character == '"' and query[at - 1 : at] != "\\":
            is_quoted = not is_quoted
        elif is_quoted:
            continue
        elif character in "[(":
            depth += 1
        elif character in "])":
            depth -= 1
        elif character == separator and depth == 0:
            parts.append(query[start:at])
            start = at + 1
    return [*parts, query[start:]]


Step = Callable[[Any], Iterator[Any]]


def _steps(path: str) -> list[Step]:
    steps: list[Step] = []
    at = 0
    while at < len(path.rstrip()):
        found = _STEP.match(path, at)
        if not found or found.end() == at:
            raise ValueError(f'The query cannot be read from "{path[at : at + 20].strip()}" on')
        steps.append(_step(found))
        at = found.end()
    if not steps:
        raise ValueError("The query is empty; a dot alone gives everything")
    return steps


def _step(found: re.Match[str]) -> Step:
    optional = bool(found["optional"])
    if found["itself"]:
        return lambda value: iter([value])
    if found["function"]:
        return _function(found["function"])
    key = found["name"] or (json.loads(found["quoted"] or found["quoted_index"] or '""'))
    if key:
        return lambda value: _entry(value, key, optional)
    start, stop = (None if found[name] is None else int(found[name]) for name in ("start", "stop"))
    if found["colon"]:
        return lambda value: _slice(value, start, stop, optional)
    if start is None:
        return lambda value: _each(value, optional)
    return lambda value: _item(value, start, optional)


def _entry(value: Any, key: str, optional: bool) -> Iterator[Any]:
    if value is None or isinstance(value, dict):
        yield None if value is None else value.get(key)
    elif not optional:
        raise ValueError(f'There is no entry "{key}" in {_kind(value)}')


def _item(value: Any, index: int, optional: bool) -> Iterator[Any]:
    if value is None or isinstance(value, list):
        items = value or []
        yield items[index] if -len(items) <= index < len(items) else None
    elif not optional:
        raise ValueError(f"There is no place {index} in {_kind(value)}")


def _slice(value: Any, start: int | None, stop: int | None, optional: bool) -> Iterator[Any]:
    if value is None or isinstance(value, list | str):
        yield None if value is None else value[start:stop]
    elif not optional:
        raise ValueError(f"There are no places in {_kind(value)}")


def _each(value: Any, optional: bool) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield from value.values() if isinstance(value, dict) else value
    elif not optional:
        raise ValueError(f"There are no entries in {_kind(value)}")


def _function(name: str) -> Step:
    function = _FUNCTIONS.get(name)
    if function is None:
        raise ValueError(f'The function "{name}" is not known; known are {", ".join(_FUNCTIONS)}')

    def apply(value: Any) -> Iterator[Any]:
        try:
            yield function(value)
        except (TypeError, KeyError, IndexError):
            raise ValueError(f"{name} does not fit {_kind(value)}") from None

    return apply


def _sum(value: Any) -> Any:
    items = list(value.values()) if isinstance(value, dict) else value
    total = items[0] if items else None
    for item in items[1:]:
        total = {**total, **item} if isinstance(total, dict) else total + item
    return total


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "keys": lambda value: sorted(value) if isinstance(value, dict) else list(range(len(value))),
    "values": lambda value: list(value.values()) if isinstance(value, dict) else list(value),
    "length": lambda value: 0 if value is None else abs(value) if isinstance(value, int | float) else len(value),
    "first": lambda value: value[0],
    "last": lambda value: value[-1],
    "add": _sum,
    "sort": lambda value: sorted(value),
    "unique": lambda value: sorted(set(value)),
    "reverse": lambda value: value[::-1],
}


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
