"""Vector stores that are servers, over HTTP: each against a stand-in that speaks its documented API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.components.flow_case import Failed, output_of
from tests.components.test_vector_stores import FRUIT, store
from tests.components.vector_servers import VectorServers, vector_servers
from tests.conftest import RunningApp

KINDS = ("QdrantVectorStoreComponent", "Chroma", "AstraDB")


@pytest.fixture
def servers() -> Iterator[VectorServers]:
    with vector_servers() as running:
        yield running


def place(kind: str, servers: VectorServers) -> dict[str, Any]:
    """The fields that send a node to the stand-in."""
    host, _, port = servers.url.removeprefix("http://").partition(":")
    return {
        "QdrantVectorStoreComponent": {"url": servers.url, "api_key": servers.key},
        "Chroma": {"chroma_server_host": host, "chroma_server_http_port": int(port)},
        "AstraDB": {"api_endpoint": servers.url, "token": servers.key},
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_keeps_and_finds(app: RunningApp, servers: VectorServers, kind: str) -> None:
    there = place(kind, servers)
    drawing, node = store(app, kind, question="the sky is blue", records=FRUIT, number_of_results=1, **there)
    assert output_of(drawing, node, "search_results") == [{"from": "b", "text": "the sky is blue"}]
    (kept,) = servers.collections.values()
    assert len(kept["items"]) == 2
    # The same records again: they are there, so none is put in, and no vectors are made for them.
    writes = [asked for asked in servers.asked if "points?wait" in asked[1] or "upsert" in asked[1]]
    assert output_of(drawing, node, "search_results") == [{"from": "b", "text": "the sky is blue"}]
    assert [asked for asked in servers.asked if "points?wait" in asked[1] or "upsert" in asked[1]] == writes
    assert len(kept["items"]) == 2
    asking, node = store(app, kind, question="apples are red", number_of_results=1, **there)
    assert output_of(asking, node, "search_results") == [{"from": "a", "text": "apples are red"}]
    elsewhere, node = store(app, kind, question="apples are red", **(there | {"collection_name": "other"}))
    assert output_of(elsewhere, node, "search_results") == []
    without, node = store(app, kind, question="apples", with_model=False, **there)
    with pytest.raises(Failed, match="no embedding model is connected"):
        output_of(without, node, "search_results")


def test_what_servers_keep(app: RunningApp, servers: VectorServers) -> None:
    nested = '{"text": "a", "tags": ["x", {"y": 1}], "n": 1.5, "none": null}'
    found = {"text": "a", "tags": ["x", {"y": 1}], "n": 1.5}
    for kind in KINDS:
        servers.collections.clear()
        drawing, node = store(app, kind, question="a", records=nested, **place(kind, servers))
        (record,) = output_of(drawing, node, "search_results")
        assert {name: value for name, value in record.items() if value is not None} == found
    servers.collections.clear()
    keys = {"content_payload_key": "body", "metadata_payload_key": "more", "distance_func": "Euclidean"}
    kind = "QdrantVectorStoreComponent"
    drawing, node = store(app, kind, question="x", records=FRUIT, **place(kind, servers), **keys)
    output_of(drawing, node, "search_results")
    assert servers.collections["fruit"]["distance"] == "Euclid"
    payloads = [point["payload"] for point in servers.collections["fruit"]["items"].values()]
    assert {"body": "apples are red", "more": {"from": "a"}} in payloads


def test_diverse_and_doubled_results(app: RunningApp, servers: VectorServers) -> None:
    there = place("Chroma", servers)
    drawing, node = store(app, "Chroma", question="apples are red", records=FRUIT, allow_duplicates=True, **there)
    output_of(drawing, node, "search_results")
    assert len(output_of(drawing, node, "search_results")) == 4
    mixed, node = store(app, "Chroma", question="apples are red", search_type="MMR", number_of_results=2, **there)
    assert {record["from"] for record in output_of(mixed, node, "search_results")} == {"a", "b"}


def test_astra_filters_empties_and_makes_vectors(app: RunningApp, servers: VectorServers) -> None:
    there = place("AstraDB", servers)
    drawing, node = store(app, "AstraDB", question="x", records=FRUIT, advanced_search_filter={"from": "a"}, **there)
    assert [record["from"] for record in output_of(drawing, node, "search_results")] == ["a"]
    emptied, node = store(app, "AstraDB", question="x", pre_delete_collection=True, **there)
    assert output_of(emptied, node, "search_results") == []
    makes = {"embedding_choice": "Astra Vectorize", "with_model": False, "number_of_results": 1}
    drawing, node = store(app, "AstraDB", question="blue sky", records=FRUIT, **makes, **there)
    assert [record["from"] for record in output_of(drawing, node, "search_results")] == ["b"]
    absent, node = store(app, "AstraDB", question="", records=FRUIT, **makes, **there, collection_name="absent")
    with pytest.raises(Failed, match="Collection does not exist"):
        output_of(absent, node, "search_results")


def test_what_a_server_says_is_told(app: RunningApp, servers: VectorServers) -> None:
    for kind, field in (("QdrantVectorStoreComponent", "api_key"), ("AstraDB", "token")):
        drawing, node = store(app, kind, question="x", **(place(kind, servers) | {field: "wrong"}))
        with pytest.raises(Failed, match=r"Its status is 401.*Check the key"):
            output_of(drawing, node, "search_results")
    there = place("QdrantVectorStoreComponent", servers)
    servers.collections["fruit"] = {"size": 3, "items": {}}
    drawing, node = store(app, "QdrantVectorStoreComponent", question="x", records=FRUIT, **there)
    with pytest.raises(Failed, match="expected 3"):
        output_of(drawing, node, "search_results")
    gone = {"url": "http://127.0.0.1:1"}
    drawing, node = store(app, "QdrantVectorStoreComponent", question="x", **gone)
    with pytest.raises(Failed, match="Nothing listens there"):
        output_of(drawing, node, "search_results")
