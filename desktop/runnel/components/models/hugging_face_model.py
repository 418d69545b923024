"""Models that Hugging Face passes on, and text generation servers elsewhere."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from runnel.components.models.model_node import (
    KEPT,
    MAX_RETRIES,
    MODEL_KWARGS,
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    TOP_K,
    TOP_P,
    ModelNode,
    key_input,
    own_address,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, FloatInput, IntInput, LanguageModel, StrInput

ENDPOINT = "https://api-inference.huggingface.co/models"
MODEL_ID = "openai-community/gpt2"


class HuggingFaceModel(ModelNode):
    """Ask a model of Hugging Face, or one on a text generation server of your own."""

    display_name = "HuggingFace"
    icon = "HuggingFace"
    inputs = (
        *QUESTION_INPUTS,
        StrInput("model_id", "Model ID", value=MODEL_ID, info="A chat model, as owner/name."),
        IntInput("max_new_tokens", "Max New Tokens", value=512, info="Longest answer in tokens."),
        TOP_K,
        replace(TOP_P, value=0.95),
        FloatInput("typical_p", "Typical P", value=0.95, advanced=True, info=KEPT),
        replace(TEMPERATURE, value=0.8, advanced=True),
        FloatInput(
            "repetition_penalty", "Repetition Penalty", advanced=True, info="Above 1, repetitions become rarer."
        ),
        StrInput(
            "inference_endpoint",
            "Inference Endpoint",
            value=f"{ENDPOINT}/",
            info="Hugging Face itself, or the address of a server that speaks OpenAI's protocol, such as TGI.",
        ),
        DropdownInput(
            "task",
            "Task",
            options=("text2text-generation", "text-generation", "summarization", "translation"),
            advanced=True,
            info=KEPT,
        ),
        key_input("huggingfacehub_api_token", "API Token", "HUGGINGFACEHUB_API_TOKEN"),
        replace(MODEL_KWARGS, display_name="Model Keyword Arguments"),
        replace(MAX_RETRIES, name="retry_attempts", display_name="Retry Attempts", value=1),
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        model_id: str = MODEL_ID,
        max_new_tokens: int | None = 512,
        top_k: int | None = None,
        top_p: float | None = 0.95,
        temperature: float | None = 0.8,
        repetition_penalty: float | None = None,
        inference_endpoint: str = "",
        huggingfacehub_api_token: str = "",
        model_kwargs: dict[str, Any] | None = None,
        retry_attempts: int | None = 1,
    ) -> LanguageModel:
        """The configured model."""
        sampling = {"top_k": top_k, "repetition_penalty": repetition_penalty}
        options = ChatOptions(
            temperature=temperature,
            max_tokens=max_new_tokens,
            top_p=top_p,
            max_retries=retry_attempts,
            extra={**{name: value for name, value in sampling.items() if value is not None}, **(model_kwargs or {})},
        )
        return await vendor_model(
            context,
            "huggingface",
            model_id,
            options,
            api_key=huggingfacehub_api_token,
            key_field="huggingfacehub_api_token",
            base_url=own_address(inference_endpoint, ENDPOINT),
        )
