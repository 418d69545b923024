"""Ollama's own protocol: what is sent, and the answer piece by piece."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from runnel.models.ollama import OllamaChat
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatTurn, Usage
from tests.model_server.stand_in import Answer, StandIn

_HELLO = [ChatTurn("user", "Hi")]


@pytest.fixture
def ollama(network: Network, stand_in: StandIn) -> OllamaChat:
    return OllamaChat("llama3.1", stand_in.origin, network)


async def test_options_are_those_of_the_model_run(ollama: OllamaChat, stand_in: StandIn, tmp_path: Path) -> None:
    image = tmp_path / "dot.png"
    image.write_bytes(b"image")
    options = ChatOptions(
        temperature=0.2, max_tokens=9, seed=3, stop=("END",), extra={"num_ctx": 4096, "mirostat": 2, "format": "json"}
    )
    model = ollama.with_options(**{name: getattr(options, name) for name in ("temperature", "max_tokens", "seed")})
    model = model.with_options(stop=options.stop, extra=options.extra)
    reply = await model.complete([ChatTurn("system", "Be kind."), ChatTurn("user", "Hi", (image,))])
    assert (reply.text, reply.usage) == ("Hello there!", Usage(7, 4))
    assert stand_in.chats[0].body == {
        "model": "llama3.1",
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "Hi", "images": ["aW1hZ2U="]},
        ],
        "stream": False,
        "format": "json",
        "options": {
            "temperature": 0.2,
            "num_predict": 9,
            "seed": 3,
            "stop": ["END"],
            "num_ctx": 4096,
            "mirostat": 2,
        },
    }


async def test_the_answer_comes_piece_by_piece(ollama: OllamaChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one", "two"), stall_after=None))
    costs: list[Usage] = []
    assert [piece async for piece in ollama.stream(_HELLO, on_usage=costs.append)] == ["one", "two"]
    assert costs == [Usage(7, 4)]


async def test_stopping_closes_the_connection(ollama: OllamaChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(("a",) * 1000, pause_s=0.01))
    stream = ollama.stream(_HELLO)
    await anext(stream)
    await stream.aclose()
    assert await asyncio.to_thread(stand_in.disconnected.wait, 10)
