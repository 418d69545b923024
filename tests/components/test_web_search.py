"""Search services, each against a stand-in on loopback that speaks its protocol."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.components.flow_case import Case, Failed
from tests.components.test_agent import agent_flow, calls, told
from tests.conftest import RunningApp
from tests.model_server.stand_in import Answer, StandIn


@dataclass
class Service:
    """A stand-in: ``answers`` by path (a text, or a value for JSON), and what it was asked."""

    url: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            service.asked.append(
                {
                    "path": address.path,
                    "query": dict(parse_qsl(address.query)),
                    "body": json.loads(body) if body else None,
                    "authorization": self.headers.get("authorization"),
                }
            )
            answer = service.answers.get(address.path)
            text = answer if isinstance(answer, str) else json.dumps(answer)
            self.send_response(200 if answer is not None else 401)
            self.send_header("content-type", "text/html" if isinstance(answer, str) else "application/json")
            self.end_headers()
            self.wfile.write(text.encode())

        do_POST = do_GET

        def log_message(self, *arguments: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()
    thread.join()


def test_tavily(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.tavily_ai_search.ADDRESS", f"{service.url}/search")
    result = {"title": "Bees", "url": "http://b.test", "content": "Bees hum", "score": 0.9, "raw_content": None}
    service.answers["/search"] = {"answer": "They hum.", "results": [result], "images": ["http://b.test/1.png"]}
    found = Case("TavilyAISearch", "api_run_model", {"api_key": "key", "query": "bees", "max_results": 1}).run(
        shared_app
    )
    assert found == [
        {"answer": "They hum."},
        {"title": "Bees", "url": "http://b.test", "content": "Bees hum", "score": 0.9},
        {"images": ["http://b.test/1.png"]},
    ]
    (asked,) = service.asked
    assert asked["authorization"] == "Bearer key"
    assert (asked["body"]["query"], asked["body"]["max_results"]) == ("bees", 1)


def test_search_api(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.search_api.ADDRESS", f"{service.url}/s")
    rows = [{"title": f"T{number}", "link": f"http://{number}.test", "snippet": "x" * 200} for number in range(9)]
    service.answers["/s"] = {"organic_results": rows}
    values = {"api_key": "key", "input_value": "bees", "search_params": {"gl": "at"}, "max_results": 2}
    found = Case("SearchAPI", "api_run_model", values).run(shared_app)
    assert [row["title"] for row in found] == ["T0", "T1"]
    assert len(found[0]["snippet"]) == 100
    assert service.asked[0]["query"] == {"gl": "at", "engine": "google", "q": "bees"}


def test_wikipedia(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.wikipedia_api.ADDRESS", service.url + "/{lang}")
    pages = {
        "2": {"index": 2, "title": "Hive", "extract": "A home."},
        "1": {"index": 1, "title": "Bee", "extract": "An insect.\nIt hums.", "fullurl": "http://w.test/Bee"},
    }
    service.answers["/de"] = {"query": {"pages": pages}}
    found = Case("WikipediaAPI", "api_run_model", {"input_value": "bee", "lang": "de"}).run(shared_app)
    assert [row["title"] for row in found] == ["Bee", "Hive"]
    assert (found[0]["summary"], found[0]["source"]) == ("An insect.", "http://w.test/Bee")
    with pytest.raises(Failed, match="no language"):
        Case("WikipediaAPI", "api_run_model", {"input_value": "bee", "lang": "x.test/"}).run(shared_app)


RESULT_PAGE = """<div class="result">
<a class="result__a" href="//duckduckgo.com/l/?uddg={url}%2Fpage&amp;rut=1">Bees</a>
<a class="result__snippet">They <b>hum</b></a></div>"""
FEED = """<?xml version="1.0"?><rss><channel><title>News</title><item><title>Bees!</title><link>http://n.test/1</link>
<pubDate>Mon, 1 Jan 2026</pubDate><description>&lt;b&gt;They&lt;/b&gt; hum</description></item></channel></rss>"""


def test_web_search(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.web_results.DUCKDUCKGO", f"{service.url}/html/")
    monkeypatch.setattr("runnel.components.data.unified_web_search.GOOGLE_NEWS", f"{service.url}/rss")
    service.answers["/html/"] = RESULT_PAGE.format(url=service.url.replace(":", "%3A").replace("/", "%2F"))
    service.answers["/page"] = "<p>A page on bees</p>"
    service.answers["/rss/search"] = service.answers["/feed"] = FEED

    def search(**values: Any) -> Any:
        return Case("UnifiedWebSearch", "results", values).run(shared_app)

    row = {"title": "Bees", "link": f"{service.url}/page", "snippet": "They hum"}
    assert search(query="bees") == [{**row, "content": "A page on bees"}]
    news = {"title": "Bees!", "link": "http://n.test/1", "published": "Mon, 1 Jan 2026", "summary": "They hum"}
    assert search(query="bees", search_mode="News") == [news]
    assert search(query=f"{service.url}/feed", search_mode="RSS") == [news]
    assert Case("DuckDuckGoSearch", "api_run_model", {"input_value": "bees"}).run(shared_app) == [row]
    with pytest.raises(Failed, match="no feed"):
        search(query=f"{service.url}/page?x", search_mode="RSS")
    with pytest.raises(Failed, match="query is empty"):
        search(query=" ")


@pytest.mark.parametrize(
    ("type_key", "values", "said"),
    [
        ("TavilyAISearch", {"query": "x"}, "no API key of Tavily"),
        ("SearchAPI", {"input_value": "x"}, "no API key of SearchApi"),
        ("TavilyAISearch", {"query": "x", "api_key": "wrong"}, "refused to answer.*Check the API key"),
    ],
)
def test_what_is_missing_is_said(
    shared_app: RunningApp,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    type_key: str,
    values: dict[str, str],
    said: str,
) -> None:
    monkeypatch.setattr("runnel.components.tools.tavily_ai_search.ADDRESS", f"{service.url}/search")
    with pytest.raises(Failed, match=said):
        Case(type_key, "api_run_model", values).run(shared_app)


@pytest.mark.parametrize(
    ("type_key", "output", "values", "tool", "arguments"),
    [
        ("SearXNGTool", "result_tool", {"url": "{url}", "max_results": 1}, "searxng_search", {"query": "bees"}),
        ("url_content_fetcher", "api_build_tool", {}, "url_content_fetcher", {"url": "{url}/page"}),
    ],
)
def test_searches_are_tools_of_agents(
    shared_app: RunningApp,
    stand_in: StandIn,
    service: Service,
    type_key: str,
    output: str,
    values: dict[str, Any],
    tool: str,
    arguments: dict[str, str],
) -> None:
    service.answers["/search"] = {"results": [{"title": "A", "url": "u", "content": "bees hum", "x": 1}, {}]}
    service.answers["/page"] = "<p>bees hum</p>"

    def placed(given: dict[str, Any]) -> dict[str, Any]:
        return {
            name: value.format(url=service.url) if isinstance(value, str) else value for name, value in given.items()
        }

    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    drawing.edge(drawing.node(type_key, **placed(values)), output, agent, "tools")
    stand_in.script(calls((tool, placed(arguments))), Answer(("They hum.",)))
    answer = drawing.run("What do bees do?")
    assert answer.status_code == 200, answer.text
    (said,) = told(stand_in)
    assert "bees hum" in said
