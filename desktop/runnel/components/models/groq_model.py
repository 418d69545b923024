"""Models that Groq runs."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    ModelNode,
    N,
    key_input,
    offer_models,
    own_address,
    vendor_model,
)
from runnel.sdk import (
    ChatOptions,
    Context,
    DropdownInput,
    IntInput,
    LanguageModel,
    MessageTextInput,
    ModelAccess,
)

BASE_URL = "https://api.groq.com"
MODEL_NAME = "llama-3.1-8b-instant"
_MODEL_NAMES = (
    "distil-whisper-large-v3-en",
    "gemma2-9b-it",
    "gemma-7b-it",
    "llama3-groq-70b-8192-tool-use-preview",
    "llama3-groq-8b-8192-tool-use-preview",
    "llama-3.1-70b-versatile",
    MODEL_NAME,
    "llama-3.2-1b-preview",
    "llama-3.2-3b-preview",
    "llama-3.2-11b-vision-preview",
    "llama-3.2-90b-vision-preview",
    "llama-guard-3-8b",
    "llama3-70b-8192",
    "llama3-8b-8192",
    "mixtral-8x7b-32768",
    "whisper-large-v3",
    "whisper-large-v3-turbo",
)


class GroqModel(ModelNode):
    """Ask a model that Groq runs."""

    display_name = "Groq"
    icon = "Groq"
    inputs = (
        *QUESTION_INPUTS,
        key_input("groq_api_key", "Groq API Key", "GROQ_API_KEY"),
        MessageTextInput(
            "groq_api_base", "Groq API Base", value=BASE_URL, advanced=True, info="Address of the service."
        ),
        IntInput(
            "max_tokens", "Max Output Tokens", advanced=True, info="Longest answer in tokens; empty for no limit."
        ),
        TEMPERATURE,
        N,
        DropdownInput(
            "model_name",
            "Model",
            options=_MODEL_NAMES,
            value=MODEL_NAME,
            combobox=True,
            refresh_button=True,
            info="The model to ask.",
        ),
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        groq_api_key: str = "",
        groq_api_base: str = BASE_URL,
        max_tokens: int | None = None,
        temperature: float | None = 0.1,
        model_name: str = MODEL_NAME,
    ) -> LanguageModel:
        """The configured model."""
        return await vendor_model(
            context,
            "groq",
            model_name,
            ChatOptions(temperature=temperature, max_tokens=max_tokens),
            api_key=groq_api_key,
            key_field="groq_api_key",
            base_url=own_address(groq_api_base, BASE_URL, "/openai/v1"),
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that Groq runs now."""
        if field == "model_name":
            await offer_models(node, models, "groq")
