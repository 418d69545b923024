"""Addresses of model servers: written in one way, and which of them are on this machine or network."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit, urlunsplit

from runnel.errors import Invalid

OPENAI_BASE_URL = "https://api.openai.com/v1"
ANTHROPIC_BASE_URL = "https://api.anthropic.com"


def clean_base_url(text: str) -> str:
    """The address as it is kept: with a scheme, without a slash at the end, query or fragment.

    Raises `Invalid` for what is no http address, and for one that carries a user name or password.
    """
    text = text.strip()
    if "://" not in text:
        text = f"http://{text}"
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise Invalid(f"{text!r} is not an address. Write it like http://127.0.0.1:8080/v1.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
        raise Invalid(f"{text!r} is not an address. Write it like http://127.0.0.1:8080/v1.")
    if parts.username or parts.password:
        raise Invalid("An address cannot carry a user name or password. Put the key into the node's key field.")
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))


def with_version_path(base_url: str) -> str:
    """The OpenAI address of a server that was named without a path: ``…:8080`` becomes ``…:8080/v1``."""
    return f"{base_url}/v1" if urlsplit(base_url).path in ("", "/") else base_url


def is_local(base_url: str) -> bool:
    """Whether an address is on this machine or the network around it, where servers usually ask for no key."""
    host = (urlsplit(base_url).hostname or "").lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".lan", ".internal", ".home.arpa"))
    return address.is_private or address.is_loopback or address.is_link_local


def is_vendor(base_url: str) -> bool:
    """Whether an address is OpenAI's or Anthropic's own."""
    return (urlsplit(base_url).hostname or "").endswith(("api.openai.com", "api.anthropic.com"))


def short_name(base_url: str) -> str:
    """Host and port, as people say an address: ``127.0.0.1:8080``."""
    return urlsplit(base_url).netloc.rpartition("@")[2]


def short_model_name(model_name: str) -> str:
    """A model as people say it: llama.cpp names the path of a model's file, of which the last part is enough."""
    return re.split(r"[/\\]", model_name)[-1] if model_name.endswith(".gguf") else model_name
