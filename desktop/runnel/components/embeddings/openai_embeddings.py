"""OpenAI's embedding models, and those of every server that speaks its protocol."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import MAX_RETRIES
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DictInput,
    DropdownInput,
    EmbeddingModel,
    FloatInput,
    IntInput,
    MessageTextInput,
    Output,
    SecretStrInput,
)

MODEL_NAMES = ("text-embedding-3-small", "text-embedding-3-large", "text-embedding-ada-002")
_KEPT = "Kept for flows made elsewhere; not used."


class OpenAIEmbeddings(Component):
    """Turn texts into vectors with a model of OpenAI, or of any server that speaks its protocol."""

    display_name = "OpenAI Embeddings"
    icon = "OpenAI"
    needs = "local-model"
    inputs = (
        DictInput("default_headers", "Default Headers", advanced=True, info="Headers that go along with each request."),
        DictInput("default_query", "Default Query", advanced=True, info="Parameters of the address of each request."),
        IntInput("chunk_size", "Chunk Size", value=1000, advanced=True, info="Texts sent in one request."),
        MessageTextInput("client", "Client", advanced=True, info=_KEPT),
        MessageTextInput("deployment", "Deployment", advanced=True, info=_KEPT),
        IntInput("embedding_ctx_length", "Embedding Context Length", value=1536, advanced=True, info=_KEPT),
        MAX_RETRIES,
        DropdownInput("model", "Model", options=MODEL_NAMES, value=MODEL_NAMES[0], info="The embedding model."),
        DictInput("model_kwargs", "Model Kwargs", advanced=True, info="Further fields of each request."),
        SecretStrInput(
            "openai_api_key",
            "OpenAI API Key",
            value="OPENAI_API_KEY",
            is_variable_optional=True,
            info="Name of the variable that holds the key. Local servers need none.",
        ),
        MessageTextInput(
            "openai_api_base",
            "OpenAI API Base",
            advanced=True,
            info="Address of the server. Empty: the OpenAI address of Settings → Models, or OpenAI itself.",
        ),
        MessageTextInput("openai_api_type", "OpenAI API Type", advanced=True, info=_KEPT),
        MessageTextInput("openai_api_version", "OpenAI API Version", advanced=True, info=_KEPT),
        MessageTextInput(
            "openai_organization", "OpenAI Organization", advanced=True, info="The organization that pays; sent along."
        ),
        MessageTextInput("openai_proxy", "OpenAI Proxy", advanced=True, info=_KEPT),
        FloatInput("request_timeout", "Request Timeout", advanced=True, info="Seconds that the server may be silent."),
        BoolInput("show_progress_bar", "Show Progress Bar", advanced=True, info=_KEPT),
        BoolInput("skip_empty", "Skip Empty", advanced=True, info=_KEPT),
        MessageTextInput("tiktoken_model_name", "TikToken Model Name", advanced=True, info=_KEPT),
        BoolInput("tiktoken_enable", "TikToken Enable", value=True, advanced=True, info=_KEPT),
        IntInput("dimensions", "Dimensions", advanced=True, info="Length of the vectors, where the model lets choose."),
    )
    outputs = (Output("embeddings", "build_embeddings", types=("Embeddings",), display_name="Embeddings"),)

    async def build_embeddings(
        self,
        context: Context,
        default_headers: dict[str, Any] | None = None,
        default_query: dict[str, Any] | None = None,
        chunk_size: int | None = 1000,
        max_retries: int | None = 3,
        model: str = MODEL_NAMES[0],
        openai_api_key: str = "",
        openai_api_base: str = "",
        model_kwargs: dict[str, Any] | None = None,
        openai_organization: str = "",
        request_timeout: float | None = None,
        dimensions: int | None = None,
    ) -> EmbeddingModel:
        """The configured model; the node says so when it is another than the one it names."""
        resolved = await context.models.resolve_openai(
            base_url=openai_api_base, api_key=openai_api_key, model_name=model, kind="embedding"
        )
        if resolved.note:
            context.note(resolved.note)
        headers = {name: str(value) for name, value in (default_headers or {}).items()}
        if openai_organization.strip():
            headers["OpenAI-Organization"] = openai_organization.strip()
        return context.models.embedding_model(
            "openai",
            base_url=resolved.base_url,
            api_key=resolved.api_key,
            model_name=resolved.model_name,
            dimensions=dimensions,
            batch_size=chunk_size or 1000,
            timeout_s=request_timeout,
            max_retries=max_retries,
            params={name: str(value) for name, value in (default_query or {}).items()},
            extra=model_kwargs or {},
            headers=headers,
        )
