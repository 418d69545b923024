"""Nodes of later versions that serve models of any provider, over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.components.flow_case import output_of
from tests.components.test_agent import calls, told
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, Refusal, StandIn


def _answer(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"])


@pytest.mark.parametrize(
    ("values", "path", "model"),
    [
        ({"provider": "OpenAI", "model_name": "m"}, "/v1/chat/completions", "m"),
        ({"provider": "Groq", "model_name": "m"}, "/v1/chat/completions", "m"),
        ({"provider": "Anthropic"}, "/v1/v1/messages", "claude-3-5-sonnet-latest"),
        ({"provider": "", "model": [{"name": "n", "provider": "MistralAI"}]}, "/v1/chat/completions", "n"),
        ({"provider": "", "model": [{"name": "n", "provider": "Ollama"}]}, "/api/chat", "n"),
    ],
)
def test_one_node_for_all_providers(
    shared_app: RunningApp, stand_in: StandIn, values: dict[str, Any], path: str, model: str
) -> None:
    flow = chat_flow(shared_app.client, "LanguageModelComponent", base_url=stand_in.base_url, api_key="k", **values)
    assert _answer(flow.run("hi")) == "Hello there!"
    (asked,) = stand_in.chats
    assert (asked.path, asked.body["model"]) == (path, model)


def test_silence_and_busyness_are_borne_as_the_node_says(shared_app: RunningApp, stand_in: StandIn) -> None:
    values = {"base_url": stand_in.base_url, "api_key": "k", "model_name": "m"}
    flow = chat_flow(shared_app.client, "LanguageModelComponent", timeout=0.3, **values)
    stand_in.script(Answer(stall_after=0))
    failed = flow.run("hi")
    assert failed.status_code == 500
    assert "nothing came for too long" in failed.text
    stand_in.script(Refusal(503, "loading", headers={"Retry-After": "0"}))
    assert _answer(flow.run("hi")) == "Hello there!"
    stand_in.script(Refusal(503, "loading", headers={"Retry-After": "0"}))
    once = chat_flow(shared_app.client, "LanguageModelComponent", max_retries=0, **values)
    assert "loading" in once.run("hi").text


def test_a_node_without_such_fields_takes_them_as_model_parameters(shared_app: RunningApp, stand_in: StandIn) -> None:
    values = {"openai_api_base": stand_in.base_url, "api_key": "k", "model_name": "m"}
    given = {"timeout": "0.3", "max_retries": 0, "top_p": 0.5}
    flow = chat_flow(shared_app.client, model_kwargs=given, **values)
    stand_in.script(Answer(stall_after=0))
    assert "nothing came for too long" in flow.run("hi").text
    assert (stand_in.chats[0].body["top_p"], "timeout" in stand_in.chats[0].body) == (0.5, False)
    stand_in.script(Refusal(503, "loading", headers={"Retry-After": "0"}))
    assert "loading" in flow.run("hi").text
    wrong = chat_flow(shared_app.client, model_kwargs={"timeout": "soon"}, **values)
    assert "must be numbers" in wrong.run("hi").text


def test_the_node_offers_the_models_of_the_chosen_provider(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("LanguageModelComponent", base_url=stand_in.base_url)
    node = drawing.nodes[0]["data"]["node"]

    def offered(provider: str) -> list[str]:
        asked = {
            "code": "",
            "field": "provider",
            "field_value": provider,
            "template": node["template"],
            "frontend_node": {**node, "key": "LanguageModelComponent"},
        }
        template = shared_app.client.post("/api/v1/custom_component/update", json=asked).json()["template"]
        return list(template["model_name"]["options"])

    assert offered("xAI") == ["stand-in-model"]
    node["template"]["base_url"]["value"] = "http://127.0.0.1:9/v1"
    assert offered("Groq")[0] == "distil-whisper-large-v3-en"


@pytest.mark.parametrize(
    ("values", "path", "model"),
    [
        ({}, "/v1/embeddings", "text-embedding-3-small"),
        ({"provider": "Ollama"}, "/api/embed", "nomic-embed-text"),
        ({"model": [{"name": "e", "provider": "Google Generative AI"}]}, "/v1/embeddings", "e"),
    ],
)
def test_one_node_for_all_embeddings(
    shared_app: RunningApp, stand_in: StandIn, values: dict[str, Any], path: str, model: str
) -> None:
    drawing = Drawing(shared_app.client)
    made = drawing.node("EmbeddingModel", api_base=stand_in.base_url, api_key="k", **values)
    embedder = drawing.node("TextEmbedderComponent")
    drawing.edge(made, "embeddings", embedder, "embedding_model")
    drawing.edge(drawing.node("TextInput", input_value="abc"), "text", embedder, "message")
    assert len(output_of(drawing, embedder, "embeddings")["embeddings"]) == 26
    (asked,) = stand_in.requests
    assert (asked.path, asked.body["model"]) == (path, model)


def test_a_model_goes_through_a_table(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = Drawing(shared_app.client)
    batch = drawing.node(
        "BatchRunComponent",
        system_message="Shout.",
        column_name="word",
        output_column_name="loud",
        enable_metadata=True,
    )
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="m", api_key="k")
    drawing.edge(model, "model_output", batch, "model")
    rows = drawing.node(
        "JSONtoData", json_string='[{"word": "hi", "n": 1}, {"word": "", "n": 2}, {"word": "ho", "n": 3}]'
    )
    drawing.edge(rows, "data", batch, "df")
    stand_in.script(Answer(("HI",)), Answer(("HI",)))
    table = output_of(drawing, batch, "batch_results")
    assert [(row["n"], row["loud"]) for row in table] == [(1, "HI"), (2, ""), (3, "HI")]
    assert table[0]["metadata"] == {"input_length": 2, "output_length": 2}
    assert sorted(asked.body["messages"][1]["content"] for asked in stand_in.chats) == ["hi", "ho"]


def test_an_agent_of_later_files_calculates_and_answers_in_json(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = Drawing(shared_app.client)
    later = {"model": [{"name": "m", "provider": "OpenAI"}], "add_calculator_tool": True}
    agent = drawing.node("Agent", openai_api_base=stand_in.base_url, api_key="k", **later)
    drawn = drawing.nodes[-1]["data"]["node"]
    json_output = {"name": "structured_response", "method": "json_response", "types": ["Data", "JSON"]}
    drawn["outputs"].append({**drawn["outputs"][0], **json_output})
    reader, answer = drawing.node("ParseData", template="{sum}"), drawing.node("ChatOutput")
    drawing.edge(drawing.node("ChatInput"), "message", agent, "input_value")
    drawing.edge(agent, "structured_response", reader, "data")
    drawing.edge(reader, "text", answer, "input_value")
    second = drawing.node("TextOutput")
    drawing.edge(agent, "response", second, "input_value")
    stand_in.script(calls(("calculator", {"expression": "6*7"})), Answer(('{"sum": 42}',)))
    assert _answer(drawing.run("6*7")) == "42"
    assert told(stand_in) == ['{"result": "42"}']
    assert len(stand_in.chats) == 2, "the agent works once, whoever asks for its outputs"
