"""Asking chat models: what is sent, what comes back, piece by piece, and stopping at any moment."""

from __future__ import annotations

import asyncio
import contextlib
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from runnel.errors import ComponentError
from runnel.models.chat import ChatModel
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatTurn, Usage
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import Answer, Refusal, StandIn
from tests.models.conftest import MakeChat

_HELLO = [ChatTurn("user", "Hi")]
_LONGEST_WAIT_S = 10
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)


async def test_a_real_model_answers(llama_server: LlamaServer, network: Network) -> None:
    model = ChatModel("openai", llama_server.model_name, llama_server.base_url, network)
    reply = await model.complete([ChatTurn("system", "Be brief."), *_HELLO])
    assert reply.text == llama_server.answer
    assert reply.usage.input_tokens > 0
    assert reply.usage.output_tokens > 0
    assert reply.model_name == llama_server.model_name


async def test_a_real_model_streams_token_by_token(llama_server: LlamaServer, network: Network) -> None:
    model = ChatModel("openai", llama_server.model_name, llama_server.base_url, network)
    costs: list[Usage] = []
    pieces = [piece async for piece in model.stream(_HELLO, on_usage=costs.append)]
    assert pieces == ["Hello", " from", " the", " tiny", " Runnel", " test", " model."]
    assert len(costs) == 1
    assert costs[0].output_tokens >= len(pieces)


async def test_a_real_model_keeps_to_a_schema(llama_server: LlamaServer, network: Network) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}
    model = ChatModel(
        "openai", llama_server.model_name, llama_server.base_url, network, options=ChatOptions(max_tokens=40)
    )
    reply = await model.with_options(json_schema=schema).complete(_HELLO)
    assert '"ok"' in reply.text


