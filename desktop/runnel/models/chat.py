"""`ChatModel`: a chat model of OpenAI, of any server or vendor that speaks its protocol, or of Anthropic, asked through
pydantic-ai."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct, field
from msgspec.structs import replace

from runnel.errors import ComponentError
from runnel.models.addresses import is_local, is_vendor
from runnel.models.failures import explain_connection, explain_nonsense, explain_status, explain_stream_error
from runnel.models.json_answers import NOT_UNDERSTOOD, list_ways
from runnel.models.loading import warm
from runnel.models.streams import Write, read_apart
from runnel.models.turns import check_turns, to_messages
from runnel.models.vendors import VENDORS
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatReply, ChatTurn, Usage

if TYPE_CHECKING:
    import httpx2
    from pydantic_ai import ModelResponse
    from pydantic_ai.models import Model
    from pydantic_ai.settings import ModelSettings

# A streaming server is silent while it loads the model and reads the prompt; one that answers whole, while it writes.
_STREAM_SILENCE_S = 180.0
WHOLE_ANSWER_S = 600.0
_CONNECT_S = 5.0
_LONGEST_OBJECT = 4096


class ChatModel(Struct, frozen=True):
    """A configured chat model, the value of a ``LanguageModel`` handle.

    ``provider`` is ``anthropic``, or any other word for a server that speaks OpenAI's protocol at ``base_url``;
    ``azure`` takes its key in a header of its own. ``params`` are added to the address of each request. The answer's
    text is what the model says; its reasoning, where a server tells it apart, is left out.
    """

    provider: str
    model_name: str
    base_url: str
    network: Network
    api_key: str = ""
    options: ChatOptions = field(default_factory=ChatOptions)
    params: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        # Without the key.
        return f"ChatModel({self.provider!r}, {self.model_name!r}, {self.base_url!r})"

    def with_options(self, **changes: Any) -> ChatModel:
        """The same model asked otherwise; ``changes`` are fields of `ChatOptions`."""
        return replace(self, options=replace(self.options, **changes))

    async def complete(self, turns: Sequence[ChatTurn]) -> ChatReply:
        """The whole answer. Raises `ComponentError`; cancelling closes the connection to the model."""
        check_turns(turns)
        await warm(self.provider)
        with self.explained():
            async with self.open(WHOLE_ANSWER_S) as (model, settings):
                response = await self._ask(model, turns, settings)
            text = response.text or next((call.args_as_json_str() for call in response.tool_calls), "")
            return ChatReply(text, self.get_usage(response), self.model_name)

    async def _ask(self, model: Model[Any], turns: Sequence[ChatTurn], settings: ModelSettings) -> ModelResponse:
        """The answer by the first way that the server understands; else its refusal of the first."""
        from pydantic_ai.direct import model_request
        from pydantic_ai.exceptions import ModelHTTPError

        refusals: list[ModelHTTPError] = []
        for way in list_ways(self.options, self.provider):
            try:
                return await model_request(
                    model,
                    to_messages(way.tell(turns)),
                    model_settings=way.apply(settings),
                    model_request_parameters=way.parameters(),
                )
            except ModelHTTPError as error:
                refusals.append(error)
                if error.status_code not in NOT_UNDERSTOOD:
                    break
        raise refusals[0]

    def stream(
        self, turns: Sequence[ChatTurn], *, on_usage: Callable[[Usage], None] | None = None
    ) -> AsyncIterator[str]:
        """The answer piece by piece, as it comes. Raises as `complete`, when it is read.

        Cancelling the reader or closing the iterator closes the connection. ``on_usage`` is told the cost at the end.
        """

        async def produce(write: Write) -> None:
            check_turns(turns)
            await warm(self.provider)
            from pydantic_ai.direct import model_request_stream

            # What is shown while it is being written cannot be asked for again in another way.
            way = list_ways(self.options, self.provider)[0]
            with self.explained():
                async with (
                    self.open(_STREAM_SILENCE_S) as (model, settings),
                    model_request_stream(
                        model,
                        to_messages(way.tell(turns)),
                        model_settings=way.apply(settings),
                        model_request_parameters=way.parameters(),
                    ) as events,
                ):
                    async for event in events:
                        if text := _get_text(event):
                            write(text)
                    if on_usage is not None:
                        on_usage(self.get_usage(events.get()))

        return read_apart(produce)

    @contextlib.asynccontextmanager
    async def open(self, silence_s: float) -> AsyncIterator[tuple[Model[Any], ModelSettings]]:
        """The library's model with its settings, on a client that is given back at the end; `warm` must have run."""
        async with self.network.http_client(
            f"model {self.model_name}", timeout_s=silence_s, max_retries=self.options.max_retries
        ) as client:
            client.params = dict(self.params)
            client.event_hooks["request"].append(_drop_machine_headers)
            if self.provider == "azure":
                client.event_hooks["request"].append(_move_key)
            opened = _open_anthropic(self, client) if self.provider == "anthropic" else _open_openai(self, client)
            yield opened, self._settings(silence_s)

    def _settings(self, silence_s: float) -> ModelSettings:
        import httpx2

        options = self.options
        settings: dict[str, Any] = {
            "temperature": options.temperature,
            "max_tokens": options.max_tokens or self._longest_object(),
            "seed": options.seed,
            "top_p": options.top_p,
            "stop_sequences": list(options.stop) or None,
            "extra_body": dict(options.extra) or None,
            "extra_headers": dict(options.headers) or None,
            "timeout": httpx2.Timeout(options.timeout_s or silence_s, connect=_CONNECT_S),
            # Asking again is the network room's affair: when the server names a time for it.
            "max_retries": 0,
        }
        return cast("ModelSettings", {name: value for name, value in settings.items() if value is not None})

    def _longest_object(self) -> int | None:
        """A limit for objects of local models: a small one that is held to a schema may not find a text's end."""
        return _LONGEST_OBJECT if self.options.json_schema is not None and is_local(self.base_url) else None

    def get_usage(self, response: ModelResponse) -> Usage:
        """What an answer cost."""
        return Usage(response.usage.input_tokens, response.usage.output_tokens, self._get_price_usd(response))

    def _get_price_usd(self, response: ModelResponse) -> float | None:
        """The price of an answer of a vendor; None for other servers and for models whose price is not known."""
        if self.provider not in VENDORS and not is_vendor(self.base_url):
            return None
        try:
            return float(response.cost().total_price)
        except (LookupError, ValueError):
            return None

    @contextlib.contextmanager
    def explained(self) -> Iterator[None]:
        """Turn what the library raises into an error that people can act upon."""
        from pydantic_ai.exceptions import AgentRunError, UserError

        try:
            yield
        except (AgentRunError, UserError, OSError) as error:
            raise self._explain(error) from None
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("openai", "anthropic", "httpx2", "httpcore2"):
                raise self._explain(error) from None
            raise

    def _explain(self, error: BaseException) -> ComponentError:
        import httpx2
        from pydantic_ai.exceptions import ModelHTTPError

        if isinstance(error, ModelHTTPError):
            if error.in_stream:
                return explain_stream_error(
                    error.body, model_name=self.model_name, base_url=self.base_url, api_key=self.api_key
                )
            return explain_status(
                error.status_code,
                error.body,
                model_name=self.model_name,
                base_url=self.base_url,
                api_key=self.api_key,
                provider=self.provider,
            )
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, ComponentError):
                return cause
            if isinstance(cause, httpx2.TransportError):
                return explain_connection(
                    cause, model_name=self.model_name, base_url=self.base_url, provider=self.provider
                )
            cause = cause.__cause__ or cause.__context__
        return explain_nonsense(model_name=self.model_name, base_url=self.base_url)


