"""A text's vector."""

from __future__ import annotations

from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    EmbeddingModel,
    HandleInput,
    Message,
    MessageInput,
    Output,
)


class TextEmbedderComponent(Component):
    """Turn a message into a vector that stands for its meaning."""

    display_name = "Text Embedder"
    icon = "binary"
    needs = "local-model"
    inputs = (
        HandleInput(
            "embedding_model", "Embedding Model", input_types=("Embeddings",), info="The model that makes the vector."
        ),
        MessageInput("message", "Message", info="The text."),
    )
    outputs = (Output("embeddings", "generate_embeddings", types=("Data",), display_name="Embedding Data"),)

    async def generate_embeddings(
        self, context: Context, message: Message, embedding_model: EmbeddingModel | None = None
    ) -> Data:
        """``{text, embeddings}``."""
        if embedding_model is None or not message.text:
            raise ComponentError(
                f"{context.display_name} made no vector.",
                "No embedding model is connected." if embedding_model is None else "The message has no text.",
                "Connect a model." if embedding_model is None else "Connect a message with a text.",
                field="embedding_model" if embedding_model is None else "message",
            )
        (vector,) = await embedding_model.embed([message.text])
        return Data({"text": message.text, "embeddings": vector})
