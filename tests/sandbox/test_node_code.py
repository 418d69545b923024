"""Code that nodes carry, in the component language of flow files: run over HTTP once it is trusted."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.components.test_agent import agent_flow, as_tool, calls, told
from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn
from tests.sandbox.drawn_code import code_node, failure, is_alive, results, trust

LOUDER = """
from langflow.custom import Component
from langflow.io import BoolInput, IntInput, MessageTextInput, Output
from langflow.schema import Data
from langflow.schema.message import Message


class Louder(Component):
    display_name = "Louder"
    description = "Says it again, louder."
    icon = "megaphone"
    name = "Louder"

    inputs = [
        MessageTextInput(name="input_value", display_name="Text", tool_mode=True),
        IntInput(name="marks", display_name="Marks", value=2),
        BoolInput(name="is_reversed", display_name="Reversed"),
    ]
    outputs = [
        Output(display_name="Text", name="text", method="shout"),
        Output(display_name="Record", name="record", method="as_record"),
    ]

    def shout(self) -> Message:
        self.spoken = self.input_value.upper() + "!" * self.marks
        if self.is_reversed:
            self.spoken = self.spoken[::-1]
        self.status = f"{len(self.spoken)} letters"
        print("shouting")
        return Message(text=self.spoken)

    async def as_record(self) -> Data:
        self.log({"length": len(self.spoken)}, name="Length")
        return Data(data={"spoken": self.spoken, "session": self.graph.session_id})
"""


def test_a_component_of_a_flow_file_runs_once_it_is_trusted(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    entry = drawing.node("ChatInput", "ChatInput-in")
    louder = code_node(drawing, LOUDER, marks=3)
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(entry, "message", louder, "input_value")
    drawing.edge(louder, "text", answer, "input_value")
    table = drawing.node("ParseData", "ParseData-record", template="{spoken} in {session}")
    drawing.edge(louder, "record", table, "data")
    refusal = failure(drawing.build("hello"))
    assert "Louder (Louder-00001) was not run" in refusal
    assert "runnel trust" in refusal
    refused = drawing.run("hello")
    assert refused.status_code == 500
    assert "Louder-00001" in refused.json()["detail"]
    trust(shared_app, LOUDER)
    built = results(drawing.build("hello", session="s9"))
    assert built[louder]["outputs"]["text"]["message"] == "HELLO!!!"
    assert built[louder]["outputs"]["record"]["message"] == {"spoken": "HELLO!!!", "session": "s9"}
    logs = [(line["name"], line["message"]) for output in built[louder]["logs"].values() for line in output]
    assert logs == [("Note", "8 letters"), ("Printed", "shouting"), ("Length", {"length": 8})]
    assert built[table]["outputs"]["text"]["message"] == "HELLO!!! in s9"
    ran = drawing.run("hi", tweaks={louder: {"marks": 1, "is_reversed": True}}).json()
    assert ran["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "!IH"


SHAPES = """
from langflow.custom import Component
from langflow.io import DataInput, HandleInput, Output
from langflow.schema import Data, DataFrame


class Shapes(Component):
    display_name = "Shapes"
    inputs = [DataInput(name="records", display_name="Records", is_list=True)]
    outputs = [
        Output(display_name="Each", name="each", method="each"),
        Output(display_name="Table", name="table", method="table"),
        Output(display_name="Low", name="low", method="low"),
    ]

    def each(self) -> list[Data]:
        return [Data(text=record.text, n=record.n * 2) for record in self.records]

    def table(self) -> DataFrame:
        return DataFrame(self.records)

    def low(self) -> Data:
        if self.records[0].n > 1:
            self.stop("low")
        return self.records[0] + Data(seen=True)
