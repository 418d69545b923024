"""What all nodes of chat models are made of: the inputs they share, their outputs, and how a vendor's model is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from runnel.components.helpers.list_parser import ListParser
from runnel.components.models.model_answer import model_answer
from runnel.sdk import (
    BoolInput,
    ChatOptions,
    Component,
    ComponentError,
    Context,
    DictInput,
    FloatInput,
    HandleInput,
    IntInput,
    LanguageModel,
    Message,
    MessageInput,
    MessageTextInput,
    ModelAccess,
    Needs,
    Output,
    SecretStrInput,
    SliderInput,
)

KEPT = "Kept for flows made elsewhere; the vendor's service takes no such option."
QUESTION_INPUTS = (
    MessageInput("input_value", "Input", info="What the model is asked; images of the message go along."),
    MessageTextInput("system_message", "System Message", info="How the model should behave."),
    BoolInput("stream", "Stream", info="Show the answer while it is being written; needs a chat output after it."),
)
OUTPUT_PARSER = HandleInput(
    "output_parser",
    "Output Parser",
    advanced=True,
    input_types=("OutputParser",),
    info="Reads values out of the answer: each stands in a line of its own, and nothing is streamed.",
)
MODEL_KWARGS = DictInput(
    "model_kwargs", "Model Kwargs", advanced=True, info="Further fields of the request, sent as they are."
)
JSON_MODE = BoolInput("json_mode", "JSON Mode", advanced=True, info="Answer with a JSON object.")
SEED = IntInput("seed", "Seed", value=1, advanced=True, info="The same seed gives the same answer, where supported.")
MAX_TOKENS_RANGE = {"step_type": "float", "min": 0.0, "max": 128000.0, "step": 0.1}
MAX_TOKENS = IntInput(
    "max_tokens",
    "Max Tokens",
    advanced=True,
    range_spec=MAX_TOKENS_RANGE,
    info="Longest answer in tokens; empty or 0 for no limit.",
)
TEMPERATURE = FloatInput("temperature", "Temperature", value=0.1, info="0 for the likeliest words, higher for variety.")
TOP_P = FloatInput("top_p", "Top P", advanced=True, info="Choose among the likeliest words of this joint probability.")
TOP_K = IntInput("top_k", "Top K", advanced=True, info="Choose among this many likeliest words.")
MAX_RETRIES = IntInput(
    "max_retries",
    "Max Retries",
    value=3,
    advanced=True,
    info="How often to ask again when the service is busy and names a time for it.",
)
TIMEOUT = FloatInput("timeout", "Timeout", advanced=True, info="Seconds that the server may be silent.")
N = IntInput("n", "N", advanced=True, info="Kept for flows made elsewhere: one answer is asked for, the first.")


def own_address(base_url: str, usual: str = "", path: str = "/v1") -> str:
    """The address that a node names, with ``path`` where it has none; empty where that is the vendor's usual one."""
    address = base_url.strip().rstrip("/")
    if address in ("", usual):
        return ""
    return address if urlsplit(address).path else f"{address}{path}"


def temperature_slider(value: float, most: float) -> SliderInput:
    """The temperature as nodes of later files have it."""
    return SliderInput(
        "temperature",
        "Temperature",
        value=value,
        range_spec={"step_type": "float", "min": 0.0, "max": most, "step": 0.01},
        info=TEMPERATURE.info,
    )


def key_input(name: str, display_name: str, usual: str, value: str = "") -> SecretStrInput:
    """The field of a vendor's key; ``usual`` is the variable in which it is looked for where the field is empty."""
    return SecretStrInput(
        name,
        display_name,
        value=value,
        is_variable_optional=True,
        info=f"Name of the variable that holds the key; empty for {usual}.",
    )


class ModelNode(Component):
    """A chat model: one output is what it answers, the other the model itself."""

    needs: ClassVar[Needs] = "key"
    outputs = (
        Output("text_output", "text_response", display_name="Text"),
        Output("model_output", "build_model", types=("LanguageModel",), display_name="Language Model"),
    )

    async def text_response(
        self,
        context: Context,
        input_value: Message,
        model_output: LanguageModel,
        system_message: str = "",
        stream: bool = False,
        output_parser: ListParser | None = None,
    ) -> Message:
        """The model's answer."""
        return await model_answer(
            context, model_output, input_value, system_message, stream=stream, parser=output_parser
        )


async def vendor_model(
    context: Context,
    vendor: str,
    model_name: str,
    options: ChatOptions,
    *,
    api_key: str,
    key_field: str = "api_key",
    base_url: str = "",
    params: Mapping[str, str] | None = None,
) -> LanguageModel:
    """A vendor's model, at its own address where ``base_url`` is empty. Raises `ComponentError` without a key."""
    resolved = await context.models.resolve_vendor(
        vendor, base_url=base_url, api_key=api_key, model_name=model_name, key_field=key_field
    )
    return context.models.chat_model(
        vendor,
        base_url=resolved.base_url,
        api_key=resolved.api_key,
        model_name=model_name,
        options=options,
        params=params,
    )


def need_name(context: Context, model_name: str) -> str:
    """The name of the model to ask. Raises `ComponentError` when the node names none."""
    if not model_name:
        raise ComponentError(
            f"{context.display_name} asked no model.",
            "The node names none.",
            "Press the refresh button of its model field and choose one, or type a name.",
            field="model_name",
        )
    return model_name


async def offer_models(node: dict[str, Any], models: ModelAccess, vendor: str, base_url: str = "") -> None:
    """Put the models that the vendor lists now into the node's list of models; without an answer it stays."""
    listed = await models.list_models(vendor, base_url)
    if listed:
        node["template"]["model_name"]["options"] = listed
