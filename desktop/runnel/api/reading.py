"""Reading an untyped value as a type, leniently, with **all** that is wrong with it.

msgspec decodes the good path and stops at the first error. Only then, and for texts of paths, queries and forms, is a
value read here: coercions of the contract (``"5"`` as a number, ``"yes"`` as true) are applied, and each error is
listed in the recorded kind and text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import inspect

from runnel.api.problems import Location, Problem, missing, problem, value_error

_TRUE = frozenset({"true", "1", "yes", "on", "t", "y"})
_FALSE = frozenset({"false", "0", "no", "off", "f", "n"})
_INTEGER = re.compile(r"\s*[+-]?\d+(_\d+)*(\.0*)?\s*")
_LARGEST = 2**53 - 1
"""Larger whole numbers do not survive JSON in a browser, nor arithmetic in the database."""

_INTEGER_MESSAGE = "Input should be a valid integer"
_UUID_DIGITS = re.compile(r"[0-9a-fA-F]")


def read_as(value: Any, wanted: Any, location: Location, problems: list[Problem]) -> Any:
    """``value`` as the type ``wanted``; what is wrong is appended to ``problems``, in field order."""
    return _read(value, type_info(wanted), location, problems)


@cache
def type_info(wanted: Any) -> inspect.Type:
    """msgspec's description of a type, made once."""
    _note_orders(wanted, set())
    return inspect.type_info(wanted)


_orders: dict[frozenset[Any], tuple[Any, ...]] = {}
"""Choices of Literals as they were written: msgspec sorts them, and the recorded texts do not."""


def _note_orders(wanted: Any, seen: set[Any]) -> None:
    if get_origin(wanted) is Literal:
        choices = get_args(wanted)
        _orders.setdefault(frozenset(choices), choices)
        return
    for part in get_args(wanted):
        _note_orders(part, seen)
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct) and wanted not in seen:
        seen.add(wanted)
        for hint in get_type_hints(wanted).values():
            _note_orders(hint, seen)


def _read(value: Any, info: inspect.Type, location: Location, problems: list[Problem]) -> Any:
    match info:
        case inspect.Metadata():
            return _read(value, info.type, location, problems)
        case inspect.CustomType():
            return value
        case inspect.UnionType():
            return _read_union(value, info, location, problems)
        case inspect.StructType():
            return _read_struct(value, info, location, problems)
        case inspect.ListType():
            return _read_list(value, info, location, problems)
        case inspect.DictType():
            return _read_dict(value, info, location, problems)
        case inspect.LiteralType():
            return _read_literal(value, info, location, problems)
        case inspect.RawType():
            return msgspec.Raw(msgspec.json.encode(value))
        case inspect.TypedDictType() | inspect.TupleType() | inspect.VarTupleType():
            raise TypeError(f"{info!r} is no type of the wire")
    reader = _SCALARS.get(type(info))
    return value if reader is None else reader(value, info, location, problems)


def _read_union(value: Any, info: inspect.UnionType, location: Location, problems: list[Problem]) -> Any:
    choices = [choice for choice in info.types if not isinstance(choice, inspect.CustomType)]
    if value is None and any(isinstance(choice, inspect.NoneType) for choice in choices):
        return None
    first: list[Problem] | None = None
    # A text stays a text if it may: the other choices are tried in order after an exact match.
    rest = [choice for choice in choices if not isinstance(choice, inspect.NoneType) and _is_value_choice(choice)]
    rest.sort(key=lambda choice: not (isinstance(choice, inspect.StrType) and isinstance(value, str)))
    for choice in rest:
        found: list[Problem] = []
        result = _read(value, choice, location, found)
        if not found:
            return result
        first = first or found
    problems.extend(first or [])
    return None


def _is_value_choice(choice: inspect.Type) -> bool:
    return type(choice).__name__ != "UnsetType"


