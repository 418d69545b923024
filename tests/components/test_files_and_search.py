"""Files, folders and local search, with stored files and folders on the disk, over HTTP."""

from __future__ import annotations

import json
import sqlite3
import time
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.components.flow_case import Case, Failed, Json, output_of
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.knowledge.sample_files import make_docx, make_pdf, make_pptx, make_xlsx
from tests.model_server.stand_in import StandIn

GUIDE = "# Lamp\n\n## Battery\nThe battery lasts nine hours.\n\n## Warranty\nRepairs are free for three years.\n"


def upload(drawing: Drawing, path: Path) -> str:
    """Store a file as the editor does; gives its stored path."""
    flow_id = drawing.flow_id or drawing.save()
    answer = drawing.client.post(f"/api/v1/files/upload/{flow_id}", files={"file": (path.name, path.read_bytes())})
    assert answer.status_code in (200, 201), answer.text
    return str(answer.json()["file_path"])


def file_node(app: RunningApp, type_key: str, field: str, paths: list[Path], **values: Any) -> tuple[Drawing, str]:
    """A node with stored files in ``field``, not saved yet."""
    drawing = Drawing(app.client)
    node = drawing.node(type_key, **values)
    stored = [upload(drawing, path) for path in paths]
    entry = drawing.nodes[0]["data"]["node"]["template"][field]
    entry["value"] = [path.name for path in paths] if entry["list"] else paths[0].name
    entry["file_path"] = stored if entry["list"] else stored[0]
    drawing.flow_id = ""
    return drawing, node


def documents(folder: Path) -> dict[str, str]:
    """A file of each kind in ``folder``, and the text of each."""
    make_pdf(folder / "a.pdf", ["One", "Two"])
    make_docx(folder / "b.docx")
    make_pptx(folder / "c.pptx")
    make_xlsx(folder / "d.xlsx")
    texts = {
        "e.html": "<html><title>T</title><body><h1>Head</h1><p>Some <b>text</b></p><script>no()</script></body></html>",
        "f.md": "# Grüße",
        "g.csv": "a;b\n1;2",
        "h.json": '{"a": [1, 2]}',
        "i.eml": "From: ann@x.test\nSubject: Hi\n\nSee you",
        "j.py": "print('x')",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return {
        "a.pdf": "One\n\nTwo",
        "b.docx": "# Garden\nWater the beds in the evening.\nTomato | 2\nSage | 9\nRest on Sundays.",
        "c.pptx": "First\n\nSecond",
        "d.xlsx": "Item |  | When\nPen blue | 1.5 | 2024-01-01 | true",
        **texts,
        "e.html": "T\n\nHead\n\nSome text",
        "i.eml": "From: ann@x.test\nSubject: Hi\n\nSee you",
    }


def test_every_kind_of_document_is_read(shared_app: RunningApp, tmp_path: Path) -> None:
    expected = documents(tmp_path)
    drawing = Drawing(shared_app.client)
    nodes = {name: drawing.node("File") for name in expected}
    for name, node in nodes.items():
        stored = upload(drawing, tmp_path / name)
        entry = next(each["data"]["node"]["template"]["path"] for each in drawing.nodes if each["id"] == node)
        assert name.rpartition(".")[2] in entry["fileTypes"]
        entry.update(value=name, file_path=stored)
    drawing.flow_id = ""
    built = {
        event["data"]["build_data"]["id"]: event["data"]["build_data"]["data"]["outputs"]["data"]["message"]
        for event in drawing.build()
        if event["event"] == "end_vertex"
    }
    assert {name: built[node]["text"] for name, node in nodes.items()} == expected
    assert all(built[node]["file_path"].endswith(name) for name, node in nodes.items())
    assert str(shared_app.data_dir) not in json.dumps(built)
    found = Case("Directory", "data", {"path": str(tmp_path)}).run(shared_app)
    assert {record["file_path"]: record["text"] for record in found} == expected


def test_a_picture_goes_to_a_model_that_sees(shared_app: RunningApp, stand_in: StandIn, tmp_path: Path) -> None:
    picture = tmp_path / "dot.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    drawing = Drawing(shared_app.client)
    source = drawing.node("File")
    stored = upload(drawing, picture)
    drawing.nodes[0]["data"]["node"]["template"]["path"].update(value="dot.png", file_path=stored)
    drawing.flow_id = ""
    turned = drawing.node("TypeConverterComponent")
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, api_key="k", model_name="m")
    drawing.edge(source, "data", turned, "input_data")
    drawing.edge(turned, "message_output", model, "input_value")
    output_of(drawing, model, "text_output")
    (content,) = [turn["content"] for turn in stand_in.chats[-1].body["messages"] if turn["role"] == "user"]
    assert any(part["type"] == "image_url" and "image/png;base64" in part["image_url"]["url"] for part in content)


