"""Embedding models that LM Studio serves on this machine."""

from __future__ import annotations

from typing import Any

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    DropdownInput,
    EmbeddingModel,
    FloatInput,
    MessageTextInput,
    ModelAccess,
    Output,
    SecretStrInput,
)

BASE_URL = "http://localhost:1234/v1"


class LMStudioEmbeddingsComponent(Component):
    """Turn texts into vectors with a model that LM Studio serves on this machine."""

    display_name = "LM Studio Embeddings"
    icon = "LMStudio"
    needs = "local-model"
    inputs = (
        DropdownInput("model", "Model", refresh_button=True, info="An embedding model loaded in LM Studio."),
        MessageTextInput(
            "base_url", "LM Studio Base URL", value=BASE_URL, refresh_button=True, info="Where LM Studio listens."
        ),
        SecretStrInput(
            "api_key",
            "LM Studio API Key",
            value="LMSTUDIO_API_KEY",
            advanced=True,
            is_variable_optional=True,
            info="Name of the variable that holds a key, where the server was set up to ask for one.",
        ),
        FloatInput(
            "temperature",
            "Model Temperature",
            value=0.1,
            advanced=True,
            info="Kept for flows made elsewhere; not used.",
        ),
    )
    outputs = (Output("embeddings", "build_embeddings", types=("Embeddings",), display_name="Embeddings"),)

    def build_embeddings(
        self, context: Context, model: str = "", base_url: str = BASE_URL, api_key: str = ""
    ) -> EmbeddingModel:
        """The configured model."""
        if not model:
            raise ComponentError(
                "No embedding model was asked.",
                "The node names none.",
                "Load an embedding model in LM Studio, refresh the node's list, and choose it.",
                field="model",
            )
        return context.models.embedding_model(
            "lmstudio", base_url=base_url or BASE_URL, api_key=api_key, model_name=model
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the server lists now."""
        template = node["template"]
        address = template.get("base_url", {}).get("value") or BASE_URL
        template["model"]["options"] = await models.list_models("lmstudio", address)
