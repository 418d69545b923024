"""What a child process says while it runs code of a node, and what it asks for: taken to the node's context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from runnel.errors import ComponentError
from runnel.sandbox import values
from runnel.sdk import ChatTurn, Context


class ChildListener:
    """Implements `runnel.sandbox.process.Listener` for one job. ``handles`` are what the child knows by number."""

    def __init__(self, context: Context, handles: list[Any]) -> None:
        self._context = context
        self._handles = handles
        self.printed = ""

    def hear(self, what: str, data: Mapping[str, Any]) -> None:
        """Keep what is printed and logged, and stop branches."""
        if what == "print":
            self.printed += data["text"]
            self._context.log(data["text"].rstrip("\n"), "Printed")
        elif what == "log":
            self._context.log(data["message"], data["name"])
        elif what == "status":
            self._context.note(data["text"])
        elif what == "output":
            self._context.output_name = data["name"]
        elif what == "stop":
            self._context.stop(data["output"] or self._context.output_name)

    async def answer(self, what: str, data: Mapping[str, Any]) -> Any:
        """Use a model or a tool of the flow, or send a message. Raises what keeps it from that."""
        if what == "send_message":
            message = values.decode(data["message"], no_tools)
            return values.encode(await self._context.send_message(message), self._handles)
        handle = self._handles[data["handle"]]
        if what == "complete":
            reply = await handle.complete([ChatTurn(turn["role"], turn["text"]) for turn in data["turns"]])
            self._context.record_usage(reply.usage)
            return {"text": reply.text, "model_name": reply.model_name, "usage": msgspec.to_builtins(reply.usage)}
        if what == "embed":
            return await handle.embed(data["texts"])
        return values.encode(await handle.call(data["arguments"]), self._handles)


async def no_tools(name: str, arguments: Mapping[str, Any]) -> Any:
    """Stands where no code has made a tool that outlives it. Raises `ComponentError`."""
    raise ComponentError(f"The tool {name} cannot be used here.")
