"""Exported starter flows run to their end: on stand-ins all of them, on a real model server those that need no more.

The real ones lie beside the checkout. Where they do not, those drawn here try the same: agents with search tools, an
object out of a text, papers in a loop, a recording, a collection, a file.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.components.services import Service, serve
from tests.components.starter_needs import fill_collection, label, name_database, needs, stand_in_for_services
from tests.components.test_agent import as_tool
from tests.conftest import RunningApp, StartApp, run_app
from tests.contract.shared import real_flows
from tests.flow_drawing import Drawing
from tests.model_server.fixtures import LlamaServer
from tests.model_server.stand_in import StandIn

NO_FLOWS = pytest.param(
    None, marks=pytest.mark.skip(reason="needs the real exported flows, which are not part of this checkout")
)
ASKED = {
    "TavilyAISearch": "/tavily",
    "SearchAPI": "/searchapi",
    "YahooFinanceTool": "/v1/finance/search",
    "ArXivComponent": "/arxiv",
    "AssemblyAITranscriber": "/v2/transcript/t1",
    "URL": "/page",
    "URLComponent": "/page",
}
"""What a component asks of the services when its flow runs."""


@dataclass
class World:
    """An app whose models and services are all stand-ins."""

    app: RunningApp
    models: StandIn
    service: Service

    def run(self, flow: dict[str, Any], tweaks: dict[str, Any]) -> list[str]:
        """What the flow's chat outputs answer."""
        self.models.requests.clear()
        self.service.asked.clear()
        return run(self.app, flow, tweaks)


def run(app: RunningApp, flow: dict[str, Any], tweaks: dict[str, Any]) -> list[str]:
    """What the flow's chat outputs answer, after what loads documents into a store has been built."""
    session = uuid.uuid4().hex
    for edge in flow["data"]["edges"]:
        handle = edge["data"]["targetHandle"]
        if handle.get("fieldName") == "ingest_data":
            load(app, flow, handle["id"], tweaks)
    asked = {"input_value": "Write of bees.", "session_id": session, "tweaks": tweaks}
    answer = app.client.post(f"/api/v1/run/{flow['id']}", json=asked)
    assert answer.status_code == 200, answer.text
    return [output["results"]["message"]["text"] for output in answer.json()["outputs"][0]["outputs"]]


def load(app: RunningApp, flow: dict[str, Any], node_id: str, tweaks: dict[str, Any]) -> None:
    """Build one node with all that it needs, as the editor does when its button is pressed."""
    data = json.loads(json.dumps(flow["data"]))
    for node in data["nodes"]:
        for name, value in tweaks.get(node["id"], {}).items():
            entry = node["data"]["node"]["template"][name]
            entry["file_path" if entry["type"] == "file" else "value"] = value
    answer = app.client.post(
        f"/api/v1/build/{flow['id']}/flow", json={"data": data}, params={"stop_component_id": node_id}
    )
    assert '"event":"error"' not in answer.text.replace(" ", ""), answer.text


