"""Files of flows: what is read at an import, and what is written at an export.

Reading accepts one flow, ``{"flows": […]}``, a folder (``{"folder_name", "flows"}``), the bare ``{"nodes", "edges"}``,
and ZIPs of such files. What is no flow, or half of one, is refused with what is wrong and where. The JSON of a flow's
data is kept as it stands in the file.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from runnel.errors import Invalid, TooLarge
from runnel.schemas.flow import FlowCreate, FlowRead
from runnel.storage import flow_checks, flow_documents
from runnel.storage.flow_documents import NotADocument
from runnel.storage.flows import NewFlow

MOST_ENTRIES = 1000
MOST_UNPACKED_BYTES = 300_000_000
MOST_RATIO = 200
"""Unpacked to packed size of an entry, above which a large one is refused."""
_RATIO_FREE_BYTES = 5_000_000

_OWN_KEYS = frozenset(FlowCreate.__struct_fields__) | {"id"}
_FILE_NAME = re.compile(r"(?:\d{8}_\d{6}_)?(.*?)(?:_flows)?(?:\.zip|\.json)?", re.IGNORECASE | re.DOTALL)

_Values = dict[str, msgspec.Raw]
_OBJECT = msgspec.json.Decoder(_Values)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


class FolderFile(msgspec.Struct, frozen=True):
    """A folder in a file: its name, its description if the file told one, its flows."""

    folder_name: str
    folder_description: str | None
    flows: list[NewFlow]


# -- reading --------------------------------------------------------------------------------------------------------


def read_flows(content: bytes, file_name: str) -> list[NewFlow]:
    """The flows of a file, at least one. Raises `Invalid` saying what is wrong and where; nothing was stored then."""
    flows = _read_zip(content, file_name) if _is_zip(content) else _read_json(content, file_name)
    if not flows:
        raise Invalid(f"'{file_name}' holds no flow.")
    return flows


def read_local_file(path: str, most_bytes: int) -> tuple[bytes, str]:
    """The content and the name of a flow file here. Raises `Invalid`, and `TooLarge` above ``most_bytes``."""
    file = Path(path).expanduser()
    if not file.is_absolute() or file.suffix.lower() not in (".json", ".zip"):
        raise Invalid(f"'{path}' is not the whole path of a JSON or ZIP file.")
    try:
        if not file.is_file():
            raise Invalid(f"There is no file '{path}' on this computer.")
        if file.stat().st_size > most_bytes:
            raise TooLarge(f"'{file.name}' is larger than {most_bytes // 1024**2} MB.")
        return file.read_bytes(), file.name
    except (OSError, ValueError) as error:
        raise Invalid(f"'{path}' cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def read_folder(content: bytes, file_name: str) -> FolderFile:
    """A folder with its flows, of which there may be none. Raises `Invalid` as `read_flows` does.

    A ZIP tells no folder: it is named by the file, ``<stamp>_<name>_flows.zip``.
    """
    if _is_zip(content):
        return FolderFile(folder_name_of(file_name), None, _read_zip(content, file_name))
    value = _decode(content, file_name)
    if isinstance(value, list | dict) and not value:
        raise Invalid("No flows found in the file")
    if not isinstance(value, dict):
        raise Invalid(f"'{file_name}' is not a folder: it is a list.")
    if "flows" not in value:
        raise Invalid("No flows found in the data")
    name = _text(value, "folder_name", file_name)
    if not name:
        raise Invalid(f"'{file_name}' is not a folder: it has no folder_name.")
    return FolderFile(name, _text(value, "folder_description", file_name), _read_flows(value["flows"], file_name))


def folder_name_of(file_name: str) -> str:
    """The folder's name in the name of its download."""
    match = _FILE_NAME.fullmatch(file_name)
    return (match[1] if match else "").strip() or "Folder"


def _is_zip(content: bytes) -> bool:
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _read_zip(content: bytes, file_name: str) -> list[NewFlow]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Invalid(f"'{file_name}' is not a ZIP file that can be read.") from None
    flows: list[NewFlow] = []
    with archive:
        if len(archive.infolist()) > MOST_ENTRIES:
            raise Invalid(f"'{file_name}' has more than {MOST_ENTRIES} entries.", status=413)
        left = MOST_UNPACKED_BYTES
        for entry in archive.infolist():
            # The name only tells what to read and is shown in errors; no path is ever made from it.
            if entry.is_dir() or not entry.filename.lower().endswith(".json") or "__MACOSX/" in entry.filename:
                continue
            unpacked = _unpack(archive, entry, file_name, left)
            left -= len(unpacked)
            flows += _read_json(unpacked, entry.filename)
    return flows


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str, most_bytes: int) -> bytes:
    try:
        with archive.open(entry) as file:
            # The sizes that the archive claims may be lies: what counts is what comes out.
            content = file.read(most_bytes + 1)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, NotImplementedError):
        raise Invalid(f"'{entry.filename}' in '{file_name}' cannot be unpacked.") from None
    is_bomb = len(content) > _RATIO_FREE_BYTES and len(content) > MOST_RATIO * max(entry.compress_size, 1)
    if len(content) > most_bytes or is_bomb:
        raise Invalid(f"'{entry.filename}' in '{file_name}' unpacks to more than is allowed.", status=413)
    return content


