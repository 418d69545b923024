"""What exported starter flows need beside a model, all of it on loopback: pages, services, files, collections."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.components.services import Service
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing

_TOOLS = "runnel.components.tools"
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000"
    "000049454e44ae426082"
)
PAGE = "<html><head><title>Bees</title></head><body><p>Bees make honey.</p></body></html>"
FOUND = (
    '<div class="result"><a class="result__a" href="{url}/page">Bees</a><a class="result__snippet">They hum</a></div>'
)
FEED = "<rss><item><title>Bees!</title><link>{url}/page</link><description>They hum</description></item></rss>"
PAPERS = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><title>Found</title>
<entry><id>http://arxiv.org/abs/2101.00001v2</id><title>On the
  dance of bees</title><summary>They dance.</summary><published>2021-01-01T00:00:00Z</published>
<updated>2021-02-01T00:00:00Z</updated><author><name>A. Frisch</name></author><author><name>B. Lind</name></author>
<link href="http://arxiv.org/abs/2101.00001v2" rel="alternate"/>
<link title="pdf" href="http://arxiv.org/pdf/2101.00001v2" rel="related"/>
<arxiv:comment>9 pages</arxiv:comment><arxiv:primary_category term="q-bio.PE"/><category term="q-bio.PE"/>
<category term="stat.AP"/></entry>
<entry><id>http://arxiv.org/abs/2101.00002v1</id><title>Hives</title><summary>They live.</summary></entry></feed>"""


def stand_in_for_services(service: Service, patch: pytest.MonkeyPatch) -> None:
    """Let the components that ask services of the web find them at the stand-in."""
    patch.setattr(f"{_TOOLS}.tavily_ai_search.ADDRESS", f"{service.url}/tavily")
    patch.setattr(f"{_TOOLS}.search_api.ADDRESS", f"{service.url}/searchapi")
    patch.setattr(f"{_TOOLS}.yahoo_finance.HOST", service.url)
    patch.setattr(f"{_TOOLS}.arxiv.ADDRESS", f"{service.url}/arxiv")
    patch.setattr("runnel.components.assemblyai.transcription.ADDRESS", service.url)
    patch.setattr("runnel.web.search_results.DUCKDUCKGO", f"{service.url}/duckduckgo")
    patch.setattr("runnel.components.data.unified_web_search.GOOGLE_NEWS", f"{service.url}/news")
    result = {"title": "Bees", "url": f"{service.url}/page", "content": "Bees hum", "score": 0.9}
    service.answers |= {
        "/page": PAGE,
        "/tavily": {"answer": "They hum.", "results": [result], "images": []},
        "/searchapi": {"organic_results": [{"title": "Bees", "link": f"{service.url}/page", "snippet": "They hum"}]},
        "/v1/finance/search": {"news": [{"title": "Honey is up", "link": f"{service.url}/page"}]},
        "/arxiv": PAPERS,
        "/duckduckgo": FOUND.format(url=service.url),
        "/news/search": FEED.format(url=service.url),
        "/v2/transcript": {"id": "t1", "status": "queued"},
        "/v2/transcript/t1": {"id": "t1", "status": "completed", "text": "We met about bees."},
    }


def fill_collection(app: RunningApp, name: str = "guide") -> None:
    """Put a text into a collection of the app, for nodes that search in it."""
    drawing = Drawing(app.client)
    put = drawing.node("Knowledge", mode="Ingest", knowledge_base=name)
    texts = drawing.node("JSONtoData", json_string='[{"text": "Bees make honey in the hive."}]')
    drawing.edge(texts, "data", put, "input_df")
    drawing.edge(put, "dataframe_output", drawing.node("ParseData", template="{chunks}"), "data")
    events = drawing.build()
    assert not [event for event in events if event["event"] == "error"], events


def needs(app: RunningApp, flow: dict[str, Any], service: Service, *, sees: bool = False) -> dict[str, Any]:
    """Tweaks that give the nodes of a flow what a user would: addresses, files, the name of a collection, keys.

    With ``sees`` a picture comes with the question.
    """

    def stored(name: str, content: bytes) -> str:
        answer = app.client.post(f"/api/v1/files/upload/{flow['id']}", files={"file": (name, content)})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["file_path"])

    tweaks: dict[str, Any] = {}
    for node in flow["data"]["nodes"]:
        about = node["data"]
        match about.get("type"):
            case "URL" | "URLComponent":
                tweaks[node["id"]] = {"urls": [f"{service.url}/page"]}
            case "File":
                path = stored("bees.txt", b"Bees make honey.")
                is_list = about["node"]["template"]["path"].get("list")
                tweaks[node["id"]] = {"path": [path] if is_list else path}
            case "ChatInput" if sees:
                tweaks[node["id"]] = {"files": [stored("bee.png", _PNG)]}
            case "Knowledge":
                tweaks[node["id"]] = {"knowledge_base": "guide"}
            case "TavilyAISearch" | "SearchAPI" | "AssemblyAITranscriber":
                tweaks[node["id"]] = {"api_key": "key"}
    return tweaks


def name_database(app: RunningApp, flow: dict[str, Any]) -> None:
    """Name a database on the nodes that ask one: no tweak can, since it is a path on this computer."""
    file = app.data_dir.parent / "prices.db"
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS prices (name, price)")
    asking = [node["data"] for node in flow["data"]["nodes"] if node["data"].get("type") == "SQLComponent"]
    for node in asking:
        node["node"]["template"]["database_url"]["value"] = f"sqlite:///{file}"
    if asking:
        app.client.patch(f"/api/v1/flows/{flow['id']}", json={"data": flow["data"]}).raise_for_status()


def label(path: Path | None) -> str:
    """The name of a real flow in a list of tests."""
    return "none" if path is None else f"{path.parent.name.removeprefix('langflow-')}/{path.stem.strip()}"
