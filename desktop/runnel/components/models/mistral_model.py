"""Mistral's chat models."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.models.model_node import (
    MAX_RETRIES,
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    TOP_P,
    ModelNode,
    key_input,
    own_address,
    vendor_model,
)
from runnel.sdk import BoolInput, ChatOptions, Context, DropdownInput, IntInput, LanguageModel, StrInput

MODEL_NAME = "codestral-latest"
_MODEL_NAMES = (
    "open-mixtral-8x7b",
    "open-mixtral-8x22b",
    "mistral-small-latest",
    "mistral-medium-latest",
    "mistral-large-latest",
    MODEL_NAME,
)


class MistralModel(ModelNode):
    """Ask one of Mistral's models."""

    display_name = "MistralAI"
    icon = "MistralAI"
    inputs = (
        *QUESTION_INPUTS,
        IntInput("max_tokens", "Max Tokens", advanced=True, info="Longest answer in tokens; empty for no limit."),
        DropdownInput(
            "model_name",
            "Model Name",
            options=_MODEL_NAMES,
            value=MODEL_NAME,
            combobox=True,
            info="The model to ask.",
        ),
        StrInput("mistral_api_base", "Mistral API Base", advanced=True, info="Another address of the service."),
        key_input("api_key", "Mistral API Key", "MISTRAL_API_KEY"),
        replace(TEMPERATURE, value=0.5),
        replace(MAX_RETRIES, value=5),
        IntInput("timeout", "Timeout", value=60, advanced=True, info="Seconds that the service may be silent."),
        IntInput(
            "max_concurrent_requests",
            "Max Concurrent Requests",
            value=3,
            advanced=True,
            info="Kept for flows made elsewhere: a node asks once at a time.",
        ),
        replace(TOP_P, value=1.0),
        IntInput("random_seed", "Random Seed", value=1, advanced=True, info="The same seed gives the same answer."),
        BoolInput("safe_mode", "Safe Mode", advanced=True, info="Let Mistral put a safety prompt before yours."),
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_name: str = MODEL_NAME,
        mistral_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.5,
        max_retries: int | None = 5,
        timeout: int | None = 60,  # noqa: ASYNC109 - the name of the field
        top_p: float | None = 1.0,
        random_seed: int | None = 1,
        safe_mode: bool = False,
    ) -> LanguageModel:
        """The configured model."""
        # Mistral has names of its own for these two, and refuses what it does not know.
        own = {"random_seed": random_seed, "safe_prompt": safe_mode or None}
        options = ChatOptions(
            temperature=temperature,
            max_tokens=max_tokens,
            top_p=top_p,
            timeout_s=timeout or None,
            max_retries=max_retries,
            extra={name: value for name, value in own.items() if value is not None},
        )
        return await vendor_model(
            context, "mistral", model_name, options, api_key=api_key, base_url=own_address(mistral_api_base)
        )
