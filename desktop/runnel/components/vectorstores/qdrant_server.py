"""A collection on a Qdrant server, by its REST API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from runnel.components.vectorstores.server import VectorServer, batches
from runnel.components.vectorstores.store import DIVERSE_OF, entry_id, list_unknown, pick
from runnel.knowledge.collection import Entry, Found

DISTANCES = {"Cosine": "Cosine", "Euclidean": "Euclid", "Dot Product": "Dot"}
"""The node's words for nearness, and the server's."""


@dataclass(frozen=True)
class QdrantServer:
    """A `Store`. The payload of a point has the text under ``text_key`` and all else under ``rest_key``."""

    server: VectorServer
    name: str
    distance: str = "Cosine"
    text_key: str = "page_content"
    rest_key: str = "metadata"

    @property
    def _path(self) -> str:
        return f"/collections/{quote(self.name, safe='')}"

    async def list_missing(self, entries: Sequence[Entry], model_name: str) -> list[Entry]:
        """See `Store`."""
        if not model_name:
            raise self.server.needs_model()
        known: set[str] = set()
        for batch in batches(entries):
            asked = {"ids": [entry_id(entry) for entry in batch], "with_payload": False, "with_vector": False}
            answer = await self.server.ask("POST", f"{self._path}/points", asked, may_be_missing=True)
            known.update(str(point["id"]) for point in (answer or {}).get("result") or [])
        return list_unknown(entries, known)

    async def add(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str, *, as_new: bool
    ) -> None:
        """See `Store`; a collection that is not there is made for vectors of this length."""
        if vectors is None:
            raise self.server.needs_model()
        if await self.server.ask("GET", self._path, may_be_missing=True) is None:
            config = {"size": len(vectors[0]), "distance": DISTANCES.get(self.distance, "Cosine")}
            await self.server.ask("PUT", self._path, {"vectors": config})
        points = [
            {
                "id": entry_id(entry, as_new=as_new),
                "vector": list(vector),
                "payload": {self.text_key: entry.text, self.rest_key: entry.rest},
            }
            for entry, vector in zip(entries, vectors, strict=True)
        ]
        for batch in batches(points):
            await self.server.ask("PUT", f"{self._path}/points?wait=true", {"points": batch})

    async def find_vectors(
        self, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool
    ) -> list[Found]:
        """See `Store`; nothing of a collection that is not there."""
        asked = {
            "query": list(vector),
            "limit": limit * DIVERSE_OF if is_diverse else limit,
            "with_payload": True,
            "with_vector": is_diverse,
        }
        answer = await self.server.ask("POST", f"{self._path}/points/query", asked, may_be_missing=True)
        points = ((answer or {}).get("result") or {}).get("points") or []
        found = [Found(self._entry(point.get("payload") or {}), float(point.get("score") or 0)) for point in points]
        vectors = [point.get("vector") or [] for point in points] if is_diverse else []
        return pick(found, vectors, vector, limit, is_diverse=is_diverse)

    async def find_words(self, question: str, limit: int) -> list[Found]:
        """See `Store`."""
        raise self.server.needs_model()

    def _entry(self, payload: dict[str, Any]) -> Entry:
        rest = payload.get(self.rest_key)
        others = {name: value for name, value in payload.items() if name not in (self.text_key, self.rest_key)}
        return Entry(str(payload.get(self.text_key) or ""), {**others, **(rest if isinstance(rest, dict) else {})})
