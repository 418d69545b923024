"""Files of every kind give the text that a person would read in them."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from runnel.errors import ComponentError
from runnel.knowledge.documents import read_file
from tests.knowledge.sample_files import (
    make_archive,
    make_docx,
    make_epub,
    make_odt,
    make_pdf,
    make_pptx,
    make_xlsx,
)


def text_of(path: Path) -> str:
    (document,) = read_file(path)
    return document.text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", b"one\r\ntwo", "one\ntwo"),
        ("a.md", "# Größe".encode(), "# Größe"),
        ("a.txt", b"\xef\xbb\xbfwith mark", "with mark"),
        ("a.txt", "gruß".encode("utf-16"), "gruß"),
        ("a.txt", b"caf\xe9", "café"),
        ("a.csv", b"name,age\nAnn,3\n", "name,age\nAnn,3\n"),
        ("a.json", b'{"a": 1}', '{"a": 1}'),
        ("A.HTML", b"<h1>Hi</h1><p>you<script>no</script>", "Hi\n\nyou"),
    ],
)
def test_texts(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert text_of(path) == expected


def test_pdf_gives_its_pages(tmp_path: Path) -> None:
    (document,) = read_file(make_pdf(tmp_path / "manual.pdf", ["First page", "", "Third page"]))
    assert [(part.text, part.place) for part in document.parts] == [("First page", "page 1"), ("Third page", "page 3")]


def test_pdf_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match=r"scan\.pdf holds no text"):
        read_file(make_pdf(tmp_path / "scan.pdf", [""]))


def test_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    plain = make_pdf(tmp_path / "plain.pdf", ["secret"])
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("word", algorithm="RC4-128")
    with (tmp_path / "closed.pdf").open("wb") as stream:
        writer.write(stream)
    with pytest.raises(ComponentError) as caught:
        read_file(tmp_path / "closed.pdf")
    assert "password" in caught.value.why


def test_word_document_keeps_headings_and_tables_in_order(tmp_path: Path) -> None:
    text = text_of(make_docx(tmp_path / "garden.docx"))
    assert text.split("\n") == [
        "# Garden",
        "Water the beds in the evening.",
        "Tomato | 2",
        "Sage | 9",
        "Rest on Sundays.",
    ]


def parts_of(path: Path) -> list[tuple[str, str]]:
    (document,) = read_file(path)
    return [(part.text, part.place) for part in document.parts]


def test_workbooks_give_their_sheets(tmp_path: Path) -> None:
    text = "Item |  | When\nPen blue | 1.5 | 2024-01-01 | true"
    assert parts_of(make_xlsx(tmp_path / "stock.xlsx")) == [(text, "sheet Stock")]


def test_presentations_give_their_slides_in_order(tmp_path: Path) -> None:
    assert parts_of(make_pptx(tmp_path / "talk.pptx")) == [("First", "slide 1"), ("Second", "slide 2")]


def test_open_documents_and_books_are_read(tmp_path: Path) -> None:
    assert parts_of(make_odt(tmp_path / "a.odt")) == [("## Head\n\nOne two\nthree", "")]
    assert parts_of(make_epub(tmp_path / "a.epub")) == [("Start\n\nIt began.", "chapter 1")]


def test_mails_give_heads_and_text(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"From: Ann <ann@x.test>\r\nTo: bo@x.test\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>See <b>you</b></p>\r\n"
    )
    assert text_of(path) == "From: Ann <ann@x.test>\nTo: bo@x.test\nSubject: Grüße\n\nSee you"


def test_heads_that_cannot_be_taken_apart_stand_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: <a@\nTo: <\nSubject: x\n\nhi")
    assert text_of(path) == "From: <a@\nTo: <\nSubject: x\n\nhi"


def test_attachments_of_mails_are_read(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"] = "ann@x.test"
    message.set_content("See the list.")
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="list.csv")
    pages = make_pdf(tmp_path / "plan.pdf", ["One", "Two"]).read_bytes()
    message.add_attachment(pages, maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment(b"broken", maintype="application", subtype="pdf", filename="bad.pdf")
    message.add_attachment(b"x", maintype="audio", subtype="mpeg", filename="song.mp3")
    path = tmp_path / "a.eml"
    path.write_bytes(message.as_bytes())
    head, *rest = parts_of(path)
    assert head[0] == "From: ann@x.test\nAttachments: list.csv, plan.pdf, bad.pdf, song.mp3\n\nSee the list."
    assert rest == [
        ("a,b\n1,2\n", "attachment list.csv"),
        ("One", "attachment plan.pdf, page 1"),
        ("Two", "attachment plan.pdf, page 2"),
    ]


def test_an_office_file_that_lacks_its_parts_says_so(tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match=r"lacks the part xl/workbook\.xml"):
        read_file(make_archive(tmp_path / "empty.xlsx", {"other.xml": "<a/>"}))
    with pytest.raises(ComponentError, match=r"content\.xml is damaged"):
        read_file(make_archive(tmp_path / "bad.odt", {"content.xml": "<a>"}))


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.zip", "a.xlsx", "a.odt"])
def test_damaged_files_are_named_with_a_reason(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"this is none of those")
    with pytest.raises(ComponentError) as caught:
        read_file(path)
    assert name in caught.value.what
    assert caught.value.why
    assert str(tmp_path) not in str(caught.value)


def test_unknown_kinds_list_the_known_ones(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"")
    with pytest.raises(ComponentError, match=r"\.mp3 are not known.*docx.*pdf"):
        read_file(path)


def test_archive_gives_each_readable_member(tmp_path: Path) -> None:
    path = tmp_path / "2024-01-02_03-04-05_notes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "1")
        archive.writestr("deep/two.md", "2")
        archive.writestr("picture.png", b"\x89PNG")
        archive.writestr("__MACOSX/one.txt", "junk")
        archive.writestr(".hidden.txt", "junk")
    documents = read_file(path)
    assert [(document.name, document.text) for document in documents] == [
        ("notes.zip/one.txt", "1"),
        ("notes.zip/deep/two.md", "2"),
    ]


def test_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.knowledge.documents.LARGEST_ARCHIVE_BYTES", 1000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", "0" * 5000)
    with pytest.raises(ComponentError, match="over"):
        read_file(path)


@pytest.mark.parametrize("make", [make_docx, make_xlsx, make_pptx, make_odt, make_epub])
def test_damage_is_told_and_nothing_else_happens(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    suffix = make.__name__.removeprefix("make_")
    whole = make(tmp_path / f"whole.{suffix}").read_bytes()
    chance = random.Random(suffix)
    told = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(8):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = tmp_path / f"damaged.{suffix}"
        path.write_bytes(damaged[: chance.randrange(len(damaged) // 2, len(damaged) + 1)])
        try:
            read_file(path)
        except ComponentError as error:
            told += bool(error.why)
    assert told > 0


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "pptx", "odt", "epub", "eml", "html", "zip"])
def test_a_damaged_file_is_read_or_said_to_be_damaged(tmp_path: Path, kind: str) -> None:
    makers = {"docx": make_docx, "xlsx": make_xlsx, "pptx": make_pptx, "odt": make_odt, "epub": make_epub}
    path = tmp_path / f"a.{kind}"
    if kind in makers:
        makers[kind](path)
    elif kind == "pdf":
        make_pdf(path, ["One", "Two"])
    elif kind == "zip":
        make_archive(path, {"a.txt": "one", "b.html": "<p>two</p>"})
    else:
        path.write_text("From: Ann <ann@x.test>\nContent-Type: text/html\n\n<p>See <b>you</b></p>")
    whole = path.read_bytes()
    dice = random.Random(kind)
    for attempt in range(60):
        content = bytearray(whole)
        for _ in range(dice.choice((1, 4, 30))):
            content[dice.randrange(len(content))] = dice.randrange(256)
        path.write_bytes(bytes(content[: dice.randrange(len(content))] if attempt % 4 == 0 else content))
        with suppress(ComponentError):
            read_file(path)
