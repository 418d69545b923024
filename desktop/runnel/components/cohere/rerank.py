"""What another search has found, ordered anew by Cohere."""

from __future__ import annotations

from typing import Any

from runnel.components.models.model_node import key_input
from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    HandleInput,
    IntInput,
    MessageTextInput,
    MultilineInput,
    Output,
    Retriever,
)
from runnel.web.json_service import ask_json, need_key

ADDRESS = "https://api.cohere.com/v2/rerank"
MODEL_NAME = "rerank-english-v3.0"
_MODEL_NAMES = (MODEL_NAME, "rerank-multilingual-v3.0", "rerank-english-v2.0", "rerank-multilingual-v2.0")


class CohereRerank(Component):
    """Let Cohere order what another search has found by how well it answers the question, and keep the best."""

    display_name = "Cohere Rerank"
    is_repeatable = False
    icon = "Cohere"
    needs = "key"
    legacy = True
    inputs = (
        MultilineInput("search_query", "Search Query", info="What to look for."),
        DropdownInput("model", "Model", options=_MODEL_NAMES, value=MODEL_NAME, info="The model that judges."),
        key_input("api_key", "API Key", "COHERE_API_KEY"),
        IntInput("top_n", "Top N", value=3, info="How many to keep at most."),
        MessageTextInput(
            "user_agent", "User Agent", value="langflow", advanced=True, info="Kept for flows made elsewhere; not sent."
        ),
        HandleInput("retriever", "Retriever", input_types=("Retriever",), info="The search whose results are ordered."),
    )
    outputs = (
        Output("base_retriever", "build_base_retriever", types=("Retriever",), display_name="Retriever"),
        Output("search_results", "search_documents", types=("Data",), display_name="Search Results"),
    )

    async def search_documents(
        self,
        context: Context,
        search_query: str = "",
        model: str = MODEL_NAME,
        api_key: str = "",
        top_n: int | None = 3,
        retriever: Retriever | None = None,
    ) -> list[Data]:
        """The records, the best first, each with its ``relevance_score`` from 0 to 1. None for no question."""
        if retriever is None:
            raise ComponentError(
                f"{context.display_name} has nothing to order.",
                "No search is connected.",
                "Connect the Retriever output of a vector store.",
                field="retriever",
            )
        need_key(context, api_key, "Cohere", "api_key")
        found = await retriever.find(search_query) if search_query.strip() else []
        if not found:
            return []
        body: dict[str, Any] = {
            "model": model,
            "query": search_query,
            "documents": [record.text for record in found],
            "top_n": min(len(found), 3 if top_n is None else max(1, top_n)),
        }
        headers = {"authorization": f"Bearer {api_key}"}
        answer = await ask_json(context, "Cohere", "POST", ADDRESS, body=body, headers=headers)
        return [
            Data({**found[rank["index"]].data, "relevance_score": rank.get("relevance_score")})
            for rank in answer.get("results") or []
        ]

    async def build_base_retriever(
        self,
        context: Context,
        model: str = MODEL_NAME,
        api_key: str = "",
        top_n: int | None = 3,
        retriever: Retriever | None = None,
    ) -> Retriever:
        """The same search, for nodes that ask questions of their own."""

        async def find(question: str) -> list[Data]:
            return await self.search_documents(context, question, model, api_key, top_n, retriever)

        return Retriever(find)
