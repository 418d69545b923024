"""Embedding models that Ollama serves on this machine."""

from __future__ import annotations

from runnel.sdk import Component, Context, EmbeddingModel, MessageTextInput, Output

BASE_URL = "http://localhost:11434"
MODEL_NAME = "nomic-embed-text"


class OllamaEmbeddings(Component):
    """Turn texts into vectors with a model that Ollama serves on this machine."""

    display_name = "Ollama Embeddings"
    icon = "Ollama"
    needs = "local-model"
    inputs = (
        MessageTextInput("model", "Ollama Model", value=MODEL_NAME, info="An embedding model that Ollama has pulled."),
        MessageTextInput("base_url", "Ollama Base URL", value=BASE_URL, info="Where Ollama listens."),
    )
    outputs = (Output("embeddings", "build_embeddings", types=("Embeddings",), display_name="Embeddings"),)

    def build_embeddings(self, context: Context, model: str = MODEL_NAME, base_url: str = BASE_URL) -> EmbeddingModel:
        """The configured model."""
        return context.models.embedding_model("ollama", base_url=base_url or BASE_URL, api_key="", model_name=model)
