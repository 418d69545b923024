"""Rules of a flow's fields that their types do not say."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

import msgspec

from runnel.errors import Invalid
from runnel.schemas.flow import FlowCreate

_ENDPOINT_NAME = re.compile(r"[a-zA-Z0-9_-]+")
_EMOJI = re.compile(r":([a-z0-9_+&'.’-]+):", re.IGNORECASE)
_WORDS_AFTER = ("", " FACE", " SIGN", " SYMBOL")
"""Unicode's names of emoji are often a word longer than what people write between colons."""


def check_endpoint_name(name: str | None) -> None:
    """Raises `Invalid` (422, a plain text) for an endpoint name that cannot stand in an address."""
    if name is not None and not _ENDPOINT_NAME.fullmatch(name):
        raise Invalid("Endpoint name must contain only letters, numbers, hyphens, and underscores", status=422)


def list_problems(flow: FlowCreate) -> list[tuple[str, str]]:
    """What breaks a rule, as field and reason, in the order of the fields."""
    problems: list[tuple[str, str]] = []
    try:
        read_icon(flow.icon)
    except ValueError as error:
        problems.append(("icon", str(error)))
    color = flow.icon_bg_color
    if color is not None:
        if not color.startswith("#"):
            problems.append(("icon_bg_color", "icon_bg_color must start with #"))
        elif len(color) != 7:
            problems.append(("icon_bg_color", "icon_bg_color must be 7 characters long"))
    if flow.updated_at is not None:
        try:
            datetime.fromisoformat(flow.updated_at)
        except ValueError:
            problems.append(("updated_at", "updated_at must be a date and time such as 2024-12-30T15:48:01Z"))
    return problems


def read_icon(icon: str | None) -> str | None:
    """An icon as it is kept: ``:rocket:`` becomes the emoji, all else stays. Raises ValueError for half a name."""
    if icon is None or not (icon.startswith(":") or icon.endswith(":")):
        return icon
    match = _EMOJI.fullmatch(icon)
    if match is None:
        raise ValueError(f"{icon} is not a valid emoji")
    name = match[1].replace("_", " ").upper()
    for word in _WORDS_AFTER:
        try:
            return unicodedata.lookup(name + word)
        except KeyError:
            continue
    raise ValueError(f"{icon} is not a valid emoji")


def with_read_icon(flow: FlowCreate) -> FlowCreate:
    """The flow with its icon as it is kept. To be used after `list_problems` found nothing."""
    return flow if flow.icon is None else msgspec.structs.replace(flow, icon=read_icon(flow.icon))