async def _drop_machine_headers(request: httpx2.Request) -> None:
    """Take out the headers by which the SDKs tell their vendors of this machine (system, processor, Python)."""
    for name in [name for name in request.headers if name.startswith("x-stainless-")]:
        del request.headers[name]
    request.headers["user-agent"] = "Runnel"


async def _move_key(request: httpx2.Request) -> None:
    """Put the key where Azure wants it; as a bearer it would be taken for a token of another kind."""
    scheme, _, key = request.headers.pop("authorization", "").partition(" ")
    if scheme:
        request.headers["api-key"] = key


def _open_openai(chat: ChatModel, client: httpx2.AsyncClient) -> Model[Any]:
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers import Provider
    from pydantic_ai.providers.openai import OpenAIProvider
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    provider: Provider[Any]
    if is_vendor(chat.base_url):
        provider = OpenAIProvider(base_url=chat.base_url, api_key=chat.api_key, http_client=client)
        return OpenAIChatModel(chat.model_name, provider=provider)
    provider = OpenAICompatibleProvider(
        chat.provider, base_url=chat.base_url, api_key=chat.api_key or None, http_client=client
    )
    # Most servers know only the older name of the limit.
    profile = {**(provider.model_profile(chat.model_name) or {}), "openai_chat_supports_max_completion_tokens": False}
    return OpenAIChatModel(chat.model_name, provider=provider, profile=cast("Any", profile))


def _open_anthropic(chat: ChatModel, client: httpx2.AsyncClient) -> Model[Any]:
    from anthropic import AsyncAnthropic
    from pydantic_ai.models.anthropic import AnthropicModel
    from pydantic_ai.providers.anthropic import AnthropicProvider

    sdk = AsyncAnthropic(base_url=chat.base_url, api_key=chat.api_key or "none", http_client=client)
    return AnthropicModel(cast("Any", chat.model_name), provider=AnthropicProvider(anthropic_client=sdk))


def _get_text(event: Any) -> str:
    """The text that an event of the stream brings; empty for thinking, tool calls and ends."""
    from pydantic_ai import messages

    if isinstance(event, messages.PartStartEvent) and isinstance(event.part, messages.TextPart):
        return event.part.content
    if isinstance(event, messages.PartDeltaEvent) and isinstance(event.delta, messages.TextPartDelta):
        return event.delta.content_delta
    return ""
