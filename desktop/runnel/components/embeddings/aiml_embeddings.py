"""Embedding models that AI/ML API passes on."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import key_input
from runnel.sdk import Context, DropdownInput, EmbeddingModel

_MODEL_NAMES = ("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002")


class AIMLEmbeddings(EmbeddingNode):
    """Turn texts into vectors with a model behind AI/ML API."""

    display_name = "AI/ML Embeddings"
    icon = "AIML"
    inputs = (
        DropdownInput("model_name", "Model Name", options=_MODEL_NAMES, required=True, info="The model to ask."),
        replace(key_input("aiml_api_key", "AI/ML API Key", "AIML_API_KEY", "AIML_API_KEY"), required=True),
    )
    outputs = (replace(EmbeddingNode.outputs[0], required_inputs=("aiml_api_key", "model_name")),)

    async def build_embeddings(self, context: Context, model_name: str = "", aiml_api_key: str = "") -> EmbeddingModel:
        """The configured model; the smallest where none is named."""
        return await vendor_embeddings(
            context, "aiml", model_name or _MODEL_NAMES[0], api_key=aiml_api_key, key_field="aiml_api_key"
        )
