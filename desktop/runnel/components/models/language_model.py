"""A chat model of any provider, as later files have it."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from runnel.components.models.model_node import (
    MAX_RETRIES,
    MAX_TOKENS,
    QUESTION_INPUTS,
    TIMEOUT,
    ModelNode,
    key_input,
    temperature_slider,
)
from runnel.components.models.provider_model import OPENAI, PROVIDERS, find_model, offer_provider_models
from runnel.sdk import Context, DropdownInput, LanguageModel, ModelAccess, MultilineInput, StrInput

_QUESTION, _SYSTEM, _STREAM = QUESTION_INPUTS


class LanguageModelComponent(ModelNode):
    """Ask a chat model of any provider, or hand it on to another component."""

    display_name = "Language Model"
    icon = "brain-circuit"
    needs = "local-model"
    inputs = (
        DropdownInput(
            "provider",
            "Model Provider",
            options=tuple(PROVIDERS),
            value=OPENAI,
            real_time_refresh=True,
            info="Who runs the model. OpenAI means the address of Settings → Models, where one is named.",
        ),
        DropdownInput(
            "model_name",
            "Model Name",
            combobox=True,
            refresh_button=True,
            info="The model to ask; empty for the provider's usual one.",
        ),
        StrInput("base_url", "Base URL", advanced=True, info="Another address of the provider, or of a local server."),
        replace(key_input("api_key", "API Key", "the provider's usual variable"), advanced=True),
        _QUESTION,
        MultilineInput("system_message", "System Message", info=_SYSTEM.info),
        replace(_STREAM, advanced=True),
        replace(temperature_slider(0.1, 1.0), advanced=True),
        MAX_TOKENS,
        TIMEOUT,
        MAX_RETRIES,
    )

    async def build_model(
        self,
        context: Context,
        provider: str = OPENAI,
        model_name: str = "",
        base_url: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
        max_tokens: int | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the name of the field
        max_retries: int | None = 3,
        **fields: Any,
    ) -> LanguageModel:
        """The configured model; files name it in a field ``model`` as well."""
        settings = {
            **fields,
            "model_name": model_name,
            "base_url": base_url,
            "api_key": api_key,
            "temperature": temperature,
            "max_tokens": max_tokens,
        }
        model = await find_model(context, provider or OPENAI, settings)
        return model.with_options(timeout_s=timeout or None, max_retries=max_retries)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the provider has now."""
        if field in ("provider", "model_name"):
            await offer_provider_models(node["template"], models)
