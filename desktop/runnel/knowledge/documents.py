"""Files to text: plain text in its many forms, HTML, PDF, office documents, books, e-mails, and archives of these."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from runnel.errors import ComponentError

TEXT_SUFFIXES = frozenset(
    (
        *("txt", "md", "mdx", "rst", "csv", "tsv", "json", "jsonl", "yaml", "yml", "toml", "ini", "xml", "log"),
        *("py", "sh", "sql", "js", "jsx", "ts", "tsx", "css", "java", "c", "h", "cpp", "go", "rs", "rb"),
    )
)
"""Suffixes (without dot) of files that are read as they stand."""
_ARCHIVES_OF_XML = frozenset(("xlsx", "pptx", "odt", "odp", "ods", "epub"))
DOCUMENT_SUFFIXES = TEXT_SUFFIXES | _ARCHIVES_OF_XML | {"html", "htm", "pdf", "docx", "eml"}
"""All suffixes that `read_document` reads."""

IMAGE_SUFFIXES = frozenset(("png", "jpg", "jpeg", "gif", "webp", "bmp"))
"""Suffixes of pictures: they hold no text, and go to models that see."""

_STORE_STAMP = re.compile(r"^\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}_")

MOST_ARCHIVE_MEMBERS = 2_000
LARGEST_ARCHIVE_BYTES = 500_000_000


_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError)
"""What damaged archives are met with; RuntimeError stands for NotImplementedError and RecursionError too."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a document's text and where it stands: ``page 3``; an empty place is the whole document."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text in parts. ``name`` is its `shown_name`; within an archive ``archive.zip/folder/name``."""

    name: str
    parts: tuple[Part, ...]
    title: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n\n".join(part.text for part in self.parts)


def shown_name(path: Path) -> str:
    """The name that a person gave the file: without the time that the file store puts before it."""
    return _STORE_STAMP.sub("", path.name) or path.name


def suffix_of(name: str) -> str:
    """The suffix in lower case and without dot."""
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def is_readable(name: str) -> bool:
    """Whether `read_document` knows files of this name."""
    return suffix_of(name) in DOCUMENT_SUFFIXES


def read_file(path: Path) -> list[Document]:
    """The documents of a file: one, or of an archive one for each member that can be read, in its order.

    Raises `runnel.errors.ComponentError` that names the file without its folder.
    """
    name = shown_name(path)
    try:
        with path.open("rb") as stream:
            if suffix_of(name) == "zip":
                return list(_read_archive(name, stream))
            return [read_document(name, stream)]
    except OSError as error:
        raise ComponentError(
            f"{name} could not be read.", f"{error.strerror or error}.", "Choose the file again."
        ) from None


def read_document(name: str, stream: IO[bytes]) -> Document:
    """The document in ``stream``, read by the suffix of ``name``. Raises `runnel.errors.ComponentError`."""
    suffix = suffix_of(name)
    if suffix == "pdf":
        return _read_pdf(name, stream)
    if suffix == "docx":
        return _read_docx(name, stream)
    if suffix in ("html", "htm"):
        return _read_html(name, stream)
    if suffix in _ARCHIVES_OF_XML:
        return _read_office(name, suffix, stream)
    if suffix == "eml":
        return _read_mail(name, stream)
    if suffix in TEXT_SUFFIXES:
        return Document(name, (Part(decode_text(stream.read())),))
    raise ComponentError(
        f"{name} cannot be read.",
        f"Files that end in .{suffix} are not known here." if suffix else "Its name has no ending that tells its kind.",
        f"Use one of these: {', '.join(sorted(DOCUMENT_SUFFIXES))}, zip.",
    )


def decode_text(content: bytes) -> str:
    """The text of bytes: by their mark, else UTF-8, else Windows-1252; line ends become newlines."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_archive(name: str, stream: IO[bytes]) -> Iterator[Document]:
    try:
        archive = zipfile.ZipFile(stream)
    except (*_DAMAGE, ValueError):
        raise _broken(name, "It is no ZIP archive, or a damaged one.") from None
    members = [member for member in archive.infolist() if _is_wanted(member)]
    if len(members) > MOST_ARCHIVE_MEMBERS:
        raise _broken(name, f"It holds {len(members)} files; {MOST_ARCHIVE_MEMBERS} is the limit.")
    if sum(member.file_size for member in members) > LARGEST_ARCHIVE_BYTES:
        raise _broken(name, f"Unpacked it is over {LARGEST_ARCHIVE_BYTES // 1_000_000} MB.")
    for member in members:
        try:
            # A member's header may lie about its size: read no more than it promises and one byte.
            with archive.open(member) as opened:
                content = opened.read(member.file_size + 1)
        except (*_DAMAGE, OSError) as error:
            why = "It is protected by a password." if "encrypted" in str(error) else "The archive is damaged."
            raise _broken(f"{name}/{member.filename}", why) from None
        yield read_document(f"{name}/{member.filename}", io.BytesIO(content))


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not member.is_dir() and not is_hidden and is_readable(member.filename)


