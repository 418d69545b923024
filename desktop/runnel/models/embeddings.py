"""`EmbeddingClient`: texts to vectors, by OpenAI's protocol or that of Ollama, Cohere or Hugging Face.

Needs no SDK, so it is ready at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
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


class _Floats(msgspec.Struct):
    vectors: list[list[float]] = msgspec.field(name="float")


class _CohereAnswer(msgspec.Struct):
    embeddings: _Floats


class EmbeddingClient(msgspec.Struct, frozen=True):
    """A configured embedding model, the value of an ``Embeddings`` handle.

    ``base_url`` ends in ``/v1``, except for the providers ``ollama`` and ``cohere`` (the server alone) and
    ``huggingface`` (what takes the texts). ``params`` are added to the address of each request, ``extra``
    to its body, ``headers`` to its head.
    """

    provider: str
    model_name: str
    base_url: str
    network: Network
    api_key: str = ""
    dimensions: int | None = None
    batch_size: int = 256
    timeout_s: float | None = None
    max_retries: int | None = None
    params: Mapping[str, str] = msgspec.field(default_factory=dict)
    extra: Mapping[str, Any] = msgspec.field(default_factory=dict)
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)

    def __repr__(self) -> str:
        # Without the key.
        return f"EmbeddingClient({self.provider!r}, {self.model_name!r}, {self.base_url!r})"

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

        path, body = self._request(texts)
        async with self.network.http_client(
            f"embeddings of {self.model_name}",
            timeout_s=self.timeout_s or _ANSWER_S,
            headers=self._headers(),
            max_retries=self.max_retries,
        ) as client:
            try:
                answer = await client.post(f"{self.base_url}{path}", json={**body, **self.extra}, params=self.params)
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
        read = _READERS.get(self.provider, _read_openai)
        try:
            vectors = read(answer.content)
        except (msgspec.MsgspecError, ValueError):
            vectors = []
        if len(vectors) != len(texts):
            raise explain_nonsense(model_name=self.model_name, base_url=self.base_url)
        return vectors

    def _headers(self) -> dict[str, str] | None:
        headers = dict(self.headers)
        if self.api_key and self.provider == "azure":
            headers["api-key"] = self.api_key
        elif self.api_key:
            headers["authorization"] = f"Bearer {self.api_key}"
        return headers or None

    def _request(self, texts: list[str]) -> tuple[str, dict[str, Any]]:
        """What follows the address, and the body."""
        if self.provider == "huggingface":
            return "", {"inputs": texts}
        if self.provider == "cohere":
            kinds = {"input_type": "search_document", "embedding_types": ["float"]}
            return "/v2/embed", {"model": self.model_name, "texts": texts, **kinds}
        body: dict[str, Any] = {"model": self.model_name, "input": texts}
        if self.dimensions:
            body["dimensions"] = self.dimensions
        if self.provider == "ollama":
            return "/api/embed", body
        if self.provider == "nvidia":
            # Its models tell questions from texts, and refuse what says neither.
            body["input_type"] = "passage"
        return "/embeddings", {**body, "encoding_format": "float"}


def _read_openai(content: bytes) -> list[list[float]]:
    data = msgspec.json.decode(content, type=_OpenAIAnswer).data
    return [entry.embedding for entry in sorted(data, key=lambda entry: entry.index)]


def _read_ollama(content: bytes) -> list[list[float]]:
    return msgspec.json.decode(content, type=_OllamaAnswer).embeddings


def _read_cohere(content: bytes) -> list[list[float]]:
    return msgspec.json.decode(content, type=_CohereAnswer).embeddings.vectors


def _read_hugging_face(content: bytes) -> list[list[float]]:
    """A vector per text; models that give one per token of a text are averaged over its tokens."""
    answers = msgspec.json.decode(content, type=list[list[float | list[float]]])
    return [_average(answer) for answer in answers]


def _average(answer: list[float | list[float]]) -> list[float]:
    tokens = [token for token in answer if isinstance(token, list)]
    if not tokens:
        return [value for value in answer if not isinstance(value, list)]
    return [sum(values) / len(tokens) for values in zip(*tokens, strict=True)]


_READERS: Mapping[str, Callable[[bytes], list[list[float]]]] = {
    "ollama": _read_ollama,
    "cohere": _read_cohere,
    "huggingface": _read_hugging_face,
}