def test_file_reads_archives(shared_app: RunningApp, tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "1")
        archive.writestr("two.txt", "2")
    drawing, node = file_node(shared_app, "File", "path", [path])
    assert [record["text"] for record in output_of(drawing, node, "data")] == ["1", "2"]


def test_file_says_what_it_cannot_read(shared_app: RunningApp, tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"x")
    drawing, node = file_node(shared_app, "File", "path", [path])
    with pytest.raises(Failed, match=r"song\.mp3 cannot be read.*\.mp3 are not known"):
        output_of(drawing, node, "data")
    drawing, node = file_node(shared_app, "File", "path", [path], silent_errors=True)
    assert output_of(drawing, node, "data") == {}


def test_file_without_a_file_says_so(shared_app: RunningApp) -> None:
    with pytest.raises(Failed, match="No file is chosen"):
        Case("File", "data").run(shared_app)


def test_csv_and_json_files_become_records(shared_app: RunningApp, tmp_path: Path) -> None:
    table, document = tmp_path / "t.csv", tmp_path / "d.json"
    table.write_text("a,b\n1,2\n")
    document.write_text('{"a": 1}')
    drawing, node = file_node(shared_app, "CSVtoData", "csv_file", [table])
    assert output_of(drawing, node, "data_list") == [{"a": "1", "b": "2"}]
    drawing, node = file_node(shared_app, "JSONtoData", "json_file", [document])
    assert output_of(drawing, node, "data") == {"a": 1}
    assert Case("CSVtoData", "data_list", {"csv_path": str(table)}).run(shared_app) == [{"a": "1", "b": "2"}]