def _read_struct(value: Any, info: inspect.StructType, location: Location, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        message = "Input should be a valid dictionary or object to extract fields from"
        problems.append(problem("model_attributes_type", location, message, value))
        return None
    before = len(problems)
    values: dict[str, Any] = {}
    for field in info.fields:
        if field.encode_name in value:
            values[field.name] = _read(value[field.encode_name], field.type, (*location, field.encode_name), problems)
        elif field.required:
            problems.append(missing((*location, field.encode_name), value))
    if info.forbid_unknown_fields:
        known = {field.encode_name for field in info.fields}
        for name in value:
            if name not in known:
                message = "Extra inputs are not permitted"
                problems.append(problem("extra_forbidden", (*location, name), message, value[name]))
    if len(problems) > before:
        return None
    try:
        return info.cls(**values)
    except (TypeError, ValueError) as error:
        problems.append(value_error(location, str(error), value))
        return None


def _read_list(value: Any, info: inspect.ListType, location: Location, problems: list[Problem]) -> Any:
    if not isinstance(value, list):
        problems.append(problem("list_type", location, "Input should be a valid list", value))
        return None
    return [_read(item, info.item_type, (*location, index), problems) for index, item in enumerate(value)]


def _read_dict(value: Any, info: inspect.DictType, location: Location, problems: list[Problem]) -> Any:
    if not isinstance(value, dict):
        problems.append(problem("dict_type", location, "Input should be a valid dictionary", value))
        return None
    return {key: _read(item, info.value_type, (*location, key), problems) for key, item in value.items()}


def _read_literal(value: Any, info: inspect.LiteralType, location: Location, problems: list[Problem]) -> Any:
    if value in info.values and not isinstance(value, bool):
        return value
    names = [f"'{choice}'" for choice in _orders.get(frozenset(info.values), info.values)]
    expected = " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    problems.append(problem("literal_error", location, f"Input should be {expected}", value, expected=expected))
    return None


def _read_text(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if not isinstance(value, str):
        problems.append(problem("string_type", location, "Input should be a valid string", value))
        return None
    if info.min_length is not None and len(value) < info.min_length:
        message = f"String should have at least {info.min_length} character{'' if info.min_length == 1 else 's'}"
        problems.append(problem("string_too_short", location, message, value, min_length=info.min_length))
    if info.max_length is not None and len(value) > info.max_length:
        message = f"String should have at most {info.max_length} character{'' if info.max_length == 1 else 's'}"
        problems.append(problem("string_too_long", location, message, value, max_length=info.max_length))
    if info.pattern is not None and not re.search(info.pattern, value):
        message = f"String should match pattern '{info.pattern}'"
        problems.append(problem("string_pattern_mismatch", location, message, value, pattern=info.pattern))
    return value


def _read_boolean(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int | float):
        text = str(int(value)) if isinstance(value, float) and value in (0, 1) else str(value).strip().lower()
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        message = "Input should be a valid boolean, unable to interpret input"
        problems.append(problem("bool_parsing", location, message, value))
    else:
        problems.append(problem("bool_type", location, "Input should be a valid boolean", value))
    return None


def _read_integer(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if isinstance(value, str):
        if not _INTEGER.fullmatch(value):
            message = f"{_INTEGER_MESSAGE}, unable to parse string as an integer"
            problems.append(problem("int_parsing", location, message, value))
            return None
        digits = value.strip().replace("_", "").partition(".")[0]
        number = int(digits) if len(digits) < 40 else _LARGEST + 1
    elif isinstance(value, float) and not isinstance(value, bool):
        if not value.is_integer():
            message = f"{_INTEGER_MESSAGE}, got a number with a fractional part"
            problems.append(problem("int_from_float", location, message, value))
            return None
        number = int(value)
    elif isinstance(value, int):
        number = int(value)
    else:
        problems.append(problem("int_type", location, _INTEGER_MESSAGE, value))
        return None
    if abs(number) > _LARGEST:
        message = "Unable to parse input string as an integer, exceeded maximum size"
        problems.append(problem("int_parsing_size", location, message, value))
        return None
    return _in_bounds(number, info, location, problems)


def _read_number(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if isinstance(value, bool | int | float):
        return _in_bounds(float(value), info, location, problems)
    if isinstance(value, str):
        try:
            return _in_bounds(float(value), info, location, problems)
        except ValueError:
            message = "Input should be a valid number, unable to parse string as a number"
            problems.append(problem("float_parsing", location, message, value))
            return None
    problems.append(problem("float_type", location, "Input should be a valid number", value))
    return None


def _in_bounds(number: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    checks: tuple[tuple[Any, str, str, str, Callable[[Any], bool]], ...] = (
        (info.ge, "greater_than_equal", "greater than or equal to", "ge", lambda bound: number >= bound),
        (info.gt, "greater_than", "greater than", "gt", lambda bound: number > bound),
        (info.le, "less_than_equal", "less than or equal to", "le", lambda bound: number <= bound),
        (info.lt, "less_than", "less than", "lt", lambda bound: number < bound),
    )
    for bound, kind, words, key, holds in checks:
        if bound is not None and not holds(bound):
            problems.append(problem(kind, location, f"Input should be {words} {bound}", number, **{key: bound}))
    return number


def _read_uuid(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str):
        problems.append(problem("uuid_type", location, "UUID input should be a string, bytes or UUID object", value))
        return None
    text = value.removeprefix("urn:uuid:").removeprefix("{").removesuffix("}")
    plain = text.replace("-", "")
    if len(plain) == 32 and all(_UUID_DIGITS.fullmatch(digit) for digit in plain):
        return UUID(plain)
    wrong = next((index for index, digit in enumerate(text) if digit != "-" and not _UUID_DIGITS.match(digit)), None)
    if wrong is None:
        why = f"invalid length: expected 32 digits, found {len(plain)}"
    else:
        why = f"invalid character: expected [0-9a-fA-F-], found `{text[wrong]}` at {wrong + 1}"
    problems.append(problem("uuid_parsing", location, f"Input should be a valid UUID, {why}", value, error=why))
    return None


def _read_null(value: Any, info: Any, location: Location, problems: list[Problem]) -> Any:
    if value is not None:
        problems.append(problem("none_required", location, "Input should be None", value))


_SCALARS: dict[type, Callable[[Any, Any, Location, list[Problem]], Any]] = {
    inspect.StrType: _read_text,
    inspect.BoolType: _read_boolean,
    inspect.IntType: _read_integer,
    inspect.FloatType: _read_number,
    inspect.UUIDType: _read_uuid,
    inspect.NoneType: _read_null,
}
