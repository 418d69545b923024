"""Records to text: templates such as ``{name}: {price:.2f}`` filled in from a record, without code in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from string import Formatter
from typing import Any

from runnel.sdk import ComponentError, Data


def format_data(template: str, data: Data, field: str = "template") -> str:
    """``template`` with the record's entries; ``{text}`` is its text, ``{data}`` the whole record."""
    return format_record(template, {**data.data, "text": data.text, "data": data.data}, field)


def format_record(template: str, record: Mapping[str, Any], field: str = "template") -> str:
    """``template`` with the entries of ``record``.

    A name is looked up as it stands (``{a.b}`` is the entry ``a.b``, nothing is called). ``{{`` and ``}}`` are braces.
    Raises `ComponentError` for a template that cannot be read (of the input ``field``), or that names an entry which
    the record lacks.
    """
    texts: list[str] = []
    try:
        for literal, written, form, conversion in Formatter().parse(template):
            texts.append(literal)
            if written is None:
                continue
            name = written.strip()
            if name not in record:
                # No field is named: the record lacks the entry, and as a rule the template is right.
                raise ComponentError(f'The record has no entry "{name}".', f"Its entries are {', '.join(record)}.")
            texts.append(_format_value(record[name], form or "", conversion))
    except ValueError as error:
        raise ComponentError(
            "The template cannot be read.",
            f"{str(error).rstrip('.')}.",
            "Write {name} for an entry, and {{ or }} for a brace that is text.",
            field=field,
        ) from None
    return "".join(texts)


def text_of(value: Any) -> str:
    """A value as a person reads it: texts as they are, nothing for None, records and lists as JSON."""
    if value is None:
        return ""
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _format_value(value: Any, form: str, conversion: str | None) -> str:
    if conversion == "r":
        return format(repr(value), form)
    if not form:
        return text_of(value)
    try:
        return format(value, form)
    except (ValueError, TypeError):
        # A number form on an empty or textual cell: show the cell, do not fail the report.
        return text_of(value)
