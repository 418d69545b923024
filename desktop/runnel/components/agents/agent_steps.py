"""What an agent does, as content blocks of its message, shown in the chat while it works."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from runnel.sdk import AgentStep, Context, Message

PARTIAL = "partial"
"""The state of a message that is still being written; a chat output finishes it under the same id."""


class StepBlocks:
    """Collects the steps of one answer."""

    def __init__(self, context: Context, question: str, session_id: str) -> None:
        self._context = context
        self._contents: list[dict[str, Any]] = [
            {"type": "text", "text": question, "duration": None, "header": {"title": "Input", "icon": "MessageSquare"}}
        ]
        self._places: dict[int, int] = {}
        is_shown = context.feeds_chat() and bool(session_id)
        self._message = Message(
            id=str(uuid4()) if is_shown else None,
            sender="Machine",
            sender_name="AI",
            session_id=session_id,
            flow_id=context.flow_id,
            properties={"state": PARTIAL, "icon": "bot"} if is_shown else {},
            content_blocks=[
                {"title": "Agent Steps", "contents": self._contents, "allow_markdown": True, "media_url": None}
            ],
        )

    async def take(self, step: AgentStep) -> None:
        """Add a step, or bring one up to date, and show it."""
        content = _content(step)
        if step.id in self._places:
            self._contents[self._places[step.id]] = content
        else:
            self._places[step.id] = len(self._contents)
            self._contents.append(content)
        if self._message.id is not None:
            self._context.show_message(self._message)

    def finish(self, text: str) -> Message:
        """The agent's message with its answer."""
        output = {
            "type": "text",
            "text": text,
            "duration": None,
            "header": {"title": "Output", "icon": "MessageSquare"},
        }
        self._contents.append(output)
        return self._message.copy(text=text)


def _content(step: AgentStep) -> dict[str, Any]:
    if not step.tool_name:
        return {"type": "text", "text": step.text, "duration": None, "header": {"title": "Thought", "icon": "Brain"}}
    is_over = step.duration_ms is not None
    return {
        "type": "tool_use",
        "name": step.tool_name,
        "tool_input": dict(step.arguments),
        "output": step.output,
        "error": step.error or None,
        "duration": step.duration_ms,
        "vertex_id": step.vertex_id or None,
        "header": {"title": f"{'Used' if is_over else 'Using'} **{step.tool_name}**", "icon": "Hammer"},
    }
