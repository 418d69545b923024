"""Models and tools that reach code in the child: stand-ins whose calls the parent carries out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from runnel.sandbox.channel import Channel

_ROLES = {"human": "user", "ai": "assistant", "AI": "assistant", "User": "user", "Machine": "assistant"}


class ChatText:
    """A turn of a conversation: ``content``, and who said it."""

    type = "human"

    def __init__(self, content: Any = "", **parts: Any) -> None:
        self.content = content
        self.additional_kwargs: dict[str, Any] = {}
        self.response_metadata: dict[str, Any] = {}
        self.__dict__.update(parts)

    @property
    def text(self) -> str:
        """The content as text."""
        return str(self.content)

    def __str__(self) -> str:
        return str(self.content)


class HumanMessage(ChatText):
    """What the user said."""


class AIMessage(ChatText):
    """What the model said."""

    type = "ai"


class SystemMessage(ChatText):
    """What the model is told to be."""

    type = "system"


class LanguageModel:
    """A chat model of the flow."""

    def __init__(self, channel: Channel, handle: int, model_name: str) -> None:
        self._channel = channel
        self._handle = handle
        self.model_name = self.model = model_name

    def invoke(self, given: Any, *_: Any, **__: Any) -> AIMessage:
        """The whole answer to a text or a conversation."""
        return AIMessage(self._channel.ask("complete", handle=self._handle, turns=_turns(given))["text"])

    async def ainvoke(self, given: Any, *_: Any, **__: Any) -> AIMessage:
        """As `invoke`."""
        reply = await self._channel.ask_async("complete", handle=self._handle, turns=_turns(given))
        return AIMessage(reply["text"])

    def predict(self, text: str, **_: Any) -> str:
        """The answer's text."""
        return str(self.invoke(text))

    async def apredict(self, text: str, **_: Any) -> str:
        """The answer's text."""
        return str(await self.ainvoke(text))

    __call__ = predict

    def stream(self, given: Any, *_: Any, **__: Any) -> Iterator[AIMessage]:
        """The answer in one piece."""
        yield self.invoke(given)

    async def astream(self, given: Any, *_: Any, **__: Any) -> AsyncIterator[AIMessage]:
        """The answer in one piece."""
        yield await self.ainvoke(given)

    async def complete(self, turns: Sequence[Any]) -> Any:
        """The whole answer, as `runnel.sdk.LanguageModel` gives it."""
        reply = await self._channel.ask_async("complete", handle=self._handle, turns=_turns(turns))
        return SimpleNamespace(
            text=reply["text"], model_name=reply["model_name"], usage=SimpleNamespace(**reply["usage"])
        )

    def with_config(self, *_: Any, **__: Any) -> LanguageModel:
        """The same model."""
        return self

    bind = with_config

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"A model in a node's code can be asked (invoke, ainvoke); it has no {name} there.")


class Embeddings:
    """An embedding model of the flow."""

    def __init__(self, channel: Channel, handle: int, model_name: str) -> None:
        self._channel = channel
        self._handle = handle
        self.model_name = self.model = model_name

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text."""
        vectors: list[list[float]] = self._channel.ask("embed", handle=self._handle, texts=list(texts))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a text."""
        return self.embed_documents([text])[0]

    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector for each text."""
        vectors: list[list[float]] = await self._channel.ask_async("embed", handle=self._handle, texts=list(texts))
        return vectors

    aembed_documents = embed

    async def aembed_query(self, text: str) -> list[float]:
        """The vector of a text."""
        return (await self.embed([text]))[0]


class GivenTool:
    """A tool of the flow that code may use."""

    def __init__(self, channel: Channel, about: dict[str, Any]) -> None:
        self._channel = channel
        self._handle = about["handle"]
        self.name = about["name"]
        self.description = about["description"]
        self.args = about["parameters"].get("properties", {})

    def invoke(self, arguments: Any, *_: Any, **__: Any) -> Any:
        """What the tool gives for these arguments."""
        return self._channel.ask("use", handle=self._handle, arguments=self._arguments(arguments))

    async def ainvoke(self, arguments: Any, *_: Any, **__: Any) -> Any:
        """As `invoke`."""
        return await self._channel.ask_async("use", handle=self._handle, arguments=self._arguments(arguments))

    run = __call__ = invoke
    arun = ainvoke

    def _arguments(self, given: Any) -> dict[str, Any]:
        return dict(given) if isinstance(given, dict) else {next(iter(self.args), "input"): given}


def _turns(given: Any) -> list[dict[str, str]]:
    if hasattr(given, "to_messages"):
        given = given.to_messages()
    if not isinstance(given, list | tuple):
        given = [given]
    return [_turn(turn) for turn in given]


def _turn(turn: Any) -> dict[str, str]:
    if isinstance(turn, tuple):
        role, text = turn
    elif isinstance(turn, dict):
        role, text = turn.get("role", "user"), turn.get("content", "")
    else:
        role = getattr(turn, "role", None) or getattr(turn, "type", None) or getattr(turn, "sender", None) or "user"
        text = getattr(turn, "content", None)
        text = getattr(turn, "text", turn) if text is None else text
    role = _ROLES.get(str(role), str(role))
    return {"role": role if role in ("system", "user", "assistant") else "user", "text": str(text)}
