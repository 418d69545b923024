"""What went wrong between us and a model server, said in three parts: what, why, what to do.

Texts of servers are shown, since they often name the remedy, but never a key: whatever was sent as one, and whatever
looks like one, is taken out.
"""

from __future__ import annotations

import json
import re
from typing import Any

from runnel.errors import ComponentError
from runnel.models.addresses import is_local, short_name

_KEY_LIKE = re.compile(r"\b(?:sk|pk|gsk|xai|key)-[\w*.-]{6,}|\bBearer\s+\S+", re.IGNORECASE)
_LONGEST_REASON = 600
ADDRESS = "base_url"
"""The field at fault where the address is; on some nodes it has another name, which runs find."""

_SERVERS = {"ollama": "Ollama", "lmstudio": "LM Studio", "llamacpp": "llama.cpp", "vllm": "vLLM"}


def explain_status(
    status: int, body: Any, *, model_name: str, base_url: str, api_key: str, provider: str = ""
) -> ComponentError:
    """The error for an answer with a 4xx or 5xx status; ``body`` is the answer's JSON value or text."""
    place = short_name(base_url)
    said = _reason(body, api_key)
    told = f"{place} says: {said}" if said else f"{place} answered with status {status}."
    what = f"{model_name} at {place} gave no answer."
    if status in (401, 403):
        why = f"{place} did not accept the API key. {told}" if api_key else f"{place} asks for an API key. {told}"
        return ComponentError(
            what, why, "Put a valid key into a variable and name it in the key field.", field="api_key"
        )
    if status == 404 and not _names_a_model(said, model_name):
        do = "Check the address: OpenAI-compatible servers usually end in /v1."
        return ComponentError(what, told, do, field=ADDRESS)
    if status == 404:
        do = f"Choose another model, or fetch it first: ollama pull {model_name}" if provider == "ollama" else ""
        return ComponentError(what, told, do or "Choose a model that this server has.", field="model_name")
    if status == 402 or "insufficient_quota" in said:
        return ComponentError(what, told, f"Add credit to the account at {place}, or use a local model.")
    if status == 429:
        return ComponentError(what, f"Too many requests. {told}", "Wait a little and run again.")
    if status in (408, 500, 502, 503, 504, 529):
        return ComponentError(what, told, "Run again; if it stays so, look at the model server.")
    return ComponentError(what, told, "Change what the reason names, and run again.")


def explain_stream_error(body: Any, *, model_name: str, base_url: str, api_key: str) -> ComponentError:
    """The error for an error object that came in the middle of a streamed answer."""
    place = short_name(base_url)
    said = _reason(body, api_key) or "it gave no reason"
    return ComponentError(
        f"{model_name} at {place} broke off its answer.", f"{place} says: {said}", "Run again, or shorten the input."
    )


def explain_connection(error: BaseException, *, model_name: str, base_url: str, provider: str = "") -> ComponentError:
    """The error for a connection that could not be made or did not last; ``error`` is the HTTP library's."""
    place = short_name(base_url)
    what = f"{model_name} at {place} gave no answer."
    name = type(error).__name__
    if name == "ConnectTimeout":
        return ComponentError(
            what, f"{place} cannot be reached.", "Check the address and the network connection.", field=ADDRESS
        )
    if name == "ConnectError":
        if "cannot be found" in str(error):
            return ComponentError(what, f"There is no computer named {place}.", "Check the address.", field=ADDRESS)
        return ComponentError(what, f"Nothing listens at {place}.", _start_hint(provider, base_url), field=ADDRESS)
    if name in ("ReadTimeout", "PoolTimeout", "WriteTimeout", "APITimeoutError"):
        return ComponentError(
            f"{model_name} at {place} stopped answering.",
            "The connection is open, but nothing came for too long.",
            "Look at the model server; a smaller model or a shorter input answers sooner.",
        )
    return ComponentError(
        f"{model_name} at {place} broke off its answer.",
        "The connection was lost before the answer was whole.",
        "Look at the model server, and run again.",
    )


def explain_nonsense(*, model_name: str, base_url: str) -> ComponentError:
    """The error for an answer that is not of the protocol: some other program listens at the address."""
    place = short_name(base_url)
    return ComponentError(
        f"{model_name} at {place} gave no usable answer.",
        f"What {place} sent is not an answer of a chat model.",
        "Check that the address is that of a model server; OpenAI-compatible ones usually end in /v1.",
        field=ADDRESS,
    )


def _start_hint(provider: str, base_url: str) -> str:
    if provider in _SERVERS:
        return f"Start {_SERVERS[provider]}, or change the address."
    if is_local(base_url):
        return "Start the model server, or change the address on the node or in Settings → Models."
    return "Check the address."


def _names_a_model(said: str, model_name: str) -> bool:
    return "model" in said.lower() or model_name in said


def _reason(body: Any, api_key: str) -> str:
    """The server's own words, in one line, without keys."""
    if isinstance(body, bytes):
        body = body.decode(errors="replace")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            body = "" if body.lstrip().startswith("<") else body
    while isinstance(body, dict):
        inner = body.get("error") or body.get("message") or body.get("detail")
        if inner is None:
            body = ""
            break
        body = inner
    text = " ".join(str(body or "").split())
    if api_key:
        text = text.replace(api_key, "…")
    text = _KEY_LIKE.sub("…", text)
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"
