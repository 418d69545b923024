"""Spreadsheets, slides, OpenDocument texts and books: all of them archives of XML, read with the standard library."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import IO
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Parts = list[tuple[str, str]]
"""(text, place) of each part."""

LARGEST_MEMBER_BYTES = 200_000_000
_EPOCH = datetime(1899, 12, 30)
_DATE_FORMATS = frozenset((*range(14, 23), *range(45, 48)))
_DATE_LETTERS = re.compile(r"[dmyhs]", re.IGNORECASE)
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_CELL_COLUMN = re.compile(r"[A-Z]+")


class NotOffice(ValueError):
    """The file is not what its name says."""


def read_xlsx(stream: IO[bytes]) -> Parts:
    """A part per sheet: a line per row, cells with `` | `` between them. Formulas give their last value."""
    with _open(stream) as archive:
        shared = [_all_text(item) for item in _optional(archive, "xl/sharedStrings.xml", "si")]
        dates = _date_styles(archive)
        sheets = _related(archive, "xl/workbook.xml", "sheet")
        return [
            (text, f"sheet {sheet.get('name') or number}")
            for number, (sheet, path) in enumerate(sheets, start=1)
            if (text := "\n".join(_rows(_read(archive, path), shared, dates)))
        ]


def read_pptx(stream: IO[bytes]) -> Parts:
    """A part per slide with its texts in order, a line per paragraph."""
    with _open(stream) as archive:
        slides = _related(archive, "ppt/presentation.xml", "sldId")
        return [
            (text, f"slide {number}")
            for number, (_, path) in enumerate(slides, start=1)
            if (text := "\n".join(_paragraphs(_read(archive, path), "p")))
        ]


def read_odt(stream: IO[bytes]) -> Parts:
    """The text of an OpenDocument text, presentation or spreadsheet, a line per paragraph; headings with ``#``."""
    with _open(stream) as archive:
        root = _read(archive, "content.xml")
    lines = []
    for element in root.iter():
        kind = _name(element)
        if kind in ("p", "h") and (text := _all_text(element).strip()):
            level = next((value for key, value in element.items() if key.endswith("outline-level")), "1")
            lines.append(f"{'#' * min(int(level or 1), 6)} {text}" if kind == "h" else text)
    return [("\n\n".join(lines), "")]


def read_epub(stream: IO[bytes], read_html: Callable[[bytes], str]) -> Parts:
    """A part per chapter in reading order; ``read_html`` makes text of a page."""
    with _open(stream) as archive:
        container = _read(archive, "META-INF/container.xml")
        package = next((item.get("full-path") for item in container.iter() if _name(item) == "rootfile"), "") or ""
        root = _read(archive, package)
        items = {item.get("id"): item.get("href") or "" for item in root.iter() if _name(item) == "item"}
        order = [items.get(item.get("idref"), "") for item in root.iter() if _name(item) == "itemref"]
        folder = posixpath.dirname(package)
        chapters = [read_html(_bytes(archive, posixpath.join(folder, unquote(path)))) for path in order if path]
    return [(text, f"chapter {number}") for number, text in enumerate(filter(None, chapters), start=1)]


def _open(stream: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except zipfile.BadZipFile:
        raise NotOffice("It is no archive of XML, as such files are.") from None


def _bytes(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        member = archive.getinfo(path)
        if member.file_size > LARGEST_MEMBER_BYTES:
            raise NotOffice(f"Its part {path} is over {LARGEST_MEMBER_BYTES // 1_000_000} MB.")
        with archive.open(member) as opened:
            return opened.read(member.file_size + 1)
    except KeyError:
        raise NotOffice(f"It lacks the part {path}.") from None
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        raise NotOffice("It is damaged, or protected by a password.") from None


def _read(archive: zipfile.ZipFile, path: str) -> Element:
    try:
        return ElementTree.fromstring(_bytes(archive, path))
    except ElementTree.ParseError:
        raise NotOffice(f"Its part {path} is damaged.") from None


def _optional(archive: zipfile.ZipFile, path: str, tag: str) -> list[Element]:
    if path not in archive.namelist():
        return []
    return [item for item in _read(archive, path).iter() if _name(item) == tag]


def _related(archive: zipfile.ZipFile, path: str, tag: str) -> list[tuple[Element, str]]:
    """The elements ``tag`` of a part, in order, and the part that each points to."""
    folder, name = posixpath.split(path)
    relations = {
        item.get("Id"): item.get("Target") or ""
        for item in _optional(archive, f"{folder}/_rels/{name}.rels", "Relationship")
    }
    found: list[tuple[Element, str]] = []
    for item in _read(archive, path).iter():
        if _name(item) == tag:
            target = relations.get(next((value for key, value in item.items() if key.endswith("}id")), None), "")
            if target:
                found.append((item, target.lstrip("/") if target[0] == "/" else posixpath.join(folder, target)))
    return found


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The places of cell styles that show a number as a date."""
    custom = {
        int(item.get("numFmtId") or 0)
        for item in _optional(archive, "xl/styles.xml", "numFmt")
        if _DATE_LETTERS.search(_NOT_LETTERS.sub("", item.get("formatCode") or ""))
    }
    styles = next(iter(_optional(archive, "xl/styles.xml", "cellXfs")), ())
    return frozenset(
        place for place, item in enumerate(styles) if int(item.get("numFmtId") or 0) in custom | _DATE_FORMATS
    )


def _rows(sheet: Element, shared: list[str], dates: frozenset[int]) -> Iterator[str]:
    for row in (item for item in sheet.iter() if _name(item) == "row"):
        cells: dict[int, str] = {}
        for cell in row:
            cells[_column(cell.get("r") or "", len(cells))] = _cell(cell, shared, dates)
        if any(cells.values()):
            yield " | ".join(cells.get(column, "") for column in range(max(cells) + 1))


def _column(reference: str, otherwise: int) -> int:
    """The place of a cell in its row: ``C7`` is 2."""
    letters = _CELL_COLUMN.match(reference)
    if not letters:
        return otherwise
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _cell(cell: Element, shared: list[str], dates: frozenset[int]) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _all_text(cell)
    value = next((item.text or "" for item in cell if _name(item) == "v"), "")
    if kind == "s":
        return shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
    if kind == "b":
        return "true" if value == "1" else "false"
    if kind == "n" and value and int(cell.get("s") or 0) in dates:
        return _date(value)
    return value


def _date(value: str) -> str:
    try:
        moment = _EPOCH + timedelta(days=float(value))
    except (ValueError, OverflowError):
        return value
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M}"


def _paragraphs(root: Element, tag: str) -> Iterator[str]:
    for element in root.iter():
        if _name(element) == tag and (text := _all_text(element).strip()):
            yield text


def _all_text(element: Element) -> str:
    """All text within, notes and phonetic readings left out; tabs and breaks as such."""
    pieces: list[str] = [element.text or ""]
    for child in element:
        name = _name(child)
        if name in ("tab", "br", "line-break"):
            pieces.append("\t" if name == "tab" else "\n")
        elif name == "s":
            pieces.append(" ")
        elif name not in ("rPh", "note", "annotation"):
            pieces.append(_all_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
