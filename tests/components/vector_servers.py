"""Stand-ins for vector stores that are servers: what of their documented HTTP APIs our nodes use, in memory."""

from __future__ import annotations

import json
import math
import threading
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Answer = tuple[int, Any]


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    length = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / length if length else 0.0


@dataclass
class VectorServers:
    """Qdrant, Chroma and Astra DB under one address. ``asked`` are (method, path, body) in order."""

    url: str = ""
    key: str = "secret"
    collections: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Per name its options and ``items`` by id."""
    asked: list[tuple[str, str, Any]] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Answer:
        self.asked.append((method, path, body))
        parts = [unquote(part) for part in path.strip("/").split("/")]
        if parts[0] == "collections":
            if headers.get("api-key") != self.key:
                return 401, {"status": {"error": "Must provide an API key"}}
            return self._qdrant(method, parts[1], parts[2:], body)
        if parts[:2] == ["api", "v2"]:
            return self._chroma(parts[7:], body)
        if parts[:3] == ["api", "json", "v1"]:
            if headers.get("token") != self.key:
                return 401, {"errors": [{"message": "Role unauthorized"}]}
            return 200, self._astra(parts[4] if len(parts) > 4 else "", body)
        return 404, {"error": "no such path"}

    def _qdrant(self, method: str, name: str, rest: list[str], body: Any) -> Answer:
        found = self.collections.get(name)
        if method == "PUT" and not rest:
            self.collections[name] = {**body["vectors"], "items": {}}
            return 200, {"result": True, "status": "ok"}
        if found is None:
            return 404, {"status": {"error": f"Not found: Collection `{name}` doesn't exist!"}}
        if method == "GET":
            return 200, {"result": {"config": {"params": {"vectors": {"size": found["size"]}}}}}
        if method == "PUT":
            if any(len(point["vector"]) != found["size"] for point in body["points"]):
                return 400, {"status": {"error": f"Wrong input: Vector dimension error: expected {found['size']}"}}
            found["items"].update({point["id"]: point for point in body["points"]})
            return 200, {"result": {"status": "completed"}}
        if rest == ["points"]:
            return 200, {"result": [{"id": each} for each in body["ids"] if each in found["items"]]}
        points = sorted(found["items"].values(), key=lambda point: -cosine(point["vector"], body["query"]))
        kept = [
            {
                "id": point["id"],
                "score": cosine(point["vector"], body["query"]),
                "payload": point["payload"],
                "vector": point["vector"] if body["with_vector"] else None,
            }
            for point in points[: body["limit"]]
        ]
        return 200, {"result": {"points": kept}}

    def _chroma(self, rest: list[str], body: Any) -> Answer:
        if not rest:
            made = {"id": str(uuid.uuid4()), "items": {}, "configuration": body["configuration"]}
            found = self.collections.setdefault(body["name"], made)
            return 200, {"id": found["id"], "name": body["name"]}
        items = next(each for each in self.collections.values() if each["id"] == rest[0])["items"]
        if rest[1] == "get":
            return 200, {"ids": [each for each in body["ids"] if each in items]}
        if rest[1] == "upsert":
            for identity, vector, text, rest_of_it in zip(
                body["ids"], body["embeddings"], body["documents"], body["metadatas"], strict=True
            ):
                if rest_of_it == {} or any(isinstance(value, dict | list) for value in (rest_of_it or {}).values()):
                    return 422, {"error": "InvalidArgumentError", "message": "metadata must be flat and not empty"}
                items[identity] = (vector, text, rest_of_it)
            return 200, {}
        (wanted,) = body["query_embeddings"]
        best = sorted(items.items(), key=lambda item: -cosine(item[1][0], wanted))[: body["n_results"]]
        given: dict[str, list[Any]] = {
            "ids": [[identity for identity, _ in best]],
            "documents": [[text for _, (_, text, _) in best]],
            "metadatas": [[rest_of_it for _, (_, _, rest_of_it) in best]],
            "distances": [[1 - cosine(vector, wanted) for _, (vector, _, _) in best]],
            "embeddings": [[vector for _, (vector, _, _) in best]],
        }
        return 200, {name: value for name, value in given.items() if name == "ids" or name in body["include"]}

    def _astra(self, name: str, body: Any) -> dict[str, Any]:
        ((command, asked),) = body.items()
        if command == "createCollection":
            self.collections.setdefault(asked["name"], {**asked["options"], "items": {}})
            return {"status": {"ok": 1}}
        if name not in self.collections:
            said = f"Collection does not exist, collection name: {name}"
            return {"errors": [{"message": said, "errorCode": "COLLECTION_NOT_EXIST"}]}
        items = self.collections[name]["items"]
        if command == "deleteMany":
            items.clear()
            return {"status": {"deletedCount": -1}}
        if command == "insertMany":
            items.update({document["_id"]: document for document in asked["documents"]})
            return {"status": {"insertedIds": [document["_id"] for document in asked["documents"]]}}
        chosen = list(items.values())
        for path, wanted in asked["filter"].items():
            if path == "_id":
                chosen = [each for each in chosen if each["_id"] in wanted["$in"]]
            else:
                chosen = [each for each in chosen if each["metadata"].get(path.removeprefix("metadata.")) == wanted]
        sort = asked.get("sort") or {}
        if "$vector" in sort:
            chosen = [{**each, "$similarity": cosine(each["$vector"], sort["$vector"])} for each in chosen]
            chosen.sort(key=lambda each: -each["$similarity"])
        elif "$vectorize" in sort:
            words = set(sort["$vectorize"].split())
            chosen.sort(key=lambda each: -len(words & set(each["$vectorize"].split())))
        return {"data": {"documents": chosen[: (asked.get("options") or {}).get("limit", 20)]}}


@contextmanager
def vector_servers() -> Iterator[VectorServers]:
    """The stand-ins on a free port, as long as the ``with`` lasts."""
    servers = VectorServers()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(content) if content else None
            status, answer = servers.answer(self.command, urlsplit(self.path).path, headers, body)
            sent = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_PUT = do_POST

        def log_message(self, *arguments: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    servers.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield servers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