def _read_pdf(name: str, stream: IO[bytes]) -> Document:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(stream)
        if reader.is_encrypted and not reader.decrypt(""):
            raise _broken(name, "It is protected by a password.")
        title = str((reader.metadata.title if reader.metadata else "") or "")
        parts = tuple(
            Part(text, f"page {number}")
            for number, page in enumerate(reader.pages, start=1)
            if (text := page.extract_text().strip())
        )
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        # pypdf meets damaged files with whatever error its parser runs into.
        raise _broken(name, f"The PDF is damaged ({type(error).__name__}).") from None
    if not parts:
        raise ComponentError(
            f"{name} holds no text.",
            "Its pages are probably pictures.",
            "Use a version with text that can be selected.",
        )
    return Document(name, parts, title)


def _read_docx(name: str, stream: IO[bytes]) -> Document:
    import docx
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    lines: list[str] = []
    try:
        document = docx.Document(stream)
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines.extend(" | ".join(cell.text.strip() for cell in row.cells) for row in block.rows)
            elif text := block.text.strip():
                style = (block.style.name if block.style else "") or ""
                level = int(style[8:]) if style.startswith("Heading ") and style[8:].isdigit() else 0
                lines.append(f"{'#' * level} {text}" if level else text)
        title = document.core_properties.title or ""
    except (*_DAMAGE, OpcError, SyntaxError, ValueError, KeyError, AttributeError, TypeError, OSError) as error:
        raise _broken(name, f"The Word document is damaged ({type(error).__name__}).") from None
    return Document(name, (Part("\n".join(lines)),), title)


def _read_html(name: str, stream: IO[bytes]) -> Document:
    from runnel.knowledge.html import read_page

    page = read_page(stream.read())
    return Document(name, (Part(page.text),), page.title)


def _read_office(name: str, suffix: str, stream: IO[bytes]) -> Document:
    from runnel.knowledge import office

    try:
        match suffix:
            case "xlsx":
                parts = office.read_xlsx(stream)
            case "pptx":
                parts = office.read_pptx(stream)
            case "epub":
                parts = office.read_epub(stream, _html_text)
            case _:
                parts = office.read_odt(stream)
    except office.NotOffice as error:
        raise _broken(name, str(error)) from None
    except (*_DAMAGE, ValueError, OSError) as error:
        raise _broken(name, f"It is damaged ({type(error).__name__}).") from None
    return Document(name, tuple(Part(text, place) for text, place in parts))


def _read_mail(name: str, stream: IO[bytes]) -> Document:
    from runnel.knowledge.mail import read_mail

    mail = read_mail(stream.read(), _html_text)
    parts = [Part(mail.text)]
    for attached, content in mail.attachments:
        # What cannot be read is named among the heads.
        if is_readable(attached) and suffix_of(attached) != "eml":
            with suppress(ComponentError):
                inner = read_document(attached, io.BytesIO(content))
                places = (", ".join(filter(None, (f"attachment {attached}", part.place))) for part in inner.parts)
                parts += [Part(part.text, place) for part, place in zip(inner.parts, places, strict=True)]
    return Document(name, tuple(parts), mail.subject)


def _html_text(source: bytes) -> str:
    from runnel.knowledge.html import read_page

    return read_page(source).text


def _broken(name: str, why: str) -> ComponentError:
    return ComponentError(f"{name} could not be read.", why, "Choose another file, or repair this one.")
