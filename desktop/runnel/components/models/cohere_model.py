"""Cohere's chat models."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    ModelNode,
    key_input,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, LanguageModel

MODEL_NAME = "command-a-03-2025"


class CohereModel(ModelNode):
    """Ask Cohere's chat model."""

    display_name = "Cohere"
    icon = "Cohere"
    inputs = (
        *QUESTION_INPUTS,
        key_input("cohere_api_key", "Cohere API Key", "COHERE_API_KEY", "COHERE_API_KEY"),
        replace(TEMPERATURE, value=0.75),
        OUTPUT_PARSER,
    )

    async def build_model(
        self, context: Context, cohere_api_key: str = "", temperature: float | None = 0.75
    ) -> LanguageModel:
        """The configured model; the node names none, so it is the one that Cohere recommends."""
        return await vendor_model(
            context,
            "cohere",
            MODEL_NAME,
            ChatOptions(temperature=temperature),
            api_key=cohere_api_key,
            key_field="cohere_api_key",
        )
