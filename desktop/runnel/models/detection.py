"""Asking one address whether a model server is there, which one it is, and what models it has."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from runnel.models.addresses import is_local, short_name
from runnel.models.failures import explain_connection, explain_nonsense, explain_status
from runnel.network import Network

SERVER_NAMES = {
    "ollama": "Ollama",
    "lmstudio": "LM Studio",
    "llamacpp": "llama.cpp",
    "vllm": "vLLM",
    "openai": "OpenAI-compatible server",
}

_OWNERS = {"llamacpp": "llamacpp", "vllm": "vllm", "library": "ollama", "organization_owner": "lmstudio"}
_LOCAL_CONNECT_S = 0.5
_LOCAL_ANSWER_S = 2.0
_FAR_CONNECT_S = 4.0
_FAR_ANSWER_S = 8.0


class Found(Struct, frozen=True):
    """A server that answered: which one it is, and the names of its models in its own order."""

    provider: str
    models: tuple[str, ...]


async def ask_models(network: Network, base_url: str, *, provider: str = "openai", api_key: str = "") -> Found:
    """The models of the server at ``base_url`` (with its ``/v1``). ``provider`` is what is expected there.

    Raises `ComponentError` when nothing answers, what answers is no model server, or the address is refused.
    """
    await network.warm()
    import httpx2

    is_near = is_local(base_url)
    url = f"{base_url.removesuffix('/v1')}/api/tags" if provider == "ollama" else f"{base_url}/models"
    headers = {"authorization": f"Bearer {api_key}"} if api_key else None
    name = SERVER_NAMES.get(provider, provider)
    async with network.http_client(
        "list of models",
        connect_timeout_s=_LOCAL_CONNECT_S if is_near else _FAR_CONNECT_S,
        timeout_s=_LOCAL_ANSWER_S if is_near else _FAR_ANSWER_S,
        headers=headers,
    ) as client:
        try:
            answer = await client.get(url)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise explain_connection(error, model_name=name, base_url=base_url, provider=provider) from None
    if answer.status_code >= 400:
        raise explain_status(
            answer.status_code, answer.content, model_name=name, base_url=base_url, api_key=api_key, provider=provider
        )
    found = _read(answer.content, provider)
    if found is None:
        raise explain_nonsense(model_name=name, base_url=base_url)
    return found


def _read(content: bytes, provider: str) -> Found | None:
    """The list of models in an answer, in OpenAI's or Ollama's form; None when it is neither."""
    import msgspec

    try:
        value = msgspec.json.decode(content)
    except msgspec.DecodeError:
        return None
    if not isinstance(value, dict):
        return None
    if provider == "ollama" and isinstance(value.get("models"), list):
        return Found("ollama", _names(value["models"], "name"))
    entries = value.get("data")
    if not isinstance(entries, list):
        return None
    owner = next((str(entry.get("owned_by")) for entry in entries if isinstance(entry, dict)), "")
    return Found(_OWNERS.get(owner, provider), _names(entries, "id"))


def _names(entries: list[Any], key: str) -> tuple[str, ...]:
    return tuple(str(entry[key]) for entry in entries if isinstance(entry, dict) and entry.get(key))


def is_chat_model(name: str) -> bool:
    """Whether a model can be talked to, as far as its name tells."""
    lowered = name.lower()
    return not any(word in lowered for word in ("embed", "minilm", "bge-", "gte-", "rerank", "whisper", "tts-"))


def describe(base_url: str, provider: str) -> str:
    """What a server is called in lists: its program, and the address where that is not clear from it."""
    name = SERVER_NAMES.get(provider, provider)
    return short_name(base_url) if provider == "openai" else name
