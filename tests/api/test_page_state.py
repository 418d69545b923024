"""What a page needs when it opens, in one answer: the same as the routes of its parts give."""

from __future__ import annotations

import json

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def test_the_parts_are_those_of_their_own_routes(shared_app: RunningApp) -> None:
    client = shared_app.client
    drawing = Drawing(client)
    drawing.node("ChatInput", "ChatInput-in")
    drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge("ChatInput-in", "message", "ChatOutput-out", "input_value")
    flow_id = drawing.save("echo")
    client.patch("/api/v1/preferences", json={"theme": "dark"})
    client.post("/api/v1/variables/", json={"name": "CITY", "value": "Oslo", "type": "Generic", "default_fields": []})
    for session, text in (("one", "hello"), ("two", "hi")):
        inputs = {"input_value": text, "session": session}
        job = client.post(
            f"/api/v1/build/{flow_id}/flow", params={"event_delivery": "streaming"}, json={"inputs": inputs}
        ).json()["job_id"]
        told = client.get(f"/api/v1/build/{job}/events").text

    page = client.get("/api/v1/page_state").json()
    assert page == {
        "window": client.get("/api/v1/window").json(),
        "preferences": {"theme": "dark"},
        "folders": client.get("/api/v1/folders/").json(),
        "flow": None,
    }

    of = {"flow_id": flow_id}
    opened = client.get("/api/v1/page_state", params=of).json()["flow"]
    assert opened["session_id"] == "two", "the newest session"
    assert [message["text"] for message in opened["messages"]] == ["hi", "hi"]
    assert opened["sessions"] == ["two", "one"]
    assert opened["variables"] == client.get("/api/v1/variables/").json()
    assert opened["jobs"] == client.get("/api/v1/build/jobs", params=of).json()
    assert opened["jobs"][0]["job_id"] == job
    assert opened["events"] == [json.loads(line) for line in told.splitlines() if line]
    assert opened["events"][-1]["event"] == "end"
    builds = client.get("/api/v1/monitor/builds", params=of).json()["vertex_builds"]
    assert opened["vertex_builds"] == builds
    assert set(builds) == {"ChatInput-in", "ChatOutput-out"}
    assert opened["models"] == client.get("/api/v1/models").json(), "known, since no server is to be looked for"

    named = client.get("/api/v1/page_state", params={**of, "session_id": "one"}).json()["flow"]
    assert [message["text"] for message in named["messages"]] == ["hello", "hello"]
    elsewhere = {"flow_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6"}
    unknown = client.get("/api/v1/page_state", params=elsewhere).json()["flow"]
    assert (unknown["messages"], unknown["vertex_builds"]) == ([], {})
