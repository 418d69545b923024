"""An upload of one file, streamed to disk as it comes, within limits.

The parts of a form that are not wanted are read and dropped; nothing is held in memory but the piece at hand.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from runnel.api.problems import missing, problem
from runnel.errors import AppError, Invalid, InvalidFields, TooLarge

MOST_PARTS = 100
MOST_HEADER_BYTES = 8192
_DRAINED_BYTES = 64 * 1024 * 1024
"""An upload that is over the limit is read on so far, so that its sender gets to read why it was refused."""
_WRITTEN_AT_ONCE = 1024 * 1024
_BOUNDARY = re.compile(rb"[\w\-]{1,70}")


class ReceivedFile(Struct, frozen=True):
    """A file of a form that was written to disk whole."""

    name: str
    """As the sender gave it: not to be trusted."""
    size_bytes: int


async def receive_file(request: Request, target: Path, limit_mb: int, field: str = "file") -> ReceivedFile:
    """Write the file of a multipart form to ``target``, which must not exist yet.

    Raises `Invalid` (422) for what is no such form, `InvalidFields` when it has no such file, `TooLarge`, and
    `AppError` (507) when the disk does not take it. Nothing is left at ``target`` then.
    """
    boundary = _read_boundary(request)
    try:
        with target.open("xb") as file:
            receiver = _Receiver(boundary, field, file, limit_mb * 1024 * 1024)
            await receiver.receive(request.stream())
        if receiver.is_too_large:
            raise TooLarge(f"File size is larger than the maximum file size {limit_mb}MB.")
        return receiver.result()
    except OSError as error:
        await asyncio.to_thread(target.unlink, missing_ok=True)
        why = error.strerror or "the disk refused it"
        raise AppError(f"The file could not be stored: {why}. Nothing was kept of it.", status=507) from error
    except BaseException:
        await asyncio.to_thread(target.unlink, missing_ok=True)
        raise


def _read_boundary(request: Request) -> bytes:
    content_type = request.headers.get("content-type", "")
    if "multipart/form-data" not in content_type or "boundary=" not in content_type:
        raise Invalid("Content-Type header must be 'multipart/form-data' with a boundary parameter", status=422)
    # Quotes are not stripped, as recorded.
    boundary = content_type.split("boundary=")[-1].strip().encode("latin-1", "replace")
    if not _BOUNDARY.fullmatch(boundary):
        raise Invalid("Invalid boundary format", status=422)
    return boundary


class _Receiver:
    """Takes the pieces of a body and writes the wanted part of it."""

    def __init__(self, boundary: bytes, field: str, file: BinaryIO, limit_bytes: int) -> None:
        self.is_too_large = False
        self._boundary = boundary
        self._field = field
        self._file = file
        self._unwritten = bytearray()
        self._limit_bytes = limit_bytes
        self._size_bytes = 0
        self._parts = 0
        self._header_name = b""
        self._header_value = b""
        self._headers: dict[bytes, bytes] = {}
        self._name: str | None = None
        self._is_wanted = False
        self._was_text = False
        self._start = b""
        self._end = b""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_part_data": self._take_data,
                "on_header_field": self._take_header_name,
                "on_header_value": self._take_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
            },
        )

    async def receive(self, pieces: AsyncIterator[bytes]) -> None:
        """Take the whole body. Raises `Invalid` for what is no form."""
        drained = 0
        is_broken = False
        async for piece in pieces:
            if len(self._start) < len(self._boundary) + 2:
                self._start += piece[: len(self._boundary) + 2]
            self._end = (self._end + piece)[-(len(self._boundary) + 6) :]
            if self.is_too_large or is_broken:
                drained += len(piece)
                if drained > _DRAINED_BYTES:
                    break
                continue
            try:
                self._parser.write(piece)
            except FormParserError:
                is_broken = True
            if len(self._unwritten) >= _WRITTEN_AT_ONCE:
                await self._write()
        await self._write()
        opening, closing = b"--" + self._boundary, b"--" + self._boundary + b"--\r\n"
        is_whole = self._start.startswith(opening) and self._end == closing
        if not self.is_too_large and (is_broken or not is_whole):
            raise Invalid("Invalid multipart formatting", status=422)

    async def _write(self) -> None:
        # In a thread: the loop never waits for the disk.
        content, self._unwritten = self._unwritten, bytearray()
        await asyncio.to_thread(self._file.write, content)

    def result(self) -> ReceivedFile:
        """What was received. Raises `InvalidFields` when the form had no such file."""
        location = ("body", self._field)
        if self._name is None:
            if self._was_text:
                message = "Value error, Expected UploadFile, received: <class 'str'>"
                raise InvalidFields([problem("value_error", location, message, None)])
            raise InvalidFields([missing(location, None)])
        return ReceivedFile(self._name, self._size_bytes)

    def _begin_part(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise Invalid(f"The form has more than {MOST_PARTS} parts.", status=422)
        self._headers = {}
        self._is_wanted = False

    def _take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]
        self._check_header()

    def _take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]
        self._check_header()

    def _check_header(self) -> None:
        if len(self._header_name) + len(self._header_value) > MOST_HEADER_BYTES:
            raise Invalid("A header of the form is too long.", status=422)

    def _end_header(self) -> None:
        self._headers[self._header_name.lower()] = self._header_value
        self._header_name = self._header_value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        if self._name is not None or options.get(b"name", b"").decode("utf-8", "replace") != self._field:
            return
        # A part without a file name, or with an empty one, is a text, as browsers send it for "no file chosen".
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        if not name:
            self._was_text = True
            return
        self._name = name
        self._is_wanted = True

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_wanted:
            return
        self._size_bytes += end - start
        if self._size_bytes > self._limit_bytes:
            self.is_too_large = True
        else:
            self._unwritten += data[start:end]
