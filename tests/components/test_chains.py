"""Small chains around a model: conversation, sums, answers from a store, chunks by meaning."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Text, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


def chain(app: RunningApp, stand_in: StandIn, kind: str, **values: Any) -> tuple[Drawing, str]:
    """The node with a model that asks the scripted server."""
    drawing = Drawing(app.client)
    node = drawing.node(kind, **values)
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="stand-in-model", api_key="k")
    drawing.edge(model, "model_output", node, "llm")
    return drawing, node


def test_a_conversation_is_told_to_the_model(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, node = chain(shared_app, stand_in, "ConversationChain")
    source, target = drawing.node("ChatInput"), drawing.node("ChatOutput")
    drawing.edge(source, "message", node, "input_value")
    drawing.edge(node, "text", target, "input_value")
    drawing.run("My name is Ada.", session="chain")
    drawing.run("Who am I?", session="chain")
    turns = [(turn["role"], turn["content"]) for turn in stand_in.chats[-1].body["messages"]]
    assert turns == [("user", "My name is Ada."), ("assistant", "Hello there!"), ("user", "Who am I?")]


@pytest.mark.parametrize(
    ("written", "answer"), [("37593 * 67", "Answer: 2518731"), ("```\n2^10 + 1\n```", "Answer: 1025")]
)
def test_sums_are_worked_out_here(shared_app: RunningApp, stand_in: StandIn, written: str, answer: str) -> None:
    stand_in.script(Answer((written,)))
    drawing, node = chain(shared_app, stand_in, "LLMMathChain", input_value="How much is it?")
    assert output_of(drawing, node, "text") == answer


def test_a_sum_that_is_none_is_explained(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, node = chain(shared_app, stand_in, "LLMMathChain", input_value="How much is it?")
    with pytest.raises(Failed, match="The model wrote: Hello there!"):
        output_of(drawing, node, "text")


def test_answers_come_from_a_store(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, node = chain(
        shared_app, stand_in, "RetrievalQA", input_value="the sky is blue", return_source_documents=True
    )
    store = drawing.node("Chroma", number_of_results=1)
    records = drawing.node("JSONtoData", json_string='[{"text": "apples are red"}, {"text": "the sky is blue"}]')
    drawing.edge(records, "data", store, "ingest_data")
    drawing.edge(drawing.node("LangChainFakeEmbeddings", dimensions=32), "embeddings", store, "embedding")
    drawing.edge(store, "base_retriever", node, "retriever")
    assert output_of(drawing, node, "text") == "Hello there!\n\n> the sky is blue"
    assert "the sky is blue" in stand_in.chats[0].body["messages"][0]["content"]
    assert "apples" not in stand_in.chats[0].body["messages"][0]["content"]


@pytest.mark.parametrize("kind", ["ConversationChain", "LLMMathChain", "RetrievalQA", "ToolCallingAgent", "XMLAgent"])
def test_a_missing_model_is_named(shared_app: RunningApp, kind: str) -> None:
    with pytest.raises(Failed, match="No model is connected"):
        Case(kind, "text", {"input_value": Text("x")}).run(shared_app)


def split(app: RunningApp, text: str, **values: Any) -> list[str]:
    drawing = Drawing(app.client)
    node = drawing.node("SemanticTextSplitter", **values)
    drawing.edge(drawing.node("CreateList", texts=[text]), "list", node, "data_inputs")
    # A pretended model: equal sentences are near, all others far.
    drawing.edge(drawing.node("LangChainFakeEmbeddings", dimensions=64), "embeddings", node, "embeddings")
    return [chunk["text"] for chunk in output_of(drawing, node, "chunks")]


def test_texts_are_cut_where_the_meaning_changes(shared_app: RunningApp) -> None:
    text = "Cats purr. Cats purr. Cats purr. It rains. It rains."
    assert split(shared_app, text, number_of_chunks=2) == ["Cats purr. Cats purr. Cats purr.", "It rains. It rains."]
    assert split(shared_app, text, number_of_chunks=0) == ["Cats purr. Cats purr. Cats purr.", "It rains. It rains."]
    assert split(shared_app, "One sentence.") == ["One sentence."]
    with pytest.raises(Failed, match="not valid"):
        split(shared_app, text, sentence_split_regex="(")
    with pytest.raises(Failed, match="No embedding model"):
        Case("SemanticTextSplitter", "chunks").run(shared_app)
