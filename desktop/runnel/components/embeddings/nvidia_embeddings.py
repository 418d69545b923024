"""Embedding models that NVIDIA runs, and its microservices elsewhere."""

from __future__ import annotations

from typing import Any

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import key_input, own_address
from runnel.sdk import Context, DropdownInput, EmbeddingModel, FloatInput, MessageTextInput, ModelAccess

BASE_URL = "https://integrate.api.nvidia.com/v1"
MODEL_NAME = "nvidia/nv-embed-v1"


class NVIDIAEmbeddingsComponent(EmbeddingNode):
    """Turn texts into vectors with a model that NVIDIA runs, or a NIM of your own."""

    display_name = "NVIDIA Embeddings"
    icon = "NVIDIA"
    inputs = (
        DropdownInput(
            "model",
            "Model",
            options=(MODEL_NAME, "snowflake/arctic-embed-I"),
            value=MODEL_NAME,
            combobox=True,
            info="The model to ask.",
        ),
        MessageTextInput(
            "base_url",
            "NVIDIA Base URL",
            value=BASE_URL,
            refresh_button=True,
            info="Address of the service; press the button to list its models. A NIM of your own needs no key.",
        ),
        key_input("nvidia_api_key", "NVIDIA API Key", "NVIDIA_API_KEY", "NVIDIA_API_KEY"),
        FloatInput(
            "temperature",
            "Model Temperature",
            value=0.1,
            advanced=True,
            info="Kept for flows made elsewhere; not sent.",
        ),
    )

    async def build_embeddings(
        self, context: Context, model: str = MODEL_NAME, base_url: str = BASE_URL, nvidia_api_key: str = ""
    ) -> EmbeddingModel:
        """The configured model."""
        return await vendor_embeddings(
            context,
            "nvidia",
            model,
            api_key=nvidia_api_key,
            key_field="nvidia_api_key",
            base_url=own_address(base_url, BASE_URL),
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the address lists now."""
        if field == "base_url":
            listed = await models.list_models("nvidia", own_address(str(value or ""), BASE_URL))
            node["template"]["model"]["options"] = listed or node["template"]["model"]["options"]