def stored(app: RunningApp, path: Path) -> dict[str, Any]:
    """An exported flow, imported."""
    answer = app.client.post("/api/v1/flows/upload/", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code == 201, answer.text
    (flow,) = answer.json()
    return dict(flow)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    models = StandIn()
    models.is_obedient = True
    with serve() as service, pytest.MonkeyPatch.context() as patch:
        stand_in_for_services(service, patch)
        page = f"{service.url}/page"
        models.known = {
            "url": page,
            "urls": [page],
            "expression": "6*7",
            "symbol": "BEE",
            "method": "get_news",
            "query": "SELECT 1",
        }
        settings = {"openai_base_url": models.base_url, "vendor_urls": (f"anthropic={models.origin}",)}
        with run_app(tmp_path_factory.mktemp("starters"), **settings) as app:
            key = {"name": "ANTHROPIC_API_KEY", "value": "k", "type": "Credential", "default_fields": []}
            assert app.client.post("/api/v1/variables/", json=key).status_code == 201
            fill_collection(app)
            yield World(app, models, service)
    models.close()


def ran_well(world: World, flow: dict[str, Any], answers: list[str]) -> None:
    """Every chat output said something, each tool was used without an error, each service was asked."""
    assert answers
    assert all(answers)
    turns = [turn for chat in world.models.chats for turn in chat.body["messages"]]
    failed = [turn["content"] for turn in turns if turn["role"] == "tool" and turn["content"].startswith("Error")]
    assert failed == []
    types = {node["data"].get("type") for node in flow["data"]["nodes"]}
    paths = {asked["path"] for asked in world.service.asked}
    assert {ASKED[each] for each in types & set(ASKED)} <= paths


@pytest.mark.parametrize("path", real_flows() or [NO_FLOWS], ids=label)
def test_a_real_starter_runs_on_stand_ins(path: Path, world: World) -> None:
    flow = stored(world.app, path)
    name_database(world.app, flow)
    tweaks = needs(world.app, flow, world.service, sees="Image" in path.stem)
    ran_well(world, flow, world.run(flow, tweaks))
    if "Image" in path.stem:
        assert "data:image/png" in json.dumps(world.models.chats[0].body), "the model sees the picture"


LACKS = {
    "1.1.1/Blog Writer": "URL: ",
    "1.1.1/Custom Component Maker": "URL: ",
    "1.1.1/Document Q&A": "File: .*No file is chosen",
    "1.1.1/Instagram Copywriter": "Tavily AI Search: .*no API key of Tavily",
    "1.1.1/Market Research": "Tavily AI Search: .*no API key of Tavily",
    "1.1.1/Research Agent": "Tavily AI Search: .*no API key of Tavily",
    "1.1.1/Sequential Tasks Agents": "Tavily AI Search: .*no API key of Tavily",
    "1.1.1/Travel Planning Agents": "Search API: .*no API key of SearchApi",
    "1.13/Content Aggregator": "Web Search: ",
    "1.13/Document Q&A": "Knowledge: .*No name is chosen",
    "1.13/Financial Report Parser": "Read File: .*No file is chosen",
    "1.13/Knowledge Retrieval": "Knowledge: .*No name is chosen",
    "1.13/Meeting Summary": "AssemblyAI Transcriber: .*no API key of AssemblyAI",
    "1.13/Portfolio Website Code Generator": "Read File: .*No file is chosen",
    "1.13/Research Translation Loop": "arXiv: ",
    "1.13/Text Sentiment Analysis": "Read File: .*No file is chosen",
    "1.13/Vector Store RAG": "Knowledge: .*No name is chosen",
}
"""What starters say that need more than a model; the others lack nothing as long as no tool is used."""


@pytest.fixture
def nowhere(unused_port: int, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address at which nobody answers, which all services are looked for at."""
    service = Service(url=f"http://127.0.0.1:{unused_port}")
    stand_in_for_services(service, monkeypatch)
    return service.url


def test_what_a_real_starter_lacks_is_said(start_app: StartApp, stand_in: StandIn, nowhere: str) -> None:
    flows = real_flows()
    if not flows:
        pytest.skip("needs the real exported flows, which are not part of this checkout")
    stand_in.is_obedient = True
    app = start_app(openai_base_url=stand_in.base_url)
    for path in flows:
        flow = stored(app, path)
        pages = {
            node["id"]: {"urls": [f"{nowhere}/page"]}
            for node in flow["data"]["nodes"]
            if node["data"].get("type") in ("URL", "URLComponent")
        }
        answer = app.client.post(f"/api/v1/run/{flow['id']}", json={"input_value": "bees", "tweaks": pages})
        expected = LACKS.get(label(path))
        if expected is None:
            assert answer.status_code == 200, (label(path), answer.text)
            continue
        assert answer.status_code == 500, label(path)
        message = json.loads(answer.json()["detail"])["message"]
        assert re.match(f"Error building Component {expected}", message), (label(path), message)


def test_without_any_model_the_node_says_so(start_app: StartApp, nowhere: str) -> None:
    client = start_app().client
    for type_key, said in (("OpenAIModel", "OPENAI_API_KEY"), ("Agent", "API key"), ("AnthropicModel", "ANTHROPIC")):
        drawing = Drawing(client)
        asked, answer = drawing.node(type_key), drawing.node("ChatOutput")
        drawing.edge(drawing.node("ChatInput"), "message", asked, "input_value")
        drawing.edge(asked, "response" if type_key == "Agent" else "text_output", answer, "input_value")
        refused = drawing.run("hi")
        assert refused.status_code == 500
        assert said in refused.text, refused.text


NEEDS_ONLY_MODELS = (
    *("1.1.1/Basic Prompt Chaining", "1.1.1/Basic Prompting", "1.1.1/Document Q&A", "1.1.1/Image Sentiment Analysis"),
    *("1.1.1/Memory Chatbot", "1.1.1/SEO Keyword Generator", "1.1.1/SaaS Pricing", "1.1.1/Simple Agent"),
    *("1.1.1/Twitter Thread Generator", "1.1.1/Vector Store RAG", "1.13/Basic Prompting", "1.13/Document Q&A"),
    *("1.13/Hybrid Search RAG", "1.13/Image Sentiment Analysis", "1.13/Financial Report Parser"),
    *("1.13/Knowledge Retrieval", "1.13/Memory Chatbot", "1.13/Multi Agent Flow"),
    *("1.13/Portfolio Website Code Generator", "1.13/SEO Keyword Generator", "1.13/SaaS Pricing"),
    *("1.13/Simple Agent", "1.13/Text Sentiment Analysis", "1.13/Twitter Thread Generator", "1.13/Vector Store RAG"),
)
"""Starters that run on chat and embedding models alone, with a file or a collection of the user's where need be."""


def test_real_starters_run_on_a_real_server(
    start_app: StartApp, llama_server: LlamaServer, llama_embedding_server: LlamaServer, service: Service
) -> None:
    flows = {label(path): path for path in real_flows()}
    if not flows:
        pytest.skip("needs the real exported flows, which are not part of this checkout")
    app = start_app(openai_base_url=llama_server.base_url)
    fill_collection(app)
    for name in NEEDS_ONLY_MODELS:
        flow = stored(app, flows[name])
        tweaks = needs(app, flow, service)
        for node in flow["data"]["nodes"]:
            if node["data"].get("type") == "OpenAIEmbeddings":
                tweaks[node["id"]] = {"openai_api_base": llama_embedding_server.base_url, "openai_api_key": "none"}
        answers = run(app, flow, tweaks)
        assert answers, name
        assert all(answers), name


def test_a_drawn_researcher(world: World) -> None:
    drawing = Drawing(world.app.client)
    agent = drawing.node("Agent", model_name="stand-in-model")
    drawing.edge(drawing.node("ChatInput"), "message", agent, "input_value")
    for type_key in ("TavilyAISearch", "SearchAPI", "YahooFinanceTool", "CalculatorTool"):
        has_key = type_key in ("TavilyAISearch", "SearchAPI")
        tool = drawing.node(type_key, **({"api_key": "key"} if has_key else {}))
        drawing.edge(tool, "api_build_tool", agent, "tools")
    page = drawing.node("URL", urls=[f"{world.service.url}/page"])
    as_tool(drawing, page)
    drawing.edge(page, "component_as_tool", agent, "tools")
    entries = [{"name": "mood", "description": "How it is.", "type": "str", "multiple": "False"}]
    reader = drawing.node("StructuredOutputComponent", schema_name="mood", output_schema=entries)
    drawing.edge(drawing.node("OpenAIModel", model_name="stand-in-model"), "model_output", reader, "llm")
    drawing.edge(agent, "response", reader, "input_value")
    shown, answer = drawing.node("ParseData", template="It is {mood}."), drawing.node("ChatOutput")
    drawing.edge(reader, "structured_output", shown, "data")
    drawing.edge(shown, "text", answer, "input_value")
    drawing.save("Researcher")
    flow = {"id": drawing.flow_id, "data": drawing.data}
    answers = world.run(flow, {})
    ran_well(world, flow, answers)
    assert answers == ["It is bees."]


def test_a_drawn_loop_over_papers_is_written_to_a_file(world: World) -> None:
    drawing = Drawing(world.app.client)
    papers, loop = drawing.node("ArXivComponent", search_type="title", max_results=2), drawing.node("LoopComponent")
    drawing.edge(drawing.node("ChatInput"), "message", papers, "search_query")
    drawing.edge(papers, "dataframe", loop, "data")
    line = drawing.node("parser", pattern="{title} by {authors}: {pdf_url}")
    drawing.edge(loop, "item", line, "input_data")
    back = {"dataType": "LoopComponent", "id": loop, "name": "item", "output_types": ["Data"]}
    drawing.edge(line, "parsed_text", loop, "data")
    edge = drawing.edges[-1]
    edge["data"]["targetHandle"] = back
    edge["targetHandle"] = json.dumps(back).replace('"', "œ")
    lines, answer = drawing.node("parser", pattern="{text}"), drawing.node("ChatOutput")
    drawing.edge(loop, "done", lines, "input_data")
    drawing.edge(lines, "parsed_text", answer, "input_value")
    written = drawing.node("SaveToFile", file_name="papers", local_format="csv")
    drawing.edge(loop, "done", written, "input")
    drawing.save("Papers")
    flow = {"id": drawing.flow_id, "data": drawing.data}
    (said,) = world.run(flow, {})
    assert "On the dance of bees by A. Frisch, B. Lind: http://arxiv.org/pdf/2101.00001v2" in said
    assert "Hives by : " in said
    (asked,) = world.service.asked
    assert asked["query"]["search_query"] == "ti:Write AND ti:of AND ti:bees."
    kept = world.app.client.get(f"/api/v1/files/download/{drawing.flow_id}/papers.csv")
    assert kept.text.splitlines()[:2] == [
        "text",
        '"On the dance of bees by A. Frisch, B. Lind: http://arxiv.org/pdf/2101.00001v2"',
    ]
