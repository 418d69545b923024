"""An object out of a text, by a model."""

from __future__ import annotations

from typing import Any

from runnel.components.helpers.object_answer import INSTRUCTIONS, ask_object
from runnel.components.models.provider_model import OPENAI, find_model
from runnel.sdk import (
    BoolInput,
    Component,
    ComponentError,
    Context,
    Data,
    DataFrame,
    HandleInput,
    LanguageModel,
    MessageTextInput,
    Output,
    StrInput,
    TableInput,
)

COLUMNS = (
    {"name": "name", "display_name": "Name", "type": "text", "description": "What the entry is called."},
    {"name": "description", "display_name": "Description", "type": "text", "description": "What it should hold."},
    {
        "name": "type",
        "display_name": "Type",
        "type": "text",
        "description": "str, int, float, bool, list or dict.",
        "default": "text",
    },
    {
        "name": "multiple",
        "display_name": "Multiple",
        "type": "boolean",
        "description": "Whether it is a list of these.",
        "default": "False",
    },
)


class StructuredOutputComponent(Component):
    """Let a model read a text and fill in an object, entry by entry as you describe it."""

    display_name = "Structured Output"
    icon = "braces"
    needs = "local-model"
    inputs = (
        HandleInput("llm", "Language Model", input_types=("LanguageModel",), info="The model that reads."),
        MessageTextInput("input_value", "Input message", info="The text to read."),
        StrInput("schema_name", "Schema Name", info="What the object is, such as invoice."),
        TableInput("output_schema", "Output Schema", value="", table_schema=COLUMNS, info="The object's entries."),
        BoolInput("multiple", "Generate Multiple", info="Whether the text may hold several such objects."),
    )
    outputs = (
        Output("structured_output", "build_structured_output", types=("Data",), display_name="Structured Output"),
    )

    async def build_structured_output(
        self,
        context: Context,
        llm: LanguageModel | None = None,
        input_value: str = "",
        schema_name: str = "",
        output_schema: list[dict[str, Any]] | None = None,
        multiple: bool = False,
        **fields: Any,
    ) -> Data:
        """The object; with ``multiple`` a record ``{objects: [...]}``. Later files name the model in ``model``."""
        if llm is None and "model" in fields:
            llm = await find_model(context, OPENAI, fields)
        if llm is None or not output_schema:
            raise ComponentError(
                f"{context.display_name} has nothing to go by.",
                "No model is connected." if llm is None else "No entry is described.",
                "Connect the Language Model output of a model." if llm is None else "Describe the object's entries.",
                field="llm" if llm is None else "output_schema",
            )
        how = str(fields.get("system_prompt") or "") or INSTRUCTIONS
        return Data(
            await ask_object(context, llm, how, input_value, output_schema, name=schema_name, is_multiple=multiple)
        )

    async def build_structured_dataframe(
        self,
        context: Context,
        llm: LanguageModel | None = None,
        input_value: str = "",
        schema_name: str = "",
        output_schema: list[dict[str, Any]] | None = None,
        multiple: bool = False,
        **fields: Any,
    ) -> DataFrame:
        """The objects as a table (an output of later files)."""
        record = await self.build_structured_output(
            context, llm, input_value, schema_name, output_schema, multiple, **fields
        )
        rows = record.data.get("objects") if multiple else [record.data]
        return DataFrame([row for row in rows or [] if isinstance(row, dict)])
