"""What nodes of vendors' embedding models are made of."""

from __future__ import annotations

from typing import Any, ClassVar

from runnel.sdk import Component, Context, EmbeddingModel, Needs, Output


class EmbeddingNode(Component):
    """A model that turns texts into vectors."""

    needs: ClassVar[Needs] = "key"
    outputs = (Output("embeddings", "build_embeddings", types=("Embeddings",), display_name="Embeddings"),)


async def vendor_embeddings(
    context: Context,
    vendor: str,
    model_name: str,
    *,
    api_key: str,
    key_field: str = "api_key",
    base_url: str = "",
    **settings: Any,
) -> EmbeddingModel:
    """A vendor's model, at its own address where ``base_url`` is empty. Raises `ComponentError` without a key.

    ``settings`` are those of `runnel.sdk.ModelAccess.embedding_model`.
    """
    resolved = await context.models.resolve_vendor(
        vendor, base_url=base_url, api_key=api_key, model_name=model_name, key_field=key_field
    )
    return context.models.embedding_model(
        vendor, base_url=resolved.base_url, api_key=resolved.api_key, model_name=model_name, **settings
    )
