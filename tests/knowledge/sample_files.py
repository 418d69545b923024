"""Small documents made on the spot: no binary file lies in the repository."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path


def make_pdf(path: Path, pages: list[str]) -> Path:
    """A PDF with one line of text per page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, text in enumerate(pages):
        content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents " + f"{5 + 2 * number} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    path.write_bytes(out.getvalue())
    return path


def make_docx(path: Path) -> Path:
    """A Word document: a heading, a paragraph, a table of two rows, a paragraph."""
    import docx

    document = docx.Document()
    document.add_heading("Garden", level=1)
    document.add_paragraph("Water the beds in the evening.")
    table = document.add_table(rows=0, cols=2)
    for plant, days in (("Tomato", "2"), ("Sage", "9")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = plant, days
    document.add_paragraph("Rest on Sundays.")
    document.save(str(path))
    return path


def make_archive(path: Path, members: Mapping[str, str]) -> Path:
    """An archive with these texts, as office files are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LINK = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def make_xlsx(path: Path) -> Path:
    """A workbook with one sheet: shared and inline texts, a number, a date, a gap, true."""
    sheet = (
        "<worksheet><sheetData>"
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>When</t></is></c></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>1.5</v></c><c r="C2" s="1"><v>45292</v></c>'
        '<c r="D2" t="b"><v>1</v></c></row><row r="3"/></sheetData></worksheet>'
    )
    return make_archive(
        path,
        {
            "xl/workbook.xml": f'<workbook {_LINK}><sheets><sheet name="Stock" r:id="a"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            '<Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/sharedStrings.xml": "<sst><si><t>Item</t></si><si><r><t>Pen </t></r><r><t>blue</t></r></si></sst>",
            "xl/styles.xml": '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": sheet,
        },
    )


def make_pptx(path: Path) -> Path:
    """Two slides, the second of which stands first in the archive."""
    slide = "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:sld>"
    return make_archive(
        path,
        {
            "ppt/slides/slide1.xml": slide.format("Second"),
            "ppt/slides/slide2.xml": slide.format("First"),
            "ppt/presentation.xml": f"<p:presentation xmlns:p='p' {_LINK}>"
            "<p:sldIdLst><p:sldId r:id='x'/><p:sldId r:id='y'/></p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            '<Relationship Id="y" Target="slides/slide1.xml"/><Relationship Id="x" Target="/ppt/slides/slide2.xml"/>'
            "</Relationships>",
        },
    )


def make_odt(path: Path) -> Path:
    """A heading and a paragraph."""
    content = (
        "<o:document xmlns:o='o' xmlns:text='t'><text:h text:outline-level='2'>Head</text:h>"
        "<text:p>One<text:s/>two<text:note>small</text:note><text:line-break/>three</text:p></o:document>"
    )
    return make_archive(path, {"content.xml": content})


def make_epub(path: Path) -> Path:
    """A book of one chapter."""
    return make_archive(
        path,
        {
            "META-INF/container.xml": '<container><rootfile full-path="book/it.opf"/></container>',
            "book/it.opf": '<package><manifest><item id="c" href="one%20two.xhtml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
            "book/one two.xhtml": "<html><body><h1>Start</h1><p>It began.</p></body></html>",
        },
    )
