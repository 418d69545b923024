"""`EmbeddingClient`: texts to vectors, by OpenAI's protocol or Ollama's. Needs no SDK, so it is ready at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from runnel.models.failures import explain_connection, explain_nonsense, explain_status
from runnel.network import Network

_ANSWER_S = 120.0
_AT_ONCE = 4


class _Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class _OpenAIAnswer(msgspec.Struct):
    data: list[_Vector]


class _OllamaAnswer(msgspec.Struct):
    embeddings: list[list[float]]


@dataclass(frozen=True)
class EmbeddingClient:
    """A configured embedding model, the value of an ``Embeddings`` handle.

    ``base_url`` ends in ``/v1``, except for ``provider`` ``ollama``.
    """

    provider: str
    model_name: str
    base_url: str
    network: Network = field(repr=False, compare=False)
    api_key: str = field(default="", repr=False)
    dimensions: int | None = None
    batch_size: int = 256
    timeout_s: float | None = None

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in order. Batches go out side by side; cancelling closes their connections."""
        await self.network.warm()
        size = max(1, self.batch_size)
        batches = [list(texts[start : start + size]) for start in range(0, len(texts), size)]
        gate = asyncio.Semaphore(_AT_ONCE)

        async def ask(batch: list[str]) -> list[list[float]]:
            async with gate:
                return await self._ask(batch)

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(ask(batch)) for batch in batches]
        except ExceptionGroup as group_error:
            raise group_error.exceptions[0] from None
        return [vector for task in tasks for vector in task.result()]

    async def _ask(self, texts: list[str]) -> list[list[float]]:
        import httpx2

        is_ollama = self.provider == "ollama"
        url = f"{self.base_url.removesuffix('/v1')}/api/embed" if is_ollama else f"{self.base_url}/embeddings"
        body: dict[str, Any] = {"model": self.model_name, "input": texts}
        if self.dimensions:
            body["dimensions"] = self.dimensions
        if not is_ollama:
            body["encoding_format"] = "float"
        headers = {"authorization": f"Bearer {self.api_key}"} if self.api_key else None
        async with self.network.http_client(
            f"embeddings of {self.model_name}", timeout_s=self.timeout_s or _ANSWER_S, headers=headers
        ) as client:
            try:
                answer = await client.post(url, json=body)
            except httpx2.HTTPError as error:
                raise explain_connection(
                    error, model_name=self.model_name, base_url=self.base_url, provider=self.provider
                ) from None
        if answer.status_code >= 400:
            raise explain_status(
                answer.status_code,
                answer.content,
                model_name=self.model_name,
                base_url=self.base_url,
                api_key=self.api_key,
                provider=self.provider,
            )
        return self._read(answer.content, len(texts), is_ollama=is_ollama)

    def _read(self, content: bytes, count: int, *, is_ollama: bool) -> list[list[float]]:
        try:
            if is_ollama:
                vectors = msgspec.json.decode(content, type=_OllamaAnswer).embeddings
            else:
                data = msgspec.json.decode(content, type=_OpenAIAnswer).data
                vectors = [entry.embedding for entry in sorted(data, key=lambda entry: entry.index)]
        except msgspec.MsgspecError:
            vectors = []
        if len(vectors) != count:
            raise explain_nonsense(model_name=self.model_name, base_url=self.base_url)
        return vectors
