"""Whether a JSON value fits a JSON schema: the part of the language that people write by hand.

``type enum const properties required additionalProperties items minItems maxItems minLength maxLength pattern minimum
maximum``; other words are passed over. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MOST_PROBLEMS = 20
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
_LENGTHS = (
    ("minLength", "maxLength", str, "characters"),
    ("minItems", "maxItems", list, "entries"),
)


def list_problems(value: Any, schema: Any) -> list[str]:
    """What does not fit, a sentence each that begins with the place (``items[0].name``); empty if all fits."""
    problems: list[str] = []
    for problem in _problems(value, schema, ""):
        problems.append(problem)
        if len(problems) == _MOST_PROBLEMS:
            break
    return problems


def _problems(value: Any, schema: Any, place: str) -> Iterator[str]:
    if schema is False:
        yield f"{_at(place)} may not be there."
    if not isinstance(schema, Mapping):
        return
    kinds = schema.get("type")
    wanted = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    if wanted and not any(_is_a(value, kind) for kind in wanted):
        yield f"{_at(place)} is {_kind(value)}, not {' or '.join(map(str, wanted))}."
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{_at(place)} is none of {', '.join(map(str, schema['enum']))}."
    if "const" in schema and value != schema["const"]:
        yield f"{_at(place)} is not {schema['const']}."
    yield from _limits(value, schema, place)
    if isinstance(value, dict):
        yield from _entries(value, schema, place)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _problems(item, schema.get("items", True), f"{place}[{index}]")


def _entries(value: Mapping[str, Any], schema: Mapping[str, Any], place: str) -> Iterator[str]:
    known = schema.get("properties") or {}
    for name in schema.get("required") or []:
        if name not in value:
            yield f"{_at(_within(place, name))} is missing."
    for name, item in value.items():
        yield from _problems(item, known.get(name, schema.get("additionalProperties", True)), _within(place, name))


def _limits(value: Any, schema: Mapping[str, Any], place: str) -> Iterator[str]:
    for least, most, kind, noun in _LENGTHS:
        if isinstance(value, kind):
            length = len(value)
            if least in schema and length < schema[least]:
                yield f"{_at(place)} has {length} {noun}, fewer than {schema[least]}."
            if most in schema and length > schema[most]:
                yield f"{_at(place)} has {length} {noun}, more than {schema[most]}."
    if isinstance(value, str) and "pattern" in schema and not re.search(str(schema["pattern"]), value):
        yield f"{_at(place)} does not fit the pattern {schema['pattern']}."
    if _is_a(value, "number"):
        if "minimum" in schema and value < schema["minimum"]:
            yield f"{_at(place)} is {value}, less than {schema['minimum']}."
        if "maximum" in schema and value > schema["maximum"]:
            yield f"{_at(place)} is {value}, more than {schema['maximum']}."


def _is_a(value: Any, kind: Any) -> bool:
    if kind == "integer" and isinstance(value, float):
        return value.is_integer()
    if isinstance(value, bool) and kind in ("integer", "number"):
        return False
    return isinstance(value, _TYPES.get(str(kind), (object,)))


def _kind(value: Any) -> str:
    return next((name for name in _TYPES if _is_a(value, name)), "something else")


def _within(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _at(place: str) -> str:
    return place or "The whole"
