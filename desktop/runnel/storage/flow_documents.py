"""A flow's ``data``: JSON that is kept as it came. Only its outline is looked at, to refuse what is no flow."""

from __future__ import annotations

import re
import zlib

import msgspec
from msgspec import UNSET, UnsetType

from runnel.schemas.flow import FlowDataUpdate

_PACK_LEVEL = 6


class NotADocument(ValueError):
    """A value that cannot be a flow's data; the text says what is wrong and where."""

    def __init__(self, why: str, *, is_object: bool = True) -> None:
        super().__init__(why)
        self.is_object = is_object
        """False when the value is no JSON object at all."""


class Document(msgspec.Struct, frozen=True):
    """A flow's data that was looked at: its JSON in UTF-8, and whether a node's id makes the flow a webhook."""

    content: bytes
    has_webhook: bool = False

    @property
    def checksum(self) -> int:
        """Differs for nearly all data that differ; equal ones still have to be compared."""
        return zlib.crc32(self.content)


EMPTY = Document(b"null")


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
        content.decode()  # What is passed over by the decoder below might be no UTF-8.
        outline = _OUTLINE.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise _explain(content) from None
    if outline.nodes is UNSET and outline.edges is UNSET:
        if msgspec.json.decode(content):
            raise NotADocument("it has no nodes and edges")
        return Document(content)
    if outline.nodes is UNSET:
        raise NotADocument("it has no nodes")
    if outline.edges is UNSET:
        raise NotADocument("it has no edges")
    return Document(content, any(node.id is not UNSET and b"Webhook" in bytes(node.id) for node in outline.nodes))


class NotAPiece(ValueError):
    """A piece of new data that is neither a range of the stored list nor an object; the text says which."""


class _Parts(msgspec.Struct):
    nodes: list[msgspec.Raw] = []
    edges: list[msgspec.Raw] = []


_PARTS = msgspec.json.Decoder(_Parts | None)
_RANGE = msgspec.json.Decoder(tuple[int, int])
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def put_together(stored: bytes, change: FlowDataUpdate) -> Document:
    """The data that a change makes of the stored one: what stays is taken over byte by byte.

    Raises `NotAPiece`, and `NotADocument` when the new parts make no flow.
    """
    parts = _PARTS.decode(stored) or _Parts()
    rest = bytes(change.rest).strip()
    try:
        members = _MEMBERS.decode(rest)
    except msgspec.MsgspecError as error:
        raise NotADocument(f"rest: {error}") from None
    if taken := members.keys() & {"nodes", "edges"}:
        raise NotADocument(f"rest holds {taken.pop()}, which is told by its pieces")
    nodes = _join("nodes", parts.nodes, change.nodes)
    edges = _join("edges", parts.edges, change.edges)
    before = rest[1:-1] + b"," if members else b""
    return read(b'{%s"nodes":[%s],"edges":[%s]}' % (before, nodes, edges))


def _join(name: str, stored: list[msgspec.Raw], pieces: list[msgspec.Raw]) -> bytes:
    found: list[msgspec.Raw] = []
    for index, piece in enumerate(pieces):
        if not bytes(piece).startswith(b"["):
            found.append(piece)
            continue
        try:
            start, end = _RANGE.decode(piece)
        except msgspec.MsgspecError as error:
            raise NotAPiece(f"{name}[{index}] is no range: {error}") from None
        if not 0 <= start <= end <= len(stored):
            raise NotAPiece(f"{name}[{index}] is no range of the {len(stored)} that are stored")
        found += stored[start:end]
    return b",".join(found)


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
    if document.content in (b"null", b"{}"):
        return
    try:
        msgspec.json.decode(document.content, type=_Imported)
    except msgspec.MsgspecError:
        pass
    else:
        return
    value = msgspec.json.decode(document.content)
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


def has_webhook(content: bytes) -> bool:
    """Whether some node's id in a flow's data names a webhook."""
    # Nearly all flows have none: looking for the word is far quicker than decoding.
    return _WEBHOOK_ID.search(content) is not None and read(content).has_webhook


_WEBHOOK_ID = re.compile(rb'Webhook[^"]*"')


def pack(content: bytes) -> bytes:
    """JSON, compressed for history."""
    return zlib.compress(content, _PACK_LEVEL)


def unpack(packed: bytes) -> bytes:
    """The JSON that was packed."""
    return zlib.decompress(packed)
