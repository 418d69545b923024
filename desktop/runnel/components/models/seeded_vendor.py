"""Nodes of vendors whose service takes a seed, JSON mode and further fields, as OpenAI's protocol has them."""

from __future__ import annotations

from typing import Any, ClassVar

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
from runnel.sdk import ChatOptions, Context, DropdownInput, Input, LanguageModel, ModelAccess


def seeded_inputs(models: tuple[str, ...], address: Input, vendor: str, temperature: float) -> tuple[Input, ...]:
    """The inputs of such a node: ``address`` is the field of its address, the first of ``models`` the usual one."""
    return (
        *QUESTION_INPUTS,
        MAX_TOKENS,
        MODEL_KWARGS,
        JSON_MODE,
        DropdownInput(
            "model_name",
            "Model Name",
            options=models,
            value=models[0],
            combobox=True,
            refresh_button=True,
            info="The model to ask.",
        ),
        address,
        key_input("api_key", f"{vendor} API Key", f"{vendor.upper()}_API_KEY"),
        temperature_slider(temperature, 2.0),
        SEED,
        OUTPUT_PARSER,
    )


class SeededVendorNode(ModelNode):
    """A model of such a vendor."""

    vendor: ClassVar[str]
    usual_address: ClassVar[str]
    version_path: ClassVar[str] = "/v1"
    """What an address without a path is given."""

    async def build_model(
        self,
        context: Context,
        model_name: str,
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        json_mode: bool = False,
        api_base: str = "",
        base_url: str = "",
        api_key: str = "",
        temperature: float | None = None,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model; its address is in the one or the other of the two fields."""
        options = ChatOptions(
            temperature=temperature, max_tokens=max_tokens, seed=seed, is_json=json_mode, extra=model_kwargs or {}
        )
        address = own_address(api_base or base_url, self.usual_address, self.version_path)
        return await vendor_model(context, self.vendor, model_name, options, api_key=api_key, base_url=address)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the vendor has now."""
        if field == "model_name":
            await offer_models(node, models, self.vendor)
