"""A conversation as the model library takes it."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from runnel.errors import ComponentError
from runnel.sdk import ChatTurn

if TYPE_CHECKING:
    from pydantic_ai import messages

_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})


def check_turns(turns: Sequence[ChatTurn]) -> None:
    """Raise `ComponentError` when there is nothing to send."""
    if not any(turn.text.strip() or turn.images for turn in turns):
        raise ComponentError(
            "Nothing was sent to the model.",
            "Its input and its system message are both empty.",
            "Connect a message to the input, or write one.",
            field="input_value",
        )


def get_image(path: Path) -> tuple[bytes, str]:
    """An image file's bytes and media type. Raises `ComponentError` when it cannot be read or is none."""
    kind = mimetypes.guess_type(path.name)[0] or ""
    if kind not in _IMAGE_TYPES:
        raise ComponentError(
            f"{path.name} was not sent to the model.",
            "It is not an image that models read.",
            "Attach a PNG, JPEG, GIF or WebP image; read other files with a File component.",
        )
    try:
        return path.read_bytes(), kind
    except OSError as error:
        raise ComponentError(
            f"{path.name} was not sent to the model.",
            f"It cannot be read: {error.strerror}.",
            "Attach the image again.",
        ) from None


def to_messages(turns: Sequence[ChatTurn]) -> list[messages.ModelMessage]:
    """The turns as messages: what is said to the model in requests, what it said in responses."""
    from pydantic_ai import messages

    converted: list[messages.ModelMessage] = []
    parts: list[messages.ModelRequestPart] = []

    def flush() -> None:
        if parts:
            converted.append(messages.ModelRequest(parts=list(parts)))
            parts.clear()

    for turn in turns:
        if turn.role == "system":
            if turn.text:
                parts.append(messages.SystemPromptPart(content=turn.text))
        elif turn.role == "user":
            parts.append(messages.UserPromptPart(content=_user_content(turn)))
        else:
            flush()
            converted.append(messages.ModelResponse(parts=[messages.TextPart(content=turn.text)]))
    flush()
    return converted


def _user_content(turn: ChatTurn) -> str | list[messages.UserContent]:
    if not turn.images:
        return turn.text
    from pydantic_ai import messages

    images = [messages.BinaryContent(data=data, media_type=kind) for data, kind in map(get_image, turn.images)]
    return [*([turn.text] if turn.text else []), *images]
