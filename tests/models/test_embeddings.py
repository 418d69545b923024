"""Texts to vectors, by OpenAI's protocol and Ollama's."""

from __future__ import annotations

import pytest

from runnel.errors import ComponentError
from runnel.models.embeddings import EmbeddingClient
from runnel.network import Network
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import StandIn


def _likeness(first: list[float], second: list[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


async def test_a_real_server_makes_vectors(llama_embedding_server: LlamaServer, network: Network) -> None:
    server = llama_embedding_server
    model = EmbeddingClient("openai", server.model_name, server.base_url, network)
    same, other, again = await model.embed(["a line of text", "0123456789", "a line of text"])
    assert len(same) == len(other) > 0
    assert same == pytest.approx(again, abs=1e-4)
    assert _likeness(same, again) > _likeness(same, other)


@pytest.mark.parametrize("provider", ["openai", "ollama"])
async def test_vectors_come_in_the_order_of_their_texts(network: Network, stand_in: StandIn, provider: str) -> None:
    base_url = stand_in.origin if provider == "ollama" else stand_in.base_url
    model = EmbeddingClient(provider, "m", base_url, network, batch_size=2)
    texts = ["aaa", "bbb", "ccc", "ddd", "eee"]
    vectors = await model.embed(texts)
    assert [vector.index(1.0) for vector in vectors] == [0, 1, 2, 3, 4]
    assert sorted(len(asked.body["input"]) for asked in stand_in.requests) == [1, 2, 2]


async def test_no_texts_are_no_request(network: Network, stand_in: StandIn) -> None:
    assert await EmbeddingClient("openai", "m", stand_in.base_url, network).embed([]) == []
    assert stand_in.requests == []


async def test_a_wrong_key_is_explained(network: Network, stand_in: StandIn) -> None:
    stand_in.api_key = "sk-right"
    model = EmbeddingClient("openai", "m", stand_in.base_url, network, "sk-canary-0123456789")
    with pytest.raises(ComponentError, match="did not accept the API key") as caught:
        await model.embed(["a"])
    assert "canary" not in str(caught.value)


async def test_a_server_that_is_off_is_explained(network: Network, unused_port: int) -> None:
    model = EmbeddingClient("ollama", "nomic-embed-text", f"http://127.0.0.1:{unused_port}", network)
    with pytest.raises(ComponentError, match="Nothing listens") as caught:
        await model.embed(["a", "b"])
    assert caught.value.do == "Start Ollama, or change the address."


async def test_some_other_program_is_not_taken_for_a_model(network: Network, stand_in: StandIn) -> None:
    with pytest.raises(ComponentError):
        await EmbeddingClient("openai", "m", f"{stand_in.origin}/pages", network).embed(["a"])
