"""Cohere's embedding models."""

from __future__ import annotations

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import MAX_RETRIES, key_input
from runnel.sdk import Context, DropdownInput, EmbeddingModel, FloatInput, MessageTextInput

MODEL_NAME = "embed-english-v2.0"
_MODEL_NAMES = (
    MODEL_NAME,
    "embed-multilingual-v2.0",
    "embed-english-light-v2.0",
    "embed-multilingual-light-v2.0",
)
_MOST_TEXTS = 96


class CohereEmbeddings(EmbeddingNode):
    """Turn texts into vectors with one of Cohere's models."""

    display_name = "Cohere Embeddings"
    icon = "Cohere"
    inputs = (
        key_input("cohere_api_key", "Cohere API Key", "COHERE_API_KEY"),
        DropdownInput(
            "model",
            "Model",
            options=_MODEL_NAMES,
            value=MODEL_NAME,
            combobox=True,
            advanced=True,
            info="The model to ask.",
        ),
        MessageTextInput(
            "truncate", "Truncate", advanced=True, info="Where texts that are too long are cut: NONE, START or END."
        ),
        MAX_RETRIES,
        MessageTextInput(
            "user_agent",
            "User Agent",
            value="langchain",
            advanced=True,
            info="Kept for flows made elsewhere; not sent.",
        ),
        FloatInput("request_timeout", "Request Timeout", advanced=True, info="Seconds that the service may be silent."),
    )

    async def build_embeddings(
        self,
        context: Context,
        cohere_api_key: str = "",
        model: str = MODEL_NAME,
        truncate: str = "",
        max_retries: int | None = 3,
        request_timeout: float | None = None,
    ) -> EmbeddingModel:
        """The configured model."""
        return await vendor_embeddings(
            context,
            "cohere",
            model,
            api_key=cohere_api_key,
            key_field="cohere_api_key",
            batch_size=_MOST_TEXTS,
            timeout_s=request_timeout or None,
            max_retries=max_retries,
            extra={"truncate": truncate.strip().upper()} if truncate.strip() else {},
        )
