"""Answers from what a store holds."""

from __future__ import annotations

from runnel.components.agents.agent_run import need_model
from runnel.sdk import (
    BoolInput,
    ChatTurn,
    Component,
    ComponentError,
    Context,
    DropdownInput,
    HandleInput,
    LanguageModel,
    Message,
    MultilineInput,
    Output,
    Retriever,
)

INSTRUCTIONS = "Answer the question from these texts only. If they do not hold the answer, say so.\n\n{texts}"


class RetrievalQA(Component):
    """Answer a question with a model, from texts that a store finds for it."""

    display_name = "Retrieval QA"
    is_repeatable = False
    icon = "library"
    needs = "local-model"
    legacy = True
    inputs = (
        MultilineInput("input_value", "Input", required=True, info="The question."),
        DropdownInput(
            "chain_type",
            "Chain Type",
            options=("Stuff", "Map Reduce", "Refine", "Map Rerank"),
            value="Stuff",
            advanced=True,
            info="Kept for files of other versions: all texts are put before the model at once.",
        ),
        HandleInput("llm", "Language Model", required=True, input_types=("LanguageModel",), info="The model to ask."),
        HandleInput("retriever", "Retriever", required=True, input_types=("Retriever",), info="The store to ask."),
        HandleInput("memory", "Memory", input_types=("BaseChatMemory",), info="Kept for files of other versions."),
        BoolInput("return_source_documents", "Return Source Documents", info="Put the texts below the answer."),
    )
    outputs = (
        Output("text", "invoke_chain", display_name="Text", required_inputs=("input_value", "llm", "retriever")),
    )

    async def invoke_chain(
        self,
        context: Context,
        input_value: str = "",
        llm: LanguageModel | None = None,
        retriever: Retriever | None = None,
        return_source_documents: bool = False,
    ) -> Message:
        """The answer, and where asked the texts it comes from."""
        model = need_model(context, llm)
        if retriever is None:
            raise ComponentError(
                f"{context.display_name} has nothing to search in.",
                "No store is connected.",
                "Connect the Retriever output of a store.",
                field="retriever",
            )
        texts = [record.text for record in await retriever.find(input_value)]
        prompt = INSTRUCTIONS.format(texts="\n\n".join(texts) or "(none was found)")
        reply = await model.complete([ChatTurn("system", prompt), ChatTurn("user", input_value)])
        context.record_usage(reply.usage)
        sources = "".join(f"\n\n> {text}" for text in texts) if return_source_documents else ""
        return Message(text=f"{reply.text}{sources}")
