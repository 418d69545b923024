"""What people read when a model does not answer: what, why, what to do; where, which model, and never a key."""

from __future__ import annotations

import pytest

from runnel.errors import ComponentError
from runnel.models.ollama import OllamaChat
from runnel.network import Network
from runnel.sdk import ChatOptions, ChatTurn, LanguageModel
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import Answer, Refusal, StandIn
from tests.models.conftest import MakeChat

_HELLO = [ChatTurn("user", "Hi")]
_KEY = "sk-canary-0123456789"


async def _ask(model: LanguageModel, *, streamed: bool) -> None:
    if streamed:
        async for _ in model.stream(_HELLO):
            pass
    else:
        await model.complete(_HELLO)


async def _fail(model: LanguageModel, *, streamed: bool) -> ComponentError:
    with pytest.raises(ComponentError) as caught:
        await _ask(model, streamed=streamed)
    error = caught.value
    assert error.what
    assert error.why
    assert error.do
    assert "canary" not in f"{error!r} {error} {error.__cause__!r}"
    return error


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    ("refusal", "why", "do", "field"),
    [
        (Refusal(401, f"Incorrect API key provided: {_KEY}"), "did not accept the API key", "valid key", "api_key"),
        (Refusal(404, "The model 'stand-in-model' does not exist"), "does not exist", "Choose a model", "model_name"),
        (Refusal(404, "Not Found"), "says: Not Found", "/v1", "base_url"),
        (Refusal(429, "Rate limit reached"), "Too many requests", "Wait", None),
        (Refusal(429, "You exceeded", "insufficient_quota"), "You exceeded", "", None),
        (Refusal(400, "context length exceeded"), "context length exceeded", "Change", None),
        (Refusal(500, "out of memory"), "out of memory", "model server", None),
    ],
)
async def test_a_refusal_is_explained(
    chat: MakeChat, stand_in: StandIn, refusal: Refusal, why: str, do: str, field: str | None, streamed: bool
) -> None:
    stand_in.script(refusal)
    error = await _fail(chat(key=_KEY), streamed=streamed)
    assert f"stand-in-model at 127.0.0.1:{stand_in.port}" in error.what
    assert why in error.why
    assert do in error.do
    assert error.field == field


async def test_a_missing_key_is_told_from_a_wrong_one(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.api_key = _KEY
    error = await _fail(chat(), streamed=False)
    assert "asks for an API key" in error.why


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_server_that_is_off_is_explained(chat: MakeChat, unused_port: int, streamed: bool) -> None:
    error = await _fail(chat(url=f"http://127.0.0.1:{unused_port}/v1", key=_KEY), streamed=streamed)
    assert error.why == f"Nothing listens at 127.0.0.1:{unused_port}."
    assert "Settings → Models" in error.do


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_server_that_falls_silent_is_explained(chat: MakeChat, stand_in: StandIn, streamed: bool) -> None:
    stand_in.script(Answer(stall_after=1 if streamed else 0))
    error = await _fail(chat(timeout_s=0.3), streamed=streamed)
    assert "stopped answering" in error.what


async def test_a_server_that_dies_in_the_middle_is_explained(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(("a",) * 50, break_after=2))
    error = await _fail(chat(), streamed=True)
    assert "broke off its answer" in error.what


async def test_an_error_in_the_middle_of_an_answer_is_explained(chat: MakeChat, stand_in: StandIn) -> None:
    stand_in.script(Answer(("a", "b"), error_after="the card ran out of memory"))
    error = await _fail(chat(key=_KEY), streamed=True)
    assert "broke off its answer" in error.what
    assert "the card ran out of memory" in error.why


async def test_some_other_program_is_not_taken_for_a_model(chat: MakeChat, stand_in: StandIn) -> None:
    error = await _fail(chat(url=f"{stand_in.origin}/pages"), streamed=False)
    assert "not an answer of a chat model" in error.why


async def test_an_unknown_computer_is_explained(chat: MakeChat) -> None:
    error = await _fail(chat(url="http://nowhere.invalid/v1"), streamed=False)
    assert "no computer named nowhere.invalid" in error.why


async def test_our_own_address_is_refused(chat: MakeChat, stand_in: StandIn, network: Network) -> None:
    network.refuse_own_port(stand_in.port)
    error = await _fail(chat(), streamed=True)
    assert "address of Runnel itself" in error.why
    assert stand_in.requests == []


async def test_a_model_that_ollama_lacks_can_be_pulled(network: Network, stand_in: StandIn) -> None:
    stand_in.script(Refusal(404, "model 'llama9' not found"))
    error = await _fail(OllamaChat("llama9", stand_in.origin, network, "", ChatOptions()), streamed=True)
    assert error.do.endswith("ollama pull llama9")


async def test_a_real_server_explains_a_bad_request(llama_server: LlamaServer, chat: MakeChat) -> None:
    model = chat(url=llama_server.base_url, name="runnel-tiny", extra={"response_format": {"type": "nonsense"}})
    error = await _fail(model, streamed=False)
    assert "response_format" in error.why or "nonsense" in error.why
