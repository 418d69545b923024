"""Fetching a web page, and what its text is."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from runnel.sdk import ComponentError, Context, HttpResponse


async def fetch_page(
    context: Context,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    timeout_seconds: float = 30.0,
    follow_redirects: bool = True,
) -> HttpResponse:
    """The server's answer. Raises `ComponentError` when there is none, and for the statuses of errors."""
    answer = await context.http.request(
        "GET", address, headers=headers, timeout_seconds=timeout_seconds, follow_redirects=follow_redirects
    )
    if answer.status >= 400:
        raise ComponentError(
            f"{address} was not fetched.",
            f"Its server answered with status {answer.status}.",
            "Check the address in a browser.",
            field="urls",
        )
    return answer


async def read_answer(answer: HttpResponse) -> dict[str, Any]:
    """``text`` and ``source``, for HTML also title, language, description. PDF and the like are read as files are."""
    return await asyncio.to_thread(_read, answer)


def is_html(answer: HttpResponse) -> bool:
    """Whether the answer is a page, by its type, or without one by its first character."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    return "html" in kind or (not kind and answer.content.lstrip()[:1] == b"<")


def _read(answer: HttpResponse) -> dict[str, Any]:
    from runnel.knowledge.documents import read_document, suffix_of
    from runnel.knowledge.html import read_page

    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    name = urlsplit(answer.url).path.rpartition("/")[2]
    if kind == "application/pdf" or (not kind and suffix_of(name) in ("pdf", "docx")):
        document = read_document(name if suffix_of(name) else "page.pdf", io.BytesIO(answer.content))
        return {"text": document.text, "source": answer.url, "title": document.title}
    if not is_html(answer):
        return {"text": answer.text, "source": answer.url}
    has_charset = "charset" in answer.headers.get("content-type", "")
    page = read_page(answer.text if has_charset else answer.content)
    entries = {
        "text": page.text,
        "source": answer.url,
        "title": page.title,
        "language": page.language,
        "description": page.description,
    }
    return {name: value for name, value in entries.items() if value or name in ("text", "source")}
