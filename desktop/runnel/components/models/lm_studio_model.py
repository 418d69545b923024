"""Models that LM Studio serves on this machine."""

from __future__ import annotations

from typing import Any

from runnel.components.model_answer import model_answer
from runnel.components.models.openai_model import MAX_TOKENS_RANGE
from runnel.sdk import (
    BoolInput,
    ChatOptions,
    Component,
    ComponentError,
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
    ModelAccess,
    Output,
    SecretStrInput,
    StrInput,
)

BASE_URL = "http://localhost:1234/v1"


class LMStudioModel(Component):
    """Ask a model that LM Studio serves on this machine."""

    display_name = "LM Studio"
    icon = "LMStudio"
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
        model_name: str = "",
        base_url: str = BASE_URL,
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
    ) -> Message:
        """The model's answer."""
        model = await self.build_model(
            context, max_tokens, model_kwargs, model_name, base_url, api_key, temperature, seed
        )
        return await model_answer(context, model, input_value, system_message, stream=stream)

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
