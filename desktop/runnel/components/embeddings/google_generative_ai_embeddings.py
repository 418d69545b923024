"""Google's embedding models."""

from __future__ import annotations

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import key_input
from runnel.sdk import Context, EmbeddingModel, MessageTextInput

MODEL_NAME = "models/text-embedding-004"


class GoogleGenerativeAIEmbeddings(EmbeddingNode):
    """Turn texts into vectors with one of Google's models."""

    type_key = "Google Generative AI Embeddings"
    display_name = "Google Generative AI Embeddings"
    icon = "GoogleGenerativeAI"
    inputs = (
        key_input("api_key", "API Key", "GOOGLE_API_KEY"),
        MessageTextInput("model_name", "Model Name", value=MODEL_NAME, info="The model to ask."),
    )

    async def build_embeddings(
        self, context: Context, api_key: str = "", model_name: str = MODEL_NAME
    ) -> EmbeddingModel:
        """The configured model; by OpenAI's protocol, Google knows it without the ``models/`` of its own."""
        name = (model_name.strip() or MODEL_NAME).removeprefix("models/")
        return await vendor_embeddings(context, "google", name, api_key=api_key)
