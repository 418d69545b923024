"""Routers take one way and leave the other alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing


def reached(app: RunningApp, **values: Any) -> dict[str, str]:
    """Which end was reached by a flow with an If-Else, and with what text."""
    drawing = Drawing(app.client)
    router = drawing.node("ConditionalRouter", **values)
    for output in ("true_result", "false_result"):
        drawing.edge(router, output, drawing.node("TextOutput", f"TextOutput-{output}"), "input_value")
    ended = [event["data"]["build_data"] for event in drawing.build(session="") if event["event"] == "end_vertex"]
    return {
        build["id"].partition("-")[2]: build["data"]["outputs"]["text"]["message"]
        for build in ended
        if build["id"].startswith("TextOutput")
    }


@pytest.mark.parametrize(
    ("text", "operator", "other", "route"),
    [
        ("Abc", "equals", "abc", "true_result"),
        ("abc", "equals", "abd", "false_result"),
        ("abc", "not equals", "abd", "true_result"),
        ("xABCx", "contains", "abc", "true_result"),
        ("abcd", "starts with", "AB", "true_result"),
        ("abcd", "ends with", "ab", "false_result"),
        ("a1", "regex", r"[a-z]\d$", "true_result"),
        ("10", "greater than", "9", "true_result"),
        ("ten", "less than", "9", "false_result"),
        ("9", "less than or equal", "9.0", "true_result"),
    ],
)
def test_one_way_is_taken(shared_app: RunningApp, text: str, operator: str, other: str, route: str) -> None:
    found = reached(shared_app, input_text=text, operator=operator, match_text=other, message="sent")
    assert found == {route: "sent"}


def test_case_counts_where_asked(shared_app: RunningApp) -> None:
    assert reached(shared_app, input_text="A", match_text="a", case_sensitive=True, message="m") == {
        "false_result": "m"
    }


def test_without_a_message_the_text_goes_on(shared_app: RunningApp) -> None:
    assert reached(shared_app, input_text="A", match_text="a") == {"true_result": "A"}


def test_each_case_may_have_a_message_of_its_own(shared_app: RunningApp) -> None:
    messages = {"true_case_message": "yes", "false_case_message": "no", "message": "common"}
    assert reached(shared_app, input_text="A", match_text="b", **messages) == {"false_result": "no"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"operator": "equals", "compare_value": "a"}, {"true_output": "1", "false_output": "2\n3"}),
        ({"operator": "boolean validator"}, {"false_output": "1\n2\n3"}),
        ({"operator": "not equals", "compare_value": "z"}, {"true_output": "1\n2\n3"}),
    ],
)
def test_records_are_split_between_the_ways(
    shared_app: RunningApp, values: dict[str, Any], expected: dict[str, str]
) -> None:
    drawing = Drawing(shared_app.client)
    rows = drawing.node("CSVtoData", csv_string="kind,n\na,1\nb,2\nc,3")
    router = drawing.node("DataConditionalRouter", key_name="kind", **values)
    drawing.edge(rows, "data_list", router, "data_input")
    for output in ("true_output", "false_output"):
        shown = drawing.node("ParseData", f"ParseData-{output}", template="{n}")
        drawing.edge(router, output, shown, "data")
    ended = [event["data"]["build_data"] for event in drawing.build(session="") if event["event"] == "end_vertex"]
    found = {
        build["id"].partition("-")[2]: build["data"]["outputs"]["text"]["message"]
        for build in ended
        if build["id"].startswith("ParseData")
    }
    assert found == expected
