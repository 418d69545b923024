"""The agent with tools, against a scripted model server, over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import RunningApp
from tests.flow_drawing import Drawing
from tests.model_server.stand_in import Answer, StandIn


def agent_flow(app: RunningApp, stand_in: StandIn, **values: Any) -> tuple[Drawing, str]:
    """A chat input, an agent that asks the scripted server, and a chat output."""
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    settings = {"openai_api_base": stand_in.base_url, "model_name": "stand-in-model", "api_key": "k"}
    agent = drawing.node("Agent", "Agent-main", **{**settings, **values})
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(source, "message", agent, "input_value")
    drawing.edge(agent, "response", answer, "input_value")
    return drawing, agent


def as_tool(drawing: Drawing, node_id: str) -> None:
    """Switch a drawn node into tool mode, as the editor does."""
    drawn = next(node["data"] for node in drawing.nodes if node["id"] == node_id)
    asked = {
        "code": "",
        "field": "tool_mode",
        "field_value": True,
        "template": drawn["node"]["template"],
        "frontend_node": {**drawn["node"], "key": drawn["type"]},
    }
    answer = drawing.client.post("/api/v1/custom_component/update", json=asked)
    assert answer.status_code == 200, answer.text
    drawn["node"]["outputs"] = answer.json()["outputs"]


def calls(*wanted: tuple[str, dict[str, Any]], text: str = "") -> Answer:
    return Answer((text,), tool_calls=wanted)


def told(stand_in: StandIn) -> list[str]:
    """What the model was told by its tools, in the last request."""
    return [turn["content"] for turn in stand_in.chats[-1].body["messages"] if turn["role"] == "tool"]


def test_an_agent_uses_the_calculator(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, system_prompt="Be exact.", add_current_date_tool=False)
    drawing.edge(drawing.node("CalculatorTool"), "api_build_tool", agent, "tools")
    stand_in.script(calls(("calculator", {"expression": "6*7"}), text="Let me see."), Answer(("It is 42.",)))
    events = drawing.build("What is 6*7?", session="sums")
    assert told(stand_in) == ['{"result": "42"}']
    first = stand_in.chats[0].body
    assert [turn["content"] for turn in first["messages"]] == ["Be exact.", "What is 6*7?"]
    assert [tool["function"]["name"] for tool in first["tools"]] == ["calculator"]
    shown = [event["data"] for event in events if event["event"] == "add_message"]
    answers = [message for message in shown if message["sender"] == "Machine"]
    assert len({message["id"] for message in answers}) == 1, "the chat shows one message, which grows"
    assert (answers[-1]["text"], answers[-1]["properties"]["state"]) == ("It is 42.", "complete")
    (block,) = answers[-1]["content_blocks"]
    assert [step["header"]["title"] for step in block["contents"]] == [
        "Input",
        "Thought",
        "Used **calculator**",
        "Output",
    ]
    use = block["contents"][2]
    assert str(use["vertex_id"]).startswith("CalculatorTool-")
    assert (use["tool_input"], use["output"], use["error"]) == ({"expression": "6*7"}, {"result": "42"}, None)
    stored = shared_app.client.get("/api/v1/monitor/messages", params={"session_id": "sums"}).json()
    assert [(message["sender"], message["text"]) for message in stored] == [
        ("User", "What is 6*7?"),
        ("Machine", "It is 42."),
    ]


def test_nodes_in_tool_mode_are_tools(shared_app: RunningApp, stand_in: StandIn, web: str) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    page = drawing.node("URL", "URL-page")
    as_tool(drawing, page)
    drawing.edge(page, "component_as_tool", agent, "tools")
    stand_in.script(
        calls(
            ("URL-fetch_content_text", {"urls": [f"{web}/plain"]}),
            ("URL-fetch_content_text", {"urls": [f"{web}/gone"]}),
        ),
        Answer(("Done.",)),
    )
    answer = drawing.run("Read them")
    assert answer.status_code == 200, answer.text
    tools = {tool["function"]["name"]: tool["function"] for tool in stand_in.chats[0].body["tools"]}
    assert sorted(tools) == ["URL-fetch_content", "URL-fetch_content_text"]
    arguments = tools["URL-fetch_content"]["parameters"]
    assert arguments["properties"]["urls"]["type"] == "array"
    assert arguments["required"] == ["urls"]
    plain, gone = told(stand_in)
    assert plain == "plain text"
    assert gone.startswith("Error:")
    assert "status 404" in gone


def test_what_a_file_says_of_its_tools_counts(shared_app: RunningApp, stand_in: StandIn, web: str) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    page = drawing.node("URL", "URL-page")
    as_tool(drawing, page)
    drawing.edge(page, "component_as_tool", agent, "tools")
    # As later versions write it: the tag is the name at first, the name is the one that the user gave.
    rows = [
        {"name": "read pages", "tags": ["fetch_content_text"], "description": "Reads.", "status": True},
        {"name": "fetch_content", "tags": ["fetch_content"], "description": "Fetches.", "status": False},
    ]
    drawing.nodes[-1]["data"]["node"]["template"]["tools_metadata"] = {"type": "tools", "value": rows, "show": True}
    stand_in.script(calls(("read-pages", {"urls": [f"{web}/plain"]})), Answer(("Done.",)))
    assert drawing.run("Read them").status_code == 200
    (tool,) = [tool["function"] for tool in stand_in.chats[0].body["tools"]]
    assert (tool["name"], tool["description"]) == ("read-pages", "Reads.")
    assert told(stand_in) == ["plain text"]


def test_local_search_is_a_tool_with_its_own_values(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    documents = drawing.node("JSONtoData", json_string='[{"text": "bees make honey", "source": "bees.md"}]')
    search = drawing.node("LocalSearch", "LocalSearch-tool", number_of_results=1)
    as_tool(drawing, search)
    drawing.edge(documents, "data", search, "ingest_data")
    drawing.edge(search, "component_as_tool", agent, "tools")
    stand_in.script(calls(("LocalSearch-search_text", {"search_query": "honey"})), Answer(("Bees do.",)))
    assert drawing.run("Who makes honey?").status_code == 200
    assert told(stand_in) == ["1. **bees.md**  \n   bees make **honey**"]


def test_an_agent_remembers_the_conversation(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, _ = agent_flow(shared_app, stand_in)
    drawing.run("My name is Ada.", session="names")
    drawing.run("Who am I?", session="names")
    turns = [(turn["role"], turn["content"]) for turn in stand_in.chats[-1].body["messages"][1:]]
    assert turns == [("user", "My name is Ada."), ("assistant", "Hello there!"), ("user", "Who am I?")]


def test_the_clock_is_a_tool(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, _ = agent_flow(shared_app, stand_in)
    stand_in.script(calls(("get_current_date", {"timezone": "Asia/Tokyo"})), Answer(("Late.",)))
    drawing.run("What time is it in Tokyo?")
    (time,) = told(stand_in)
    assert time.startswith("Current date and time in Asia/Tokyo: ")


def test_a_model_node_may_be_the_provider(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, agent_llm="Custom", openai_api_base="")
    entry = next(node for node in drawing.nodes if node["id"] == agent)["data"]["node"]["template"]["agent_llm"]
    entry["input_types"] = ["LanguageModel"]
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="stand-in-model", api_key="k")
    drawing.edge(model, "model_output", agent, "agent_llm")
    answer = drawing.run("hi")
    assert answer.status_code == 200, answer.text
    assert len(stand_in.chats) == 1


@pytest.mark.parametrize(
    ("provider", "path", "fields"),
    [
        ("Groq", "/v1/chat/completions", {"model_name": "llama-x"}),
        ("NVIDIA", "/v1/chat/completions", {"nvidia_api_key": "k", "model_name": "llama-x"}),
        ("Azure OpenAI", "/v1/openai/deployments/llama-x/chat/completions?api-version=2024-06-01", {}),
        ("Anthropic", "/v1/v1/messages", {"model": "llama-x", "model_name": "gpt-4o-mini"}),
        ("MistralAI", "/v1/chat/completions", {}),
    ],
)
def test_an_agent_asks_other_providers(
    shared_app: RunningApp, stand_in: StandIn, provider: str, path: str, fields: dict[str, Any]
) -> None:
    drawing, _ = agent_flow(shared_app, stand_in, **{"model_name": "llama-x", **fields, "agent_llm": provider})
    assert drawing.run("hi").status_code == 200
    (asked,) = stand_in.chats
    assert (asked.path, asked.body["model"]) == (path, "llama-x")


def test_choosing_a_provider_fits_the_fields(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in)
    drawn = next(node["data"] for node in drawing.nodes if node["id"] == agent)
    asked = {
        "code": "",
        "field": "agent_llm",
        "field_value": "Groq",
        "template": drawn["node"]["template"],
        "frontend_node": {**drawn["node"], "key": "Agent"},
    }
    template = shared_app.client.post("/api/v1/custom_component/update", json=asked).json()["template"]
    assert template["api_key"]["display_name"] == "Groq API Key"
    assert template["model_name"]["value"] in template["model_name"]["options"]
    assert (template["openai_api_base"]["value"], template["openai_api_base"]["show"]) == ("", True)
    assert not template["json_mode"]["show"]


def test_an_agent_is_a_tool_of_another(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, boss = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    settings = {"openai_api_base": stand_in.base_url, "model_name": "stand-in-model", "api_key": "k"}
    helper = drawing.node(
        "Agent", "Agent-help", agent_description="Knows all.", add_current_date_tool=False, **settings
    )
    drawing.nodes[-1]["data"]["node"]["display_name"] = "Wise One"
    as_tool(drawing, helper)
    drawing.edge(helper, "component_as_tool", boss, "tools")
    stand_in.script(calls(("Wise_One", {"input_value": "why?"})), Answer(("Because.",)), Answer(("He says: because.",)))
    answer = drawing.run("Ask why", session="two agents")
    assert answer.status_code == 200, answer.text
    (offered,) = stand_in.chats[0].body["tools"]
    assert (offered["function"]["name"], offered["function"]["description"]) == ("Wise_One", "Knows all.")
    assert told(stand_in) == ["Because."]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"agent_llm": "Custom"}, "has no model"),
        ({"agent_llm": "Amazon Bedrock"}, "does not speak to this provider"),
        ({"agent_llm": "Anthropic", "api_key": "", "openai_api_base": ""}, "There is no API key"),
        ({"agent_llm": "Azure OpenAI", "openai_api_base": ""}, "does not say the address"),
    ],
)
def test_what_is_missing_is_said(shared_app: RunningApp, stand_in: StandIn, values: dict[str, Any], said: str) -> None:
    drawing, _ = agent_flow(shared_app, stand_in, **values)
    (error,) = [event["data"] for event in drawing.build("x") if event["event"] == "error"]
    assert said in error["text"]


def wired_agent(app: RunningApp, stand_in: StandIn, kind: str, **values: Any) -> Drawing:
    """An agent that takes its model from a model node, with the calculator, between chat input and output."""
    drawing = Drawing(app.client)
    source = drawing.node("ChatInput", "ChatInput-in")
    agent = drawing.node(kind, f"{kind}-main", **values)
    model = drawing.node("OpenAIModel", openai_api_base=stand_in.base_url, model_name="stand-in-model", api_key="k")
    answer = drawing.node("ChatOutput", "ChatOutput-out")
    drawing.edge(source, "message", agent, "input_value")
    drawing.edge(model, "model_output", agent, "llm")
    drawing.edge(drawing.node("CalculatorTool"), "api_build_tool", agent, "tools")
    drawing.edge(agent, "response", answer, "input_value")
    return drawing


@pytest.mark.parametrize("kind", ["ToolCallingAgent", "OpenAIToolsAgent"])
def test_agents_with_a_model_of_a_node(shared_app: RunningApp, stand_in: StandIn, kind: str) -> None:
    values = {"user_prompt": "Sum: {input}"} if kind == "OpenAIToolsAgent" else {}
    drawing = wired_agent(shared_app, stand_in, kind, **values)
    stand_in.script(calls(("calculator", {"expression": "6*7"})), Answer(("It is 42.",)))
    shown = [event["data"] for event in drawing.build("6*7", session=kind) if event["event"] == "add_message"]
    assert shown[-1]["text"] == "It is 42."
    assert told(stand_in) == ['{"result": "42"}']
    asked = stand_in.chats[0].body["messages"][-1]["content"]
    assert asked == ("Sum: 6*7" if values else "6*7")


def test_an_agent_for_models_without_tool_calls(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing = wired_agent(shared_app, stand_in, "XMLAgent")
    stand_in.script(
        Answer(('Let me see. <tool>calculator</tool><tool_input>{"expression": "6*7"}',)),
        Answer(("<tool>abacus</tool><tool_input>1</tool_input>",)),
        Answer(("<final_answer>It is 42.</final_answer>",)),
    )
    shown = [event["data"] for event in drawing.build("6*7", session="tags") if event["event"] == "add_message"]
    assert shown[-1]["text"] == "It is 42."
    steps = shown[-1]["content_blocks"][0]["contents"]
    titles = [step["header"]["title"] for step in steps]
    assert titles == ["Input", "Thought", "Used **calculator**", "Used **abacus**", "Output"]
    assert steps[2]["output"] == {"result": "42"}
    first, second, third = (turns.body["messages"] for turns in stand_in.chats)
    assert "- calculator:" in first[0]["content"]
    assert second[-1]["content"] == '<observation>{"result": "42"}</observation>'
    assert "There is no tool named abacus" in third[-1]["content"]
    assert all("tools" not in asked.body for asked in stand_in.chats)


def test_what_a_tool_would_say_in_the_chat_is_kept_out_of_it(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, agent = agent_flow(shared_app, stand_in, add_current_date_tool=False)
    speaker = drawing.node("ChatOutput", "ChatOutput-tool")
    tool = {"name": "component_as_tool", "method": "to_toolkit", "types": ["Tool"], "selected": "Tool"}
    drawing.nodes[-1]["data"]["node"]["outputs"] = [tool]
    drawing.edge(speaker, "component_as_tool", agent, "tools")
    stand_in.script(calls(("ChatOutput-message_response", {"input_value": "a secret"})), Answer(("Done.",)))
    events = drawing.build("hi", session="silent")
    assert told(stand_in) == ["a secret"]
    shown = {event["data"]["text"] for event in events if event["event"] == "add_message"}
    assert "a secret" not in shown
    stored = shared_app.client.get("/api/v1/monitor/messages", params={"session_id": "silent"}).json()
    assert [message["text"] for message in stored] == ["hi", "Done."]


def test_agents_cannot_be_each_others_tools(shared_app: RunningApp, stand_in: StandIn) -> None:
    drawing, boss = agent_flow(shared_app, stand_in)
    one, other = (drawing.node("Agent", f"Agent-{name}", display_name=name) for name in ("one", "other"))
    for agent in (one, other):
        as_tool(drawing, agent)
    drawing.edge(one, "component_as_tool", other, "tools")
    drawing.edge(other, "component_as_tool", one, "tools")
    drawing.edge(one, "component_as_tool", boss, "tools")
    (event,) = drawing.build("hi")
    assert event["event"] == "error"
    assert "use each other as tools in a circle" in event["data"]["error"]
    assert "Agent-one" in event["data"]["error"]
    assert "in a circle" in drawing.run("hi").json()["detail"]
