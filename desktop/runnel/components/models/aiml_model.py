"""Models that AI/ML API passes on."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    MAX_TOKENS,
    MODEL_KWARGS,
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    ModelNode,
    key_input,
    need_name,
    offer_models,
    own_address,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, LanguageModel, ModelAccess, StrInput


class AIMLModel(ModelNode):
    """Ask one of the many models behind AI/ML API."""

    display_name = "AIML"
    icon = "AIML"
    inputs = (
        *QUESTION_INPUTS,
        MAX_TOKENS,
        MODEL_KWARGS,
        DropdownInput(
            "model_name",
            "Model Name",
            combobox=True,
            refresh_button=True,
            info="The model to ask; press the button to list them.",
        ),
        StrInput("aiml_api_base", "AIML API Base", advanced=True, info="Another address of the service."),
        key_input("api_key", "AIML API Key", "AIML_API_KEY", "AIML_API_KEY"),
        TEMPERATURE,
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        model_name: str = "",
        aiml_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
    ) -> LanguageModel:
        """The configured model."""
        options = ChatOptions(temperature=temperature, max_tokens=max_tokens, extra=model_kwargs or {})
        name = need_name(context, model_name)
        return await vendor_model(context, "aiml", name, options, api_key=api_key, base_url=own_address(aiml_api_base))

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that there are now."""
        if field == "model_name":
            await offer_models(node, models, "aiml")
