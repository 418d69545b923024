"""A ``curl`` command, as pasted from documentation, to a request."""

from __future__ import annotations

import base64
import json
import shlex
from dataclasses import dataclass, field
from typing import Any

from runnel.errors import Invalid

_DATA_FLAGS = frozenset(("-d", "--data", "--data-raw", "--data-ascii", "--data-binary", "--data-urlencode", "--json"))
_FLAGS_WITH_VALUE = frozenset(
    (
        *(
            "-o",
            "--output",
            "-A",
            "--user-agent",
            "-e",
            "--referer",
            "-b",
            "--cookie",
            "-m",
            "--max-time",
            "-x",
            "--proxy",
        ),
        *(
            "--connect-timeout",
            "-c",
            "--cookie-jar",
            "--cacert",
            "-E",
            "--cert",
            "--key",
            "-w",
            "--write-out",
            "--retry",
        ),
        *("-F", "--form", "-T", "--upload-file", "-K", "--config"),
    )
)


@dataclass(slots=True)
class CurlCommand:
    """The request that a command makes. ``body`` is an object where the data is one, else None."""

    url: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None


def parse_curl(text: str) -> CurlCommand:
    """The request of ``curl …``. Raises `runnel.errors.Invalid` for what is no such command or no JSON object."""
    words = _words(text)
    command = CurlCommand()
    data: list[str] = []
    method = ""
    position = 0
    while position < len(words):
        flag, has_value, value = _flag(words[position])
        position += 1

        def argument(own: str = value, is_there: bool = has_value, of: str = flag) -> str:
            nonlocal position
            if is_there:
                return own
            if position >= len(words):
                raise Invalid(f"The cURL command ends after {of}.")
            position += 1
            return words[position - 1]

        if flag in ("-X", "--request"):
            method = argument().upper()
        elif flag in ("-H", "--header"):
            name, _, content = argument().partition(":")
            command.headers[name.strip()] = content.strip()
        elif flag in _DATA_FLAGS:
            data.append(argument())
            if flag == "--json":
                command.headers.setdefault("Content-Type", "application/json")
        elif flag in ("-u", "--user"):
            command.headers["Authorization"] = f"Basic {base64.b64encode(argument().encode()).decode()}"
        elif flag == "--url":
            command.url = argument()
        elif flag in _FLAGS_WITH_VALUE:
            argument()
        elif not flag.startswith("-"):
            command.url = flag
    if not command.url:
        raise Invalid("The cURL command names no address.")
    command.method = method or ("POST" if data else "GET")
    command.body = _object("&".join(data)) if data else None
    return command


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text.replace("\\\r\n", " ").replace("\\\n", " ").replace("^\n", " "))
    except ValueError as error:
        raise Invalid(f"The cURL command cannot be read: {str(error).rstrip('.').lower()}.") from None
    if not words or words[0].rpartition("/")[2] not in ("curl", "curl.exe"):
        raise Invalid("This is no cURL command: it does not begin with curl.")
    return words[1:]


def _flag(word: str) -> tuple[str, bool, str]:
    """The flag, whether its value is in the same word, and that value: ``--url=x``, ``-XPOST``."""
    if word.startswith("--") and "=" in word:
        flag, _, value = word.partition("=")
        return flag, True, value
    if len(word) > 2 and word[0] == "-" and word[1] in "XHdubAeomx" and word[1] != "-":
        return word[:2], True, word[2:]
    return word, False, ""


def _object(data: str) -> dict[str, Any]:
    try:
        body = json.loads(data)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Invalid("The data of the cURL command is no JSON object, which is what Body takes.")
    return body
