"""Search services, each against a stand-in on loopback that speaks its protocol."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.flow_case import Case, Failed
from tests.components.services import Service
from tests.components.test_agent import agent_flow, calls, told
from tests.conftest import RunningApp
from tests.model_server.stand_in import Answer, StandIn


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


def test_search_engines_that_want_a_key(
    shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = "runnel.components.tools"
    for module in ("serp_api", "google_serper_api", "bing_search_api", "google_search_api"):
        monkeypatch.setattr(f"{tools}.{module}.ADDRESS", f"{service.url}/{module}")
    rows = [{"title": f"T{number}", "link": f"http://{number}.test", "snippet": "x" * 200} for number in range(9)]
    service.answers["/serp_api"] = {"organic_results": rows}
    box = {"title": "Box", "link": "http://box.test", "answer": "They hum."}
    service.answers["/google_serper_api"] = {"answerBox": box, "organic": rows}
    pages = [{"name": row["title"], "url": row["link"], "snippet": row["snippet"]} for row in rows]
    service.answers["/bing_search_api"] = service.answers["/other"] = {"webPages": {"value": pages}}
    service.answers["/google_search_api"] = {"items": rows[:2]}

    def found(type_key: str, **values: Any) -> list[dict[str, str]]:
        return Case(type_key, "api_run_model", {"input_value": "bees", **values}).run(shared_app)

    first = {"title": "T0", "link": "http://0.test", "snippet": "x" * 200}
    serp = found("SerpAPI", serpapi_api_key="key", search_params={"gl": "at"}, max_results=2)
    assert [row["title"] for row in serp] == ["T0", "T1"]
    assert serp[0] == {**first, "snippet": "x" * 100}
    serper = found("GoogleSerperAPI", serper_api_key="key", k=1)
    assert serper == [{"title": "Box", "link": "http://box.test", "snippet": "They hum."}, first]
    assert found("BingSearchAPI", bing_subscription_key="key", k=1) == [first]
    assert found("BingSearchAPI", bing_subscription_key="key", k=1, bing_search_url=f"{service.url}/other") == [first]
    assert len(found("GoogleSearchAPI", google_api_key="key", google_cse_id="cx", k=20)) == 2
    asked = {each["path"]: each for each in service.asked}
    assert asked["/serp_api"]["query"] == {"engine": "google", "gl": "at", "q": "bees", "api_key": "key"}
    assert asked["/google_serper_api"]["body"] == {"q": "bees", "num": 1}
    assert asked["/google_serper_api"]["headers"]["x-api-key"] == "key"
    assert asked["/bing_search_api"]["query"] == {"q": "bees", "count": "1"}
    assert asked["/bing_search_api"]["headers"]["ocp-apim-subscription-key"] == "key"
    assert asked["/google_search_api"]["query"] == {"q": "bees", "num": "10", "cx": "cx"}
    assert asked["/google_search_api"]["headers"]["x-goog-api-key"] == "key"


def test_wikidata(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.wikidata_api.ADDRESS", f"{service.url}/w")
    thing = {
        "id": "Q7391",
        "label": "bee",
        "description": "insect",
        "url": "//w.test/Q7391",
        "match": {"type": "label"},
    }
    service.answers["/w"] = {"search": [{**thing, "concepturi": "http://w.test/entity/Q7391"}], "success": 1}
    (found,) = Case("WikidataAPI", "api_run_model", {"query": "bee"}).run(shared_app)
    assert (found["text"], found["id"], found["concepturi"]) == ("bee: insect", "Q7391", "http://w.test/entity/Q7391")
    assert service.asked[0]["query"]["search"] == "bee"
    service.answers["/w"] = {"error": {"code": "x", "info": "too busy"}}
    with pytest.raises(Failed, match="too busy"):
        Case("WikidataAPI", "api_run_model", {"query": "bee"}).run(shared_app)


def test_wolfram_alpha(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.wolfram_alpha_api.ADDRESS", f"{service.url}/v2")
    pods = [
        {"title": "Input interpretation", "id": "Input", "subpods": [{"plaintext": "6 × 7"}]},
        {"title": "Number line", "subpods": [{"plaintext": ""}]},
        {"title": "Result", "primary": True, "subpods": [{"plaintext": "42"}]},
    ]
    service.answers["/v2"] = {"queryresult": {"success": True, "error": False, "pods": pods}}

    def asked() -> Any:
        return Case("WolframAlphaAPI", "api_run_model", {"input_value": "6*7", "app_id": "id"}).run(shared_app)

    assert asked() == [{"text": "6 × 7 = 42", "pods": {"Input interpretation": "6 × 7", "Result": "42"}}]
    assert service.asked[0]["query"]["appid"] == "id"
    service.answers["/v2"] = {"queryresult": {"success": False, "error": False}}
    with pytest.raises(Failed, match="does not understand"):
        asked()
    service.answers["/v2"] = {"queryresult": {"success": False, "error": {"code": "1", "msg": "Invalid appid"}}}
    with pytest.raises(Failed, match="Invalid appid"):
        asked()


def test_yahoo_finance(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.yahoo_finance.HOST", service.url)
    monkeypatch.setattr("runnel.components.tools.yahoo_finance.COOKIE_ADDRESS", f"{service.url}/cookie")
    article = {"title": "Up", "link": "http://n.test", "publisher": "P", "providerPublishTime": 86400}
    service.answers["/v1/finance/search"] = {"news": [article, article]}
    service.answers["/cookie"], service.cookies["/cookie"] = (
        "x",
        "A3=d%3Dx; Expires=Fri, 26 Nov 2027 10:00:00 GMT; Path=/",
    )
    service.answers["/v1/test/getcrumb"] = "crumb/1"
    trend = {"trend": [{"period": "0m", "strongBuy": 7}], "maxAge": 1}
    price = {"regularMarketPrice": {"raw": 1.5, "fmt": "1.50"}, "currency": "USD", "maxAge": 1}
    service.answers["/v10/finance/quoteSummary/AAPL"] = {
        "quoteSummary": {"result": [{"recommendationTrend": trend, "price": price}], "error": None}
    }
    events = {"dividends": {"86400": {"amount": 0.2, "date": 86400}}, "splits": {"1": {"splitRatio": "4:1", "date": 1}}}
    service.answers["/v8/finance/chart/AAPL"] = {"chart": {"result": [{"events": events}]}}
    value = {"asOfDate": "2025-09-30", "reportedValue": {"raw": 9, "fmt": "9"}}
    series = [
        {"meta": {"type": ["annualTotalRevenue"]}, "annualTotalRevenue": [None, value]},
        {"meta": {"type": ["x"]}},
    ]
    service.answers["/ws/fundamentals-timeseries/v1/finance/timeseries/AAPL"] = {"timeseries": {"result": series}}

    def found(method: str, **values: Any) -> Any:
        return Case("YahooFinanceTool", "api_run_model", {"symbol": "aapl", "method": method, **values}).run(shared_app)

    (news,) = found("get_news", num_news=1)
    assert (news["text"], news["publisher"], news["published"]) == ("Up", "P", "1970-01-02")
    assert found("get_recommendations") == [{"text": "period: 0m\nstrongBuy: 7", "period": "0m", "strongBuy": 7}]
    signed_in = service.asked[-1]
    assert (signed_in["query"]["crumb"], signed_in["headers"]["cookie"]) == ("crumb/1", "A3=d%3Dx")
    (fast,) = found("get_fast_info")
    assert (fast["regularMarketPrice"], fast["currency"]) == (1.5, "USD")
    assert [row["kind"] for row in found("get_actions")] == ["splits", "dividends"]
    assert [row["date"] for row in found("get_dividends")] == ["1970-01-02"]
    assert found("get_income_stmt")[0]["TotalRevenue"] == 9
    service.answers["/v8/finance/chart/AAPL"] = {"chart": {"result": None}}
    with pytest.raises(Failed, match="no such figures for AAPL"):
        found("get_splits")


def test_youtube_transcripts(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.components.tools.youtube.HOST", service.url)
    service.answers["/watch"] = '<script>{"INNERTUBE_API_KEY":"abc-1"}</script>'
    tracks = [
        {"baseUrl": "/text?lang=en&fmt=srv3", "languageCode": "en", "kind": "asr"},
        {"baseUrl": "/text?lang=de", "languageCode": "de"},
    ]
    renderer = {"playerCaptionsTracklistRenderer": {"captionTracks": tracks}}
    service.answers["/youtubei/v1/player"] = {"captions": renderer}
    lines = ((0.5, "Bees &amp;#39;hum&amp;#39;"), (59, "and"), (61.5, "fly"))
    told = "".join(f'<text start="{start}" dur="2">{text}</text>' for start, text in lines)
    service.answers["/text"] = f"<?xml version='1.0'?><transcript>{told}</transcript>"

    def read(**values: Any) -> Any:
        values = {"url": "https://youtu.be/abcdefghijk?t=1", **values}
        return Case("YouTubeTranscriptsComponent", "transcripts", values).run(shared_app)

    source = "https://www.youtube.com/watch?v=abcdefghijk"
    assert read() == [{"text": "Bees 'hum' and fly", "source": source, "language": "de"}]
    player = next(each for each in service.asked if each["path"] == "/youtubei/v1/player")
    assert (player["body"]["videoId"], player["query"]) == ("abcdefghijk", {"key": "abc-1"})
    chunks = read(transcript_format="chunks", language="fr, en", translation="es")
    assert [(chunk["text"], chunk["start_seconds"]) for chunk in chunks] == [("Bees 'hum' and", 0), ("fly", 60)]
    assert chunks[1]["source"] == f"{source}&t=60s"
    assert service.asked[-1]["query"] == {"lang": "en", "tlang": "es"}
    with pytest.raises(Failed, match="none in fr; it has them in de, en"):
        read(language="fr")
    with pytest.raises(Failed, match="no address of a video"):
        read(url="https://vimeo.com/1")
    service.answers["/youtubei/v1/player"] = {"playabilityStatus": {"reason": "This video is private"}}
    with pytest.raises(Failed, match="This video is private"):
        read()


RESULT_PAGE = """<div class="result">
<a class="result__a" href="//duckduckgo.com/l/?uddg={url}%2Fpage&amp;rut=1">Bees</a>
<a class="result__snippet">They <b>hum</b></a></div>"""
FEED = """<?xml version="1.0"?><rss><channel><title>News</title><item><title>Bees!</title><link>http://n.test/1</link>
<pubDate>Mon, 1 Jan 2026</pubDate><description>&lt;b&gt;They&lt;/b&gt; hum</description></item></channel></rss>"""


def test_web_search(shared_app: RunningApp, service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runnel.web.search_results.DUCKDUCKGO", f"{service.url}/html/")
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
        ("SerpAPI", {"input_value": "x"}, "no API key of SerpApi"),
        ("GoogleSerperAPI", {"input_value": "x"}, "no API key of Serper"),
        ("BingSearchAPI", {"input_value": "x"}, "no API key of Bing"),
        ("GoogleSearchAPI", {"input_value": "x"}, "no API key of Google"),
        ("WolframAlphaAPI", {"input_value": "x"}, "no API key of Wolfram"),
        ("YahooFinanceTool", {}, "No symbol is given"),
        ("WikidataAPI", {}, "query is empty"),
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
        ("YahooFinanceTool", "api_build_tool", {}, "yahoo_finance", {"symbol": "AAPL", "method": "get_news"}),
        ("SerpAPI", "api_build_tool", {"serpapi_api_key": "key"}, "serp_search_api", {"query": "bees"}),
    ],
)
def test_searches_are_tools_of_agents(
    shared_app: RunningApp,
    stand_in: StandIn,
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    type_key: str,
    output: str,
    values: dict[str, Any],
    tool: str,
    arguments: dict[str, str],
) -> None:
    service.answers["/search"] = {"results": [{"title": "A", "url": "u", "content": "bees hum", "x": 1}, {}]}
    service.answers["/page"] = "<p>bees hum</p>"
    service.answers["/v1/finance/search"] = {"news": [{"title": "bees hum"}]}
    service.answers["/serp_api"] = {"organic_results": [{"title": "A", "snippet": "bees hum"}]}
    monkeypatch.setattr("runnel.components.tools.yahoo_finance.HOST", service.url)
    monkeypatch.setattr("runnel.components.tools.serp_api.ADDRESS", f"{service.url}/serp_api")

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
