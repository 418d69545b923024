"""How a stored or arriving value becomes what a component's method receives, kind by kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from runnel.errors import ComponentError
from runnel.sdk import Data, DataFrame, Input, Message

UNSET: Any = object()
"""No value: the default of the method's parameter applies."""

_TEXT_KINDS = frozenset(
    {
        "StrInput",
        "MessageTextInput",
        "MultilineInput",
        "SecretStrInput",
        "MultilineSecretInput",
        "DropdownInput",
        "CodeInput",
        "LinkInput",
    }
)
_KIND_BY_TYPE = {
    "int": "IntInput",
    "float": "FloatInput",
    "bool": "BoolInput",
    "dict": "DictInput",
    "NestedDict": "NestedDictInput",
    "file": "FileInput",
    "table": "TableInput",
    "slider": "SliderInput",
    "prompt": "PromptInput",
    "code": "CodeInput",
}
RAW_KIND = "raw"
"""A field of which no kind is known: an arriving value is passed as it is."""


def field_kind(declared: Input | None, entry: Mapping[str, Any]) -> str:
    """The kind by which a field is read: the component's own declaration, else what the file says of it.

    Fields that the component does not declare take values from edges as they are (`RAW_KIND`) unless their type says
    number, switch, object … of itself.
    """
    if declared is not None:
        # Some fields that were objects are tables in later files; their rows are not to be merged into one.
        return "TableInput" if declared.kind == "DictInput" and entry.get("type") == "table" else declared.kind
    return _KIND_BY_TYPE.get(str(entry.get("type")), RAW_KIND)


def is_list_field(declared: Input | None, entry: Mapping[str, Any]) -> bool:
    """Whether the field takes several values and several edges: as the component declares it, else as the file says."""
    return declared.is_list if declared is not None else bool(entry.get("list") or entry.get("is_list"))


def empty_value(kind: str, is_list: bool) -> Any:
    """What a method gets for an unset field when its parameter has no default."""
    if kind in ("DictInput", "NestedDictInput"):
        return {}
    if is_list or kind in ("MultiselectInput", "TableInput"):
        return []
    if kind == "BoolInput":
        return False
    if kind == "MessageInput":
        return Message()
    return "" if kind in _TEXT_KINDS or kind == "PromptInput" else None


def read_stored(name: str, kind: str, is_list: bool, entry: Mapping[str, Any]) -> Any:
    """The value that the file holds for a field (files and variables are looked up elsewhere); `UNSET` for none.

    Raises `ComponentError` naming the field when it cannot be read.
    """
    value = entry.get("value")
    if value is None:
        return UNSET
    if entry.get("type") == "str" and not name.endswith("code"):
        # In code, such escapes are Python's.
        value = _with_newlines(value)
        if isinstance(value, str) and ("kwargs" in name or "config" in name):
            try:
                return json.loads(value)
            except ValueError:
                return UNSET
    return coerce(name, kind, is_list, value)


def coerce(name: str, kind: str, is_list: bool, value: Any) -> Any:
    """A value as its kind passes it on: see the table in `runnel.sdk.inputs`.

    Raises `ComponentError` naming the field for a value that the kind cannot hold.
    """
    if value is None:
        return UNSET
    if kind in _TEXT_KINDS:
        if is_list:
            items = value if isinstance(value, list) else [value]
            return [to_text(name, item) for item in items if item != ""]
        return to_text(name, value)
    convert = _CONVERTERS.get(kind)
    if convert is not None:
        return convert(name, value)
    if kind in ("HandleInput", "DataInput"):
        if value == "":
            return UNSET
        return value if not is_list or isinstance(value, list) else [value]
    return value


def read_pinned(value: Any, types: Sequence[str]) -> Any:
    """A value that a file pins to an output of these types: texts become messages, objects records or tables' rows."""
    if isinstance(value, str) and ("Message" in types or "Text" in types):
        return Message(text=value)
    if isinstance(value, dict) and ("Message" in types or "Text" in types) and isinstance(value.get("text"), str):
        return Message(text=value["text"])
    if "DataFrame" in types or "Table" in types:
        rows = value if isinstance(value, list) else [value]
        return DataFrame([row if isinstance(row, dict) else {"text": row} for row in rows])
    if "Data" in types or "JSON" in types:
        if isinstance(value, list):
            return [Data(item) if isinstance(item, dict) else Data({"text": item}) for item in value]
        return Data(value) if isinstance(value, dict) else Data({"text": value})
    return value


