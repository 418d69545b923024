"""JSON that fits a schema, repaired by a model where it does not."""

from __future__ import annotations

import json
from typing import Any

from runnel.components.processing.schema_check import list_problems
from runnel.sdk import (
    ChatTurn,
    Component,
    ComponentError,
    Context,
    Data,
    HandleInput,
    IntInput,
    LanguageModel,
    MessageTextInput,
    MultilineInput,
    Output,
)
from runnel.shaping.json_repair import read_json

EXAMPLE = '{\n  "type": "object",\n  "properties": {"name": {"type": "string"}},\n  "required": ["name"]\n}'
INSTRUCTIONS = "Correct the JSON so that it fits the schema. Keep what it says. Answer with the JSON alone."


class JSONSchemaCheck(Component):
    """Check that a text is JSON of a certain shape; where it is not, let a model repair it."""

    display_name = "JSON Schema Check"
    icon = "file-json"
    inputs = (
        MessageTextInput("input_value", "JSON", info="The text to check, such as the answer of a model."),
        MultilineInput("json_schema", "JSON Schema", value=EXAMPLE, info="The shape that it should have."),
        HandleInput("llm", "Language Model", input_types=("LanguageModel",), info="Repairs what does not fit."),
        IntInput("max_repairs", "Max Repairs", value=2, advanced=True, info="How often the model may try."),
    )
    outputs = (Output("data", "check", types=("Data",), display_name="Data"),)

    async def check(
        self,
        context: Context,
        input_value: str = "",
        json_schema: str = EXAMPLE,
        llm: LanguageModel | None = None,
        max_repairs: int | None = 2,
    ) -> Data | list[Data]:
        """The object as a record, of a list one per entry. Text around the JSON and small slips do no harm."""
        schema = _read_schema(json_schema)
        text = input_value
        for left in range(max_repairs or 0, -1, -1):
            value, problems = _check(text, schema)
            if not problems:
                return [_record(item) for item in value] if isinstance(value, list) else _record(value)
            if llm is None or left == 0:
                raise ComponentError(
                    "The JSON does not fit its schema.",
                    " ".join(problems[:5]),
                    "Connect a model that repairs it, or look at what the node before gives.",
                    field="input_value",
                )
            context.log(problems, "Problems")
            asked = f"Schema:\n{json.dumps(schema)}\n\nProblems:\n" + "\n".join(problems) + f"\n\nJSON:\n{text}"
            reply = await llm.with_options(is_json=True).complete(
                [ChatTurn("system", INSTRUCTIONS), ChatTurn("user", asked)]
            )
            context.record_usage(reply.usage)
            text = reply.text
        raise AssertionError("the last round returns or raises")


def _read_schema(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ComponentError(
            "The JSON was not checked.", f"The schema is not valid: {error}.", "Correct it.", field="json_schema"
        ) from None


def _check(text: str, schema: Any) -> tuple[Any, list[str]]:
    try:
        value = read_json(text)
    except ValueError as error:
        return None, [str(error)]
    return value, list_problems(value, schema)


def _record(value: Any) -> Data:
    return Data(value) if isinstance(value, dict) else Data({"text": value})
