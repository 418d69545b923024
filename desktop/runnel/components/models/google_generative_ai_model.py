"""Google's Gemini models."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    TOP_K,
    TOP_P,
    ModelNode,
    N,
    key_input,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, IntInput, LanguageModel

MODEL_NAME = "gemini-1.5-pro"
_MODEL_NAMES = (
    MODEL_NAME,
    "gemini-1.5-flash",
    "gemini-1.5-flash-8b",
    "gemini-1.0-pro",
    "gemini-1.0-pro-vision",
    "gemini-1.5-pro-001",
    "gemini-1.5-pro-002",
    "gemini-1.5-flash-001",
    "gemini-1.5-flash-002",
    "gemini-1.5-pro-exp-0827",
    "gemini-1.5-flash-exp-0827",
    "gemini-1.5-flash-8b-exp-0827",
    "gemini-1.5-flash-8b-exp-0924",
    "gemini-exp-1114",
)


class GoogleGenerativeAIModel(ModelNode):
    """Ask one of Google's Gemini models."""

    display_name = "Google Generative AI"
    icon = "GoogleGenerativeAI"
    inputs = (
        *QUESTION_INPUTS,
        IntInput("max_output_tokens", "Max Output Tokens", info="Longest answer in tokens; empty for no limit."),
        DropdownInput(
            "model", "Model", options=_MODEL_NAMES, value=MODEL_NAME, combobox=True, info="The model to ask."
        ),
        key_input("google_api_key", "Google API Key", "GOOGLE_API_KEY"),
        TOP_P,
        TEMPERATURE,
        N,
        replace(TOP_K, info="Not sent: by OpenAI's protocol, which is spoken here, Google takes no such option."),
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_output_tokens: int | None = None,
        model: str = MODEL_NAME,
        google_api_key: str = "",
        top_p: float | None = None,
        temperature: float | None = 0.1,
    ) -> LanguageModel:
        """The configured model."""
        options = ChatOptions(temperature=temperature, max_tokens=max_output_tokens, top_p=top_p)
        return await vendor_model(context, "google", model, options, api_key=google_api_key, key_field="google_api_key")
