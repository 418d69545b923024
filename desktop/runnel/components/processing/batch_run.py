"""A model over the rows of a table, as later files have it."""

from __future__ import annotations

import asyncio
from typing import Any

from runnel.components.models.provider_model import OPENAI, find_model
from runnel.sdk import (
    BoolInput,
    ChatTurn,
    Component,
    ComponentError,
    Context,
    DataFrame,
    HandleInput,
    LanguageModel,
    MessageTextInput,
    MultilineInput,
    Output,
)
from runnel.shaping.record_list import list_records
from runnel.shaping.record_text import text_of

_AT_ONCE = 4


class BatchRunComponent(Component):
    """Ask a model about each row of a table, and put its answers into a column."""

    display_name = "Batch Run"
    icon = "List"
    needs = "local-model"
    inputs = (
        HandleInput(
            "model",
            "Language Model",
            required=True,
            input_types=("LanguageModel",),
            info="The model to ask, from the Language Model output of a model node.",
        ),
        MultilineInput("system_message", "Instructions", info="What the model should do with each row."),
        HandleInput(
            "df", "Table", required=True, input_types=("DataFrame", "Table", "Data"), info="The rows to go through."
        ),
        MessageTextInput(
            "column_name", "Column Name", info="The column whose text the model gets; empty for the whole row."
        ),
        MessageTextInput(
            "output_column_name",
            "Output Column Name",
            value="model_response",
            advanced=True,
            info="The column that takes the answers.",
        ),
        BoolInput("enable_metadata", "Enable Metadata", advanced=True, info="Say beside each answer how long it was."),
    )
    outputs = (Output("batch_results", "run_batch", types=("DataFrame",), display_name="LLM Results"),)

    async def run_batch(
        self,
        context: Context,
        model: Any = None,
        system_message: str = "",
        df: Any = None,
        column_name: str = "",
        output_column_name: str = "model_response",
        enable_metadata: bool = False,
        **fields: Any,
    ) -> DataFrame:
        """The rows with an answer each, in their order; four are asked for at once."""
        asked = (
            model if isinstance(model, LanguageModel) else await find_model(context, OPENAI, {**fields, "model": model})
        )
        rows = df.rows if isinstance(df, DataFrame) else [record.data for record in list_records(df)]
        if column_name and rows and not any(column_name in row for row in rows):
            raise ComponentError(
                f"{context.display_name} found no column {column_name}.",
                f"The table has: {', '.join(rows[0]) or '(nothing)'}.",
                "Correct the column's name, or leave it empty.",
                field="column_name",
            )
        gate = asyncio.Semaphore(_AT_ONCE)

        async def answer(row: dict[str, Any]) -> dict[str, Any]:
            text = text_of(row.get(column_name)) if column_name else _whole(row)
            turns = [ChatTurn("system", system_message)] if system_message else []
            async with gate:
                reply = await asked.complete([*turns, ChatTurn("user", text)]) if text.strip() else None
            said = reply.text if reply is not None else ""
            if reply is not None:
                context.record_usage(reply.usage)
            about = {"input_length": len(text), "output_length": len(said)}
            return {
                **row,
                output_column_name or "model_response": said,
                **({"metadata": about} if enable_metadata else {}),
            }

        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(answer(dict(row))) for row in rows]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from None
        return DataFrame([task.result() for task in tasks])


def _whole(row: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {text_of(value)}" for name, value in row.items())