def _read_json(content: bytes, file_name: str) -> list[NewFlow]:
    value = _decode(content, file_name)
    if not isinstance(value, dict):
        raise Invalid(f"'{file_name}' is not a flow: it is a list, where an object with nodes and edges was expected.")
    if "flows" in value and "data" not in value:
        return _read_flows(value["flows"], file_name)
    if "nodes" in value and "edges" in value and "data" not in value:
        # Graph data without its wrapper.
        return [_read_flow({"name": _encode(folder_name_of(file_name)), "data": _encode(value)}, f"'{file_name}'")]
    if "data" not in value and not ("name" in value and _OWN_KEYS.issuperset(value)):
        raise Invalid(f"'{file_name}' is not a flow: it has no nodes and edges.")
    return [_read_flow(value, f"'{file_name}'")]


def _read_flows(flows: msgspec.Raw, file_name: str) -> list[NewFlow]:
    try:
        items = _LIST.decode(flows)
    except msgspec.MsgspecError:
        raise Invalid(f"'{file_name}' is not a flow file: its flows are not a list.") from None
    read: list[NewFlow] = []
    for index, item in enumerate(items):
        where = f"'{file_name}', flows[{index}],"
        try:
            value = _OBJECT.decode(item)
        except msgspec.MsgspecError:
            raise Invalid(f"{where} is not a flow: it is not an object.") from None
        read.append(_read_flow(value, where))
    return read


def _read_flow(value: _Values, where: str) -> NewFlow:
    """One flow. ``where`` names the file, and the place in it, as the beginning of an error's sentence."""
    fields = {key: raw for key, raw in value.items() if key in _OWN_KEYS and key not in _NOT_TAKEN}
    if "name" not in fields:
        raise Invalid(f"{where} is not a flow: it has no name.", status=422)
    try:
        flow = msgspec.json.decode(_encode(fields), type=FlowCreate)
    except msgspec.MsgspecError as error:
        raise Invalid(f"{where} is not a flow: {_explain(error)}.", status=422) from None
    flow_checks.check_endpoint_name(flow.endpoint_name)
    for field, why in flow_checks.list_problems(flow):
        raise Invalid(f"{where} is not a flow: {field}: {why}.", status=422)
    try:
        document = flow_documents.read(flow.data)
        flow_documents.check_parts(document)
    except NotADocument as error:
        raise Invalid(f"{where} is not a flow: {error}.", status=422) from None
    extra = {key: raw for key, raw in value.items() if key not in _OWN_KEYS}
    return NewFlow(flow_checks.with_read_icon(flow), document, extra or None)


_TYPE_ERROR = re.compile(r"[Ee]xpected `([a-z]+).*` - at `\$\.?([^`]*)`")
_KINDS = {"str": "a text", "array": "a list of texts", "bool": "true or false", "object": "an object"}


def _explain(error: msgspec.MsgspecError) -> str:
    """msgspec's complaint about a field's type, in plain words."""
    match = _TYPE_ERROR.match(str(error))
    if match is None or match[1] not in _KINDS:
        return _lower_first(str(error))
    return f"its {match[2].replace('[...]', '')} is not {_KINDS[match[1]]}"


_NOT_TAKEN = frozenset({"id", "user_id", "updated_at", "folder_id"})
"""Keys of storage that are given anew. A folder that a file names is one of another data folder."""


def _decode(content: bytes, file_name: str) -> _Values | list[msgspec.Raw]:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        # Said first: what is passed over by a decoder is not looked at.
        content.decode()
    except UnicodeDecodeError:
        raise Invalid(f"'{file_name}' is not a flow: it is not text, but JSON is.") from None
    decoder: Any
    for decoder in (_OBJECT, _LIST):
        try:
            value: _Values | list[msgspec.Raw] = decoder.decode(content)
        except msgspec.ValidationError:
            continue
        except (msgspec.DecodeError, RecursionError) as error:
            raise Invalid(f"'{file_name}' is not a flow: {_locate(content, error)}") from None
        return value
    raise Invalid(
        f"'{file_name}' is not a flow: it holds a mere value, where an object with nodes and edges was expected."
    )


