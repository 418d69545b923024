"""The components that run Python: what an agent writes, functions and a component of the user's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.components.flow_case import Failed, output_of
from tests.components.test_agent import agent_flow, calls, told
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn
from tests.sandbox.drawn_code import trust, window


def needed(app: RunningApp, drawing: Drawing) -> dict[str, Any]:
    """What the one node of the drawing that carries code needs trusted, as the window is told."""
    sent = {"nodes": drawing.nodes}
    (found,) = app.client.post("/api/v1/trust/check", json=sent, headers=window(app)).json()
    return dict(found)


def test_an_agent_writes_python(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    repl = drawing.node("PythonREPLTool", global_imports="math, json")
    drawing.edge(repl, "api_build_tool", agent, "tools")
    code = needed(shared_app, drawing)
    assert (code["reason"], code["node_id"]) == ("model_writes", repl)
    assert code["text"].endswith("import math\nimport json\n")
    script = {"code": "```python\nprint(math.factorial(5))\n```"}
    stand_in.script(calls(("python_repl", script)), Answer(("I may not.",)))
    drawing.build("5!")
    assert "not trusted" in told(stand_in)[0]
    trust(shared_app, code["text"])
    stand_in.script(
        calls(("python_repl", script)),
        calls(("python_repl", {"code": "x = [1, 2]\nsum(x) * 2"})),
        calls(("python_repl", {"code": "1 / 0"})),
        Answer(("120.",)),
    )
    drawing.build("5!")
    assert told(stand_in)[:2] == ["120\n", "6"]
    assert "division by zero" in told(stand_in)[2]
    other = Drawing(shared_app.client)
    other.node("PythonREPLTool", "PythonREPLTool-other", global_imports="math, json")
    assert needed(shared_app, other)["is_trusted"] is False, "trust in one node is none in another"


FUNCTIONS = '''
def helper(value):
    return value * rate


async def price(pieces: int, express: bool = False, names: list[str] | None = None) -> dict:
    """What so many pieces cost."""
    return {"total": helper(pieces) + (5 if express else 0), "names": names, "note": "a\\nb"}
'''


def test_a_function_as_a_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    rate = drawing.node("JSONtoData", json_string='{"rate": 3}')
    tool = drawing.node(
        "PythonCodeStructuredTool",
        tool_code=FUNCTIONS,
        tool_name="price",
        tool_description="Says what it costs.",
        tool_function="price",
    )
    drawing.edge(rate, "data", tool, "global_variables")
    drawing.edge(tool, "result_tool", agent, "tools")
    assert needed(shared_app, drawing)["reason"] == "written"
    trust(shared_app, FUNCTIONS)
    stand_in.script(calls(("price", {"pieces": 4, "express": True})), Answer(("17.",)))
    drawing.build("How much?")
    assert told(stand_in) == ['{"total": 17, "names": null, "note": "a\\nb"}']
    (given,) = stand_in.chats[0].body["tools"]
    parameters = given["function"]["parameters"]
    assert {name: about["type"] for name, about in parameters["properties"].items()} == {
        "pieces": "integer",
        "express": "boolean",
        "names": "string",
    }
    assert parameters["required"] == ["pieces"]


def test_the_functions_of_the_code_are_offered(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    drawing.node("PythonCodeStructuredTool", tool_code=FUNCTIONS)
    described = drawing.nodes[0]["data"]["node"]
    asked = {
        "code": "",
        "field": "tool_code",
        "field_value": FUNCTIONS,
        "template": described["template"],
        "frontend_node": {**described, "key": "PythonCodeStructuredTool"},
    }
    answer = shared_app.client.post("/api/v1/custom_component/update", json=asked).json()
    entry = answer["template"]["tool_function"]
    assert (entry["options"], entry["value"]) == (["helper", "price"], "helper")


@pytest.mark.parametrize(
    ("output", "source", "expected"),
    [
        ("function_output_str", "def greet():\n    return 'hello'", "hello"),
        ("function_output_data", "def rows():\n    return [{'a': 1}, 'two']", [{"a": 1}, {"text": "two"}]),
    ],
)
def test_a_function_of_the_users(shared_app: RunningApp, output: str, source: str, expected: Any) -> None:
    drawing = Drawing(shared_app.client)
    node = drawing.node("PythonFunction", function_code=source)
    kind = "Text" if output == "function_output_str" else "Data"
    if kind == "Text":
        drawing.edge(node, output, drawing.node("TextOutput"), "input_value")
    else:
        drawing.edge(node, output, drawing.node("ParseData"), "data")
    with pytest.raises(Failed, match="was not run"):
        output_of(drawing, node, output)
    trust(shared_app, source)
    assert output_of(drawing, node, output) == expected


def test_a_function_as_a_value_and_what_it_returns(shared_app: RunningApp) -> None:
    source = "def greet():\n    return 'hello'"
    drawing = Drawing(shared_app.client)
    node = drawing.node("PythonFunction", function_code=source)
    trust(shared_app, source)
    assert output_of(drawing, node, "function_output") == "Tool", "a function is shown by what it is"
    assert output_of(drawing, node, "function_output_data") == [{"text": "hello"}]


def test_the_component_to_write_ones_own_runs_as_it_comes(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    node = drawing.node("CustomComponent", input_value="mine")
    assert output_of(drawing, node, "output") == {"value": "mine"}
    described = drawing.nodes[0]["data"]["node"]
    source = described["template"]["code"]["value"].replace(
        "Data(value=self.input_value)", "Data(value=self.input_value[::-1])"
    )
    described["template"]["code"]["value"] = source
    drawing.flow_id = ""
    with pytest.raises(Failed, match="was not run"):
        output_of(drawing, node, "output")
    assert needed(shared_app, drawing)["reason"] == "custom"
    trust(shared_app, source)
    assert output_of(drawing, node, "output") == {"value": "enim"}
