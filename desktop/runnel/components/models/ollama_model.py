"""Models that Ollama serves on this machine."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import replace

from runnel.components.helpers.list_parser import ListParser
from runnel.components.models.model_answer import model_answer
from runnel.components.models.model_node import OUTPUT_PARSER, QUESTION_INPUTS, TEMPERATURE, TOP_K, TOP_P, ModelNode
from runnel.sdk import (
    BoolInput,
    ChatOptions,
    Context,
    DictInput,
    DropdownInput,
    FloatInput,
    IntInput,
    LanguageModel,
    Message,
    ModelAccess,
    StrInput,
)

BASE_URL = "http://localhost:11434"
MODEL_NAME = "llama3.1"
# Ollama's number for each choice, and what a choice sets eta and tau to in the editor.
_MIROSTAT = {"Disabled": (None, None, None), "Mirostat": (1, 0.1, 5), "Mirostat 2.0": (2, 0.2, 10)}


class OllamaModel(ModelNode):
    """Ask a model that Ollama serves on this machine."""

    display_name = "Ollama"
    icon = "Ollama"
    needs = "local-model"
    inputs = (
        StrInput("base_url", "Base URL", value=BASE_URL, info="Where Ollama listens."),
        DropdownInput(
            "model_name", "Model Name", value=MODEL_NAME, refresh_button=True, info="A model that Ollama has pulled."
        ),
        replace(TEMPERATURE, value=0.2),
        StrInput("format", "Format", advanced=True, info="Form of the answer: json, or a JSON schema."),
        DictInput("metadata", "Metadata", advanced=True, info="Notes of your own; not sent."),
        DropdownInput(
            "mirostat",
            "Mirostat",
            options=tuple(_MIROSTAT),
            value="Disabled",
            advanced=True,
            real_time_refresh=True,
            info="A way of choosing words that holds the text's surprise level.",
        ),
        FloatInput("mirostat_eta", "Mirostat Eta", advanced=True, info="How fast Mirostat adapts."),
        FloatInput("mirostat_tau", "Mirostat Tau", advanced=True, info="The surprise level; lower is more coherent."),
        IntInput("num_ctx", "Context Window Size", advanced=True, info="Tokens that the model sees at once."),
        IntInput("num_gpu", "Number of GPUs", advanced=True, info="Layers to run on the graphics card."),
        IntInput("num_thread", "Number of Threads", advanced=True, info="Threads to compute with."),
        IntInput("repeat_last_n", "Repeat Last N", advanced=True, info="How far back repetitions are looked for."),
        FloatInput("repeat_penalty", "Repeat Penalty", advanced=True, info="Above 1, repetitions become rarer."),
        FloatInput("tfs_z", "TFS Z", advanced=True, info="Tail free sampling; 1 turns it off."),
        IntInput("timeout", "Timeout", advanced=True, info="Seconds that the server may be silent."),
        TOP_K,
        TOP_P,
        BoolInput("verbose", "Verbose", advanced=True, info="Write the request's options into the log of the node."),
        StrInput("tags", "Tags", advanced=True, info="Notes of your own; not sent."),
        StrInput("stop_tokens", "Stop Tokens", advanced=True, info="Texts that end the answer, separated by commas."),
        StrInput("system", "System", advanced=True, info="Used where the system message is empty."),
        StrInput(
            "template", "Template", advanced=True, info="Kept, but not sent: Ollama's chat takes the model's template."
        ),
        OUTPUT_PARSER,
        *QUESTION_INPUTS,
    )

    async def text_response(
        self,
        context: Context,
        input_value: Message,
        model_output: LanguageModel,
        system_message: str = "",
        stream: bool = False,
        output_parser: ListParser | None = None,
        system: str = "",
    ) -> Message:
        """The model's answer."""
        return await model_answer(
            context, model_output, input_value, system_message or system, stream=stream, parser=output_parser
        )

    def build_model(
        self,
        context: Context,
        base_url: str = BASE_URL,
        model_name: str = MODEL_NAME,
        temperature: float | None = 0.2,
        format: str = "",
        mirostat: str = "Disabled",
        mirostat_eta: float | None = None,
        mirostat_tau: float | None = None,
        num_ctx: int | None = None,
        num_gpu: int | None = None,
        num_thread: int | None = None,
        repeat_last_n: int | None = None,
        repeat_penalty: float | None = None,
        tfs_z: float | None = None,
        timeout: int | None = None,
        top_k: int | None = None,
        top_p: float | None = None,
        verbose: bool = False,
        stop_tokens: str = "",
    ) -> LanguageModel:
        """The configured model."""
        sampling: dict[str, Any] = {
            "mirostat": _MIROSTAT.get(mirostat, (None,))[0],
            "mirostat_eta": mirostat_eta,
            "mirostat_tau": mirostat_tau,
            "num_ctx": num_ctx,
            "num_gpu": num_gpu,
            "num_thread": num_thread,
            "repeat_last_n": repeat_last_n,
            "repeat_penalty": repeat_penalty,
            "tfs_z": tfs_z,
            "top_k": top_k,
            "format": _answer_format(format),
        }
        options = ChatOptions(
            temperature=temperature,
            top_p=top_p,
            stop=tuple(text.strip() for text in stop_tokens.split(",") if text.strip()),
            extra={name: value for name, value in sampling.items() if value is not None},
            timeout_s=timeout or None,
        )
        if verbose:
            context.log({"model": model_name, "temperature": temperature, "top_p": top_p, **options.extra}, "Options")
        return context.models.chat_model(
            "ollama", base_url=base_url or BASE_URL, api_key="", model_name=model_name, options=options
        )

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that Ollama has now; show Mirostat's numbers where it is on."""
        template = node["template"]
        if field == "model_name":
            address = template.get("base_url", {}).get("value") or BASE_URL
            template["model_name"]["options"] = await models.list_models("ollama", address)
        elif field == "mirostat":
            _, eta, tau = _MIROSTAT.get(value, _MIROSTAT["Disabled"])
            for name, number in (("mirostat_eta", eta), ("mirostat_tau", tau)):
                template[name]["value"] = "" if number is None else number
                template[name]["advanced"] = number is None


def _answer_format(text: str) -> Any:
    """``json``, a JSON schema, or None for no particular form."""
    text = text.strip()
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
