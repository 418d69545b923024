"""Messages, records and tables as the content of a file, in the formats that people open."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from runnel.sdk import DataFrame, Message
from runnel.shaping.record_list import list_records
from runnel.shaping.record_text import text_of
from runnel.shaping.table_text import table_text

Rows = Sequence[Mapping[str, Any]]

_SHEET_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Table" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
}
_XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def file_content(value: Any, suffix: str) -> bytes:
    """What a file with this suffix holds of a message, a record, a table or a list of these.

    A message in a format of tables is a table of one row; a table in a format of texts is Markdown.
    """
    if suffix == "xlsx":
        return _xlsx(_rows(value))
    return _WRITERS[suffix](value).encode()


def _text(value: Any) -> str:
    if isinstance(value, Message):
        return value.text
    if isinstance(value, DataFrame):
        return table_text(value)
    return "\n\n".join(record.text for record in list_records(value))


def _json(value: Any) -> str:
    if isinstance(value, Message):
        plain: Any = {"message": value.text}
    else:
        plain = [record.data for record in list_records(value)]
        if len(plain) == 1 and not isinstance(value, DataFrame | list):
            (plain,) = plain
    return json.dumps(plain, ensure_ascii=False, indent=2, default=str) + "\n"


def _csv(value: Any) -> str:
    table = DataFrame([dict(row) for row in _rows(value)])
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([text_of(row.get(name)) for name in table.columns] for row in table.rows)
    return written.getvalue()


def _html(value: Any) -> str:
    if isinstance(value, Message):
        body = f"<p>{escape(value.text)}</p>".replace("\n\n", "</p>\n<p>")
    else:
        table = DataFrame([dict(row) for row in _rows(value)])
        lines = [_html_row("th", table.columns)]
        lines += [_html_row("td", [text_of(row.get(name)) for name in table.columns]) for row in table.rows]
        body = "<table>\n" + "\n".join(lines) + "\n</table>"
    return f'<!doctype html>\n<meta charset="utf-8">\n{body}\n'


def _html_row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _xlsx(rows: Rows) -> bytes:
    import zipfile

    table = DataFrame([dict(row) for row in rows])
    lines: list[list[Any]] = [list(table.columns), *([row.get(name) for name in table.columns] for row in table.rows)]
    sheet = "".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    worksheet = f'<worksheet xmlns="{namespace}"><sheetData>{sheet}</sheetData></worksheet>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**_SHEET_PARTS, "xl/worksheets/sheet1.xml": worksheet}.items():
            archive.writestr(name, _XML_HEAD + part)
    return written.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return f"<c><v>{value}</v></c>"
    text = "".join(letter for letter in text_of(value) if letter >= " " or letter in "\t\n")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _rows(value: Any) -> Rows:
    if isinstance(value, Message):
        return [{"text": value.text}]
    return [record.data for record in list_records(value)]


_WRITERS: Mapping[str, Callable[[Any], str]] = {
    "txt": _text,
    "md": _text,
    "json": _json,
    "csv": _csv,
    "html": _html,
}
