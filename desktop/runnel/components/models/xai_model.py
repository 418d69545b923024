"""xAI's chat models, as later files have them."""

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
from runnel.sdk import ChatOptions, Context, DropdownInput, LanguageModel, MessageTextInput, ModelAccess

BASE_URL = "https://api.x.ai/v1"
MODEL_NAME = "grok-2-latest"


class XAIModelComponent(ModelNode):
    """Ask one of xAI's Grok models."""

    display_name = "xAI"
    icon = "xAI"
    type_key = "xAIModel"
    inputs = (
        *QUESTION_INPUTS,
        MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            "model_name",
            "Model Name",
            options=(MODEL_NAME,),
            value=MODEL_NAME,
            combobox=True,
            refresh_button=True,
            info="The model to ask.",
        ),
        MessageTextInput("base_url", "xAI API Base", value=BASE_URL, advanced=True, info="Address of the service."),
        key_input("api_key", "xAI API Key", "XAI_API_KEY"),
        temperature_slider(0.1, 2.0),
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
        base_url: str = BASE_URL,
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model."""
        options = ChatOptions(
            temperature=temperature, max_tokens=max_tokens, seed=seed, is_json=json_mode, extra=model_kwargs or {}
        )
        return await vendor_model(
            context, "xai", model_name, options, api_key=api_key, base_url=own_address(base_url, BASE_URL)
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that xAI has now."""
        if field == "model_name":
            await offer_models(node, models, "xai")
