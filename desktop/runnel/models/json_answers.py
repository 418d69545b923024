"""How a model is brought to answer with JSON: by its server's own means where there are such, by words otherwise.

Servers differ in what they know of (a schema, "some JSON object", neither), and those that do not know a thing refuse
the request. So there are several ways, the surest first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from runnel.sdk import ChatOptions, ChatTurn

if TYPE_CHECKING:
    from pydantic_ai.models import ModelRequestParameters
    from pydantic_ai.settings import ModelSettings

NOT_UNDERSTOOD = frozenset({400, 404, 415, 422, 500, 501})
"""Statuses of servers that do not know of a way, or that fail on it."""
_SOME_OBJECT: Mapping[str, Any] = {"type": "json_object"}
_WORDS = "Answer with one JSON object and nothing else."
_TOOL = "answer"


class Way(Struct, frozen=True):
    """One way to ask: a ``response_format`` of OpenAI's protocol, ``words``, a tool to be called with the answer."""

    response_format: Mapping[str, Any] | None = None
    words: str = ""
    tool_schema: Mapping[str, Any] | None = None

    def tell(self, turns: Sequence[ChatTurn]) -> list[ChatTurn]:
        """The turns, with the words behind what the system is told."""
        if not self.words:
            return list(turns)
        first = turns[0] if turns and turns[0].role == "system" else None
        told = f"{first.text}\n\n{self.words}" if first else self.words
        return [ChatTurn("system", told), *(turns[1:] if first else turns)]

    def apply(self, settings: ModelSettings) -> ModelSettings:
        """The settings of a request that asks this way; what the node itself says of the format stands."""
        if self.response_format is None:
            return settings
        body = {"response_format": dict(self.response_format), **cast("dict[str, Any]", settings.get("extra_body", {}))}
        return cast("ModelSettings", {**settings, "extra_body": body})

    def parameters(self) -> ModelRequestParameters | None:
        """What the library is told of the tool; None without one."""
        if self.tool_schema is None:
            return None
        from pydantic_ai.models import ModelRequestParameters
        from pydantic_ai.tools import ToolDefinition

        tool = ToolDefinition(
            name=_TOOL, description="Takes the answer.", parameters_json_schema=dict(self.tool_schema), kind="output"
        )
        return ModelRequestParameters(output_tools=[tool], output_mode="tool", allow_text_output=False)


def list_ways(options: ChatOptions, provider: str) -> list[Way]:
    """The ways to ask for what the options want, the surest first: one alone where that is a plain text."""
    schema = options.json_schema
    if schema is None and not options.is_json:
        return [Way()]
    words = _WORDS if schema is None else f"{_WORDS} It has to fit this JSON schema:\n{json.dumps(dict(schema))}"
    if provider == "anthropic":
        return [Way(words=words)] if schema is None else [Way(tool_schema=schema), Way(words=words)]
    if schema is None:
        return [Way(_SOME_OBJECT), Way(words=words)]
    described = {"type": "json_schema", "json_schema": {"name": _TOOL, "schema": dict(schema)}}
    return [Way(described), Way(_SOME_OBJECT, words), Way(words=words)]
