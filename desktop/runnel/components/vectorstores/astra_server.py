"""A collection at Astra DB, by its Data API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from runnel.components.vectorstores.server import VectorServer, batches
from runnel.components.vectorstores.store import DIVERSE_OF, entry_id, list_unknown, pick
from runnel.knowledge.collection import Entry, Found

_NO_COLLECTION = "COLLECTION_NOT_EXIST"


@dataclass(frozen=True)
class AstraServer:
    """A `Store`. A document has ``content``, ``metadata`` and its vector.

    ``makes_vectors``: the collection was set up so that Astra makes the vectors itself. ``wanted`` are entries that the
    metadata of what is found must have.
    """

    server: VectorServer
    keyspace: str
    name: str
    metric: str = "cosine"
    makes_vectors: bool = False
    wanted: Mapping[str, Any] = field(default_factory=dict)

    async def list_missing(self, entries: Sequence[Entry], model_name: str) -> list[Entry]:
        """See `Store`."""
        if not model_name and not self.makes_vectors:
            raise self.server.needs_model()
        known: set[str] = set()
        # A page of answers holds twenty documents.
        for start in range(0, len(entries), 20):
            ids = [entry_id(entry) for entry in entries[start : start + 20]]
            found = await self._find({"filter": {"_id": {"$in": ids}}, "projection": {"_id": True}})
            known.update(str(document["_id"]) for document in found)
        return list_unknown(entries, known)

    async def add(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None, model_name: str, *, as_new: bool
    ) -> None:
        """See `Store`; a collection that is not there is made, unless it should make the vectors itself."""
        if vectors is None and not self.makes_vectors:
            raise self.server.needs_model()
        if vectors:
            options = {"vector": {"dimension": len(vectors[0]), "metric": self.metric}}
            # Of a collection that is there with these options this changes nothing.
            await self._run(
                {"createCollection": {"name": self.name, "options": options}}, place=self._keyspace, may_be_there=True
            )
        documents = [
            {"_id": entry_id(entry, as_new=as_new), "content": entry.text, "metadata": entry.rest, **part}
            for entry, part in zip(entries, self._vector_parts(entries, vectors), strict=True)
        ]
        for batch in batches(documents):
            await self._run({"insertMany": {"documents": list(batch), "options": {"ordered": False}}})

    async def find_vectors(
        self, vector: Sequence[float], model_name: str, limit: int, *, is_diverse: bool
    ) -> list[Found]:
        """See `Store`."""
        return await self._search({"$vector": list(vector)}, limit, list(vector), is_diverse=is_diverse)

    async def find_words(self, question: str, limit: int) -> list[Found]:
        """Find by the vector that Astra itself makes of the question, where the collection is set up for that."""
        if not self.makes_vectors:
            raise self.server.needs_model()
        return await self._search({"$vectorize": question}, limit, [], is_diverse=False)

    async def clear(self) -> None:
        """Remove all entries."""
        await self._run({"deleteMany": {}}, may_be_missing=True)

    async def _search(self, sort: dict[str, Any], limit: int, vector: list[float], *, is_diverse: bool) -> list[Found]:
        asked = {
            "sort": sort,
            "filter": {f"metadata.{name}": value for name, value in self.wanted.items()},
            "options": {"limit": limit * DIVERSE_OF if is_diverse else limit, "includeSimilarity": True},
            "projection": {"*": True} if is_diverse else {"$vector": False},
        }
        documents = await self._find(asked)
        found = [
            Found(
                Entry(str(document.get("content") or ""), dict(document.get("metadata") or {})),
                float(document.get("$similarity") or 0),
            )
            for document in documents
        ]
        vectors = [document.get("$vector") or [] for document in documents] if is_diverse else []
        return pick(found, vectors, vector, limit, is_diverse=is_diverse)

    def _vector_parts(
        self, entries: Sequence[Entry], vectors: Sequence[Sequence[float]] | None
    ) -> list[dict[str, Any]]:
        if vectors is None:
            return [{"$vectorize": entry.text} for entry in entries]
        return [{"$vector": list(vector)} for vector in vectors]

    async def _find(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        answer = await self._run({"find": asked}, may_be_missing=True)
        return list((answer.get("data") or {}).get("documents") or [])

    @property
    def _keyspace(self) -> str:
        return f"/api/json/v1/{quote(self.keyspace or 'default_keyspace', safe='')}"

    async def _run(
        self, command: dict[str, Any], *, place: str = "", may_be_missing: bool = False, may_be_there: bool = False
    ) -> dict[str, Any]:
        """The answer to a command; one that fails is status 200 as well, with ``errors`` in it."""
        answer = await self.server.ask("POST", place or f"{self._keyspace}/{quote(self.name, safe='')}", command)
        for error in answer.get("errors") or []:
            code = str(error.get("errorCode") or "")
            if may_be_missing and _NO_COLLECTION in code:
                return {}
            if may_be_there and "EXISTING_COLLECTION" in code:
                continue
            raise self.server.failed(str(error.get("message") or code))
        return dict(answer)
