"""E-mails: who wrote what to whom, and the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

_HEADERS = ("From", "To", "Cc", "Date", "Subject")


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail: its ``text`` with the heads first, its subject, and (name, content) of its attachments."""

    text: str
    subject: str
    attachments: tuple[tuple[str, bytes], ...]


def read_mail(content: bytes, read_html: Callable[[bytes], str]) -> Mail:
    """The e-mail of an ``.eml`` file; ``read_html`` makes text of a page."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    heads = {name: _head(message, name) for name in _HEADERS}
    lines = [f"{name}: {text}" for name, text in heads.items() if text]
    attached = [(part.get_filename() or "", part.get_payload(decode=True)) for part in message.iter_attachments()]
    files = tuple((name, content) for name, content in attached if name and isinstance(content, bytes))
    if files:
        lines.append(f"Attachments: {', '.join(name for name, _ in files)}")
    text = "\n".join(lines) + "\n\n" + _body(message, read_html)
    return Mail(text, heads["Subject"], files)


def _head(message: EmailMessage, name: str) -> str:
    """A head as it reads; as it is written, where it is so broken that the library cannot take it apart."""
    try:
        return str(message[name] or "")
    except (IndexError, ValueError, AttributeError, TypeError):
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _body(message: EmailMessage, read_html: Callable[[bytes], str]) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        return read_html(content)
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, errors="replace").replace("\r\n", "\n").strip()
    except LookupError:
        return content.decode("utf-8", errors="replace").replace("\r\n", "\n").strip()
