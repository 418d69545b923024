from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from runnel.models.chat import ChatModel
from runnel.network import Network
from runnel.sdk import ChatOptions
from tests.model_server.stand_in import StandIn


@pytest.fixture
async def network() -> AsyncIterator[Network]:
    network = Network()
    yield network
    await network.close()


MakeChat = Callable[..., ChatModel]


@pytest.fixture
def chat(network: Network, stand_in: StandIn) -> MakeChat:
    """Make a chat model of the stand-in; keywords are options of the call, but for ``key``, ``name`` and ``url``."""

    def make(*, url: str = "", key: str = "", name: str = "stand-in-model", **options: Any) -> ChatModel:
        return ChatModel("openai", name, url or stand_in.base_url, network, key, ChatOptions(**options))

    return make


class Rows:
    """Settings kept in memory."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    async def get_setting(self, key: str) -> Any | None:
        return self.values.get(key)

    async def set_setting(self, key: str, value: Any) -> None:
        self.values[key] = value


@pytest.fixture
def rows() -> Rows:
    return Rows()
