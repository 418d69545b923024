"""OpenAI's embedding models in Microsoft's Azure."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.models.azure_deployment import DEPLOYMENT_INPUTS, deployment_address
from runnel.components.models.model_node import key_input
from runnel.sdk import Context, DropdownInput, EmbeddingModel, IntInput

API_VERSION = "2023-08-01-preview"
_API_VERSIONS = (
    "2022-12-01",
    "2023-03-15-preview",
    "2023-05-15",
    "2023-06-01-preview",
    "2023-07-01-preview",
    API_VERSION,
)
_MODEL_NAMES = ("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002")


class AzureOpenAIEmbeddings(EmbeddingNode):
    """Turn texts into vectors with a model of OpenAI that you have deployed in Azure."""

    display_name = "Azure OpenAI Embeddings"
    icon = "Azure"
    inputs = (
        DropdownInput(
            "model",
            "Model",
            options=_MODEL_NAMES,
            value=_MODEL_NAMES[0],
            info="The model that is deployed; the deployment's name decides.",
        ),
        *DEPLOYMENT_INPUTS,
        DropdownInput(
            "api_version",
            "API Version",
            options=_API_VERSIONS,
            value=API_VERSION,
            combobox=True,
            advanced=True,
            info="Date of the protocol, as Azure's page of the deployment names it.",
        ),
        replace(key_input("api_key", "API Key", "AZURE_OPENAI_API_KEY"), required=True),
        IntInput("dimensions", "Dimensions", advanced=True, info="Length of the vectors, where the model lets choose."),
    )

    async def build_embeddings(
        self,
        context: Context,
        model: str = _MODEL_NAMES[0],
        azure_endpoint: str = "",
        azure_deployment: str = "",
        api_version: str = API_VERSION,
        api_key: str = "",
        dimensions: int | None = None,
    ) -> EmbeddingModel:
        """The configured model."""
        return await vendor_embeddings(
            context,
            "azure",
            model,
            api_key=api_key,
            base_url=deployment_address(context, azure_endpoint, azure_deployment),
            dimensions=dimensions,
            params={"api-version": api_version or API_VERSION},
        )
