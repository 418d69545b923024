"""An embedding model of any provider, as later files have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from runnel.components.embeddings.embedding_node import EmbeddingNode, vendor_embeddings
from runnel.components.embeddings.openai_embeddings import OpenAIEmbeddings
from runnel.components.models.model_node import MAX_RETRIES, key_input
from runnel.sdk import (
    ComponentError,
    Context,
    DropdownInput,
    EmbeddingModel,
    FloatInput,
    IntInput,
    MessageTextInput,
)

OPENAI, OLLAMA = "OpenAI", "Ollama"
_VENDORS: Mapping[str, tuple[str, str]] = {
    "Google Generative AI": ("google", "text-embedding-004"),
    "MistralAI": ("mistral", "mistral-embed"),
    "Cohere": ("cohere", "embed-v4.0"),
    "NVIDIA": ("nvidia", "nvidia/nv-embedqa-e5-v5"),
}
"""Other providers: our word for them, and the model that is asked where none is named."""
_OPENAI_MODEL = "text-embedding-3-small"
_OLLAMA_MODEL, _OLLAMA_URL = "nomic-embed-text", "http://localhost:11434"


class EmbeddingModelComponent(EmbeddingNode):
    """Turn texts into vectors with a model of any provider."""

    display_name = "Embedding Model"
    type_key = "EmbeddingModel"
    icon = "binary"
    needs = "local-model"
    inputs = (
        DropdownInput(
            "provider",
            "Model Provider",
            options=(OPENAI, OLLAMA, *_VENDORS),
            value=OPENAI,
            info="Who runs the model. OpenAI means the address of Settings → Models, where one is named.",
        ),
        DropdownInput(
            "model_name",
            "Model Name",
            combobox=True,
            options=(_OPENAI_MODEL, "text-embedding-3-large"),
            info="The model to ask; empty for the provider's usual one.",
        ),
        MessageTextInput("api_base", "API Base URL", advanced=True, info="Another address, or that of a local server."),
        replace(key_input("api_key", "API Key", "the provider's usual variable"), advanced=True),
        IntInput("dimensions", "Dimensions", advanced=True, info="Length of the vectors, where the model lets choose."),
        IntInput("chunk_size", "Chunk Size", value=1000, advanced=True, info="So many texts go in one request."),
        FloatInput("request_timeout", "Request Timeout", advanced=True, info="Seconds that the server may be silent."),
        MAX_RETRIES,
    )

    async def build_embeddings(
        self,
        context: Context,
        provider: str = OPENAI,
        model_name: str = "",
        api_base: str = "",
        api_key: str = "",
        dimensions: int | None = None,
        chunk_size: int | None = 1000,
        request_timeout: float | None = None,
        max_retries: int | None = 3,
        **fields: Any,
    ) -> EmbeddingModel:
        """The configured model; files name it in a field ``model``, as a text or as ``[{name, provider}]``."""
        later = fields.get("model")
        if isinstance(later, EmbeddingModel):
            return later
        if isinstance(later, list) and later and isinstance(later[0], dict):
            provider, model_name = later[0].get("provider") or provider, later[0].get("name") or model_name
        elif isinstance(later, str):
            model_name = later or model_name
        if provider in ("", OPENAI):
            return await OpenAIEmbeddings().build_embeddings(
                context,
                chunk_size=chunk_size,
                max_retries=max_retries,
                model=model_name or _OPENAI_MODEL,
                openai_api_key=api_key,
                openai_api_base=api_base,
                request_timeout=request_timeout,
                dimensions=dimensions,
            )
        if provider == OLLAMA:
            return context.models.embedding_model(
                "ollama",
                base_url=api_base or str(fields.get("ollama_base_url") or "") or _OLLAMA_URL,
                api_key=api_key,
                model_name=model_name or _OLLAMA_MODEL,
                timeout_s=request_timeout or None,
                max_retries=max_retries,
                batch_size=chunk_size or 1000,
            )
        if provider not in _VENDORS:
            raise ComponentError(
                f"{context.display_name} cannot ask an embedding model of {provider}.",
                "Runnel does not speak to this provider yet.",
                f"Choose one of these: {', '.join((OPENAI, OLLAMA, *_VENDORS))}.",
                field="provider",
            )
        vendor, usual = _VENDORS[provider]
        return await vendor_embeddings(
            context,
            vendor,
            model_name or usual,
            api_key=api_key,
            base_url=api_base,
            dimensions=dimensions,
            batch_size=min(chunk_size or 96, 96),
            timeout_s=request_timeout or None,
            max_retries=max_retries,
        )
