"""Models that LM Studio serves on this machine."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
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
    ComponentError,
    Context,
    DropdownInput,
    LanguageModel,
    ModelAccess,
    SecretStrInput,
    StrInput,
)

BASE_URL = "http://localhost:1234/v1"


class LMStudioModel(ModelNode):
    """Ask a model that LM Studio serves on this machine."""

    display_name = "LM Studio"
    icon = "LMStudio"
    needs = "local-model"
    inputs = (
        *QUESTION_INPUTS,
        MAX_TOKENS,
        MODEL_KWARGS,
        DropdownInput(
            "model_name", "Model Name", refresh_button=True, info="A model loaded in LM Studio; empty for its first."
        ),
        StrInput("base_url", "Base URL", value=BASE_URL, info="Where LM Studio's server listens."),
        SecretStrInput(
            "api_key",
            "LM Studio API Key",
            value="LMSTUDIO_API_KEY",
            advanced=True,
            is_variable_optional=True,
            info="Name of the variable that holds a key, where the server was set up to ask for one.",
        ),
        TEMPERATURE,
        SEED,
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        model_name: str = "",
        base_url: str = BASE_URL,
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> LanguageModel:
        """The configured model."""
        address = base_url or BASE_URL
        if not model_name:
            listed = await context.models.list_models("lmstudio", address)
            if not listed:
                raise ComponentError(
                    "No model was asked.",
                    f"The node names none, and LM Studio at {address} lists none.",
                    "Load a model in LM Studio and start its server, or name a model on the node.",
                    field="model_name",
                )
            model_name = listed[0]
            context.note(f"Runs on {model_name}, the first model of LM Studio.")
            context.use_model(model_name)
        return context.models.chat_model(
            "lmstudio",
            base_url=address,
            api_key=api_key,
            model_name=model_name,
            options=ChatOptions(temperature=temperature, max_tokens=max_tokens, seed=seed, extra=model_kwargs or {}),
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that the server lists now."""
        if field == "model_name":
            template = node["template"]
            address = template.get("base_url", {}).get("value") or BASE_URL
            template["model_name"]["options"] = await models.list_models("lmstudio", address)
