"""Mistral's embedding models."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import MAX_RETRIES, key_input, own_address
from runnel.sdk import Context, DropdownInput, EmbeddingModel, IntInput, MessageTextInput

BASE_URL = "https://api.mistral.ai/v1"
MODEL_NAME = "mistral-embed"


class MistalAIEmbeddings(EmbeddingNode):
    """Turn texts into vectors with one of Mistral's models."""

    display_name = "MistralAI Embeddings"
    icon = "MistralAI"
    inputs = (
        DropdownInput(
            "model", "Model", options=(MODEL_NAME,), value=MODEL_NAME, combobox=True, info="The model to ask."
        ),
        key_input("mistral_api_key", "Mistral API Key", "MISTRAL_API_KEY"),
        IntInput(
            "max_concurrent_requests",
            "Max Concurrent Requests",
            value=64,
            advanced=True,
            info="Kept for flows made elsewhere: four requests at most are under way at once.",
        ),
        replace(MAX_RETRIES, value=5),
        IntInput(
            "timeout", "Request Timeout", value=120, advanced=True, info="Seconds that the service may be silent."
        ),
        MessageTextInput(
            "endpoint", "API Endpoint", value=f"{BASE_URL}/", advanced=True, info="Address of the service."
        ),
    )

    async def build_embeddings(
        self,
        context: Context,
        model: str = MODEL_NAME,
        mistral_api_key: str = "",
        max_retries: int | None = 5,
        timeout: int | None = 120,  # noqa: ASYNC109 - the name of the field
        endpoint: str = "",
    ) -> EmbeddingModel:
        """The configured model."""
        return await vendor_embeddings(
            context,
            "mistral",
            model,
            api_key=mistral_api_key,
            key_field="mistral_api_key",
            base_url=own_address(endpoint, BASE_URL),
            timeout_s=timeout or None,
            max_retries=max_retries,
        )
