"""E-mails: who wrote what to whom, and the text."""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

_HEADERS = ("From", "To", "Cc", "Date", "Subject")


def read_mail(content: bytes, read_html: Callable[[bytes], str]) -> tuple[str, str]:
    """The text of an ``.eml`` file with its heads first, and its subject. Attachments are named, not read."""
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    lines = [f"{name}: {message[name]}" for name in _HEADERS if message[name]]
    names = [part.get_filename() for part in message.iter_attachments()]
    if any(names):
        lines.append(f"Attachments: {', '.join(name for name in names if name)}")
    return "\n".join(lines) + "\n\n" + _body(message, read_html), str(message["Subject"] or "")


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