def collect(arrived: list[Any], is_list: bool) -> Any:
    """One value of those that several edges brought: all of them for a list field (lists spliced in), else the last."""
    if not is_list:
        return arrived[-1]
    collected: list[Any] = []
    for value in arrived:
        if isinstance(value, list):
            collected.extend(value)
        else:
            collected.append(value)
    return collected


def to_text(name: str, value: Any) -> str:
    """The text of a value that enters a text field.

    Raises `ComponentError` for a record without its text entry, naming the entries that it has.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        return value.text
    if isinstance(value, Data):
        if value.text_key not in value.data and not value.default_value:
            entries = ", ".join(map(str, value.data)) or "none"
            raise ComponentError(
                f"The record for {name} has no entry {value.text_key}.",
                f"Its entries are: {entries}.",
                "Choose one of them with Parse Data.",
                field=name,
            )
        return value.text
    if isinstance(value, DataFrame):
        return table_text(value)
    if isinstance(value, list):
        return "\n".join(to_text(name, item) for item in value)
    return str(value)


def table_text(table: DataFrame) -> str:
    """A table as Markdown."""
    columns = table.columns
    if not columns:
        return ""
    lines = ["| " + " | ".join(map(str, columns)) + " |", "|" + " --- |" * len(columns)]
    for row in table.rows:
        cells = (str(row.get(column, "")).replace("|", "\\|").replace("\n", " ") for column in columns)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def stored_paths(entry: Mapping[str, Any]) -> list[str]:
    """The stored paths (``<flow id>/<name>``) of a file field."""
    found = entry.get("file_path") or entry.get("value") or []
    if isinstance(found, str):
        found = [found]
    return [path for path in found if isinstance(path, str) and path] if isinstance(found, list) else []


def _with_newlines(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\\n", "\n")
    if isinstance(value, list):
        return [item.replace("\\n", "\n") if isinstance(item, str) else item for item in value]
    return value


def _to_message(name: str, value: Any) -> Any:
    if isinstance(value, Message):
        return value
    if isinstance(value, Data):
        return Message(text=value.text or json.dumps(value.data, ensure_ascii=False, default=str))
    return Message(text=to_text(name, value))


def _to_prompt(name: str, value: Any) -> Any:
    text = to_text(name, value)
    return text if text else UNSET


def _to_int(name: str, value: Any) -> Any:
    number = _to_float(name, value)
    return number if number is UNSET or isinstance(number, int) else int(number)


def _to_float(name: str, value: Any) -> Any:
    if isinstance(value, Message | Data):
        value = to_text(name, value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    text = str(value).strip()
    if not text:
        return UNSET
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        raise ComponentError(f"{name} is no number.", f"It reads {text[:80]!r}.", field=name) from None


def _to_bool(name: str, value: Any) -> Any:
    if isinstance(value, str | Message):
        return str(value).strip().lower() in ("true", "1", "yes", "on")
    return bool(value)


def _to_dict(name: str, value: Any) -> Any:
    if isinstance(value, Data):
        return dict(value.data)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list):
        merged: dict[str, Any] = {}
        for item in value:
            merged.update(_to_dict(name, item))
        return merged
    text = to_text(name, value).strip()
    if not text:
        return {}
    try:
        decoded = json.loads(text)
    except ValueError as error:
        raise ComponentError(f"{name} is no JSON object.", f"{error}.", field=name) from None
    if not isinstance(decoded, dict):
        raise ComponentError(f"{name} is no JSON object.", f"It reads {text[:80]!r}.", field=name)
    return decoded


def _to_table(name: str, value: Any) -> Any:
    if isinstance(value, DataFrame):
        return [dict(row) for row in value.rows]
    if isinstance(value, Data):
        return [dict(value.data)]
    if isinstance(value, list):
        return [dict(row.data) if isinstance(row, Data) else dict(row) for row in value if isinstance(row, dict | Data)]
    return []


def _to_choices(name: str, value: Any) -> Any:
    items = value if isinstance(value, list) else [value]
    return [to_text(name, item) for item in items if item != ""]


def _to_paths(name: str, value: Any) -> Any:
    if isinstance(value, Path | list):
        return value
    text = to_text(name, value).strip() if isinstance(value, str | Message) else ""
    return Path(text) if text else UNSET


_CONVERTERS: dict[str, Callable[[str, Any], Any]] = {
    "MessageInput": _to_message,
    "PromptInput": _to_prompt,
    "IntInput": _to_int,
    "FloatInput": _to_float,
    "SliderInput": _to_float,
    "BoolInput": _to_bool,
    "DictInput": _to_dict,
    "NestedDictInput": _to_dict,
    "TableInput": _to_table,
    "MultiselectInput": _to_choices,
    "FileInput": _to_paths,
}
