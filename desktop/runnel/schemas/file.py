"""Wire forms of the file store."""

from __future__ import annotations

import msgspec


class FileUploaded(msgspec.Struct):
    """Where an upload was stored: ``file_path`` is ``<flow id>/<stored name>``."""

    flow_id: str = msgspec.field(name="flowId")
    file_path: str


class FileList(msgspec.Struct):
    """Names of stored files."""

    files: list[str]
