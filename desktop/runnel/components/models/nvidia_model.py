"""Models that NVIDIA runs, and its microservices elsewhere."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    SEED,
    TEMPERATURE,
    ModelNode,
    key_input,
    offer_models,
    own_address,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, IntInput, LanguageModel, ModelAccess, StrInput

BASE_URL = "https://integrate.api.nvidia.com/v1"
MODEL_NAME = "mistralai/mixtral-8x7b-instruct-v0.1"


class NVIDIAModelComponent(ModelNode):
    """Ask a model that NVIDIA runs, or a NIM of your own."""

    display_name = "NVIDIA"
    icon = "NVIDIA"
    inputs = (
        *QUESTION_INPUTS,
        IntInput("max_tokens", "Max Tokens", advanced=True, info="Longest answer in tokens; empty for no limit."),
        DropdownInput(
            "model_name",
            "Model Name",
            options=(MODEL_NAME,),
            value=MODEL_NAME,
            combobox=True,
            info="The model to ask.",
        ),
        StrInput(
            "base_url",
            "NVIDIA Base URL",
            value=BASE_URL,
            refresh_button=True,
            info="Address of the service; press the button to list its models. A NIM of your own needs no key.",
        ),
        key_input("nvidia_api_key", "NVIDIA API Key", "NVIDIA_API_KEY", "NVIDIA_API_KEY"),
        TEMPERATURE,
        SEED,
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_name: str = MODEL_NAME,
        base_url: str = BASE_URL,
        nvidia_api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model."""
        return await vendor_model(
            context,
            "nvidia",
            model_name,
            ChatOptions(temperature=temperature, max_tokens=max_tokens, seed=seed),
            api_key=nvidia_api_key,
            key_field="nvidia_api_key",
            base_url=own_address(base_url, BASE_URL),
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the address lists now."""
        if field == "base_url":
            await offer_models(node, models, "nvidia", own_address(str(value or ""), BASE_URL))
