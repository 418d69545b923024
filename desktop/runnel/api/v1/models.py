"""Model servers: which there are, the user's addresses, and where OpenAI nodes go."""

from __future__ import annotations

from msgspec import UNSET

from runnel.errors import Invalid
from runnel.schemas.model import ModelAddressCreate, ModelAddressTest, ModelServer, ModelsRead, ModelsUpdate
from runnel.state import AppState


async def list_models(state: AppState, refresh: bool = False) -> ModelsRead:
    """The model servers found and kept, and what a new model node starts with; ``refresh`` looks again."""
    directory = state.model_directory
    servers = await directory.servers(refresh=refresh)
    return ModelsRead(
        servers=servers,
        openai_base_url=await directory.openai_base_url(),
        default=await directory.default(),
        searched=directory.searched(),
    )


async def update_models(state: AppState, body: ModelsUpdate) -> ModelsRead:
    """Choose where OpenAI nodes without an address go."""
    if body.openai_base_url is not UNSET:
        await state.model_directory.set_openai_base_url(body.openai_base_url)
    return await list_models(state)


async def create_model_address(state: AppState, body: ModelAddressCreate) -> ModelServer:
    """Keep the address of a model server, whether or not it answers now."""
    return await state.model_directory.add_address(body.base_url, body.name)


async def delete_model_address(state: AppState, address_id: str) -> None:
    """Forget an address."""
    await state.model_directory.remove_address(address_id)


async def try_model_address(state: AppState, body: ModelAddressTest) -> ModelServer:
    """Look at an address now, with a key where it needs one; nothing is kept."""
    api_key = body.api_key
    if not api_key and body.api_key_variable:
        api_key = await state.journal.get_variable(body.api_key_variable)
        if api_key is None:
            raise Invalid(f"There is no variable named {body.api_key_variable!r}.")
    return await state.model_directory.try_address(body.base_url, api_key or "")
