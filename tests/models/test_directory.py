"""Which servers are found, what a new node starts with, and where the call of an OpenAI node goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from runnel.errors import ComponentError, Conflict, Invalid, NotFound
from runnel.models import Directory
from runnel.network import Network, Refused
from runnel.schemas.model import ModelDefault
from runnel.settings import Settings
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import StandIn
from tests.models.conftest import Rows

_OPENAI = "https://api.openai.com/v1"


@pytest.fixture
def other() -> Iterator[StandIn]:
    server = StandIn(models=("nomic-embed-text", "other-model"))
    yield server
    server.close()


@pytest.fixture
def directory(network: Network, rows: Rows) -> Any:
    def make(**settings: Any) -> Directory:
        return Directory(Settings(**{"detect_ports": (), **settings}), network, rows)

    return make


async def test_a_real_llama_server_is_found(directory: Any, llama_server: LlamaServer) -> None:
    found = directory(detect_ports=(f"llamacpp:{llama_server.port}",))
    (server,) = await found.servers()
    assert (server.id, server.provider, server.name) == ("llamacpp", "llamacpp", "llama.cpp")
    assert (server.source, server.is_reachable, server.error) == ("detected", True, None)
    assert (server.base_url, server.models) == (llama_server.base_url, [llama_server.model_name])
    assert await found.default() == ModelDefault("llamacpp", llama_server.base_url, llama_server.model_name)


async def test_the_program_is_told_by_its_answer_not_by_its_port(directory: Any, llama_server: LlamaServer) -> None:
    (server,) = await directory(detect_ports=(f"vllm:{llama_server.port}",)).servers()
    assert (server.provider, server.name) == ("llamacpp", "llama.cpp")


async def test_ollama_is_found_by_its_own_list(directory: Any, stand_in: StandIn) -> None:
    (server,) = await directory(detect_ports=(f"ollama:{stand_in.port}",)).servers()
    assert (server.provider, server.name, server.models) == ("ollama", "Ollama", ["stand-in-model"])
    assert [asked.path for asked in stand_in.requests] == ["/api/tags"]


async def test_what_does_not_answer_is_not_listed_but_was_searched(directory: Any, unused_port: int) -> None:
    found = directory(detect_ports=(f"lmstudio:{unused_port}",))
    assert await found.servers() == []
    assert await found.default() is None
    assert found.searched() == [f"127.0.0.1:{unused_port}"]


async def test_our_own_server_is_not_taken_for_a_model(directory: Any, network: Network, stand_in: StandIn) -> None:
    network.refuse_own_port(stand_in.port)
    assert await directory(detect_ports=(f"llamacpp:{stand_in.port}",)).servers() == []
    assert stand_in.requests == []


async def test_lists_are_asked_for_once_in_a_while_and_at_wish(directory: Any, stand_in: StandIn) -> None:
    found = directory(detect_ports=(f"vllm:{stand_in.port}",))
    await found.servers()
    stand_in.models = ("new-model",)
    assert (await found.servers())[0].models == ["stand-in-model"]
    assert (await found.servers(refresh=True))[0].models == ["new-model"]
    assert len(stand_in.requests) == 2


async def test_a_kept_address_is_listed_also_while_it_is_off(
    directory: Any, stand_in: StandIn, unused_port: int, rows: Rows, network: Network
) -> None:
    found = directory()
    on = await found.add_address(f"127.0.0.1:{stand_in.port}", "Workshop")
    off = await found.add_address(f"http://127.0.0.1:{unused_port}/v1/")
    assert (on.name, on.base_url, on.source, on.is_reachable) == ("Workshop", stand_in.base_url, "user", True)
    assert not off.is_reachable
    assert off.error
    assert off.error.why == f"Nothing listens at 127.0.0.1:{unused_port}."
    again = await Directory(Settings(detect_ports=()), network, rows).servers()
    assert [server.id for server in again] == [on.id, off.id]
    await found.remove_address(on.id)
    assert [server.id for server in await found.servers()] == [off.id]


async def test_addresses_are_kept_once_and_removed_once(directory: Any, stand_in: StandIn) -> None:
    found = directory()
    server = await found.add_address(stand_in.base_url)
    with pytest.raises(Conflict):
        await found.add_address(f"{stand_in.base_url}/")
    await found.remove_address(server.id)
    with pytest.raises(NotFound):
        await found.remove_address(server.id)


@pytest.mark.parametrize(
    "text", ["", "http://", "not an address", "ftp://host/x", "http://host:port", "http://a:b@host/"]
)
async def test_what_is_no_address_is_refused(directory: Any, text: str) -> None:
    with pytest.raises(Invalid):
        await directory().add_address(text)


async def test_a_refused_address_is_not_kept(directory: Any, rows: Rows) -> None:
    with pytest.raises(Refused):
        await directory().add_address("http://169.254.169.254/v1")
    with pytest.raises(Refused):
        await directory().set_openai_base_url("http://169.254.169.254/v1")
    assert rows.values == {}


async def test_an_address_can_be_tried_with_a_key(directory: Any, stand_in: StandIn, rows: Rows) -> None:
    stand_in.api_key = "sk-right"
    wrong = await directory().try_address(stand_in.base_url, "sk-wrong-0123456789")
    assert not wrong.is_reachable
    assert "did not accept the API key" in wrong.error.why
    assert "wrong" not in wrong.error.why
    assert (await directory().try_address(stand_in.base_url, "sk-right")).models == ["stand-in-model"]
    assert rows.values == {}


async def test_an_address_outside_is_not_called_by_listing(directory: Any, network: Network) -> None:
    found = directory(openai_base_url="https://models.example.com/v1")
    (server,) = await found.servers()
    assert (server.source, server.is_reachable) == ("environment", False)
    assert "not asked yet" in server.error.what
    assert network.ledger.calls == []


# Where the call of an OpenAI node goes


async def test_without_anything_a_node_means_openai(directory: Any, stand_in: StandIn) -> None:
    resolved = await directory().resolve_openai(base_url="", api_key="sk-1", model_name="gpt-4o-mini")
    assert (resolved.base_url, resolved.api_key, resolved.model_name) == (_OPENAI, "sk-1", "gpt-4o-mini")
    assert resolved.note == ""


async def test_without_a_key_openai_is_not_asked(directory: Any, network: Network) -> None:
    with pytest.raises(ComponentError) as caught:
        await directory().resolve_openai(base_url="", api_key="", model_name="gpt-4o-mini")
    error = caught.value
    assert "gpt-4o-mini" in error.what
    assert "no API key" in error.why
    assert "OPENAI_API_KEY" in error.do
    assert "Ollama" in error.do
    assert error.field == "api_key"
    assert network.ledger.calls == []


async def test_without_a_key_a_local_model_that_was_found_is_proposed(directory: Any, stand_in: StandIn) -> None:
    found = directory(detect_ports=(f"vllm:{stand_in.port}",))
    with pytest.raises(ComponentError, match=rf"stand-in-model at 127\.0\.0\.1:{stand_in.port}"):
        await found.resolve_openai(base_url="", api_key="", model_name="gpt-4o-mini")


async def test_the_chosen_address_stands_in_for_openai(directory: Any, stand_in: StandIn) -> None:
    found = directory()
    await found.set_openai_base_url(stand_in.origin)
    resolved = await found.resolve_openai(base_url="", api_key="", model_name="gpt-4o-mini")
    assert (resolved.base_url, resolved.model_name) == (stand_in.base_url, "stand-in-model")
    assert "stand-in-model" in resolved.note
    assert "has no gpt-4o-mini" in resolved.note


async def test_a_model_that_the_chosen_server_has_is_kept(directory: Any, other: StandIn) -> None:
    found = directory(openai_base_url=other.base_url)
    resolved = await found.resolve_openai(base_url="", api_key="", model_name="other-model")
    assert resolved.model_name == "other-model"
    assert "has no" not in resolved.note


async def test_the_settings_page_goes_before_the_environment(directory: Any, stand_in: StandIn, other: StandIn) -> None:
    found = directory(openai_base_url=other.base_url)
    assert await found.openai_base_url() == other.base_url
    await found.set_openai_base_url(stand_in.base_url)
    assert await found.openai_base_url() == stand_in.base_url
    await found.set_openai_base_url(None)
    assert await found.openai_base_url() == other.base_url


async def test_an_embedding_model_is_no_chat_model(directory: Any, other: StandIn) -> None:
    found = directory(openai_base_url=other.base_url)
    assert await found.default() == ModelDefault("openai", other.base_url, "other-model")
    resolved = await found.resolve_openai(base_url="", api_key="", model_name="gpt-4o-mini")
    assert resolved.model_name == "other-model"


async def test_the_chosen_server_comes_first_among_defaults(directory: Any, stand_in: StandIn, other: StandIn) -> None:
    found = directory(detect_ports=(f"vllm:{stand_in.port}", f"lmstudio:{other.port}"))
    assert (await found.default()).model_name == "stand-in-model"
    await found.set_openai_base_url(other.base_url)
    assert (await found.default()).model_name == "other-model"


async def test_a_node_that_names_its_address_is_taken_at_its_word(directory: Any, stand_in: StandIn) -> None:
    found = directory()
    resolved = await found.resolve_openai(base_url=f"{stand_in.origin}/", api_key="", model_name="any")
    assert (resolved.base_url, resolved.model_name, resolved.note) == (stand_in.base_url, "any", "")
    assert stand_in.requests == []


async def test_an_address_outside_needs_a_key(directory: Any) -> None:
    with pytest.raises(ComponentError, match="There is no API key") as caught:
        await directory().resolve_openai(base_url="https://models.example.com/v1", api_key="", model_name="m")
    assert caught.value.field == "api_key"


async def test_the_models_of_one_server_are_listed(directory: Any, stand_in: StandIn, unused_port: int) -> None:
    found = directory(detect_ports=(f"ollama:{stand_in.port}",))
    assert await found.list_models("ollama", stand_in.origin) == ["stand-in-model"]
    assert await found.list_models("ollama") == ["stand-in-model"]
    assert await found.list_models("lmstudio") == []
    assert await found.list_models("lmstudio", f"http://127.0.0.1:{unused_port}/v1") == []
