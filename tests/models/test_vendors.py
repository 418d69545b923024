"""Nodes of model vendors in flows, over HTTP, against a stand-in that speaks the vendors' documented protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp, run_app
from tests.flow_drawing import Drawing, chat_flow
from tests.model_server.stand_in import Answer, Refusal, StandIn

_NAMED_BY_NO_NODE = ("google", "perplexity", "cohere", "openrouter", "anthropic", "aiml")
"""Vendors whose address no field of their node names: the setting ``vendor_urls`` does."""


@pytest.fixture(scope="module")
def vendor() -> Iterator[StandIn]:
    server = StandIn(models=("first-model", "owner/second-model"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, vendor: StandIn) -> Iterator[RunningApp]:
    addresses = tuple(f"{name}={vendor.origin}/{name}" for name in _NAMED_BY_NO_NODE)
    with run_app(tmp_path_factory.mktemp("vendors"), vendor_urls=addresses) as app:
        yield app


@pytest.fixture(autouse=True)
def fresh(vendor: StandIn) -> None:
    vendor.requests.clear()
    vendor.api_key = None


def _answer(events: list[dict[str, Any]]) -> str:
    return str([event["data"]["text"] for event in events if event["event"] == "add_message"][-1])


def _error(events: list[dict[str, Any]]) -> dict[str, Any]:
    (error,) = [event["data"]["content_blocks"][0]["contents"][0] for event in events if event["event"] == "error"]
    return dict(error)


ASKED: list[tuple[str, dict[str, Any], str, dict[str, Any]]] = [
    (
        "GroqModel",
        {"groq_api_base": "{origin}", "groq_api_key": "key-1", "max_tokens": 9},
        "/openai/v1/chat/completions",
        {"model": "llama-3.1-8b-instant", "temperature": 0.1, "max_tokens": 9},
    ),
    (
        "MistralModel",
        {"mistral_api_base": "{origin}", "api_key": "key-1", "safe_mode": True, "random_seed": 5},
        "/v1/chat/completions",
        {"model": "codestral-latest", "temperature": 0.5, "top_p": 1.0, "random_seed": 5, "safe_prompt": True},
    ),
    (
        "GoogleGenerativeAIModel",
        {"google_api_key": "key-1", "max_output_tokens": 9, "top_p": 0.4, "top_k": 3},
        "/google/chat/completions",
        {"model": "gemini-1.5-pro", "temperature": 0.1, "max_tokens": 9, "top_p": 0.4},
    ),
    (
        "AzureOpenAIModel",
        {"azure_endpoint": "{origin}/", "azure_deployment": "my model", "api_key": "key-1"},
        "/openai/deployments/my%20model/chat/completions?api-version=2024-06-01",
        {"model": "my model", "temperature": 0.7},
    ),
    (
        "PerplexityModel",
        {"api_key": "key-1", "top_k": 3},
        "/perplexity/chat/completions",
        {"model": "llama-3.1-sonar-small-128k-online", "temperature": 0.75, "top_k": 3},
    ),
    (
        "NVIDIAModelComponent",
        {"base_url": "{origin}/v1", "nvidia_api_key": "key-1"},
        "/v1/chat/completions",
        {"model": "mistralai/mixtral-8x7b-instruct-v0.1", "temperature": 0.1, "seed": 1},
    ),
    (
        "AIMLModel",
        {"aiml_api_base": "{origin}", "api_key": "key-1", "model_name": "m", "model_kwargs": {"user": "u"}},
        "/v1/chat/completions",
        {"model": "m", "temperature": 0.1, "user": "u"},
    ),
    (
        "CohereModel",
        {"cohere_api_key": "key-1"},
        "/cohere/chat/completions",
        {"model": "command-a-03-2025", "temperature": 0.75},
    ),
    (
        "HuggingFaceModel",
        {"inference_endpoint": "{origin}", "huggingfacehub_api_token": "key-1", "repetition_penalty": 1.1},
        "/v1/chat/completions",
        {
            "model": "openai-community/gpt2",
            "temperature": 0.8,
            "max_tokens": 512,
            "top_p": 0.95,
            "repetition_penalty": 1.1,
        },
    ),
    (
        "DeepSeekModelComponent",
        {"api_base": "{origin}", "api_key": "key-1", "json_mode": True},
        "/chat/completions",
        {"model": "deepseek-chat", "temperature": 1.0, "seed": 1, "response_format": {"type": "json_object"}},
    ),
    (
        "xAIModel",
        {"base_url": "{origin}/v1", "api_key": "key-1"},
        "/v1/chat/completions",
        {"model": "grok-2-latest", "temperature": 0.1, "seed": 1},
    ),
    (
        "OpenRouterComponent",
        {"api_key": "key-1", "model_name": "openai/gpt-4o-mini"},
        "/openrouter/chat/completions",
        {"model": "openai/gpt-4o-mini", "temperature": 0.7},
    ),
]


@pytest.mark.parametrize(("kind", "values", "path", "body"), ASKED, ids=[case[0] for case in ASKED])
def test_a_node_asks_its_vendor(
    app: RunningApp, vendor: StandIn, kind: str, values: dict[str, Any], path: str, body: dict[str, Any]
) -> None:
    vendor.api_key = "key-1"
    filled = {
        name: value.replace("{origin}", vendor.origin) if isinstance(value, str) else value
        for name, value in values.items()
    }
    flow = chat_flow(app.client, kind, system_message="Be kind.", **filled)
    assert _answer(flow.build("hi")) == "Hello there!"
    (asked,) = vendor.chats
    assert asked.path == path
    turns = [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "hi"}]
    assert asked.body == {"messages": turns, "stream": False, **body}
    # Only Azure has a header of its own, and there the key must not go as a bearer as well.
    assert ("authorization" in asked.headers) == (kind != "AzureOpenAIModel")
    assert not [name for name in asked.headers if name.startswith("x-stainless")]
    streamed = chat_flow(app.client, kind, stream=True, **filled).build("hi")
    tokens = [event["data"]["chunk"] for event in streamed if event["event"] == "token"]
    assert tokens == ["Hello", " ", "there", "!", ""]


@pytest.mark.parametrize(
    ("kind", "variable", "field"),
    [
        ("GroqModel", "GROQ_API_KEY", "groq_api_key"),
        ("MistralModel", "MISTRAL_API_KEY", "api_key"),
        ("HuggingFaceModel", "HUGGINGFACEHUB_API_TOKEN", "huggingfacehub_api_token"),
        ("NVIDIAModelComponent", "NVIDIA_API_KEY", "nvidia_api_key"),
    ],
)
def test_a_node_without_a_key_says_what_is_missing(app: RunningApp, kind: str, variable: str, field: str) -> None:
    error = _error(chat_flow(app.client, kind).build("hi"))
    assert "There is no API key" in error["reason"]
    assert variable in error["solution"]
    assert error["field"] == field


def test_an_empty_key_field_means_the_usual_variable(app: RunningApp, vendor: StandIn) -> None:
    vendor.api_key = "key-of-the-variable"
    variable = {"name": "GOOGLE_API_KEY", "value": vendor.api_key, "type": "Credential", "default_fields": []}
    made = app.client.post("/api/v1/variables/", json=variable).json()
    try:
        assert _answer(chat_flow(app.client, "GoogleGenerativeAIModel").build("hi")) == "Hello there!"
    finally:
        app.client.delete(f"/api/v1/variables/{made['id']}")


def test_a_node_offers_the_models_of_its_vendor(app: RunningApp, vendor: StandIn) -> None:
    def refreshed(kind: str, field: str, value: Any, **values: Any) -> dict[str, Any]:
        drawing = Drawing(app.client)
        drawing.node(kind, **values)
        node = drawing.nodes[0]["data"]["node"]
        asked = {
            "code": "",
            "field": field,
            "field_value": value,
            "template": node["template"],
            "frontend_node": {**node, "key": kind},
        }
        answer = app.client.post("/api/v1/custom_component/update", json=asked)
        return dict(answer.json()["template"])

    listed = refreshed("OpenRouterComponent", "model_name", "")
    assert listed["model_name"]["options"] == ["first-model", "owner/second-model"]
    assert listed["provider"]["options"] == ["owner"]
    assert refreshed("OpenRouterComponent", "provider", "owner")["model_name"]["options"] == ["owner/second-model"]
    listed = refreshed("NVIDIAModelComponent", "base_url", f"{vendor.origin}/v1")
    assert listed["model_name"]["options"] == ["first-model", "owner/second-model"]


def test_what_a_call_costs_is_told_and_recorded(app: RunningApp, vendor: StandIn) -> None:
    vendor.script(Answer(("Yes.",), input_tokens=2_000_000, output_tokens=1_000_000))
    flow = chat_flow(app.client, "OpenRouterComponent", api_key="key-1", model_name="openai/gpt-4o-mini")
    flow.save()
    asked = {"inputs": {"input_value": "hi"}}
    query = {"event_delivery": "streaming"}
    begun = app.client.post(f"/api/v1/build/{flow.flow_id}/flow", params=query, json=asked)
    told = app.client.get(f"/api/v1/build/{begun.json()['job_id']}/events").text
    events = [json.loads(line) for line in told.splitlines() if line]
    ends = [event["data"]["build_data"] for event in events if event["event"] == "end_vertex"]
    (usage,) = [end["data"]["usage"] for end in ends if "usage" in end["data"]]
    # OpenAI's list price of this model: 0.15 and 0.60 dollars a million tokens.
    assert usage == {"input_tokens": 2_000_000, "output_tokens": 1_000_000, "price_usd": pytest.approx(0.9)}
    kept = app.client.get("/api/v1/monitor/builds", params={"flow_id": flow.flow_id}).json()["vertex_builds"]
    assert kept["Model-llm"][0]["data"]["usage"] == usage
    assert "usage" not in kept["ChatOutput-out"][0]["data"]
    # Of an answer that streams, it is known when the answer has come to its end.
    vendor.script(Answer(("Yes.",), input_tokens=3, output_tokens=5))
    streamed = flow.build("hi", stream=True)
    assert "usage" not in next(
        event["data"]["build_data"]["data"] for event in streamed if event["event"] == "end_vertex"
    )
    kept = app.client.get("/api/v1/monitor/builds", params={"flow_id": flow.flow_id}).json()["vertex_builds"]
    assert kept["Model-llm"][-1]["data"]["usage"]["output_tokens"] == 5


def test_a_vendor_without_a_name_for_the_model(app: RunningApp) -> None:
    error = _error(chat_flow(app.client, "OpenRouterComponent", api_key="key-1").build("hi"))
    assert error["field"] == "model_name"
    assert "names none" in error["reason"]


def test_a_busy_vendor_is_asked_again_as_often_as_the_node_says(app: RunningApp, vendor: StandIn) -> None:
    busy = Refusal(429, "slow down", headers={"Retry-After": "0"})
    values = {"mistral_api_base": vendor.origin, "api_key": "key-1"}
    vendor.script(busy, busy, Answer(("Now.",)))
    assert _answer(chat_flow(app.client, "MistralModel", max_retries=2, **values).build("hi")) == "Now."
    assert len(vendor.chats) == 3
    vendor.requests.clear()
    vendor.script(busy)
    error = _error(chat_flow(app.client, "MistralModel", max_retries=0, **values).build("hi"))
    assert "Too many requests" in error["reason"]
    assert len(vendor.chats) == 1


@pytest.mark.parametrize(
    ("kind", "values", "path", "told"),
    [
        (
            "MistalAIEmbeddings",
            {"endpoint": "{origin}", "mistral_api_key": "key-1"},
            "/v1/embeddings",
            {"model": "mistral-embed"},
        ),
        (
            "AzureOpenAIEmbeddings",
            {"azure_endpoint": "{origin}", "azure_deployment": "d", "api_key": "key-1", "dimensions": 26},
            "/openai/deployments/d/embeddings?api-version=2023-08-01-preview",
            {"dimensions": 26},
        ),
        (
            "CohereEmbeddings",
            {"cohere_api_key": "key-1", "truncate": "end"},
            "/v2/embed",
            {"model": "embed-english-v2.0", "input_type": "search_document", "truncate": "END"},
        ),
        (
            "HuggingFaceInferenceAPIEmbeddings",
            {"inference_endpoint": "{origin}/pipeline/feature-extraction", "api_key": "key-1"},
            "/pipeline/feature-extraction",
            {"inputs": ["abc"]},
        ),
    ],
)
def test_a_node_makes_vectors(
    tmp_path: Path, vendor: StandIn, kind: str, values: dict[str, Any], path: str, told: dict[str, Any]
) -> None:
    vendor.api_key = "key-1"
    with run_app(tmp_path, vendor_urls=(f"cohere={vendor.origin}/compatibility/v1",)) as app:
        drawing = Drawing(app.client)
        filled = {
            name: value.replace("{origin}", vendor.origin) if isinstance(value, str) else value
            for name, value in values.items()
        }
        model = drawing.node(kind, **filled)
        text = drawing.node("TextInput", input_value="abc")
        embedder = drawing.node("TextEmbedderComponent")
        drawing.edge(model, "embeddings", embedder, "embedding_model")
        drawing.edge(text, "text", embedder, "message")
        ends = [event["data"]["build_data"] for event in drawing.build() if event["event"] == "end_vertex"]
    made = next(end for end in ends if end["id"] == embedder)["data"]["outputs"]["embeddings"]["message"]
    assert made["text"] == "abc"
    assert made["embeddings"][:4] == pytest.approx([3**-0.5] * 3 + [0.0])
    (asked,) = vendor.requests
    assert asked.path == path
    assert told.items() <= asked.body.items(), json.dumps(asked.body)


ADDRESSED: dict[str, dict[str, Any]] = {
    **{kind: values for kind, values, _, _ in ASKED},
    "OpenAIModel": {"openai_api_base": "{origin}/v1", "api_key": "key-1"},
    "AnthropicModel": {"anthropic_api_url": "{origin}", "anthropic_api_key": "key-1"},
    "OllamaModel": {"base_url": "{origin}", "mirostat": "Mirostat"},
    "LMStudioModel": {"base_url": "{origin}/v1", "api_key": "key-1", "model_name": "m"},
    "LanguageModelComponent": {"base_url": "{origin}/v1", "api_key": "key-1", "model_name": "m"},
}
"""Every model node, so that it asks the stand-in."""
MAKES_VECTORS: dict[str, dict[str, Any]] = {
    "OpenAIEmbeddings": {"openai_api_base": "{origin}/v1", "openai_api_key": "key-1"},
    "MistalAIEmbeddings": {"endpoint": "{origin}", "mistral_api_key": "key-1"},
    "AzureOpenAIEmbeddings": {"azure_endpoint": "{origin}", "azure_deployment": "d", "api_key": "key-1"},
    "CohereEmbeddings": {"cohere_api_key": "key-1"},
    "HuggingFaceInferenceAPIEmbeddings": {"inference_endpoint": "{origin}/pipeline/feature-extraction"},
    "LMStudioEmbeddingsComponent": {"base_url": "{origin}/v1", "model": "m"},
    "OllamaEmbeddings": {"base_url": "{origin}", "model": "m"},
    "NVIDIAEmbeddingsComponent": {"base_url": "{origin}/v1", "nvidia_api_key": "key-1"},
    "AIMLEmbeddings": {"aiml_api_key": "key-1"},
    "Google Generative AI Embeddings": {"api_key": "key-1"},
    "EmbeddingModel": {"api_base": "{origin}/v1", "api_key": "key-1"},
}
OF_ANOTHER_KIND = {
    *("input_value", "system_message", "stream", "output_parser", "system", "verbose"),
    *("timeout", "request_timeout", "max_retries", "retry_attempts", "chunk_size"),
    *("provider", "base_url", "api_base", "endpoint", "inference_endpoint", "openai_api_base", "azure_endpoint"),
    *("groq_api_base", "mistral_api_base", "aiml_api_base", "anthropic_api_url"),
}
"""What is asked, how it is waited for, and where: not what the request says, and tried elsewhere."""


def _another(entry: dict[str, Any]) -> Any:
    """A value that a field does not have by itself."""
    match entry["_input_type"]:
        case "BoolInput":
            return not entry["value"]
        case "IntInput":
            return 7
        case "FloatInput" | "SliderInput":
            return 0.37
        case "DictInput" | "NestedDictInput":
            return {"own": "thing"}
        case "DropdownInput":
            return next((each for each in reversed(entry["options"]) if each != entry["value"]), "another")
    return "another"


@pytest.mark.parametrize("kind", [*ADDRESSED, *MAKES_VECTORS])
def test_every_option_is_sent_or_says_that_it_is_not(app: RunningApp, vendor: StandIn, kind: str) -> None:
    makes_vectors = kind in MAKES_VECTORS
    values = {
        name: value.replace("{origin}", vendor.origin) if isinstance(value, str) else value
        for name, value in {**ADDRESSED, **MAKES_VECTORS}[kind].items()
    }
    drawing = Drawing(app.client)
    drawing.node(kind, "plain", **values)
    template = drawing.nodes.pop()["data"]["node"]["template"]
    changed = {
        name: _another(entry)
        for name, entry in template.items()
        if isinstance(entry, dict) and entry.get("_input_type") and name not in OF_ANOTHER_KIND
    }
    if not makes_vectors:
        question = drawing.node("ChatInput", should_store_message=False)
    for name, value in {"unchanged": None, **changed}.items():
        own = {} if value is None else {name: value}
        node = drawing.node(kind, **{**values, **own, **({} if makes_vectors else {"system_message": f"<{name}>"})})
        if makes_vectors:
            embedder = drawing.node("TextEmbedderComponent")
            drawing.edge(node, "embeddings", embedder, "embedding_model")
            drawing.edge(drawing.node("TextInput", input_value=f"<{name}>"), "text", embedder, "message")
        else:
            drawing.edge(question, "message", node, "input_value")
    events = drawing.build("hi")
    assert not [event for event in events if event["event"] == "error"]
    sent: dict[str, str] = {}
    for asked in vendor.requests:
        body = json.dumps(asked.body)
        (name,) = (name for name in ("unchanged", *changed) if f"<{name}>" in body)
        headers = {key: value for key, value in asked.headers.items() if key not in ("content-length", "host")}
        sent[name] = json.dumps([asked.path, body.replace(f"<{name}>", ""), headers], sort_keys=True)
    assert set(sent) == {"unchanged", *changed}
    silent = [
        name
        for name in changed
        if sent[name] == sent["unchanged"] and not re.search("Kept|[Nn]ot sent|not used", template[name]["info"])
    ]
    if makes_vectors and "/embeddings" in vendor.requests[0].path:
        asked = vendor.requests[0].body
        assert not str(asked["model"]).startswith("models/"), "by OpenAI's protocol, Google names its models so"
        assert asked.get("input_type") == ("passage" if kind == "NVIDIAEmbeddingsComponent" else None)
    assert silent == [], "say in the field's info that it is not sent, or send it"


def test_values_are_read_out_of_an_answer(app: RunningApp, vendor: StandIn) -> None:
    for kind in ("GroqModel", "AnthropicModel", "OllamaModel"):
        values = {
            name: value.replace("{origin}", vendor.origin) for name, value in ADDRESSED[kind].items() if value != 9
        }
        flow = chat_flow(app.client, kind, stream=True, **values)
        flow.edge(flow.node("OutputParser"), "output_parser", "Model-llm", "output_parser")
        vendor.script(
            Answer(
                (
                    "red, ",
                    '"a, b", blue',
                )
            )
        )
        assert _answer(flow.build("hi")) == "red\na, b\nblue"