def test_directory_reads_a_folder(shared_app: RunningApp, tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    for name in ("b.md", "a.txt", "deep/c.txt", "deep/deeper/d.txt", ".hidden.txt"):
        (tmp_path / name).write_text(name)

    def names(**values: Any) -> list[str]:
        found = Case("Directory", "data", {"path": str(tmp_path), **values}).run(shared_app)
        return [record["file_path"] for record in found]

    assert names() == ["a.txt", "b.md"]
    assert names(depth=1) == ["a.txt", "b.md", "deep/c.txt"]
    assert names(recursive=True, types=[".txt"]) == ["a.txt", "deep/c.txt", "deep/deeper/d.txt"]
    assert names(load_hidden=True) == [".hidden.txt", "a.txt", "b.md"]
    with pytest.raises(Failed, match="no folder"):
        Case("Directory", "data", {"path": str(tmp_path / "nowhere")}).run(shared_app)


def test_local_search_in_stored_files(shared_app: RunningApp, tmp_path: Path) -> None:
    guide = tmp_path / "lamp.md"
    guide.write_text(GUIDE)
    manual = make_pdf(tmp_path / "kettle.pdf", ["Welcome", "Descale the kettle every month"])
    drawing, node = file_node(
        shared_app, "LocalSearch", "files", [guide, manual], search_query="How long does the battery last?"
    )
    (passage,) = output_of(drawing, node, "search_results")
    assert passage["text"] == "The battery lasts nine hours."
    assert (passage["source"], passage["heading"]) == ("lamp.md", "Battery")
    drawing, node = file_node(shared_app, "LocalSearch", "files", [guide, manual], search_query="descaling")
    assert output_of(drawing, node, "text") == "1. **kettle.pdf, page 2**  \n   **Descale** the kettle every month"


def test_local_search_follows_its_folder(shared_app: RunningApp, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()

    def sources(question: str) -> list[str]:
        case = Case("LocalSearch", "search_results", {"folder": str(folder), "search_query": question})
        return [record["source"] for record in case.run(shared_app)]

    (folder / "a.txt").write_text("walrus")
    (folder / "sub").mkdir()
    (folder / "sub" / "b.txt").write_text("penguin")
    assert sources("walrus") == ["a.txt"]
    assert sources("penguins") == ["sub/b.txt"]
    (folder / "a.txt").write_text("otter and seal")
    (folder / "sub" / "b.txt").unlink()
    assert sources("walrus penguin") == []
    assert sources("otter") == ["a.txt"]


def test_a_searched_folder_is_kept_indexed(app: RunningApp, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.txt").write_text("walrus")
    (folder / "b.txt").write_text("penguin")
    values = {"folder": str(folder), "search_query": "walrus"}
    assert len(Case("LocalSearch", "search_results", values).run(app)) == 1
    (index,) = (app.data_dir / "knowledge").glob("*.sqlite")

    def indexed() -> list[str]:
        with closing(sqlite3.connect(index, timeout=10)) as connection:
            return [text for (text,) in connection.execute("SELECT text FROM passage ORDER BY text")]

    assert indexed() == ["penguin", "walrus"]
    (folder / "a.txt").write_text("otter and seal")
    (folder / "b.txt").unlink()
    (folder / "c.md").write_text("puffin")
    deadline = time.monotonic() + 60
    while indexed() != ["otter and seal", "puffin"]:
        assert time.monotonic() < deadline, f"nobody asked, and the index still holds {indexed()}"
        time.sleep(0.1)


def test_local_search_finds_by_meaning_too(app: RunningApp, stand_in: StandIn, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    # To the stand-in, texts of the same letters mean the same.
    for name, text in (("a.txt", "cat"), ("b.txt", "zzz yyy"), ("c.txt", "boat")):
        (folder / name).write_text(text)

    def search(question: str, **values: Any) -> tuple[list[str], list[str]]:
        drawing = Drawing(app.client)
        node = drawing.node("LocalSearch", folder=str(folder), search_query=question, **values)
        model = drawing.node("OpenAIEmbeddings", openai_api_base=stand_in.base_url, openai_api_key="k", model="m")
        drawing.edge(model, "embeddings", node, "embedding")
        before = len(stand_in.requests)
        sources = [record["source"] for record in output_of(drawing, node, "search_results")]
        asked = [text for each in stand_in.requests[before:] for text in each.body["input"]]
        return sources, asked

    sources, asked = search("tac", number_of_results=1)
    assert sources == ["a.txt"]
    assert sorted(asked) == ["boat", "cat", "tac", "tac", "zzz yyy"], "a passage once, the question for both outputs"
    # Later only what is new is sent to the model; words count beside the meaning, and what is gone is not found.
    (folder / "b.txt").unlink()
    (folder / "d.txt").write_text("the tac")
    sources, asked = search("tac", number_of_results=4)
    assert sources[0] == "d.txt"
    assert set(sources) == {"a.txt", "c.txt", "d.txt"}
    assert sorted(asked) == ["tac", "tac", "the tac"]


def test_local_search_says_that_words_alone_count(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    records = drawing.node("JSONtoData", json_string='{"text": "bees"}')
    node = drawing.node("LocalSearch", search_query="bees")
    drawing.edge(records, "data", node, "ingest_data")
    events = drawing.build()
    built = next(
        event["data"]["build_data"]
        for event in events
        if event["event"] == "end_vertex" and event["data"]["build_data"]["id"] == node
    )
    assert "Found by words only" in json.dumps(built)


def test_local_search_in_documents_of_other_nodes(shared_app: RunningApp) -> None:
    documents = Json('[{"text": "apples are red", "source": "http://x.test/fruit"}, {"text": "the sky is blue"}]')
    values = {"ingest_data": documents, "search_query": "blue sky"}
    (passage,) = Case("LocalSearch", "search_results", values).run(shared_app)
    assert (passage["text"], passage["source"]) == ("the sky is blue", "Document 2")
    values = {"ingest_data": documents, "search_query": "apple"}
    (passage,) = Case("LocalSearch", "search_results", values).run(shared_app)
    assert passage["source"] == "http://x.test/fruit"


def test_local_search_finds_parts_of_words_where_asked(shared_app: RunningApp) -> None:
    values = {"ingest_data": Json('{"text": "Donaudampfschiff"}'), "search_query": "dampf"}
    assert Case("LocalSearch", "search_results", values).run(shared_app) == []
    (passage,) = Case("LocalSearch", "search_results", {**values, "match": "Parts of words"}).run(shared_app)
    assert passage["snippet"] == "Donau**dampf**schiff"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"search_query": "x"}, "nothing to search in"),
        ({"search_query": "x", "folder": "notes"}, "does not say where it begins"),
        ({"search_query": "x", "folder": "/no/such/folder"}, "There is no folder"),
    ],
)
def test_local_search_says_what_is_missing(shared_app: RunningApp, values: dict[str, str], said: str) -> None:
    with pytest.raises(Failed, match=said):
        Case("LocalSearch", "text", values).run(shared_app)


def test_table_report(shared_app: RunningApp) -> None:
    rows = '[{"day": "2026-01-02", "kind": "a", "eur": "1,000.50"}, {"day": "2026-01-01", "kind": "b", "eur": "€ 2"}]'
    report = Case("TableReport", "report", {"data": Json(rows), "title": "Money", "group_by": "kind"}).run(shared_app)
    assert report.startswith("# Money\n\n2 rows, 3 columns.")
    assert "| eur | 1,002.50 | 501.25 | 2 | 1,000.50 |" in report
    assert "| day |  | 2026-01-01 to 2026-01-02 |" in report
    assert report.endswith("| a | 1 | 1,000.50 |\n| b | 1 | 2 |")
    gaps = Json('[{"a": "x"}, {"a": ""}, {"a": "x"}]')
    assert "| a | 2 | 1 | x (2) |" in Case("TableReport", "report", {"data": gaps}).run(shared_app)
    with pytest.raises(Failed, match='no column "colour"; its columns are day, kind, eur'):
        Case("TableReport", "report", {"data": Json(rows), "group_by": "colour"}).run(shared_app)


def test_a_stopped_search_goes_on_where_it_stopped(shared_app: RunningApp, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1500):
        (folder / f"{number:04}.txt").write_text(f"note {number}\n\n" + "some more words to read here. " * 60)
    drawing = Drawing(shared_app.client)
    node = drawing.node("LocalSearch", folder=str(folder), search_query="note 1499")
    flow_id = drawing.save()
    path = f"/api/v1/build/{flow_id}/flow?event_delivery=streaming"
    job = shared_app.client.post(path, json={}).json()["job_id"]
    stopped = shared_app.client.post(f"/api/v1/build/{job}/cancel")
    assert stopped.status_code == 200
    jobs = {each["job_id"]: each["status"] for each in shared_app.client.get("/api/v1/build/jobs").json()}
    assert jobs[job] == "cancelled"
    assert output_of(drawing, node, "search_results")[0]["source"] == "1499.txt"


def test_searches_side_by_side_do_not_meet(shared_app: RunningApp, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"number {number}")
    drawing = Drawing(shared_app.client)
    nodes = [drawing.node("LocalSearch", folder=str(folder), search_query=f"number {each}") for each in range(6)]
    ended = [event["data"]["build_data"] for event in drawing.build(session="") if event["event"] == "end_vertex"]
    found = {build["id"]: build["data"]["outputs"]["search_results"]["message"][0]["source"] for build in ended}
    assert found == {node: f"{each}.txt" for each, node in enumerate(nodes)}
