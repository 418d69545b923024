"""An agent that answers from a database."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.agents.agent_run import AGENT_INPUTS, LLM, AgentExecutor, AgentNode, agent_of
from runnel.components.langchain_utilities.sql_tools import INSTRUCTIONS, MOST_ROWS, sql_tools
from runnel.databases import open_database
from runnel.sdk import Context, HandleInput, LanguageModel, MessageTextInput, Tool


class SQLAgent(AgentNode):
    """Let a model ask a database until it knows the answer. It reads, and changes nothing."""

    display_name = "SQLAgent"
    inputs = (
        *AGENT_INPUTS[1:],
        LLM,
        MessageTextInput(
            "database_uri",
            "Database URI",
            required=True,
            info="Where it is: sqlite:////home/me/shop.db, or postgresql://user:password@host/name.",
            extra={"is_local_path": True},
        ),
        HandleInput(
            "extra_tools",
            "Extra Tools",
            is_list=True,
            advanced=True,
            input_types=("Tool", "BaseTool"),
            info="What else the agent can use.",
        ),
    )
    outputs = (replace(AgentNode.outputs[0], required_inputs=("database_uri", "llm")), AgentNode.outputs[1])

    def build_agent(
        self,
        context: Context,
        max_iterations: int | None = 15,
        llm: LanguageModel | None = None,
        database_uri: str = "",
        extra_tools: list[Tool] | None = None,
    ) -> AgentExecutor:
        """The agent itself, for nodes that ask questions of their own."""
        database = open_database(database_uri, context.index_dir().parent, context.http, "database_uri")

        async def find_tools() -> list[Tool]:
            return [*sql_tools(database), *(extra_tools or [])]

        instructions = INSTRUCTIONS.format(dialect=database.dialect, rows=MOST_ROWS)
        return agent_of(context, llm, instructions, find_tools, max_iterations)
