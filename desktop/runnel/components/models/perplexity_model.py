"""Perplexity's models, which search the web."""

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

MODEL_NAME = "llama-3.1-sonar-small-128k-online"
_MODEL_NAMES = (
    MODEL_NAME,
    "llama-3.1-sonar-large-128k-online",
    "llama-3.1-sonar-huge-128k-online",
    "llama-3.1-sonar-small-128k-chat",
    "llama-3.1-sonar-large-128k-chat",
    "llama-3.1-8b-instruct",
    "llama-3.1-70b-instruct",
)


class PerplexityModel(ModelNode):
    """Ask one of Perplexity's models, which look things up on the web."""

    display_name = "Perplexity"
    icon = "Perplexity"
    inputs = (
        *QUESTION_INPUTS,
        DropdownInput(
            "model_name",
            "Model Name",
            options=_MODEL_NAMES,
            value=MODEL_NAME,
            combobox=True,
            info="The model to ask.",
        ),
        IntInput("max_output_tokens", "Max Output Tokens", info="Longest answer in tokens; empty for no limit."),
        key_input("api_key", "Perplexity API Key", "PERPLEXITY_API_KEY"),
        replace(TEMPERATURE, value=0.75),
        TOP_P,
        N,
        TOP_K,
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        model_name: str = MODEL_NAME,
        max_output_tokens: int | None = None,
        api_key: str = "",
        temperature: float | None = 0.75,
        top_p: float | None = None,
        top_k: int | None = None,
    ) -> LanguageModel:
        """The configured model."""
        options = ChatOptions(
            temperature=temperature,
            max_tokens=max_output_tokens,
            top_p=top_p,
            extra={} if top_k is None else {"top_k": top_k},
        )
        return await vendor_model(context, "perplexity", model_name, options, api_key=api_key)
