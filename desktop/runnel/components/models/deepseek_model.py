"""DeepSeek's chat models, as later files have them."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    JSON_MODE,
    MAX_TOKENS,
    MODEL_KWARGS,
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    SEED,
    ModelNode,
    key_input,
    offer_models,
    own_address,
    temperature_slider,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, LanguageModel, ModelAccess, StrInput

BASE_URL = "https://api.deepseek.com"
MODEL_NAME = "deepseek-chat"


class DeepSeekModelComponent(ModelNode):
    """Ask one of DeepSeek's models."""

    display_name = "DeepSeek"
    icon = "DeepSeek"
    inputs = (
        *QUESTION_INPUTS,
        MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            "model_name",
            "Model Name",
            options=(MODEL_NAME, "deepseek-reasoner"),
            value=MODEL_NAME,
            combobox=True,
            refresh_button=True,
            info="The model to ask.",
        ),
        StrInput("api_base", "DeepSeek API Base", value=BASE_URL, advanced=True, info="Address of the service."),
        key_input("api_key", "DeepSeek API Key", "DEEPSEEK_API_KEY"),
        temperature_slider(1.0, 2.0),
        SEED,
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        json_mode: bool = False,
        model_name: str = MODEL_NAME,
        api_base: str = BASE_URL,
        api_key: str = "",
        temperature: float | None = 1.0,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model."""
        options = ChatOptions(
            temperature=temperature, max_tokens=max_tokens, seed=seed, is_json=json_mode, extra=model_kwargs or {}
        )
        return await vendor_model(
            context, "deepseek", model_name, options, api_key=api_key, base_url=own_address(api_base, BASE_URL, "")
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that DeepSeek has now."""
        if field == "model_name":
            await offer_models(node, models, "deepseek")
