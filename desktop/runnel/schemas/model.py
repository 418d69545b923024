"""Model servers as our own UI sees them (`GET /api/v1/models`)."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

ServerSource = Literal["detected", "user", "environment"]


class ModelError(Struct):
    """Why a server cannot be used: what happened, why, and what to do."""

    what: str
    why: str
    action: str


class ModelServer(Struct):
    """One server that offers models. ``base_url`` is its OpenAI-compatible address (with ``/v1``).

    ``provider`` is ``ollama``, ``lmstudio``, ``llamacpp``, ``vllm`` or ``openai`` (any other that speaks its protocol).
    ``models`` holds all that it lists, chat and embedding models alike.
    """

    id: str
    provider: str
    name: str
    base_url: str
    source: ServerSource
    is_reachable: bool
    models: list[str] = field(default_factory=list)
    error: ModelError | None = None


class ModelDefault(Struct):
    """What a new model node starts with."""

    provider: str
    base_url: str
    model_name: str


class ModelsRead(Struct):
    """All that is known about models on this machine and at the user's addresses.

    ``openai_base_url`` is where OpenAI nodes without an address go (Settings → Models, else the environment); null
    means OpenAI itself. ``searched`` are the local addresses that were looked at, whether or not a server was there.
    """

    servers: list[ModelServer]
    openai_base_url: str | None
    default: ModelDefault | None
    searched: list[str]


class ModelsUpdate(Struct):
    """Settings → Models; what is not sent stays. Null returns to the environment's address, or OpenAI's."""

    openai_base_url: str | UnsetType | None = UNSET


class ModelAddressCreate(Struct):
    """An address of a model server to be kept."""

    base_url: str
    name: str | None = None


class ModelAddressTest(Struct):
    """An address to be tried now; nothing is kept. The key is given, or the name of the variable that holds it."""

    base_url: str
    api_key: str | None = None
    api_key_variable: str | None = None
