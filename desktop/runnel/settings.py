"""One table of settings: name, default, meaning; read once from flags, environment and an env file, then passed down.

No other module reads the environment for a setting. Each field of `Settings` can be set by ``RUNNEL_<FIELD>``; those
that the API's documentation names can also be set by their ``LANGFLOW_*`` name. Order of precedence: flag, environment,
env file, default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from runnel.errors import Invalid
from runnel.paths import default_data_dir

_TRUE = frozenset({"true", "1", "yes", "on"})
_FALSE = frozenset({"false", "0", "no", "off"})


def _setting(default: Any, meaning: str, *aliases: str) -> Any:
    metadata = {"meaning": meaning, "aliases": aliases}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """All settings of a running Runnel. Frozen: made once at start by `read_settings`."""

    host: str = _setting("127.0.0.1", "address to listen on", "LANGFLOW_HOST")
    port: int = _setting(7860, "port to listen on; 0 takes any free one", "LANGFLOW_PORT")
    data_dir: Path = _setting(  # noqa: RUF009 - it makes a field
        default_data_dir, "folder of the database, the files and the logs", "LANGFLOW_CONFIG_DIR"
    )
    allow_hosts: tuple[str, ...] = _setting((), "further names (with port) that requests may use as Host, by commas")
    auto_login: bool = _setting(
        True, "everyone on this machine is the one user; false asks for a key", "LANGFLOW_AUTO_LOGIN"
    )
    max_file_size_upload: int = _setting(100, "limit of an upload, in megabytes", "LANGFLOW_MAX_FILE_SIZE_UPLOAD")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING, ERROR or CRITICAL", "LANGFLOW_LOG_LEVEL")
    enable_log_retrieval: bool = _setting(False, "serve /logs and /logs-stream", "LANGFLOW_ENABLE_LOG_RETRIEVAL")
    log_retriever_buffer_size: int = _setting(
        0, "log lines kept for /logs; above 0 also turns it on", "LANGFLOW_LOG_RETRIEVER_BUFFER_SIZE"
    )
    openai_base_url: str = _setting("", "OpenAI address for nodes that name none", "OPENAI_BASE_URL", "OPENAI_API_BASE")
    detect_ports: tuple[str, ...] = _setting(
        ("ollama:11434", "lmstudio:1234", "llamacpp:8080", "vllm:8000"),
        "local ports to look for model servers on, as provider:port, by commas",
    )
    vendor_urls: tuple[str, ...] = _setting(
        (), "other addresses of model vendors, such as a gateway's, as groq=https://…, by commas"
    )
    starter_flows: bool = _setting(True, "put the starter flows into an empty data folder")
    code_time_limit_s: int = _setting(120, "seconds that trusted code of a node may take")
    code_memory_limit_mb: int = _setting(1024, "memory that trusted code of a node may take, in megabytes")
    environment: Mapping[str, str] = _setting(dict, "the environment, for variables that fall back to it")

    @property
    def logs_enabled(self) -> bool:
        """Whether ``/logs`` answers."""
        return self.enable_log_retrieval or self.log_retriever_buffer_size > 0


def read_settings(
    environment: Mapping[str, str] | None = None, *, env_file: Path | None = None, **flags: Any
) -> Settings:
    """Settings from flags (those that are not None), the environment, and an env file of ``NAME=value`` lines.

    Raises `Invalid` naming the variable when a value cannot be read.
    """
    merged = {**(_read_env_file(env_file) if env_file else {}), **(os.environ if environment is None else environment)}
    values: dict[str, Any] = {}
    for entry in fields(Settings):
        if entry.name == "environment":
            continue
        for name in (f"RUNNEL_{entry.name.upper()}", *entry.metadata["aliases"]):
            if merged.get(name, "") != "":
                values[entry.name] = _convert(name, str(entry.type), merged[name])
                break
    settings = Settings(**values, environment=merged)
    return replace(settings, **{name: value for name, value in flags.items() if value is not None})


def _convert(name: str, kind: str, text: str) -> Any:
    text = text.strip()
    if kind == "bool":
        if text.lower() in _TRUE:
            return True
        if text.lower() in _FALSE:
            return False
        raise Invalid(f"{name} must be true or false, not {text!r}.")
    if kind == "int":
        try:
            return int(text)
        except ValueError:
            raise Invalid(f"{name} must be a whole number, not {text!r}.") from None
    if kind == "Path":
        return Path(text).expanduser()
    if kind.startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def _read_env_file(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise Invalid(f"The env file {path} cannot be read: {error.strerror}.") from None
    values: dict[str, str] = {}
    for line in lines:
        text = line.strip().removeprefix("export ")
        if not text or text.startswith("#") or "=" not in text:
            continue
        name, _, value = text.partition("=")
        value = value.strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name.strip()] = value
    return values
