"""OpenAI's chat models, and those of every server that speaks its protocol."""

from __future__ import annotations

from typing import Any

from runnel.components.model_answer import model_answer
from runnel.sdk import (
    BoolInput,
    ChatOptions,
    Component,
    Context,
    DictInput,
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
    StrInput,
)

MODEL_NAMES = (
    "gpt-4o-mini",
    "gpt-4o",
    "gpt-4-turbo",
    "gpt-4-turbo-preview",
    "gpt-4",
    "gpt-3.5-turbo",
    "gpt-3.5-turbo-0125",
)
MAX_TOKENS_RANGE = {"step_type": "float", "min": 0.0, "max": 128000.0, "step": 0.1}


class OpenAIModel(Component):
    """Ask a chat model of OpenAI, or of any server that speaks its protocol, such as one on this machine."""

    display_name = "OpenAI"
    icon = "OpenAI"
    needs = "local-model"
    inputs = (
        MessageInput("input_value", "Input", info="What the model is asked; images of the message go along."),
        MessageTextInput("system_message", "System Message", info="How the model should behave."),
        BoolInput("stream", "Stream", info="Show the answer while it is being written; needs a chat output after it."),
        IntInput(
            "max_tokens",
            "Max Tokens",
            advanced=True,
            range_spec=MAX_TOKENS_RANGE,
            info="Longest answer in tokens; empty or 0 for no limit.",
        ),
        DictInput(
            "model_kwargs", "Model Kwargs", advanced=True, info="Further fields of the request, sent as they are."
        ),
        BoolInput("json_mode", "JSON Mode", advanced=True, info="Answer with a JSON object."),
        DictInput(
            "output_schema",
            "Schema",
            is_list=True,
            advanced=True,
            info="Any entry here asks for a JSON object as well. Describe its fields in the system message.",
        ),
        DropdownInput("model_name", "Model Name", options=MODEL_NAMES, value=MODEL_NAMES[0], combobox=False),
        StrInput(
            "openai_api_base",
            "OpenAI API Base",
            advanced=True,
            info=(
                "Address of the server. Empty: the OpenAI address of Settings → Models, or OpenAI itself. "
                "A local server looks like http://127.0.0.1:8080/v1."
            ),
        ),
        SecretStrInput(
            "api_key",
            "OpenAI API Key",
            value="OPENAI_API_KEY",
            is_variable_optional=True,
            info="Name of the variable that holds the key. Local servers need none.",
        ),
        FloatInput("temperature", "Temperature", value=0.1, info="0 for the likeliest words, higher for variety."),
        IntInput("seed", "Seed", value=1, advanced=True, info="The same seed gives the same answer, where supported."),
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
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        json_mode: bool = False,
        output_schema: dict[str, Any] | None = None,
        model_name: str = MODEL_NAMES[0],
        openai_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> Message:
        """The model's answer."""
        model = await self.build_model(
            context,
            max_tokens=max_tokens,
            model_kwargs=model_kwargs,
            json_mode=json_mode,
            output_schema=output_schema,
            model_name=model_name,
            openai_api_base=openai_api_base,
            api_key=api_key,
            temperature=temperature,
            seed=seed,
        )
        return await model_answer(context, model, input_value, system_message, stream=stream)

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        json_mode: bool = False,
        output_schema: dict[str, Any] | None = None,
        model_name: str = MODEL_NAMES[0],
        openai_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model; the node says so when it is another than the one it names."""
        resolved = await context.models.resolve_openai(base_url=openai_api_base, api_key=api_key, model_name=model_name)
        if resolved.note:
            context.note(resolved.note)
            context.use_model(resolved.model_name)
        return context.models.chat_model(
            "openai",
            base_url=resolved.base_url,
            api_key=resolved.api_key,
            model_name=resolved.model_name,
            options=ChatOptions(
                temperature=temperature,
                max_tokens=max_tokens,
                seed=seed,
                is_json=json_mode or bool(output_schema),
                extra=model_kwargs or {},
            ),
        )
