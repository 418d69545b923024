"""The fields ``field_1_key``, ``field_2_key`` … that nodes making records grow and shed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from runnel.errors import Invalid
from runnel.sdk import Data, Message

MOST_FIELDS = 15

_FIELD_NAME = re.compile(r"field_(\d+)_key")


def collect_entries(fields: Mapping[str, Any]) -> dict[str, Any]:
    """One record of all fields in the order of their numbers; messages and records that arrived give their text."""
    numbered = sorted((int(found.group(1)), fields[name]) for name in fields if (found := _FIELD_NAME.fullmatch(name)))
    entries: dict[str, Any] = {}
    for _, value in numbered:
        for pair in value if isinstance(value, list) else [value]:
            if isinstance(pair, Data):
                entries.update(pair.data)
            elif isinstance(pair, Mapping):
                entries.update((key, _plain(item)) for key, item in pair.items() if key)
    return entries


def set_number_of_fields(node: dict[str, Any], number: Any) -> None:
    """Give ``node`` exactly ``number`` fields, in place; those that stay keep their values.

    Raises `runnel.errors.Invalid` when the number is none from 1 to 15; the node is then unchanged.
    """
    try:
        wanted = int(number)
    except (TypeError, ValueError):
        wanted = 0
    if not 1 <= wanted <= MOST_FIELDS:
        raise Invalid(f"Number of Fields is a number from 1 to {MOST_FIELDS}.")
    template: dict[str, Any] = node["template"]
    for name in [name for name in template if (found := _FIELD_NAME.fullmatch(name)) and int(found.group(1)) > wanted]:
        del template[name]
    for index in range(1, wanted + 1):
        template.setdefault(f"field_{index}_key", _field(index))
    template["number_of_fields"]["value"] = wanted
    order = [name for name in node.get("field_order") or [] if not _FIELD_NAME.fullmatch(name)]
    node["field_order"] = order + [f"field_{index}_key" for index in range(1, wanted + 1)]


def _plain(value: Any) -> Any:
    return value.text if isinstance(value, Message | Data) else value


def _field(index: int) -> dict[str, Any]:
    return {
        "_input_type": "DictInput",
        "type": "dict",
        "name": f"field_{index}_key",
        "display_name": f"Field {index}",
        "info": "The entry's name, and its value or what is connected.",
        "value": {},
        "required": False,
        "show": True,
        "advanced": False,
        "list": False,
        "dynamic": False,
        "placeholder": "",
        "title_case": False,
        "input_types": ["Text", "Data"],
    }
