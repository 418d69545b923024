"""Which model an agent asks: of a provider by its fields, or one that a model node made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runnel.sdk import ChatOptions, ComponentError, Context, LanguageModel

OPENAI, ANTHROPIC, CUSTOM = "OpenAI", "Anthropic", "Custom"
ANTHROPIC_URL = "https://api.anthropic.com"
ANTHROPIC_MODEL = "claude-3-5-sonnet-latest"

_PROVIDER_FIELDS = (
    *("max_tokens", "model_kwargs", "json_mode", "output_schema", "model_name", "openai_api_base", "api_key"),
    *("temperature", "seed"),
)


async def find_model(context: Context, provider: Any, settings: Mapping[str, Any]) -> LanguageModel:
    """The model for ``provider``: a model that came over a wire, or a provider's name with the agent's ``settings``.

    Later files name it in a field ``model``. Raises `ComponentError` that says what is missing.
    """
    later = settings.get("model")
    if isinstance(later, LanguageModel):
        return later
    if isinstance(provider, LanguageModel):
        return provider
    name = str(settings.get("model_name") or "")
    if isinstance(later, list) and later and isinstance(later[0], dict):
        provider, name = str(later[0].get("provider") or OPENAI), str(later[0].get("name") or name)
    options = ChatOptions(
        temperature=settings.get("temperature"),
        max_tokens=settings.get("max_tokens") or None,
        seed=settings.get("seed") if provider == OPENAI else None,
        is_json=bool(settings.get("is_json")),
        extra=settings.get("model_kwargs") or {},
    )
    if provider == OPENAI:
        resolved = await context.models.resolve_openai(
            base_url=str(settings.get("openai_api_base") or ""),
            api_key=str(settings.get("api_key") or ""),
            model_name=name,
        )
        if resolved.note:
            context.note(resolved.note)
        return context.models.chat_model(
            "openai",
            base_url=resolved.base_url,
            api_key=resolved.api_key,
            model_name=resolved.model_name,
            options=options,
        )
    if provider == ANTHROPIC:
        return _anthropic(context, name, settings, options)
    if provider == CUSTOM:
        raise ComponentError(
            f"{context.display_name} has no model.",
            "The provider is Custom, and no model is connected.",
            "Connect the Language Model output of a model node, or choose another provider.",
            field="agent_llm",
        )
    raise ComponentError(
        f"{context.display_name} cannot ask a model of {provider}.",
        "Runnel does not speak to this provider yet.",
        "Choose OpenAI (with the address of any server that speaks its protocol), Anthropic or Custom.",
        field="agent_llm",
    )


def show_provider(template: dict[str, Any], provider: str) -> None:
    """Show the fields of ``provider`` and hide the others, in place; Custom gives the provider field a handle."""
    for name in _PROVIDER_FIELDS:
        if name in template:
            template[name]["show"] = provider != CUSTOM and not (provider == ANTHROPIC and name in _OPENAI_ONLY)
    template["agent_llm"]["value"] = provider
    template["agent_llm"]["input_types"] = ["LanguageModel"] if provider == CUSTOM else []
    if provider == ANTHROPIC and "model_name" in template:
        template["model_name"].update(value=ANTHROPIC_MODEL, options=[ANTHROPIC_MODEL], combobox=True)
    if "api_key" in template:
        template["api_key"]["display_name"] = f"{provider} API Key"


_OPENAI_ONLY = frozenset(("openai_api_base", "seed", "json_mode", "output_schema"))


def _anthropic(context: Context, name: str, settings: Mapping[str, Any], options: ChatOptions) -> LanguageModel:
    key = str(settings.get("anthropic_api_key") or settings.get("api_key") or "")
    address = str(settings.get("anthropic_api_url") or "")
    if not key and not address:
        raise ComponentError(
            f"{context.display_name} cannot ask a model of Anthropic.",
            "There is no API key.",
            "Put the key, or the variable that holds it, into the key field.",
            field="api_key",
        )
    model = settings.get("model")
    return context.models.chat_model(
        "anthropic",
        base_url=address or ANTHROPIC_URL,
        api_key=key,
        model_name=model if isinstance(model, str) and model else name,
        options=options,
    )