async def test_a_server_that_knows_no_schema_is_told_in_words(chat: MakeChat, stand_in: StandIn) -> None:
    schema = {"type": "object", "properties": {"ok": {"type": "boolean"}}}
    unknown = Refusal(400, "This response_format type is unavailable now")
    stand_in.script(unknown, unknown, Answer(('{"ok": true}',)))
    turns = [ChatTurn("system", "Be kind."), *_HELLO]
    reply = await chat(key="sk-1").with_options(json_schema=schema).complete(turns)
    assert reply.text == '{"ok": true}'
    first, second, third = (asked.body for asked in stand_in.chats)
    assert first["response_format"] == {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    assert first["messages"][0]["content"] == "Be kind."
    assert first["max_tokens"] == 4096, "a model on this computer that is held to a schema may not find its end"
    assert second["response_format"] == {"type": "json_object"}
    assert "response_format" not in third
    for told in (second, third):
        system = told["messages"][0]["content"]
        assert system.startswith("Be kind.")
        assert json.dumps(schema) in system
    stand_in.script(Refusal(401, "no"))
    with pytest.raises(ComponentError, match="did not accept"):
        await chat(key="sk-1").with_options(is_json=True).complete(_HELLO)
    assert len(stand_in.chats) == 4, "what words cannot mend is not asked again"
    stand_in.script(*[Refusal(400, f"bad {count}") for count in range(2)])
    with pytest.raises(ComponentError, match="bad 0"):
        await chat(key="sk-1").with_options(is_json=True).complete(_HELLO)


async def test_all_options_reach_the_server(chat: MakeChat, stand_in: StandIn) -> None:
    model = chat(
        temperature=0.3, max_tokens=12, seed=5, top_p=0.9, stop=("END",), is_json=True, extra={"top_k": 3}, key="sk-1"
    )
    await model.complete([ChatTurn("system", "Be kind."), ChatTurn("user", "a"), ChatTurn("assistant", "b"), *_HELLO])
    (asked,) = stand_in.chats
    assert asked.headers["authorization"] == "Bearer sk-1"
    assert asked.body == {
        "model": "stand-in-model",
        "messages": [
            {"role": "system", "content": "Be kind."},
            {"role": "user", "content": "a"},
            {"role": "assistant", "content": "b"},
            {"role": "user", "content": "Hi"},
        ],
        "stream": False,
        "temperature": 0.3,
        "max_tokens": 12,
        "seed": 5,
        "top_p": 0.9,
        "stop": ["END"],
        "response_format": {"type": "json_object"},
        "top_k": 3,
    }


async def test_nothing_unset_is_sent(chat: MakeChat, stand_in: StandIn) -> None:
    await chat().complete(_HELLO)
    assert stand_in.chats[0].body.keys() == {"model", "messages", "stream"}


async def test_nothing_is_told_of_this_machine(chat: MakeChat, stand_in: StandIn) -> None:
    await chat().complete(_HELLO)
    headers = stand_in.chats[0].headers
    assert headers["user-agent"] == "Runnel"
    assert not [name for name in headers if "stainless" in name]


async def test_images_go_along(chat: MakeChat, stand_in: StandIn, tmp_path: Path) -> None:
    image = tmp_path / "dot.png"
    image.write_bytes(_PNG)
    await chat().complete([ChatTurn("user", "What is this?", (image,))])
    text, picture = stand_in.chats[0].body["messages"][0]["content"]
    assert text == {"type": "text", "text": "What is this?"}
    assert picture["image_url"]["url"].startswith("data:image/png;base64,iVBOR")


async def test_a_file_that_is_no_image_is_named(chat: MakeChat, tmp_path: Path) -> None:
    with pytest.raises(ComponentError, match=r"notes\.xyz was not sent"):
        await chat().complete([ChatTurn("user", "?", (tmp_path / "notes.xyz",))])


async def test_nothing_to_say_is_said_before_the_model_is_asked(chat: MakeChat, stand_in: StandIn) -> None:
    with pytest.raises(ComponentError, match="input and its system message are both empty"):
        await chat().complete([ChatTurn("user", "  ")])
    assert stand_in.requests == []


async def test_pieces_come_before_the_answer_is_whole(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(("one", "two", "three"), stall_after=2))
    stream = chat().stream(_HELLO)
    async with contextlib.aclosing(stream):
        assert [await anext(stream), await anext(stream)] == ["one", "two"]


@pytest.mark.parametrize("how", ["cancelled", "closed"])
async def test_stopping_a_stream_closes_the_connection(chat: MakeChat, stand_in: StandIn, how: str) -> None:
    stand_in.script(Answer(("a",) * 1000, pause_s=0.01))
    stream = chat().stream(_HELLO)
    await anext(stream)
    if how == "closed":
        await stream.aclose()
    else:
        reader = asyncio.create_task(_read_all(stream))
        await asyncio.sleep(0.05)
        reader.cancel()
        await asyncio.wait([reader])
        assert reader.cancelled()
    assert await asyncio.to_thread(stand_in.disconnected.wait, _LONGEST_WAIT_S)


async def test_stopping_a_call_closes_the_connection(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(stall_after=0))
    call = asyncio.create_task(chat().complete(_HELLO))
    assert await asyncio.to_thread(stand_in.asked.wait, _LONGEST_WAIT_S)
    call.cancel()
    await asyncio.wait([call])
    assert await asyncio.to_thread(stand_in.disconnected.wait, _LONGEST_WAIT_S)


async def test_calls_run_side_by_side(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(*[Answer(("x",) * 3, pause_s=0.05)] * 20)
    streams = [chat().stream(_HELLO) for _ in range(20)]
    firsts = await asyncio.gather(*(anext(stream) for stream in streams))
    assert firsts == ["x"] * 20
    assert stand_in.disconnects == 0
    await asyncio.gather(*(stream.aclose() for stream in streams))


async def test_the_price_of_a_local_answer_is_not_made_up(chat: MakeChat) -> None:
    assert (await chat(name="gpt-4o").complete(_HELLO)).usage == Usage(7, 4, None)


async def test_openai_itself_is_asked_in_its_newest_words_and_priced() -> None:
    asked: list[dict[str, Any]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        message = {"role": "assistant", "content": "Hello"}
        return httpx2.Response(
            200,
            json={
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "gpt-4o-mini",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000},
            },
        )

    class Scripted(Network):
        def http_client(self, purpose: str, **_: Any) -> httpx2.AsyncClient:
            return httpx2.AsyncClient(transport=httpx2.MockTransport(answer))

    options = ChatOptions(max_tokens=5, json_schema={"type": "object"})
    model = ChatModel("openai", "gpt-4o-mini", "https://api.openai.com/v1", Scripted(), "sk-1", options)
    reply = await model.complete(_HELLO)
    assert reply.usage.price_usd
    assert asked[0]["max_completion_tokens"] == 5
    assert asked[0]["response_format"]["json_schema"]["schema"] == {"type": "object"}


async def test_what_a_model_thinks_is_no_part_of_its_answer(chat: MakeChat, stand_in: StandIn) -> None:
    thoughts = Answer(("<think>", "the user says hi", "</think>", "Hel", "lo"))
    stand_in.script(thoughts, thoughts)
    assert (await chat().complete(_HELLO)).text.strip() == "Hello"
    assert "".join([piece async for piece in chat().stream(_HELLO)]).strip() == "Hello"


async def test_a_key_does_not_show_in_the_model(chat: MakeChat) -> None:
    assert "canary" not in repr(chat(key="sk-canary"))


async def _read_all(stream: object) -> None:
    async for _ in stream:  # type: ignore[attr-defined]
        pass
