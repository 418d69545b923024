"""OpenAI's chat models, and those of every server that speaks its protocol."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    JSON_MODE,
    MAX_TOKENS,
    MODEL_KWARGS,
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    SEED,
    TEMPERATURE,
    ModelNode,
)
from runnel.sdk import (
    ChatOptions,
    Context,
    DictInput,
    DropdownInput,
    Input,
    LanguageModel,
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
MODEL_INPUTS: tuple[Input, ...] = (
    MAX_TOKENS,
    MODEL_KWARGS,
    JSON_MODE,
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
    TEMPERATURE,
    SEED,
    OUTPUT_PARSER,
)
"""What describes the model, without what is asked of it."""


class OpenAIModel(ModelNode):
    """Ask a chat model of OpenAI, or of any server that speaks its protocol, such as one on this machine."""

    display_name = "OpenAI"
    icon = "OpenAI"
    needs = "local-model"
    inputs = (*QUESTION_INPUTS, *MODEL_INPUTS)

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
