"""Calling the HTTP API of a vector store: JSON in, JSON out, and errors that say what the server said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from runnel.sdk import ComponentError, Http

Item = TypeVar("Item")

BATCH = 100
"""Entries that go in one request."""


@dataclass(frozen=True)
class VectorServer:
    """A server by its address. ``vendor`` names it in errors; ``headers`` carry its key."""

    http: Http
    vendor: str
    address: str
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout_s: float = 60.0

    async def ask(self, method: str, path: str, body: Any = None, *, may_be_missing: bool = False) -> Any:
        """The JSON that the server answers; None for status 404 where that may be. Raises `ComponentError`."""
        answer = await self.http.request(
            method, f"{self.address}{path}", headers=self.headers, json=body, timeout_seconds=self.timeout_s
        )
        if answer.status == 404 and may_be_missing:
            return None
        if answer.status in (401, 403):
            raise ComponentError(
                f"{self.vendor} refused to answer.", f"Its status is {answer.status}.", "Check the key on the node."
            )
        try:
            told = json.loads(answer.content) if answer.content.strip() else {}
        except ValueError:
            told = None
        if answer.status >= 400 or told is None:
            raise self.failed(f"Its status is {answer.status}: {_said(told, answer.text)}")
        return told

    def failed(self, why: str) -> ComponentError:
        """The error of an answer that does not help."""
        return ComponentError(
            f"{self.vendor} did not do it.", f"{why.rstrip('.')}.", "Check the node's address and collection."
        )

    def needs_model(self) -> ComponentError:
        """The error of a search, or of records, without an embedding model."""
        return ComponentError(
            f"{self.vendor} was not asked.",
            "A server finds records by their vectors, and no embedding model is connected.",
            "Connect one, or take the server's address off the node: its own store finds by words too.",
            field="embedding",
        )


def batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in pieces of `BATCH`."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _said(told: Any, text: str) -> str:
    """The sentence in a server's answer, by the names that servers give it."""
    if isinstance(told, Mapping):
        for name in ("message", "error", "detail", "status"):
            value = told.get(name)
            if isinstance(value, Mapping):
                value = value.get("error") or value.get("message")
            if isinstance(value, str):
                return value[:300]
    return text[:300]
