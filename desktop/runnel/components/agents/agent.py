"""A model that uses tools until it knows the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from runnel.components.agents.agent_run import AGENT_INPUTS, answer_with_tools
from runnel.components.helpers.current_date import CurrentDate
from runnel.components.helpers.memory import BOTH_SENDERS
from runnel.components.helpers.object_answer import INSTRUCTIONS as OBJECT_INSTRUCTIONS
from runnel.components.helpers.object_answer import ask_object
from runnel.components.models.openai_model import MODEL_INPUTS, MODEL_NAMES
from runnel.components.models.provider_model import find_model, show_provider
from runnel.components.tools.calculator_tool import CalculatorTool
from runnel.sdk import (
    BoolInput,
    ChatTurn,
    Component,
    Context,
    Data,
    DropdownInput,
    HandleInput,
    IntInput,
    Message,
    MessageTextInput,
    ModelAccess,
    MultilineInput,
    Output,
    Tool,
)
from runnel.shaping.json_repair import read_json

_PROVIDERS = ("Amazon Bedrock", "Anthropic", "Azure OpenAI", "Groq", "NVIDIA", "OpenAI", "Custom")
INSTRUCTIONS = "You are a helpful assistant. Use the tools where they help, and answer from what they tell you."


_OWN_MODEL_INPUTS = tuple(
    replace(each, value="", load_from_db=False)
    if each.name == "api_key"
    else replace(each, advanced=True)
    if each.name == "temperature"
    else each
    for each in MODEL_INPUTS
)


class Agent(Component):
    """Let a model use tools, one after the other or side by side, until it knows the answer."""

    display_name = "Agent"
    is_repeatable = False
    icon = "bot"
    needs = "local-model"
    inputs = (
        DropdownInput(
            "agent_llm",
            "Model Provider",
            options=_PROVIDERS,
            value="OpenAI",
            real_time_refresh=True,
            info="Who runs the model. Custom takes a model from a model node.",
        ),
        *_OWN_MODEL_INPUTS,
        MultilineInput("system_prompt", "Agent Instructions", value=INSTRUCTIONS, info="How the agent should behave."),
        *AGENT_INPUTS,
        HandleInput(
            "memory",
            "External Memory",
            advanced=True,
            input_types=("BaseChatMessageHistory",),
            info="Kept for files of other versions: the messages of this app are read.",
        ),
        DropdownInput(
            "sender",
            "Sender Type",
            options=("Machine", "User", BOTH_SENDERS),
            value=BOTH_SENDERS,
            advanced=True,
            info="Whose messages of the conversation to recall.",
        ),
        MessageTextInput("sender_name", "Sender Name", advanced=True, info="Recall only messages under this name."),
        IntInput(
            "n_messages",
            "Number of Messages",
            value=100,
            advanced=True,
            info="How many of the newest messages of the conversation to recall; 0 for none.",
        ),
        MessageTextInput(
            "session_id",
            "Session ID",
            advanced=True,
            info="The conversation to recall; leave it empty for the one that is open.",
        ),
        DropdownInput(
            "order",
            "Order",
            options=("Ascending", "Descending"),
            value="Ascending",
            advanced=True,
            info="Kept for files of other versions: a conversation is told from its beginning.",
        ),
        MultilineInput(
            "template",
            "Template",
            value="{sender_name}: {text}",
            advanced=True,
            info="Kept for files of other versions: messages are sent as turns of the conversation.",
        ),
        BoolInput(
            "add_current_date_tool",
            "Add tool Current Date",
            value=True,
            advanced=True,
            info="Give the agent a clock.",
        ),
    )
    outputs = (Output("response", "message_response", display_name="Response"),)

    async def message_response(
        self,
        context: Context,
        input_value: str = "",
        system_prompt: str = INSTRUCTIONS,
        tools: list[Tool] | None = None,
        max_iterations: int | None = 15,
        sender: str = BOTH_SENDERS,
        sender_name: str = "",
        n_messages: int | None = 100,
        session_id: str = "",
        add_current_date_tool: bool = True,
        agent_llm: Any = "OpenAI",
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        json_mode: bool = False,
        output_schema: dict[str, Any] | None = None,
        model_name: str = MODEL_NAMES[0],
        openai_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
        **fields: Any,
    ) -> Message:
        """The agent's answer, with its steps as content blocks; a chat output beside it shows them as they come."""
        usable = [
            *(tools or []),
            *([_clock()] if add_current_date_tool else []),
            *([CalculatorTool().build_tool()] if fields.get("add_calculator_tool") else []),
        ]
        settings = {
            **fields,
            "max_tokens": max_tokens,
            "model_kwargs": model_kwargs,
            "json_mode": (json_mode or bool(output_schema)) and not usable,
            "model_name": model_name,
            "openai_api_base": openai_api_base,
            "api_key": api_key,
            "temperature": temperature,
            "seed": seed,
        }
        model = await find_model(context, agent_llm, settings)
        turns = [ChatTurn("system", system_prompt)] if system_prompt else []
        turns += await _recall(context, input_value, sender, sender_name, n_messages, session_id or context.session_id)
        return await answer_with_tools(
            context, model, turns, input_value, usable, max_iterations, session_id or context.session_id
        )

    async def json_response(
        self,
        context: Context,
        response: Message,
        output_schema: Any = None,
        agent_llm: Any = "OpenAI",
        max_tokens: int | None = None,
        model_kwargs: dict[str, Any] | None = None,
        model_name: str = MODEL_NAMES[0],
        openai_api_base: str = "",
        api_key: str = "",
        temperature: float | None = 0.1,
        seed: int | None = 1,
        **fields: Any,
    ) -> Data:
        """The agent's answer as a record (an output of later files): ``{content}`` where it is no JSON.

        Where its entries are described and the answer has not all of them, the model reads them out of it.
        """
        try:
            value = read_json(response.text)
        except ValueError:
            value = response.text
        rows = [row for row in output_schema or [] if isinstance(row, dict) and row.get("name")]
        if rows and not (isinstance(value, dict) and all(row["name"] in value for row in rows)):
            settings = {
                **fields,
                "max_tokens": max_tokens,
                "model_kwargs": model_kwargs,
                "model_name": model_name,
                "openai_api_base": openai_api_base,
                "api_key": api_key,
                "temperature": temperature,
                "seed": seed,
            }
            model = await find_model(context, agent_llm, settings)
            how = str(fields.get("format_instructions") or "") or OBJECT_INSTRUCTIONS
            value = await ask_object(context, model, how, response.text, rows)
        return Data(value if isinstance(value, dict) else {"content": value})

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Show the fields that belong to the provider."""
        if field == "agent_llm":
            show_provider(node["template"], str(value))


def _clock() -> Tool:
    date = CurrentDate()
    zone = date.inputs[0]

    async def tell(arguments: Mapping[str, Any]) -> str:
        return date.get_current_date(str(arguments.get("timezone") or "UTC")).text

    about = {"type": "string", "description": f"{zone.info} A name such as Europe/Vienna.", "default": "UTC"}
    parameters = {"type": "object", "properties": {"timezone": about}, "required": []}
    return Tool("get_current_date", CurrentDate.description(), parameters, tell)


async def _recall(
    context: Context, question: str, sender: str, sender_name: str, limit: int | None, session_id: str
) -> list[ChatTurn]:
    """What was said before as turns; the question itself, which the chat has stored already, is left out."""
    if not session_id or (limit is not None and limit <= 0):
        return []
    said = await context.list_messages(
        session_id=session_id,
        sender=None if sender in ("", BOTH_SENDERS) else sender,
        sender_name=sender_name or None,
        limit=None if limit is None else limit + 1,
    )
    if said and said[-1].sender == "User" and said[-1].text == question:
        said.pop()
    kept = [message for message in said if message.text and message.category == "message"]
    return [
        ChatTurn("user" if message.sender == "User" else "assistant", message.text)
        for message in (kept if limit is None else kept[-limit:])
    ]
