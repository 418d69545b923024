"""Loading the model SDKs off the event loop."""

from __future__ import annotations

import asyncio
import importlib
import sys

_OPENAI = ("pydantic_ai.direct", "pydantic_ai.models.openai", "pydantic_ai.providers.openai_compatible")
_ANTHROPIC = ("pydantic_ai.direct", "pydantic_ai.models.anthropic", "pydantic_ai.providers.anthropic")


async def warm(provider: str = "openai") -> None:
    """Import what models of ``provider`` need, in a thread. Costs nothing when it is there already.

    Worth calling when a flow that holds a model is opened, so that its first run does not wait.
    """
    names = _ANTHROPIC if provider == "anthropic" else _OPENAI
    if not all(name in sys.modules for name in names):
        await asyncio.to_thread(_load, names)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
