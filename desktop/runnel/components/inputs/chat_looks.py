"""How a chat message looks: the properties that chat inputs and outputs set."""

from __future__ import annotations

from typing import Any


def chat_properties(background_color: str, icon: str, text_color: str) -> dict[str, Any]:
    """The properties that differ from the defaults; an empty text is a default."""
    looks = {"background_color": background_color, "icon": icon, "text_color": text_color}
    return {name: value for name, value in looks.items() if value}
