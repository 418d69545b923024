"""A model that answers from a script: for trying flows out, and for tests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from runnel.sdk import ChatReply, ChatTurn, LanguageModel, Usage

ARROW = "=>"
MODEL_NAME = "test-reply"


@dataclass(frozen=True, slots=True)
class ScriptedModel:
    """Implements `runnel.sdk.LanguageModel`. ``replies`` are ``words => reply`` or replies without condition.

    The first reply counts whose words stand in the last question; ``{input}`` in it is that question.
    """

    replies: tuple[str, ...]

    @property
    def model_name(self) -> str:
        """The name that shows on messages."""
        return MODEL_NAME

    async def complete(self, turns: Sequence[ChatTurn]) -> ChatReply:
        """The reply. Tokens are counted as words."""
        text = self._reply(turns)
        read = sum(len(turn.text.split()) for turn in turns)
        return ChatReply(text, Usage(read, len(text.split()), 0.0), MODEL_NAME)

    async def stream(
        self, turns: Sequence[ChatTurn], on_usage: Callable[[Usage], None] | None = None
    ) -> AsyncIterator[str]:
        """The reply word by word."""
        reply = await self.complete(turns)
        for piece in re.findall(r"\S+\s*|\s+", reply.text):
            await asyncio.sleep(0)
            yield piece
        if on_usage is not None:
            on_usage(reply.usage)

    def with_options(self, **changes: Any) -> LanguageModel:
        """The same: a script has no options."""
        return self

    def _reply(self, turns: Sequence[ChatTurn]) -> str:
        question = next((turn.text for turn in reversed(turns) if turn.role == "user"), "")
        for line in self.replies:
            words, arrow, reply = line.partition(ARROW)
            if not arrow:
                return line.replace("{input}", question)
            if words.strip().lower() in question.lower():
                return reply.strip().replace("{input}", question)
        return ""
