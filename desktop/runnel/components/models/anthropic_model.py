"""Anthropic's chat models."""

from __future__ import annotations

from runnel.components.helpers.list_parser import ListParser
from runnel.components.models.model_answer import model_answer
from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    ModelNode,
    key_input,
    vendor_model,
)
from runnel.sdk import (
    ChatOptions,
    Context,
    DropdownInput,
    IntInput,
    LanguageModel,
    Message,
    MessageTextInput,
)

MODEL_NAMES = (
    "claude-3-5-sonnet-latest",
    "claude-3-5-haiku-latest",
    "claude-3-opus-latest",
    "claude-3-5-sonnet-20240620",
    "claude-3-5-sonnet-20241022",
    "claude-3-5-haiku-20241022",
    "claude-3-sonnet-20240229",
    "claude-3-haiku-20240307",
)


class AnthropicModel(ModelNode):
    """Ask one of Anthropic's Claude models."""

    display_name = "Anthropic"
    icon = "Anthropic"
    inputs = (
        *QUESTION_INPUTS,
        IntInput("max_tokens", "Max Tokens", value=4096, advanced=True, info="Longest answer in tokens."),
        DropdownInput("model", "Model Name", options=MODEL_NAMES, value=MODEL_NAMES[0], info="The model to ask."),
        key_input("anthropic_api_key", "Anthropic API Key", "ANTHROPIC_API_KEY"),
        TEMPERATURE,
        MessageTextInput(
            "anthropic_api_url", "Anthropic API URL", advanced=True, info="Address of the server; empty for Anthropic."
        ),
        MessageTextInput("prefill", "Prefill", advanced=True, info="Words that the answer begins with."),
        OUTPUT_PARSER,
    )

    async def text_response(
        self,
        context: Context,
        input_value: Message,
        model_output: LanguageModel,
        system_message: str = "",
        stream: bool = False,
        output_parser: ListParser | None = None,
        prefill: str = "",
    ) -> Message:
        """The model's answer, which goes on from ``prefill``."""
        return await model_answer(
            context, model_output, input_value, system_message, stream=stream, parser=output_parser, prefill=prefill
        )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = 4096,
        model: str = MODEL_NAMES[0],
        anthropic_api_key: str = "",
        temperature: float | None = 0.1,
        anthropic_api_url: str = "",
    ) -> LanguageModel:
        """The configured model."""
        return await vendor_model(
            context,
            "anthropic",
            model,
            ChatOptions(temperature=temperature, max_tokens=max_tokens),
            api_key=anthropic_api_key,
            key_field="anthropic_api_key",
            base_url=anthropic_api_url,
        )