def _locate(content: bytes, error: Exception) -> str:
    """Where JSON breaks, by line and column; msgspec tells the byte only."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply."
    if not content.strip():
        return "it is empty."
    try:
        json.loads(content)
    except json.JSONDecodeError as located:
        return f"it is not JSON: line {located.lineno}, column {located.colno}: {located.msg}."
    except (RecursionError, ValueError):
        pass
    return f"it is not JSON: {_lower_first(str(error))}."


def _text(value: _Values, key: str, file_name: str) -> str | None:
    try:
        return msgspec.json.decode(value[key], type=str | None) if key in value else None
    except msgspec.MsgspecError:
        raise Invalid(f"'{file_name}' is not a folder: {key} is not a text.") from None


def _encode(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


# -- writing --------------------------------------------------------------------------------------------------------


def without_secrets(flow: FlowRead, *, is_every: bool = False) -> FlowRead:
    """The flow with the keys in it emptied: password fields whose name speaks of an API key or token.

    ``is_every``: what is written out in any other password field goes too; names of variables stay there.
    """
    if b'"password"' not in bytes(flow.data):
        return flow
    data = msgspec.json.decode(flow.data)
    if not _empty_secrets(data, is_every):
        return flow
    try:
        return msgspec.structs.replace(flow, data=_encode(data))
    except OverflowError:
        # A number that only the standard library writes.
        return msgspec.structs.replace(flow, data=msgspec.Raw(json.dumps(data, ensure_ascii=False)))


def _empty_secrets(data: Any, is_every: bool) -> bool:
    """Empty the secrets of a graph and of the groups in it, in place; returns whether there were any."""
    found = False
    for node in _items(data, "nodes"):
        inner = node.get("data")
        component = inner.get("node") if isinstance(inner, dict) else None
        if not isinstance(component, dict):
            continue
        template = component.get("template")
        for name, field in template.items() if isinstance(template, dict) else ():
            if not isinstance(field, dict) or field.get("password") is not True or field.get("value") is None:
                continue
            if _is_key_name(name) or _is_key_name(str(field.get("name", ""))):
                field["value"] = None
                found = True
            elif is_every and field["value"] and field.get("load_from_db") is not True:
                field["value"] = ""
                found = True
        group = component.get("flow")
        if isinstance(group, dict):
            found = _empty_secrets(group.get("data"), is_every) or found
    return found


def _items(data: Any, name: str) -> list[dict[str, Any]]:
    items = data.get(name) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _is_key_name(name: str) -> bool:
    name = name.lower()
    return "api" in name and ("key" in name or ("token" in name and "tokens" not in name))


def write_flow(flow: FlowRead, extra: _Values | None, *, is_every_secret_emptied: bool = False) -> bytes:
    """A flow as a file: its fields, without its keys, and what else the file it came from carried."""
    exported = without_secrets(flow, is_every=is_every_secret_emptied)
    content = msgspec.json.encode(exported)
    if not extra:
        return content
    own = _OBJECT.decode(content)
    return msgspec.json.encode({**{key: value for key, value in extra.items() if key not in own}, **own})


def write_zip(flows: Sequence[FlowRead], extras: dict[str, _Values], *, is_every_secret_emptied: bool = False) -> bytes:
    """A ZIP with one ``<flow name>.json`` for each flow."""
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w") as archive:
        for flow in flows:
            name = _entry_name(flow.name, taken)
            content = write_flow(flow, extras.get(flow.id), is_every_secret_emptied=is_every_secret_emptied)
            archive.writestr(name, content)
    return buffer.getvalue()


def _entry_name(name: str, taken: set[str]) -> str:
    clean = re.sub(r'[\x00-\x1f\x7f/\\<>:"|?*]', "_", name).strip(". ") or "flow"
    clean = clean.encode("utf-8", "replace").decode()
    entry, number = f"{clean}.json", 0
    # Names that differ only in what had to be replaced, or in capitals, would fall onto each other.
    while entry.lower() in taken:
        number += 1
        entry = f"{clean} ({number}).json"
    taken.add(entry.lower())
    return entry


def stamp() -> str:
    """Local time for the names of downloads, as the API has it."""
    return datetime.now().astimezone().strftime("%Y%m%d_%H%M%S")
