"""`Directory`: which model servers there are, where the call of a model node goes, and the model that makes it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Literal, Protocol
from uuid import uuid4

import msgspec

from runnel.errors import ComponentError, Conflict, NotFound
from runnel.models.addresses import (
    OPENAI_BASE_URL,
    clean_base_url,
    is_local,
    is_vendor,
    short_model_name,
    short_name,
    with_version_path,
)
from runnel.models.agent import run_agent
from runnel.models.chat import ChatModel
from runnel.models.detection import Found, ask_models, describe, is_chat_model
from runnel.models.embeddings import EmbeddingClient
from runnel.models.loading import warm
from runnel.models.ollama import OllamaChat
from runnel.models.vendors import VENDORS
from runnel.network import Network, Refused
from runnel.schemas.model import ModelDefault, ModelError, ModelServer, ServerSource
from runnel.sdk import AgentStep, ChatOptions, ChatReply, ChatTurn, EmbeddingModel, LanguageModel, ResolvedModel, Tool
from runnel.settings import Settings

_ADDRESSES = "models.addresses"
_OPENAI_BASE_URL = "models.openai_base_url"
_OPENAI_PATHS = {"ollama": "/v1", "cohere": "/compatibility/v1"}
_FRESH_S = 10.0
_MODEL_MARK = b'"LanguageModel"'
"""Stands in the JSON of every node that is a chat model."""

FindVariable = Callable[[str], Awaitable[str | None]]
"""Gives the value of a variable by its name; None when there is none."""


class SettingRows(Protocol):
    """Where settings that the user changes are kept, by key, as JSON values."""

    async def get_setting(self, key: str) -> Any | None:
        """The value; None when there is none."""

    async def set_setting(self, key: str, value: Any) -> None:
        """Keep a value; None removes it."""


class _Place(msgspec.Struct, frozen=True):
    """An address to look at."""

    id: str
    provider: str
    name: str
    base_url: str
    source: ServerSource


class _Look(msgspec.Struct):
    """The last look at an address: what was found, or why nothing was."""

    found: Found | None = None
    error: ComponentError | None = None
    at: float = float("-inf")
    lock: asyncio.Lock = msgspec.field(default_factory=asyncio.Lock)


class Directory:
    """Knows the model servers. Implements `runnel.sdk.ModelAccess`.

    Local addresses are looked at when somebody asks, at most every ten seconds. An address outside this network is
    called only when the user asks to look again, tries it, or runs a node that uses it.
    """

    def __init__(
        self, settings: Settings, network: Network, rows: SettingRows, find_variable: FindVariable | None = None
    ) -> None:
        self._settings = settings
        self._network = network
        self._rows = rows
        self._find_variable = find_variable
        self._vendor_urls = {
            vendor.strip(): address for vendor, _, address in (entry.partition("=") for entry in settings.vendor_urls)
        }
        self._warming: asyncio.Task[None] | None = None
        self._looks: dict[tuple[str, str, bool], _Look] = {}

    # What there is

    async def servers(self, *, refresh: bool = False) -> list[ModelServer]:
        """The servers found on this machine's usual ports, and all addresses of the user and the environment.

        ``refresh`` looks again at all of them. A detected server is listed while it answers, the others always, with
        the error where they do not.
        """
        places = await self._places()
        servers = await asyncio.gather(*(self._server(place, refresh=refresh) for place in places))
        kept: list[ModelServer] = []
        for server in servers:
            if server.source == "detected" and (
                not server.is_reachable or any(other.base_url == server.base_url for other in kept)
            ):
                continue
            kept.append(server)
        return kept

    async def is_known(self) -> bool:
        """Would `servers` answer at once? Otherwise it would look first, which takes as long as a silent server."""
        places = [place for place in await self._places() if is_local(place.base_url)]
        since = time.monotonic() - _FRESH_S
        looks = (self._looks.get((place.provider, place.base_url, False)) for place in places)
        return all(look is not None and look.at > since for look in looks)

    def searched(self) -> list[str]:
        """The local addresses at which servers are looked for."""
        return [short_name(place.base_url) for place in self._usual_places()]

    async def default(self) -> ModelDefault | None:
        """What a new model node starts with: the first chat model of the OpenAI address, else of the first server."""
        servers = [server for server in await self.servers() if server.is_reachable]
        chosen = await self.openai_base_url()
        servers.sort(key=lambda server: server.base_url != chosen)
        for server in servers:
            name = next(filter(is_chat_model, server.models), None)
            if name is not None:
                return ModelDefault(server.provider, server.base_url, name)
        return None

    async def list_models(self, provider: str, base_url: str = "") -> list[str]:
        """Names of the models of a server; without ``base_url``, of the vendor or first server of ``provider``."""
        if provider in VENDORS:
            address = clean_base_url(base_url or self._vendor_url(provider))
            look = await self._look(provider, address, api_key=await self._vendor_key(provider))
            return list(look.found.models) if look.found else []
        if base_url:
            look = await self._look(provider, with_version_path(clean_base_url(base_url)))
            return list(look.found.models) if look.found else []
        for server in await self.servers():
            if server.provider == provider and server.is_reachable:
                return server.models
        return []

    async def try_address(self, base_url: str, api_key: str = "") -> ModelServer:
        """Look at an address now; nothing is kept. Raises `Invalid` for no address, `Refused` for one never called."""
        base_url = with_version_path(clean_base_url(base_url))
        try:
            found = await ask_models(self._network, base_url, api_key=api_key)
        except Refused:
            raise
        except ComponentError as error:
            return _describe_server(_Place("", "openai", short_name(base_url), base_url, "user"), None, error)
        return _describe_server(_Place("", found.provider, short_name(base_url), base_url, "user"), found, None)

    # What the user keeps

    async def add_address(self, base_url: str, name: str | None = None) -> ModelServer:
        """Keep an address, whether or not a server answers there now. Raises `Conflict` when it is kept already."""
        server = await self.try_address(base_url)
        kept = await self._addresses()
        if any(entry["base_url"] == server.base_url for entry in kept):
            raise Conflict(f"{server.base_url} is in the list already.")
        server.id = uuid4().hex
        server.name = (name or "").strip() or server.name
        entry = {"id": server.id, "base_url": server.base_url, "name": server.name, "provider": server.provider}
        await self._rows.set_setting(_ADDRESSES, [*kept, entry])
        return server

    async def remove_address(self, address_id: str) -> None:
        """Forget an address. Raises `NotFound`."""
        kept = await self._addresses()
        if all(entry["id"] != address_id for entry in kept):
            raise NotFound("There is no such address.")
        await self._rows.set_setting(_ADDRESSES, [entry for entry in kept if entry["id"] != address_id])

    async def openai_base_url(self) -> str | None:
        """Where OpenAI nodes without an address go: Settings → Models, else the environment; None is OpenAI itself."""
        chosen = await self._rows.get_setting(_OPENAI_BASE_URL) or self._settings.openai_base_url
        return with_version_path(clean_base_url(chosen)) if chosen else None

    async def set_openai_base_url(self, base_url: str | None) -> None:
        """Choose where OpenAI nodes without an address go; None returns to the environment's choice."""
        chosen = with_version_path(clean_base_url(base_url)) if base_url else None
        if chosen is not None and not is_vendor(chosen):
            # An address that is never called is refused here, not at the next run.
            await self.try_address(chosen)
        await self._rows.set_setting(_OPENAI_BASE_URL, chosen)

    # What a node's call needs

    async def resolve_openai(
        self, *, base_url: str, api_key: str, model_name: str, kind: Literal["chat", "embedding"] = "chat"
    ) -> ResolvedModel:
        """Where the call of an OpenAI node goes (see `runnel.sdk.ModelAccess`).

        At an address that the node does not name itself, a model that the server does not list is replaced by the
        server's first one, and ``note`` says so.
        """
        if base_url.strip():
            own = with_version_path(clean_base_url(base_url))
            if not api_key and not is_local(own):
                raise ComponentError(
                    f"{model_name} at {short_name(own)} was not asked.",
                    "There is no API key: the variable that the node names does not exist, or is empty.",
                    "Add the variable in Settings → Variables, or write the key into the node's key field.",
                    field="api_key",
                )
            return ResolvedModel(own, api_key, model_name)
        chosen = await self.openai_base_url()
        if chosen is None or is_vendor(chosen):
            if not api_key:
                raise await self._missing_vendor_key(model_name)
            return ResolvedModel(chosen or OPENAI_BASE_URL, api_key, model_name)
        look = await self._look("openai", chosen, api_key=api_key)
        listed = look.found.models if look.found else ()
        if not listed or model_name in listed:
            return ResolvedModel(
                chosen, api_key, model_name, f"Runs on {short_model_name(model_name)} at {short_name(chosen)}."
            )
        fitting = [name for name in listed if is_chat_model(name) == (kind == "chat")]
        instead = (fitting or listed)[0]
        note = f"Runs on {short_model_name(instead)} at {short_name(chosen)}, which has no {model_name}."
        return ResolvedModel(chosen, api_key, instead, note)

    async def resolve_vendor(
        self, vendor: str, *, base_url: str = "", api_key: str, model_name: str, key_field: str
    ) -> ResolvedModel:
        """Where the call of a vendor's node goes (see `runnel.sdk.ModelAccess`)."""
        about = VENDORS[vendor]
        address = clean_base_url(base_url.strip() or self._vendor_url(vendor))
        key = api_key or await self._vendor_key(vendor)
        if not key and not is_local(address):
            raise ComponentError(
                f"{model_name or 'A model'} of {about.name} was not asked.",
                "There is no API key: the key field is empty, or names a variable that does not exist.",
                f"Add the variable {about.variable} in Settings → Variables and name it in the key field, or put a "
                "node with a local model in this one's place.",
                field=key_field,
            )
        return ResolvedModel(address, key, model_name)

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
        """A chat model; ``provider`` is ``ollama``, ``anthropic``, or any other word for OpenAI's protocol.

        A ``timeout`` (seconds of silence) and ``max_retries`` among the extra parameters are for the client: nodes
        without fields of these names have them set there.
        """
        options = _with_client_parameters(options)
        if provider == "ollama":
            return OllamaChat(model_name, clean_base_url(base_url).removesuffix("/v1"), self._network, api_key, options)
        return ChatModel(provider, model_name, clean_base_url(base_url), self._network, api_key, options, params or {})

    async def run_agent(
        self,
        model: LanguageModel,
        turns: Sequence[ChatTurn],
        tools: Sequence[Tool],
        *,
        max_rounds: int,
        on_step: Callable[[AgentStep], Awaitable[None]],
    ) -> ChatReply:
        """See `runnel.models.agent.run_agent`. Ollama's models are asked by OpenAI's protocol, which has the tools."""
        if isinstance(model, OllamaChat):
            base_url = f"{model.base_url}/v1"
            model = ChatModel("ollama", model.model_name, base_url, self._network, model.api_key, model.options)
        if not isinstance(model, ChatModel):
            raise ComponentError(
                "The agent was not started.",
                "What is connected as its language model is none.",
                "Connect the Language Model output of a model node.",
                field="agent_llm",
            )
        return await run_agent(model, turns, tools, max_rounds=max_rounds, on_step=on_step)

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
        """An embedding model (see `runnel.sdk.ModelAccess`)."""
        address = clean_base_url(base_url)
        return EmbeddingClient(
            provider,
            model_name,
            # What speaks a protocol of its own does so beside the path for OpenAI's.
            address.removesuffix(_OPENAI_PATHS.get(provider, "")),
            self._network,
            api_key,
            dimensions=dimensions,
            batch_size=batch_size,
            timeout_s=timeout_s,
            max_retries=max_retries,
            params=params or {},
            extra=extra or {},
            headers=headers or {},
        )

    def expect(self, flow_data: msgspec.Raw | None) -> None:
        """A flow is being opened: load the model SDK meanwhile, if one of its nodes is a model."""
        if self._warming is None and flow_data is not None and _MODEL_MARK in bytes(flow_data):
            self._warming = asyncio.create_task(warm())

    # How it is looked

    def _vendor_url(self, vendor: str) -> str:
        return self._vendor_urls.get(vendor) or VENDORS[vendor].base_url

    async def _vendor_key(self, vendor: str) -> str:
        """The key in the variable that usually holds it; an empty text where there is none."""
        if self._find_variable is None:
            return ""
        return await self._find_variable(VENDORS[vendor].variable) or ""

    def _usual_places(self) -> list[_Place]:
        places: list[_Place] = []
        for entry in self._settings.detect_ports:
            provider, _, port = entry.rpartition(":")
            provider = provider or "openai"
            base_url = f"http://127.0.0.1:{port}/v1"
            places.append(_Place(provider, provider, describe(base_url, provider), base_url, "detected"))
        return places

    async def _places(self) -> list[_Place]:
        places = [
            _Place(entry["id"], entry.get("provider", "openai"), entry["name"], entry["base_url"], "user")
            for entry in await self._addresses()
        ]
        named = self._settings.openai_base_url
        if named:
            base_url = with_version_path(clean_base_url(named))
            if not is_vendor(base_url) and all(place.base_url != base_url for place in places):
                places.append(_Place("environment", "openai", short_name(base_url), base_url, "environment"))
        return places + self._usual_places()

    async def _addresses(self) -> list[dict[str, str]]:
        return list(await self._rows.get_setting(_ADDRESSES) or [])

    async def _server(self, place: _Place, *, refresh: bool) -> ModelServer:
        if not is_local(place.base_url) and not refresh:
            known = self._looks.get((place.provider, place.base_url, False))
            if known is None:
                unasked = ComponentError(
                    f"{place.name} was not asked yet.", "It is outside this network.", "Look again to ask it."
                )
                return _describe_server(place, None, unasked)
            return _describe_server(place, known.found, known.error)
        look = await self._look(place.provider, place.base_url, refresh=refresh)
        return _describe_server(place, look.found, look.error)

    async def _look(self, provider: str, base_url: str, *, api_key: str = "", refresh: bool = False) -> _Look:
        """Look at an address, unless it was looked at just now. Callers at the same time share one look."""
        look = self._looks.setdefault((provider, base_url, bool(api_key)), _Look())
        asked_at = time.monotonic()
        async with look.lock:
            is_fresh = look.at > asked_at if refresh else look.at > asked_at - _FRESH_S
            if not is_fresh:
                look.found, look.error = None, None
                try:
                    look.found = await ask_models(self._network, base_url, provider=provider, api_key=api_key)
                except ComponentError as error:
                    look.error = error
                look.at = time.monotonic()
        return look

    async def _missing_vendor_key(self, model_name: str) -> ComponentError:
        local = await self.default()
        do = "Add the variable OPENAI_API_KEY in Settings → Variables"
        if local is not None:
            place = f"{short_model_name(local.model_name)} at {short_name(local.base_url)}"
            do += f", or run it on {place}: choose it in Settings → Models."
        else:
            do += ", or start Ollama, LM Studio or llama.cpp and choose it in Settings → Models."
        why = "The node names no address, so OpenAI is meant, and there is no API key for it."
        return ComponentError(f"{model_name} of OpenAI was not asked.", why, do, field="api_key")


def _with_client_parameters(options: ChatOptions) -> ChatOptions:
    extra = dict(options.extra)
    given = [extra.pop(name, None) for name in ("timeout", "max_retries")]
    if given == [None, None]:
        return options
    try:
        timeout_s, retries = (None if value is None else float(value) for value in given)
    except (TypeError, ValueError):
        raise ComponentError(
            "The model was not asked.",
            "timeout and max_retries among the model's parameters must be numbers.",
            "Correct them.",
            field="model_kwargs",
        ) from None
    return msgspec.structs.replace(
        options,
        extra=extra,
        timeout_s=options.timeout_s if timeout_s is None else timeout_s,
        max_retries=options.max_retries if retries is None else int(retries),
    )


def _describe_server(place: _Place, found: Found | None, error: ComponentError | None) -> ModelServer:
    provider = found.provider if found else place.provider
    name = describe(place.base_url, provider) if place.source == "detected" else place.name
    return ModelServer(
        id=place.id,
        provider=provider,
        name=name,
        base_url=place.base_url,
        source=place.source,
        is_reachable=found is not None,
        models=list(found.models) if found else [],
        error=ModelError(error.what, error.why, error.do) if error else None,
    )
