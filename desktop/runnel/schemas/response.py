"""Running a flow in the shapes of OpenAI's Responses API, so that its clients can talk to a flow as to a model."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field


class ResponseInput(Struct):
    """One item of the input; ``content`` is a text, or parts with texts in them."""

    content: str | list[dict[str, Any]] = ""
    role: str = "user"


class ResponseCreate(Struct):
    """A request for an answer. ``model`` is a flow's id or endpoint name; of several inputs the last user's counts."""

    model: Annotated[str, Meta(min_length=1)]
    input: str | list[ResponseInput]
    stream: bool = False
    previous_response_id: str | None = None
    """Goes on in the session of that answer."""


class OutputText(Struct, tag="output_text"):
    """The text of an answer."""

    text: str
    annotations: list[Any] = field(default_factory=list)


class OutputMessage(Struct, tag="message"):
    """An answer as a message."""

    id: str
    content: list[OutputText]
    status: Literal["in_progress", "completed"] = "completed"
    role: Literal["assistant"] = "assistant"


class InputTokens(Struct):
    """What is known of the tokens that went in."""

    cached_tokens: int = 0


class OutputTokens(Struct):
    """What is known of the tokens that came out."""

    reasoning_tokens: int = 0


class ResponseUsage(Struct):
    """The tokens of all model calls of a run. The details are part of the shape; Runnel does not count them."""

    input_tokens: int
    output_tokens: int
    total_tokens: int
    input_tokens_details: InputTokens = field(default_factory=InputTokens)
    output_tokens_details: OutputTokens = field(default_factory=OutputTokens)


class ResponseRead(Struct):
    """An answer. ``created_at`` in seconds since 1970; ``usage`` is null where no model was asked."""

    id: str
    created_at: int
    model: str
    output: list[OutputMessage]
    status: Literal["in_progress", "completed"] = "completed"
    object: Literal["response"] = "response"
    previous_response_id: str | None = None
    error: None = None
    usage: ResponseUsage | None = None
