"""The model of nodes that serve all providers: a provider's by the node's fields, or one that a model node made."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runnel.components.models.aiml_model import AIMLModel
from runnel.components.models.anthropic_model import AnthropicModel
from runnel.components.models.azure_openai_model import AzureOpenAIModel
from runnel.components.models.cohere_model import CohereModel
from runnel.components.models.deepseek_model import DeepSeekModelComponent
from runnel.components.models.google_generative_ai_model import GoogleGenerativeAIModel
from runnel.components.models.groq_model import GroqModel
from runnel.components.models.hugging_face_model import HuggingFaceModel
from runnel.components.models.lm_studio_model import LMStudioModel
from runnel.components.models.mistral_model import MistralModel
from runnel.components.models.model_node import ModelNode
from runnel.components.models.nvidia_model import NVIDIAModelComponent
from runnel.components.models.ollama_model import OllamaModel
from runnel.components.models.openai_model import MODEL_NAMES, OpenAIModel
from runnel.components.models.openrouter_model import OpenRouterComponent
from runnel.components.models.perplexity_model import PerplexityModel
from runnel.components.models.xai_model import XAIModelComponent
from runnel.sdk import ComponentError, Context, LanguageModel, ModelAccess

OPENAI, CUSTOM = "OpenAI", "Custom"


@dataclass(frozen=True, slots=True)
class Provider:
    """Whose models these are: the word for it, the node that makes one, and its fields for name, key and address."""

    vendor: str
    node: type[ModelNode]
    name_field: str = "model_name"
    key_field: str = "api_key"
    address_field: str = ""


PROVIDERS: Mapping[str, Provider] = {
    OPENAI: Provider("openai", OpenAIModel, address_field="openai_api_base"),
    "Anthropic": Provider("anthropic", AnthropicModel, "model", "anthropic_api_key", "anthropic_api_url"),
    "Azure OpenAI": Provider("azure", AzureOpenAIModel, "azure_deployment", "api_key", "azure_endpoint"),
    "Groq": Provider("groq", GroqModel, "model_name", "groq_api_key", "groq_api_base"),
    "NVIDIA": Provider("nvidia", NVIDIAModelComponent, "model_name", "nvidia_api_key", "base_url"),
    "Google Generative AI": Provider("google", GoogleGenerativeAIModel, "model", "google_api_key"),
    "Ollama": Provider("ollama", OllamaModel, address_field="base_url"),
    "LM Studio": Provider("lmstudio", LMStudioModel, address_field="base_url"),
    "MistralAI": Provider("mistral", MistralModel, address_field="mistral_api_base"),
    "OpenRouter": Provider("openrouter", OpenRouterComponent),
    "DeepSeek": Provider("deepseek", DeepSeekModelComponent, address_field="api_base"),
    "xAI": Provider("xai", XAIModelComponent, address_field="base_url"),
    "Perplexity": Provider("perplexity", PerplexityModel),
    "Cohere": Provider("cohere", CohereModel, "", "cohere_api_key"),
    "HuggingFace": Provider(
        "huggingface", HuggingFaceModel, "model_id", "huggingfacehub_api_token", "inference_endpoint"
    ),
    "AIML": Provider("aiml", AIMLModel, address_field="aiml_api_base"),
}
"""Providers by the names that files of all versions give them."""

_ADDRESSES = ("openai_api_base", "ollama_base_url", "base_url")
"""Fields in which nodes that serve several providers name an address."""
_LENGTHS = ("max_output_tokens", "max_new_tokens")
"""What some model nodes call their ``max_tokens``."""


async def find_model(context: Context, provider: Any, settings: Mapping[str, Any]) -> LanguageModel:
    """The model for ``provider``: a model that came over a wire, or a provider's name with the node's ``settings``.

    Later files name it in a field ``model``: ``[{name, provider}]``. Raises `ComponentError` that says what is missing.
    """
    later = settings.get("model")
    for given in (later, provider):
        if isinstance(given, LanguageModel):
            return given
    name = settings.get("model_name")
    if isinstance(later, list) and later and isinstance(later[0], dict):
        provider, name = later[0].get("provider") or OPENAI, later[0].get("name") or name
    if provider == CUSTOM:
        raise ComponentError(
            f"{context.display_name} has no model.",
            "The provider is Custom, and no model is connected.",
            "Connect the Language Model output of a model node, or choose another provider.",
            field="agent_llm",
        )
    about = PROVIDERS.get(str(provider))
    if about is None:
        raise ComponentError(
            f"{context.display_name} cannot ask a model of {provider}.",
            "Runnel does not speak to this provider yet.",
            f"Choose one of these: {', '.join(PROVIDERS)}; or Custom, and connect a model node.",
            field="agent_llm",
        )
    build: Any = about.node().build_model  # type: ignore[attr-defined]
    values = _values(about, inspect.signature(build).parameters, str(name or ""), settings)
    made = build(context, **values)
    model: LanguageModel = await made if inspect.isawaitable(made) else made
    return model


def _values(about: Provider, parameters: Mapping[str, Any], name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the provider's node is given: fields named like its own, then those that serve several providers."""
    values = {each: settings[each] for each in parameters if settings.get(each) not in (None, "", [], {})}
    for length in _LENGTHS:
        if length in parameters and settings.get("max_tokens"):
            values.setdefault(length, settings["max_tokens"])
    if about.node is not OpenAIModel and name in MODEL_NAMES:
        # An agent's own field says so where the file has none: it means OpenAI's.
        name = ""
    if about.name_field:
        own = values.pop(about.name_field, "")
        chosen = name or (own if isinstance(own, str) and own not in MODEL_NAMES else "")
        if chosen:
            values[about.name_field] = chosen
    if about.key_field in parameters and settings.get("api_key"):
        values.setdefault(about.key_field, settings["api_key"])
    if about.address_field:
        addresses = (settings.get(each) for each in _ADDRESSES)
        address = values.get(about.address_field) or next((each for each in addresses if each), "")
        if address:
            values[about.address_field] = address
    return values


