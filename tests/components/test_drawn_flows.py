"""Flows drawn for the purpose (``tests/fixtures/flows``): chains, joins, routers, cycles, groups, and broken ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import RunningApp

FLOWS = Path(__file__).resolve().parents[1] / "fixtures" / "flows"


def build(app: RunningApp, name: str, text: str) -> list[dict[str, Any]]:
    """The events of a build of the imported flow."""
    content = (FLOWS / f"{name}.json").read_bytes()
    uploaded = app.client.post("/api/v1/flows/upload/", files={"file": (f"{name}.json", content)})
    assert uploaded.status_code == 201, uploaded.text
    body = {"inputs": {"input_value": text, "session": "drawn"}}
    answer = app.client.post(f"/api/v1/build/{uploaded.json()[0]['id']}/flow", json=body)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.split("\n") if line]


def answers(events: list[dict[str, Any]]) -> list[str]:
    """What the chat outputs said."""
    sent = [event["data"] for event in events if event["event"] == "add_message"]
    return [message["text"] for message in sent if message["sender"] == "Machine"]


def built(events: list[dict[str, Any]]) -> dict[str, bool]:
    """The vertices that were built, and whether that went well."""
    done = [event["data"]["build_data"] for event in events if event["event"] == "end_vertex"]
    return {build["id"]: build["valid"] for build in done}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("chain", "x", "c(b(a(x)))"),
        ("join", "x", "<x> + x + fixed"),
        ("router", "yes", "[T:yes|]"),
        ("router", "no", "[|F:no]"),
        ("cycle", "", "xxx"),
        ("group", "x", "out(in(x, glad))"),
        ("lists", "", "one,two,three"),
        ("broken_edge", "x", "x!"),
        ("unknown_type", "x", "x"),
        ("failing_branch", "no json", "no json"),
    ],
)
def test_what_they_answer(shared_app: RunningApp, name: str, text: str, expected: str) -> None:
    assert answers(build(shared_app, name, text)) == [expected]


def test_the_way_not_taken_is_not_built(shared_app: RunningApp) -> None:
    done = built(build(shared_app, "router", "yes"))
    assert "Prompt-true1" in done
    assert "Prompt-false" not in done


def test_an_unknown_type_is_named(shared_app: RunningApp) -> None:
    events = build(shared_app, "unknown_type", "x")
    (error,) = [event["data"] for event in events if event["event"] == "error"]
    assert "The code of Martian Mind (MartianMind-alien) was not run" in error["text"]
    assert "Runnel has no component of the type MartianMind" in error["text"]
    assert built(events)["MartianMind-alien"] is False


def test_what_depends_on_a_failure_is_not_built(shared_app: RunningApp) -> None:
    events = build(shared_app, "failing_branch", "no json")
    done = built(events)
    assert done["JSONCleaner-fails"] is False
    assert "TextOutput-after" not in done
    (error,) = [event["data"] for event in events if event["event"] == "error"]
    assert "There is no { in it" in error["text"]


def test_an_edge_into_nothing_is_named_and_kept(shared_app: RunningApp) -> None:
    (error,) = build(shared_app, "lost_edge", "x")
    assert "ChatOutput-nowhr" in error["data"]["error"]
    stored = shared_app.client.get("/api/v1/flows/").json()[-1]
    assert len(stored["data"]["edges"]) == 3
