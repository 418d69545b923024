"""Embedding models of Hugging Face, and embedding servers elsewhere."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.model_node import key_input
from runnel.sdk import Context, EmbeddingModel, MessageTextInput

ENDPOINT = "https://api-inference.huggingface.co/models"
MODEL_NAME = "BAAI/bge-large-en-v1.5"
_ROUTER = "https://router.huggingface.co/hf-inference/models"
"""Where Hugging Face answers since it gave up the endpoint that files name."""


class HuggingFaceInferenceAPIEmbeddings(EmbeddingNode):
    """Turn texts into vectors with a model of Hugging Face, or a text embeddings server of your own."""

    display_name = "HuggingFace Embeddings Inference"
    icon = "HuggingFace"
    inputs = (
        replace(key_input("api_key", "API Key", "HUGGINGFACEHUB_API_TOKEN"), advanced=True),
        MessageTextInput(
            "inference_endpoint",
            "Inference Endpoint",
            value=f"{ENDPOINT}/",
            required=True,
            info="Hugging Face itself, or the address of a text embeddings server, such as http://127.0.0.1:8080.",
        ),
        MessageTextInput(
            "model_name",
            "Model Name",
            value=MODEL_NAME,
            info="The model, as owner/name. Not sent to a server of your own: it has its own.",
        ),
    )

    async def build_embeddings(
        self,
        context: Context,
        api_key: str = "",
        inference_endpoint: str = "",
        model_name: str = MODEL_NAME,
    ) -> EmbeddingModel:
        """The configured model."""
        endpoint = inference_endpoint.strip().rstrip("/")
        if endpoint in ("", ENDPOINT):
            endpoint = f"{_ROUTER}/{model_name}/pipeline/feature-extraction"
        return await vendor_embeddings(
            context, "huggingface", model_name, api_key=api_key, base_url=endpoint, batch_size=32
        )
