"""Questions in words to questions in SQL."""

from __future__ import annotations

import re

from runnel.components.agents.agent_run import LLM, need_model
from runnel.databases import Database
from runnel.sdk import (
    ChatTurn,
    Component,
    ComponentError,
    Context,
    HandleInput,
    IntInput,
    LanguageModel,
    Message,
    MultilineInput,
    Output,
)

PROMPT = """Write one query in the SQL of {dialect} that answers the question. Ask for {top_k} rows at most unless the
question says otherwise, and only for columns that there are. Write nothing but the query.

The tables:
{table_info}

The question: {question}"""
_FENCED = re.compile(r"```(?:\w+\n)?(.*?)```", re.DOTALL)
_LABEL = re.compile(r"^\s*(?:SQL ?Query|SQL)\s*:\s*", re.IGNORECASE)


class SQLGenerator(Component):
    """Let a model put a question into SQL for a database; the query is written, not run."""

    display_name = "Natural Language to SQL"
    icon = "database"
    needs = "local-model"
    legacy = True
    is_repeatable = False
    inputs = (
        MultilineInput("input_value", "Input", required=True, info="The question."),
        LLM,
        HandleInput(
            "db", "SQLDatabase", required=True, input_types=("SQLDatabase",), info="The database that is asked about."
        ),
        IntInput("top_k", "Top K", value=5, info="How many rows the query may ask for."),
        MultilineInput(
            "prompt",
            "Prompt",
            info="A prompt of your own, with {question}, and where you like {table_info}, {dialect} and {top_k}.",
        ),
    )
    outputs = (Output("text", "invoke_chain", display_name="Text"),)

    async def invoke_chain(
        self,
        context: Context,
        input_value: str = "",
        llm: LanguageModel | None = None,
        db: Database | None = None,
        top_k: int | None = 5,
        prompt: str = "",
    ) -> Message:
        """The query."""
        model = need_model(context, llm)
        if db is None:
            raise ComponentError(
                f"{context.display_name} knows no database.",
                "None is connected.",
                "Connect an SQLDatabase node.",
                field="db",
            )
        if prompt and "{question}" not in prompt:
            raise ComponentError(
                f"{context.display_name} asked no model.",
                "Its prompt has no place for the question.",
                "Put {question} into the prompt, or leave the prompt empty.",
                field="prompt",
            )
        known = {
            "question": input_value,
            "table_info": await db.describe(),
            "dialect": db.dialect,
            "top_k": str(5 if top_k is None else top_k),
        }
        asked = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], found[0]), prompt or PROMPT)
        reply = await model.complete([ChatTurn("user", asked)])
        context.record_usage(reply.usage)
        fenced = _FENCED.search(reply.text)
        return Message(text=_LABEL.sub("", (fenced[1] if fenced else reply.text).strip()))
