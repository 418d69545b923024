"""Prompt templates: the text with ``{variables}`` that the prompt component and the prompt editor share.

Single braces hold a variable, doubled braces are literal braces. Templates of later files may turn this around
(``use_double_brackets``): then ``{{name}}`` is a variable and single braces are text. Pure functions, no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from runnel.errors import Invalid

RESERVED_NAMES = frozenset(
    {"input_variables", "output_parser", "partial_variables", "template", "template_format", "validate_template"}
)
"""Names that the flow format does not allow for variables."""

_FORBIDDEN = re.compile(r"[\s,.:;!?/\\()\[\]]")
_DOUBLE = re.compile(r"\{\{\s*([^{}\s][^{}]*?)\s*\}\}")


class Variable(Struct, frozen=True):
    """A variable's place in a template: its name and the text it was written as, braces included."""

    name: str
    source: str


def split_template(template: str, *, use_double_brackets: bool = False) -> list[str | Variable]:
    """The template as texts and variables in order; a brace without its partner stays text. Never raises."""
    return list(_split(template, use_double_brackets))


@lru_cache(maxsize=256)
def _split(template: str, use_double_brackets: bool) -> tuple[str | Variable, ...]:
    return tuple(_double_parts(template) if use_double_brackets else _single_parts(template))


def list_variables(template: str, *, use_double_brackets: bool = False) -> list[str]:
    """The names of the variables, each once, in the order of the text.

    Raises `runnel.errors.Invalid` that says what is wrong with a brace or a name.
    """
    if not use_double_brackets:
        _check_braces(template)
    names = dict.fromkeys(
        part.name
        for part in split_template(template, use_double_brackets=use_double_brackets)
        if isinstance(part, Variable)
    )
    for name in names:
        _check_name(name)
    return list(names)


def render(template: str, values: Mapping[str, Any], *, use_double_brackets: bool = False) -> str:
    """The template with ``str()`` of the values put in; a variable without value is an empty text.

    What stands in braces but can be no variable and has no value (a piece of JSON, say) stays as it is.
    """
    texts: list[str] = []
    for part in _split(template, use_double_brackets):
        if isinstance(part, str):
            texts.append(part)
        elif part.name in values:
            texts.append(_text_of(values[part.name]))
        elif name_problem(part.name):
            texts.append(part.source)
    return "".join(texts)


def name_problem(name: str) -> str:
    """Why ``name`` cannot be a variable's name, in one sentence; empty if it can."""
    if not name:
        return "A variable needs a name between its braces."
    found = _FORBIDDEN.search(name)
    if found:
        character = "a space" if found.group().isspace() else f'"{found.group()}"'
        return (
            f'The variable name "{name}" holds {character}. '
            "Use letters, digits and _ only, or write {{ and }} for braces that are text."
        )
    if name[0].isdigit():
        return f'The variable name "{name}" begins with a digit. Begin it with a letter.'
    if name in RESERVED_NAMES:
        return f'The variable name "{name}" is taken by the flow format. Choose another one.'
    return ""


def variable_field(name: str, value: Any = "") -> dict[str, Any]:
    """The template field that the flow format keeps for a variable."""
    return {
        "field_type": "str",
        "required": False,
        "placeholder": "",
        "list": False,
        "show": True,
        "multiline": True,
        "value": value,
        "fileTypes": [],
        "file_path": "",
        "advanced": False,
        "input_types": ["Message", "Text"],
        "dynamic": False,
        "info": "",
        "load_from_db": False,
        "title_case": False,
        "type": "str",
        "name": name,
        "display_name": name,
    }


def set_variables(node: dict[str, Any], field: str, names: list[str]) -> None:
    """Give ``node`` one field per variable of the prompt in ``field``, in place.

    A field that is there keeps its value and edges; fields of variables that are gone leave; ``custom_fields`` lists
    ``names`` in order. A name that belongs to a declared field of the node leaves that field alone.
    """
    template: dict[str, Any] = node.setdefault("template", {})
    custom_fields: dict[str, list[str] | None] = node.setdefault("custom_fields", {})
    elsewhere = {name for other, listed in custom_fields.items() if other != field for name in listed or []}
    for gone in custom_fields.get(field) or []:
        if gone not in names and gone not in elsewhere and "_input_type" not in template.get(gone, {}):
            template.pop(gone, None)
    for name in names:
        if name not in template:
            template[name] = variable_field(name)
    custom_fields[field] = list(names)


def _text_of(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return str([str(item) for item in value])
    return str(value)


def _single_parts(template: str) -> Iterator[str | Variable]:
    text = ""
    at = 0
    while at < len(template):
        if template[at : at + 2] in ("{{", "}}"):
            text += template[at]
            at += 2
            continue
        end = template.find("}", at) if template[at] == "{" else -1
        inner = template[at + 1 : end]
        if end < 0 or not inner or "{" in inner:
            text += template[at]
            at += 1
            continue
        if text:
            yield text
            text = ""
        yield Variable(inner, template[at : end + 1])
        at = end + 1
    if text:
        yield text


def _double_parts(template: str) -> Iterator[str | Variable]:
    at = 0
    for match in _DOUBLE.finditer(template):
        if match.start() > at:
            yield template[at : match.start()]
        yield Variable(match.group(1), match.group())
        at = match.end()
    if at < len(template):
        yield template[at:]


def _check_braces(template: str) -> None:
    at = 0
    while at < len(template):
        if template[at : at + 2] in ("{{", "}}"):
            at += 2
        elif template[at] == "}":
            raise Invalid(f"{_place(template, at)} has a }} that closes nothing. Write }}}} for a brace that is text.")
        elif template[at] == "{":
            end = template.find("}", at)
            if end < 0 or "{" in template[at + 1 : end]:
                raise Invalid(
                    f"{_place(template, at)} has a {{ that is never closed. Write {{{{ for a brace that is text."
                )
            at = end + 1
        else:
            at += 1


def _place(template: str, at: int) -> str:
    return f"Line {template.count(chr(10), 0, at) + 1} of the prompt"


def _check_name(name: str) -> None:
    problem = name_problem(name)
    if problem:
        raise Invalid(problem)
