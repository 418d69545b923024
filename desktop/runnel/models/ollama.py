"""`OllamaChat`: a chat model of Ollama, asked by its own protocol.

Ollama also speaks OpenAI's, but only its own takes the sampling options (context window, mirostat, …) that its nodes
have.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import msgspec

from runnel.models.failures import explain_connection, explain_nonsense, explain_status, explain_stream_error
from runnel.models.streams import Write, read_apart
from runnel.models.turns import check_turns, get_image
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatReply, ChatTurn, Usage

_STREAM_SILENCE_S = 180.0
_WHOLE_ANSWER_S = 600.0
# Fields of the request itself; all other extra fields are options of the model run.
_REQUEST_FIELDS = frozenset({"format", "keep_alive", "think", "template", "raw"})


class OllamaChat(msgspec.Struct, frozen=True):
    """A configured model of the Ollama server at ``base_url`` (without a path), the value of a handle."""

    model_name: str
    base_url: str
    network: Network
    api_key: str = ""
    options: ChatOptions = msgspec.field(default_factory=ChatOptions)

    def __repr__(self) -> str:
        # Without the key.
        return f"OllamaChat({self.model_name!r}, {self.base_url!r})"

    def with_options(self, **changes: Any) -> OllamaChat:
        """The same model asked otherwise; ``changes`` are fields of `ChatOptions`."""
        return msgspec.structs.replace(self, options=msgspec.structs.replace(self.options, **changes))

    async def complete(self, turns: Sequence[ChatTurn]) -> ChatReply:
        """The whole answer. Raises `ComponentError`; cancelling closes the connection to the model."""
        usage: list[Usage] = []
        pieces: list[str] = []
        await self._ask(turns, pieces.append, usage.append, is_streamed=False)
        return ChatReply("".join(pieces), usage[-1] if usage else Usage(), self.model_name)

    def stream(
        self, turns: Sequence[ChatTurn], *, on_usage: Callable[[Usage], None] | None = None
    ) -> AsyncIterator[str]:
        """The answer piece by piece, as `runnel.models.chat.ChatModel.stream`."""
        return read_apart(lambda write: self._ask(turns, write, on_usage, is_streamed=True))

    async def _ask(
        self,
        turns: Sequence[ChatTurn],
        write: Write,
        on_usage: Callable[[Usage], None] | None,
        *,
        is_streamed: bool,
    ) -> None:
        check_turns(turns)
        await self.network.warm()
        silence_s = self.options.timeout_s or (_STREAM_SILENCE_S if is_streamed else _WHOLE_ANSWER_S)
        options = self.options
        headers = {**options.headers, **({"authorization": f"Bearer {self.api_key}"} if self.api_key else {})}
        async with self.network.http_client(
            f"model {self.model_name}", timeout_s=silence_s, headers=headers, max_retries=options.max_retries
        ) as client:
            with self._explained():
                body = self._body(turns, is_streamed=is_streamed)
                async with client.stream("POST", f"{self.base_url}/api/chat", json=body) as answer:
                    if answer.status_code >= 400:
                        raise self._explain_status(answer.status_code, await answer.aread())
                    async for line in answer.aiter_lines():
                        if line.strip():
                            self._read(line, write, on_usage)

    def _body(self, turns: Sequence[ChatTurn], *, is_streamed: bool) -> dict[str, Any]:
        options = self.options
        body: dict[str, Any] = {
            "model": self.model_name,
            "messages": [_message(turn) for turn in turns],
            "stream": is_streamed,
        }
        run: dict[str, Any] = {
            "temperature": options.temperature,
            "num_predict": options.max_tokens or None,
            "seed": options.seed,
            "top_p": options.top_p,
            "stop": list(options.stop) or None,
        }
        if options.json_schema is not None:
            body["format"] = dict(options.json_schema)
        elif options.is_json:
            body["format"] = "json"
        for name, value in options.extra.items():
            (body if name in _REQUEST_FIELDS else run)[name] = value
        body["options"] = {name: value for name, value in run.items() if value is not None}
        return body

    def _read(self, line: str, write: Write, on_usage: Callable[[Usage], None] | None) -> None:
        try:
            said = msgspec.json.decode(line)
        except msgspec.DecodeError:
            said = None
        if not isinstance(said, dict):
            raise explain_nonsense(model_name=self.model_name, base_url=self.base_url)
        if said.get("error"):
            raise explain_stream_error(said, model_name=self.model_name, base_url=self.base_url, api_key=self.api_key)
        text = (said.get("message") or {}).get("content")
        if text:
            write(text)
        if said.get("done") and on_usage is not None:
            on_usage(Usage(said.get("prompt_eval_count", 0), said.get("eval_count", 0)))

    def _explain_status(self, status: int, body: bytes) -> Exception:
        return explain_status(
            status, body, model_name=self.model_name, base_url=self.base_url, api_key=self.api_key, provider="ollama"
        )

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        import httpx2

        try:
            yield
        except httpx2.HTTPError as error:
            raise explain_connection(
                error, model_name=self.model_name, base_url=self.base_url, provider="ollama"
            ) from None


def _message(turn: ChatTurn) -> dict[str, Any]:
    message: dict[str, Any] = {"role": turn.role, "content": turn.text}
    if turn.images:
        message["images"] = [base64.b64encode(get_image(path)[0]).decode() for path in turn.images]
    return message