async def offer_provider_models(template: dict[str, Any], models: ModelAccess) -> None:
    """Put the models that the chosen provider has now into the field ``model_name``, in place."""
    provider = str(template.get("provider", {}).get("value") or OPENAI)
    about = PROVIDERS.get(provider)
    if about is None:
        return
    declared = {each.name: each for each in about.node.inputs}
    options = list(getattr(declared.get(about.name_field), "options", ()))
    listed = await models.list_models(about.vendor, str(template.get("base_url", {}).get("value") or ""))
    template["model_name"]["options"] = listed or options


def show_provider(template: dict[str, Any], provider: str) -> None:
    """Fit the agent's fields for name, key and address to ``provider``, in place; Custom gives its field a handle."""
    about = PROVIDERS.get(provider)
    declared = {each.name: each for each in about.node.inputs} if about else {}
    labels = {
        "model_name": about.name_field if about else "",
        "api_key": about.key_field if about else "",
        "openai_api_base": about.address_field if about else "",
    }
    for name, own_name in labels.items():
        own = declared.get(own_name)
        if name not in template:
            continue
        template[name]["show"] = own is not None
        if own is not None:
            template[name].update(display_name=own.display_name, info=own.info)
        if name == "openai_api_base":
            # A key must not go to the address of the provider before.
            template[name]["value"] = ""
        if name == "model_name" and own is not None:
            options = list(getattr(own, "options", ()))
            template[name].update(value=own.value, options=options, combobox=provider != OPENAI)
    for name in ("seed", "json_mode", "output_schema"):
        if name in template:
            template[name]["show"] = provider == OPENAI
    for name in ("max_tokens", "temperature", "model_kwargs"):
        if name in template:
            template[name]["show"] = provider != CUSTOM
    template["agent_llm"]["value"] = provider
    template["agent_llm"]["input_types"] = ["LanguageModel"] if provider == CUSTOM else []
