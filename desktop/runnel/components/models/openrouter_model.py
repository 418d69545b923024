"""Models that OpenRouter passes on, as later files have them."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    ModelNode,
    key_input,
    need_name,
    offer_models,
    temperature_slider,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, IntInput, LanguageModel, ModelAccess, StrInput


class OpenRouterComponent(ModelNode):
    """Ask one of the many models behind OpenRouter."""

    display_name = "OpenRouter"
    icon = "OpenRouter"
    inputs = (
        *QUESTION_INPUTS,
        key_input("api_key", "OpenRouter API Key", "OPENROUTER_API_KEY"),
        StrInput("site_url", "Site URL", advanced=True, info="Your site, for OpenRouter's list of users; sent along."),
        StrInput("app_name", "App Name", advanced=True, info="The name of your app, for the same list; sent along."),
        DropdownInput(
            "provider",
            "Provider",
            combobox=True,
            real_time_refresh=True,
            info="Whose models to list; empty for all.",
        ),
        DropdownInput(
            "model_name",
            "Model",
            combobox=True,
            refresh_button=True,
            info="The model to ask, such as openai/gpt-4o-mini; press the button to list them.",
        ),
        temperature_slider(0.7, 2.0),
        IntInput("max_tokens", "Max Tokens", advanced=True, info="Longest answer in tokens; empty for no limit."),
        OUTPUT_PARSER,
    )

    async def build_model(
        self,
        context: Context,
        api_key: str = "",
        site_url: str = "",
        app_name: str = "",
        model_name: str = "",
        temperature: float | None = 0.7,
        max_tokens: int | None = None,
    ) -> LanguageModel:
        """The configured model."""
        name = need_name(context, model_name)
        about = {"HTTP-Referer": site_url.strip(), "X-Title": app_name.strip()}
        headers = {header: value for header, value in about.items() if value}
        options = ChatOptions(temperature=temperature, max_tokens=max_tokens, headers=headers)
        return await vendor_model(context, "openrouter", name, options, api_key=api_key)

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Offer the models that there are now, those of the chosen provider alone if one is chosen."""
        if field not in ("model_name", "provider"):
            return
        await offer_models(node, models, "openrouter")
        template = node["template"]
        listed = [str(name) for name in template["model_name"].get("options") or ()]
        template["provider"]["options"] = sorted({name.partition("/")[0] for name in listed if "/" in name})
        chosen = str(template["provider"].get("value") or "")
        template["model_name"]["options"] = [name for name in listed if name.startswith(f"{chosen}/" if chosen else "")]