"""


def test_records_tables_and_branches(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    source = drawing.node("JSONtoData", json_string='[{"text": "a", "n": 1}, {"text": "b", "n": 2}]')
    shapes = code_node(drawing, SHAPES)
    after = drawing.node("ParseData", "ParseData-after", template="{seen}")
    drawing.edge(source, "data", shapes, "records")
    drawing.edge(shapes, "low", after, "data")
    for output in ("each", "table"):
        drawing.edge(shapes, output, drawing.node("ParseData" if output == "each" else "parser"), _field(output))
    trust(shared_app, SHAPES)
    built = results(drawing.build())
    assert built[shapes]["outputs"]["each"]["message"] == [{"text": "a", "n": 2}, {"text": "b", "n": 4}]
    assert built[shapes]["outputs"]["table"]["message"] == [{"text": "a", "n": 1}, {"text": "b", "n": 2}]
    assert built[after]["outputs"]["text"]["message"] == "True"
    drawing.nodes[0]["data"]["node"]["template"]["json_string"]["value"] = '[{"text": "b", "n": 2}]'
    drawing.flow_id = ""
    assert after not in results(drawing.build()), "the branch was stopped"


def _field(output: str) -> str:
    return "data" if output == "each" else "input_data"


OLD = """
from langflow import CustomComponent
from langflow.field_typing import Text


class OldOne(CustomComponent):
    display_name = "Old One"
    description = "As components were written first."

    def build_config(self):
        return {"times": {"display_name": "Times", "value": 2}, "param": {"display_name": "Text"}}

    def build(self, param: str, times: int = 2) -> Text:
        self.status = param
        return param * times
"""


def test_a_component_of_the_old_style(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    old = code_node(drawing, OLD, param="ab", times=3)
    described = drawing.nodes[0]["data"]["node"]
    assert described["template"]["_type"] == "CustomComponent"
    assert described["template"]["times"]["display_name"] == "Times"
    (output,) = described["outputs"]
    assert (output["method"], output["types"]) == (None, ["Text"])
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(old, output["name"], answer, "input_value")
    trust(shared_app, OLD)
    assert drawing.run().json()["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "ababab"


OURS = '''
from runnel.sdk import Component, Context, IntInput, Message, Output, TextInput


class Repeat(Component):
    """Say a text several times."""

    display_name = "Repeat"
    icon = "repeat"
    inputs = (TextInput("text", "Text"), IntInput("times", "Times", value=2))
    outputs = (Output("repeated", "repeat"),)

    async def repeat(self, context: Context, text: str = "", times: int | None = 2) -> Message:
        """The text, so often."""
        context.note(f"in {context.session_id}")
        return Message(text=" ".join([text] * (times or 0)))
'''.replace("TextInput", "MessageTextInput")


def test_a_component_in_our_own_style(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    entry = drawing.node("TextInput", input_value="la")
    repeat = code_node(drawing, OURS, times=3)
    assert drawing.nodes[1]["data"]["node"]["description"] == "Say a text several times."
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(entry, "text", repeat, "text")
    drawing.edge(repeat, "repeated", answer, "input_value")
    trust(shared_app, OURS)
    built = results(drawing.build(session="s3"))
    assert built[repeat]["outputs"]["repeated"]["message"] == "la la la"
    assert built[repeat]["logs"]["repeated"][0]["message"] == "in s3"


ASKS = """
from langflow.custom import Component
from langflow.inputs import HandleInput, MessageTextInput
from langflow.schema.message import Message
from langflow.template import Output


class Asks(Component):
    display_name = "Asks"
    inputs = [
        HandleInput(name="llm", display_name="Model", input_types=["LanguageModel"]),
        MessageTextInput(name="question", display_name="Question"),
    ]
    outputs = [Output(display_name="Answer", name="answer", method="answer")]

    async def answer(self) -> Message:
        first = self.llm.invoke([("system", "Be brief."), ("human", self.question)])
        second = await self.llm.ainvoke(self.question)
        return Message(text=f"{first.content} / {second.content} / {self.llm.model_name}")
"""


def test_code_asks_a_model_of_the_flow(shared_app: RunningApp) -> None:
    drawing = Drawing(shared_app.client)
    model = drawing.node("TestReply", replies=["ping => pong"])
    asks = code_node(drawing, ASKS, question="ping")
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(model, "model_output", asks, "llm")
    drawing.edge(asks, "answer", answer, "input_value")
    trust(shared_app, ASKS)
    text = drawing.run().json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]
    assert text.startswith("pong / pong / ")


def test_an_agent_uses_a_node_of_code_as_its_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    louder = code_node(drawing, LOUDER)
    as_tool(drawing, louder)
    drawing.edge(louder, "component_as_tool", agent, "tools")
    trust(shared_app, LOUDER)
    stand_in.script(calls(("Louder-shout", {"input_value": "hey"})), Answer(("Done.",)))
    drawing.build("Shout hey")
    assert told(stand_in) == ["HEY!!"]
    tools = {tool["function"]["name"]: tool["function"] for tool in stand_in.chats[0].body["tools"]}
    assert set(tools) == {"Louder-shout", "Louder-as_record"}
    assert list(tools["Louder-shout"]["parameters"]["properties"]) == ["input_value"]
    assert "Says it again, louder." in tools["Louder-shout"]["description"]


MAKES_A_TOOL = """
from langchain_core.tools import StructuredTool
from langflow.base.langchain_utilities.model import LCToolComponent
from langflow.field_typing import Tool
from langflow.inputs import IntInput
from langflow.schema import Data
from langflow.template import Output
from pydantic import BaseModel, Field


