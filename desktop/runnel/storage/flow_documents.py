"""A flow's ``data``: JSON that is kept as it came. Only its outline is looked at, to refuse what is no flow."""

from __future__ import annotations

import zlib

import msgspec
from msgspec import UNSET, UnsetType

_PACK_LEVEL = 6


class NotADocument(ValueError):
    """A value that cannot be a flow's data; the text says what is wrong and where."""

    def __init__(self, why: str, *, is_object: bool = True) -> None:
        super().__init__(why)
        self.is_object = is_object
        """False when the value is no JSON object at all."""


class Document(msgspec.Struct, frozen=True):
    """A flow's data that was looked at: its JSON text, and whether a node's id makes the flow a webhook."""

    text: str
    has_webhook: bool = False

    @property
    def size_bytes(self) -> int:
        """Size of the JSON in bytes."""
        return len(self.text) if self.text.isascii() else len(self.text.encode())


EMPTY = Document("null")


class _Node(msgspec.Struct):
    id: msgspec.Raw | UnsetType = UNSET


class _Outline(msgspec.Struct):
    nodes: list[_Node] | UnsetType = UNSET
    edges: list[_Node] | UnsetType = UNSET


_OUTLINE = msgspec.json.Decoder(_Outline)


def read(data: msgspec.Raw | bytes | UnsetType | None) -> Document:
    """Look at a flow's data: null, ``{}``, or an object with the lists ``nodes`` and ``edges``.

    Raises `NotADocument`.
    """
    if data is None or data is UNSET:
        return EMPTY
    content = bytes(data)
    if content.strip() == b"null":
        return EMPTY
    try:
        text = content.decode()
        outline = _OUTLINE.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _explain(content) from None
    if outline.nodes is UNSET and outline.edges is UNSET:
        if msgspec.json.decode(content):
            raise NotADocument("it has no nodes and edges")
        return Document(text)
    if outline.nodes is UNSET:
        raise NotADocument("it has no nodes")
    if outline.edges is UNSET:
        raise NotADocument("it has no edges")
    return Document(text, any(node.id is not UNSET and b"Webhook" in bytes(node.id) for node in outline.nodes))


class _ImportedNode(msgspec.Struct):
    id: str
    data: dict[str, msgspec.Raw]


class _ImportedEdge(msgspec.Struct):
    source: str
    target: str


class _Imported(msgspec.Struct):
    nodes: list[_ImportedNode]
    edges: list[_ImportedEdge]


def check_parts(document: Document) -> None:
    """Look closer at a document that comes from a file: every node has an id and data, every edge its two ends.

    Raises `NotADocument` with the place of the first part that has not.
    """
    if document.text in ("null", "{}"):
        return
    try:
        msgspec.json.decode(document.text, type=_Imported)
    except msgspec.MsgspecError:
        pass
    else:
        return
    value = msgspec.json.decode(document.text)
    for index, node in enumerate(value["nodes"]):
        if not isinstance(node.get("id"), str):
            raise NotADocument(f"nodes[{index}] has no id")
        if not isinstance(node.get("data"), dict):
            raise NotADocument(f"nodes[{index}] ({node['id']}) has no data")
    for index, edge in enumerate(value["edges"]):
        for end in ("source", "target"):
            if not isinstance(edge.get(end), str):
                raise NotADocument(f"edges[{index}] has no {end}")
    raise NotADocument("its nodes and edges cannot be read")


def _explain(content: bytes) -> NotADocument:
    try:
        value = msgspec.json.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        return NotADocument(f"its data is not JSON: {error}")
    if not isinstance(value, dict):
        return NotADocument("its data is not an object", is_object=False)
    for name in ("nodes", "edges"):
        items = value.get(name)
        if name not in value:
            return NotADocument(f"it has no {name}")
        if not isinstance(items, list):
            return NotADocument(f"{name} is not a list")
        for index, item in enumerate(items):
            if not isinstance(item, dict):
                return NotADocument(f"{name}[{index}] is not an object")
    return NotADocument("its data cannot be read")


def pack(text: str) -> bytes:
    """JSON text, compressed for history."""
    return zlib.compress(text.encode(), _PACK_LEVEL)


def unpack(packed: bytes) -> str:
    """The JSON text that was packed."""
    return zlib.decompress(packed).decode()
