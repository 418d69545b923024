"""OpenAI's models in Microsoft's Azure."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.models.azure_deployment import DEPLOYMENT_INPUTS, deployment_address
from runnel.components.models.model_node import (
    OUTPUT_PARSER,
    QUESTION_INPUTS,
    TEMPERATURE,
    ModelNode,
    key_input,
    vendor_model,
)
from runnel.sdk import ChatOptions, Context, DropdownInput, IntInput, LanguageModel, Output

API_VERSION = "2024-06-01"
_API_VERSIONS = (
    "2024-10-01-preview",
    "2024-09-01-preview",
    "2024-08-01-preview",
    "2024-07-01-preview",
    API_VERSION,
    "2024-03-01-preview",
    "2024-02-15-preview",
    "2023-12-01-preview",
    "2023-05-15",
)


class AzureOpenAIModel(ModelNode):
    """Ask a model of OpenAI that you have deployed in Azure."""

    display_name = "Azure OpenAI"
    icon = "Azure"
    inputs = (
        *QUESTION_INPUTS,
        *DEPLOYMENT_INPUTS,
        key_input("api_key", "API Key", "AZURE_OPENAI_API_KEY"),
        DropdownInput(
            "api_version",
            "API Version",
            options=_API_VERSIONS,
            value=API_VERSION,
            combobox=True,
            info="Date of the protocol, as Azure's page of the deployment names it.",
        ),
        replace(TEMPERATURE, value=0.7),
        IntInput("max_tokens", "Max Tokens", advanced=True, info="Longest answer in tokens; empty for no limit."),
        OUTPUT_PARSER,
    )
    outputs = (
        ModelNode.outputs[0],
        Output(
            "model_output",
            "build_model",
            types=("LanguageModel",),
            display_name="Language Model",
            required_inputs=("azure_deployment", "azure_endpoint"),
        ),
    )

    async def build_model(
        self,
        context: Context,
        azure_endpoint: str = "",
        azure_deployment: str = "",
        api_key: str = "",
        api_version: str = API_VERSION,
        temperature: float | None = 0.7,
        max_tokens: int | None = None,
    ) -> LanguageModel:
        """The configured model."""
        return await vendor_model(
            context,
            "azure",
            azure_deployment,
            ChatOptions(temperature=temperature, max_tokens=max_tokens),
            api_key=api_key,
            base_url=deployment_address(context, azure_endpoint, azure_deployment),
            params={"api-version": api_version or API_VERSION},
        )
