"""Vector stores on the local store, embeddings and structured output, over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Json, Text, output_of
from tests.components.services import Service
from tests.components.test_agent import agent_flow, calls, told
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn

FRUIT = '[{"text": "apples are red", "from": "a"}, {"text": "the sky is blue", "from": "b"}]'
STORES = {
    "Chroma": ("search_query", "embedding", "collection_name"),
    "FAISS": ("search_query", "embedding", "index_name"),
    "QdrantVectorStoreComponent": ("search_query", "embedding", "collection_name"),
    "AstraDB": ("search_input", "embedding_model", "collection_name"),
}


def store(
    app: RunningApp, kind: str, *, question: str, records: str = "", with_model: bool = True, **values: Any
) -> tuple[Drawing, str]:
    """A store with records and a pretended embedding model."""
    query, embedding, name = STORES[kind]
    drawing = Drawing(app.client)
    node = drawing.node(kind, **{query: question, name: "fruit", **values})
    if records:
        drawing.edge(drawing.node("JSONtoData", json_string=records), "data", node, "ingest_data")
    if with_model:
        drawing.edge(drawing.node("LangChainFakeEmbeddings", dimensions=32), "embeddings", node, embedding)
    return drawing, node


@pytest.mark.parametrize("kind", STORES)
def test_a_store_finds_what_was_put_in(app: RunningApp, kind: str) -> None:
    drawing, node = store(app, kind, question="the sky is blue", records=FRUIT, number_of_results=1)
    # A pretended model knows equal texts only, which is enough to tell the nearest.
    assert output_of(drawing, node, "search_results") == [{"from": "b", "text": "the sky is blue"}]
    empty, node = store(app, kind, question="", records=FRUIT)
    assert output_of(empty, node, "search_results") == []


@pytest.mark.parametrize("kind", STORES)
def test_without_a_model_words_are_searched(app: RunningApp, kind: str) -> None:
    drawing, node = store(app, kind, question="Which apples are there?", records=FRUIT, with_model=False)
    assert output_of(drawing, node, "search_results") == [{"from": "a", "text": "apples are red"}]


def test_another_node_finds_it_later(app: RunningApp) -> None:
    loading, node = store(app, "AstraDB", question="", records=FRUIT)
    output_of(loading, node, "search_results")
    searching, node = store(app, "AstraDB", question="apples are red", number_of_results=1)
    assert output_of(searching, node, "search_results") == [{"from": "a", "text": "apples are red"}]
    elsewhere, node = store(app, "AstraDB", question="apples are red", keyspace="other")
    assert output_of(elsewhere, node, "search_results") == []


def test_records_are_put_in_once_unless_asked(app: RunningApp) -> None:
    drawing, node = store(app, "Chroma", question="the sky is blue", records=FRUIT)
    assert len(output_of(drawing, node, "search_results")) == 2
    assert len(output_of(drawing, node, "search_results")) == 2
    entry = drawing.nodes[0]["data"]["node"]["template"]["allow_duplicates"]
    entry["value"] = True
    flow = {"data": drawing.data}
    app.client.patch(f"/api/v1/flows/{drawing.flow_id}", json=flow).raise_for_status()
    assert len(output_of(drawing, node, "search_results")) == 4


def test_filters_and_thresholds_hold(app: RunningApp) -> None:
    drawing, node = store(app, "AstraDB", question="x", records=FRUIT, advanced_search_filter={"from": "a"})
    assert [record["from"] for record in output_of(drawing, node, "search_results")] == ["a"]
    strict = {"search_type": "Similarity with score threshold", "search_score_threshold": 0.99}
    drawing, node = store(app, "AstraDB", question="apples are red", **strict)
    assert [record["from"] for record in output_of(drawing, node, "search_results")] == ["a"]


def test_a_collection_without_a_name_belongs_to_its_flow(app: RunningApp) -> None:
    drawing, node = store(
        app, "AstraDB", question="apples are red", records=FRUIT, collection_name="", number_of_results=1
    )
    assert output_of(drawing, node, "search_results") == [{"from": "a", "text": "apples are red"}]
    other, node = store(app, "AstraDB", question="apples are red", collection_name="")
    assert output_of(other, node, "search_results") == []


def test_vectors_of_a_text_and_their_likeness(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    model = drawing.node("LangChainFakeEmbeddings", dimensions=3)
    compared = drawing.node("EmbeddingSimilarityComponent")
    for text in ("same", "same"):
        embedder = drawing.node("TextEmbedderComponent")
        drawing.edge(model, "embeddings", embedder, "embedding_model")
        drawing.edge(drawing.node("TextInput", input_value=text), "text", embedder, "message")
        drawing.edge(embedder, "embeddings", compared, "embedding_vectors")
    likeness = output_of(drawing, compared, "similarity_data")
    assert likeness["similarity_score"]["Cosine Similarity"] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("Cosine Similarity", 0.6), ("Euclidean Distance", 2.0**0.5 * 2), ("Manhattan Distance", 4.0)],
)
def test_measures(shared_app: RunningApp, metric: str, expected: float) -> None:
    vectors = Json('[{"embeddings": [3, 1]}, {"embeddings": [1, 3]}]')
    case = Case(
        "EmbeddingSimilarityComponent", "similarity_data", {"embedding_vectors": vectors, "similarity_metric": metric}
    )
    assert case.run(shared_app)["similarity_score"][metric] == pytest.approx(expected)


def test_similarity_wants_two_equal_vectors(shared_app: RunningApp) -> None:
    for vectors, said in (
        ('[{"embeddings": [1]}]', "1 records"),
        ('[{"embeddings": [1]}, {"embeddings": [1, 2]}]', "the other 2"),
    ):
        with pytest.raises(Failed, match=said):
            Case("EmbeddingSimilarityComponent", "similarity_data", {"embedding_vectors": Json(vectors)}).run(
                shared_app
            )


def structured(app: RunningApp, stand_in: StandIn, **values: Any) -> tuple[Drawing, str]:
    drawing = Drawing(app.client)
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="stand-in-model", api_key="k")
    node = drawing.node("StructuredOutputComponent", input_value="Ann is 30.", **values)
    drawing.edge(model, "model_output", node, "llm")
    return drawing, node


SCHEMA = [
    {"name": "name", "description": "Who", "type": "str", "multiple": "False"},
    {"name": "ages", "description": "", "type": "int", "multiple": True},
]


def test_a_model_fills_in_an_object(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(('{"name": "Ann", "ages": [30]}',)))
    drawing, node = structured(shared_app, stand_in, output_schema=SCHEMA, schema_name="person")
    assert output_of(drawing, node, "structured_output") == {"name": "Ann", "ages": [30]}
    asked = json.dumps(stand_in.chats[0].body)
    assert "Ann is 30." in asked
    assert '"ages": {"type": "array", "items": {"type": "integer"}}' in asked


def test_a_model_fills_in_several(shared_app: RunningApp, stand_in: StandIn) -> None:
    stand_in.script(Answer(('```json\n[{"name": "Ann"}, {"name": "Bo",}]\n```',)))
    drawing, node = structured(shared_app, stand_in, output_schema=SCHEMA, multiple=True)
    # What a model leaves out is empty, so that a template can name it.
    objects = [{"name": "Ann", "ages": None}, {"name": "Bo", "ages": None}]
    assert output_of(drawing, node, "structured_output") == {"objects": objects}


def test_what_keeps_an_object_from_being_made(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, node = structured(shared_app, stand_in, output_schema=SCHEMA)
    with pytest.raises(Failed, match="It answered: Hello there!"):
        output_of(drawing, node, "structured_output")
    with pytest.raises(Failed, match="No model is connected"):
        Case("StructuredOutputComponent", "structured_output", {"input_value": Text("x")}).run(shared_app)


def test_an_agent_searches_a_store(app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(app, stand_in, add_current_date_tool=False)
    chroma = drawing.node("Chroma", collection_name="fruit")
    tool = drawing.node("RetrieverTool", name="fruit & sky", description="Colours of things")
    drawing.edge(drawing.node("JSONtoData", json_string=FRUIT), "data", chroma, "ingest_data")
    drawing.edge(chroma, "base_retriever", tool, "retriever")
    drawing.edge(tool, "tool", agent, "tools")
    stand_in.script(calls(("fruit_sky", {"query": "apples"})), Answer(("Red.",)))
    assert drawing.run("Which colour?").status_code == 200
    assert json.loads(told(stand_in)[0]) == [{"from": "a", "text": "apples are red"}]
    (offered,) = stand_in.chats[0].body["tools"]
    assert offered["function"]["description"] == "Colours of things"
    with pytest.raises(Failed, match="No store is connected"):
        Case("RetrieverTool", "tool", {"name": "x", "description": "y"}).run(app)


@pytest.mark.parametrize(
    ("kind", "values", "path"),
    [
        ("OpenAIEmbeddings", {"openai_api_base": "{url}/v1", "openai_api_key": "k"}, "/v1/embeddings"),
        ("LMStudioEmbeddingsComponent", {"base_url": "{url}/v1", "model": "small"}, "/v1/embeddings"),
        ("OllamaEmbeddings", {"base_url": "{url}", "model": "small"}, "/api/embed"),
    ],
)
def test_embedding_models_are_asked(
    shared_app: RunningApp, stand_in: StandIn, kind: str, values: dict[str, str], path: str
) -> None:
    root = stand_in.base_url.removesuffix("/v1")
    drawing = Drawing(shared_app.client)
    model = drawing.node(kind, **{name: value.format(url=root) for name, value in values.items()})
    embedder = drawing.node("TextEmbedderComponent")
    drawing.edge(model, "embeddings", embedder, "embedding_model")
    drawing.edge(drawing.node("TextInput", input_value="bees"), "text", embedder, "message")
    (vector,) = [output_of(drawing, embedder, "embeddings")["embeddings"]]
    assert vector
    assert all(isinstance(number, float) for number in vector)
    asked = next(each for each in stand_in.requests if each.path == path)
    assert asked.body["input"] == ["bees"]


def test_what_a_store_finds_is_ordered_anew(
    shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runnel.components.cohere.rerank.ADDRESS", f"{service.url}/rerank")
    service.answers["/rerank"] = {
        "results": [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.2}]
    }
    drawing = Drawing(shared_app.client)
    store = drawing.node("Chroma", collection_name="reranked")
    rows = '[{"text": "apples are red"}, {"text": "apples grow on trees"}]'
    drawing.edge(drawing.node("JSONtoData", json_string=rows), "data", store, "ingest_data")
    rerank = drawing.node("CohereRerank", api_key="key", search_query="apples", top_n=2)
    drawing.edge(store, "base_retriever", rerank, "retriever")
    found = output_of(drawing, rerank, "search_results")
    (asked,) = service.asked
    assert (asked["body"]["query"], asked["body"]["top_n"], asked["authorization"]) == ("apples", 2, "Bearer key")
    assert [row["text"] for row in found] == [asked["body"]["documents"][1], asked["body"]["documents"][0]]
    assert found[0]["relevance_score"] == 0.9
    with pytest.raises(Failed, match="No search is connected"):
        Case("CohereRerank", "search_results", {"api_key": "key", "search_query": "x"}).run(shared_app)
