"""Language models as components see them: what goes in, what comes out, and how one is found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

from msgspec import Struct, field

from runnel.sdk.tool import AgentStep, Tool


class ChatTurn(Struct, frozen=True):
    """One turn of a conversation that is sent to a model; ``images`` are files of the store, for user turns."""

    role: Literal["system", "user", "assistant"]
    text: str
    images: tuple[Path, ...] = ()


class Usage(Struct, frozen=True):
    """What a call cost: tokens in and out, and US dollars where the price is known."""

    input_tokens: int = 0
    output_tokens: int = 0
    price_usd: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Both calls together; the price is that of the calls whose price is known."""
        prices = [price for price in (self.price_usd, other.price_usd) if price is not None]
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            sum(prices) if prices else None,
        )


class ChatReply(Struct, frozen=True):
    """A model's whole answer."""

    text: str
    usage: Usage
    model_name: str


class ChatOptions(Struct, frozen=True):
    """How a chat model is asked; None leaves a setting to the server.

    ``is_json`` asks for a JSON object, ``json_schema`` for one that fits it. ``extra`` are further fields of the
    request body, sent as they stand; ``headers`` go along with it. ``timeout_s`` bounds the silence of the server, not
    the length of its answer. ``max_retries`` is how often a busy server is asked again that names a time for it; None:
    as often as usual.
    """

    temperature: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    top_p: float | None = None
    stop: tuple[str, ...] = ()
    is_json: bool = False
    json_schema: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    timeout_s: float | None = None
    max_retries: int | None = None


@runtime_checkable
class LanguageModel(Protocol):
    """The value of a ``LanguageModel`` handle: a configured chat model."""

    @property
    def model_name(self) -> str:
        """The name the server knows the model by."""

    async def complete(self, turns: Sequence[ChatTurn]) -> ChatReply:
        """The whole answer. Raises `runnel.errors.ComponentError`; cancelling closes the connection."""

    def stream(
        self, turns: Sequence[ChatTurn], *, on_usage: Callable[[Usage], None] | None = None
    ) -> AsyncIterator[str]:
        """The answer piece by piece. Raises as `complete`; closing the iterator closes the connection.

        ``on_usage`` is told the cost when the answer has come to its end.
        """

    def with_options(self, **changes: Any) -> LanguageModel:
        """The same model asked otherwise; ``changes`` are fields of `ChatOptions`."""


@runtime_checkable
class EmbeddingModel(Protocol):
    """The value of an ``Embeddings`` handle: a model that turns texts into vectors."""

    @property
    def model_name(self) -> str:
        """The name the server knows the model by."""

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector per text, in order, all of one length. Raises `runnel.errors.ComponentError`."""


class ResolvedModel(Struct, frozen=True):
    """Where a model node's call will go. ``note`` says in one sentence if that differs from what the node names."""

    base_url: str
    api_key: str
    model_name: str
    note: str = ""


class ModelAccess(Protocol):
    """What a component can ask about models: implemented by ``models.Directory``."""

    async def resolve_openai(
        self, *, base_url: str, api_key: str, model_name: str, kind: Literal["chat", "embedding"] = "chat"
    ) -> ResolvedModel:
        """Where an OpenAI-style call goes.

        An empty ``base_url`` means the address of Settings → Models or the environment, else the vendor's; without a
        key for the vendor this raises `runnel.errors.ComponentError` that says what to do.
        """

    async def resolve_vendor(
        self, vendor: str, *, base_url: str = "", api_key: str, model_name: str, key_field: str
    ) -> ResolvedModel:
        """Where the call of a vendor's node goes (``groq``, ``mistral``, ``azure`` …, see ``models.vendors``).

        An empty ``base_url`` means the vendor's own, an empty ``api_key`` the variable that usually holds it. Without a
        key, this raises `runnel.errors.ComponentError` about ``key_field``, save for addresses on this network.
        """

    def chat_model(
        self,
        provider: str,
        *,
        base_url: str,
        api_key: str,
        model_name: str,
        options: ChatOptions,
        params: Mapping[str, str] | None = None,
    ) -> LanguageModel:
        """A chat model of a ``provider``: ``openai`` for any OpenAI-compatible address, ``ollama``, or a vendor.

        ``params`` are added to the address of each request, where the protocol is OpenAI's.
        """

    async def run_agent(
        self,
        model: LanguageModel,
        turns: Sequence[ChatTurn],
        tools: Sequence[Tool],
        *,
        max_rounds: int,
        on_step: Callable[[AgentStep], Awaitable[None]],
    ) -> ChatReply:
        """The model's answer after it has used the tools as it likes, in at most ``max_rounds`` rounds of calls.

        ``on_step`` is told what it does, as it does it. Raises `runnel.errors.ComponentError`.
        """

    def embedding_model(
        self,
        provider: str,
        *,
        base_url: str,
        api_key: str,
        model_name: str,
        dimensions: int | None = None,
        batch_size: int = 256,
        timeout_s: float | None = None,
        max_retries: int | None = None,
        params: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> EmbeddingModel:
        """An embedding model of a ``provider``: ``ollama``, ``cohere``, ``huggingface`` (each by its own protocol), or
        any other word for OpenAI's.

        ``dimensions`` asks for shorter vectors, where supported; ``batch_size`` texts go in one request. ``params`` are
        added to the address, ``extra`` to the body and ``headers`` to the head of each request; ``max_retries`` as in
        `ChatOptions`.
        """

    async def list_models(self, provider: str, base_url: str = "") -> list[str]:
        """Names of the models that a server (``ollama``, ``lmstudio``, ``openai`` …) offers; none if it is off."""
