"""Anthropic's chat models."""

from __future__ import annotations

from runnel.components.model_answer import model_answer
from runnel.sdk import (
    BoolInput,
    ChatOptions,
    Component,
    ComponentError,
    Context,
    DropdownInput,
    FloatInput,
    HandleInput,
    IntInput,
    LanguageModel,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
    SecretStrInput,
)

BASE_URL = "https://api.anthropic.com"
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


class AnthropicModel(Component):
    """Ask one of Anthropic's Claude models."""

    display_name = "Anthropic"
    icon = "Anthropic"
    needs = "key"
    inputs = (
        MessageInput("input_value", "Input", info="What the model is asked; images of the message go along."),
        MessageTextInput("system_message", "System Message", info="How the model should behave."),
        BoolInput("stream", "Stream", info="Show the answer while it is being written; needs a chat output after it."),
        IntInput("max_tokens", "Max Tokens", value=4096, advanced=True, info="Longest answer in tokens."),
        DropdownInput("model", "Model Name", options=MODEL_NAMES, value=MODEL_NAMES[0], info="The model to ask."),
        SecretStrInput(
            "anthropic_api_key",
            "Anthropic API Key",
            is_variable_optional=True,
            info="Name of the variable that holds the key.",
        ),
        FloatInput("temperature", "Temperature", value=0.1, info="0 for the likeliest words, higher for variety."),
        MessageTextInput(
            "anthropic_api_url", "Anthropic API URL", advanced=True, info="Address of the server; empty for Anthropic."
        ),
        MessageTextInput("prefill", "Prefill", advanced=True, info="Words that the answer begins with."),
        HandleInput(
            "output_parser",
            "Output Parser",
            advanced=True,
            input_types=("OutputParser",),
            info="Reads the answer into another form.",
        ),
    )
    outputs = (
        Output("text_output", "text_response", display_name="Text"),
        Output("model_output", "build_model", types=("LanguageModel",), display_name="Language Model"),
    )

    async def text_response(
        self,
        context: Context,
        input_value: Message,
        system_message: str = "",
        stream: bool = False,
        max_tokens: int | None = 4096,
        model: str = MODEL_NAMES[0],
        anthropic_api_key: str = "",
        temperature: float | None = 0.1,
        anthropic_api_url: str = "",
        prefill: str = "",
    ) -> Message:
        """The model's answer."""
        chat = self.build_model(context, max_tokens, model, anthropic_api_key, temperature, anthropic_api_url)
        return await model_answer(context, chat, input_value, system_message, stream=stream, prefill=prefill)

    def build_model(
        self,
        context: Context,
        max_tokens: int | None = 4096,
        model: str = MODEL_NAMES[0],
        anthropic_api_key: str = "",
        temperature: float | None = 0.1,
        anthropic_api_url: str = "",
    ) -> LanguageModel:
        """The configured model."""
        if not anthropic_api_key and not anthropic_api_url:
            raise ComponentError(
                f"{model} of Anthropic was not asked.",
                "There is no API key: the key field is empty, or names a variable that does not exist.",
                "Add the key as a variable in Settings → Variables and name it in the key field, "
                "or put an OpenAI node with a local model in its place.",
                field="anthropic_api_key",
            )
        return context.models.chat_model(
            "anthropic",
            base_url=anthropic_api_url or BASE_URL,
            api_key=anthropic_api_key,
            model_name=model,
            options=ChatOptions(temperature=temperature, max_tokens=max_tokens),
        )