class Adder(LCToolComponent):
    display_name = "Adder"
    name = "Adder"
    inputs = [IntInput(name="more", display_name="More", value=1)]
    outputs = [Output(display_name="Tool", name="api_build_tool", method="build_tool")]

    class Wanted(BaseModel):
        number: int = Field(description="What to add to.")

    def run_model(self) -> list[Data]:
        return []

    def build_tool(self) -> Tool:
        return StructuredTool.from_function(
            name="adder", description="Adds.", func=self.add, args_schema=self.Wanted
        )

    def add(self, number: int) -> str:
        return f"{number + self.more}"
"""


def test_a_tool_that_code_makes(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    adder = code_node(drawing, MAKES_A_TOOL, more=40)
    drawing.edge(adder, "api_build_tool", agent, "tools")
    trust(shared_app, MAKES_A_TOOL)
    stand_in.script(calls(("adder", {"number": 2})), Answer(("42.",)))
    drawing.build("Add")
    assert told(stand_in) == ["42"]
    (tool,) = stand_in.chats[0].body["tools"]
    assert tool["function"]["parameters"]["properties"]["number"]["description"] == "What to add to."


SLEEPS = """
import os
import time

from langflow.custom import Component
from langflow.io import MessageTextInput, Output


class Sleeps(Component):
    display_name = "Sleeps"
    inputs = [MessageTextInput(name="note", display_name="Note")]
    outputs = [Output(display_name="Out", name="out", method="out")]

    def out(self) -> str:
        with open(self.note, "w") as file:
            file.write(str(os.getpid()))
        time.sleep(60)
        return "slept"
"""


def test_stopping_a_build_kills_the_child(shared_app: RunningApp, tmp_path: Path) -> None:
    drawing = Drawing(shared_app.client)
    note = tmp_path / "pid"
    code_node(drawing, SLEEPS, note=str(note))
    trust(shared_app, SLEEPS)
    query = {"event_delivery": "polling"}
    job = shared_app.client.post(f"/api/v1/build/{drawing.save()}/flow", json={}, params=query).json()["job_id"]
    while not note.exists() or not note.read_text():
        time.sleep(0.02)
    started = time.monotonic()
    assert shared_app.client.post(f"/api/v1/build/{job}/cancel").status_code == 200
    while is_alive(int(note.read_text())):
        time.sleep(0.01)
    assert time.monotonic() - started < 0.5, "a quarter of a second is promised; the request takes its part"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return self.nothing_like_it", "AttributeError: Broken has no attribute nothing_like_it"),
        ("raise ValueError('not today')", "ValueError: not today. Line 10 in out of the code: raise ValueError"),
        ("return object()", "The code gave a object."),
        ("return self.variables('OPENAI_API_KEY', 'x')", "Code cannot read the variable OPENAI_API_KEY by itself."),
        ("from langflow.schema import NoSuchThing", "cannot import name 'NoSuchThing'"),
    ],
)
def test_what_goes_wrong_is_told_with_its_line(shared_app: RunningApp, body: str, told: str) -> None:
    source = (
        "from langflow.custom import Component\nfrom langflow.io import MessageTextInput, Output\n\n\n"
        "class Broken(Component):\n    display_name = 'Broken'\n"
        "    inputs = [MessageTextInput(name='text', display_name='Text')]\n"
        "    outputs = [Output(display_name='Out', name='out', method='out')]\n"
        f"    def out(self) -> str:\n        {body}\n"
    )
    drawing = Drawing(shared_app.client)
    code_node(drawing, source)
    trust(shared_app, source)
    assert told in failure(drawing.build())
