"""A model's answer as an object whose entries are described."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from runnel.components.helpers.object_schema import object_schema
from runnel.sdk import ChatTurn, ComponentError, Context, LanguageModel
from runnel.shaping.json_repair import read_json

INSTRUCTIONS = "Read the text and answer with a JSON object as described. Leave out what the text does not say."
_AGAIN = "That was no JSON object. Answer with one and nothing else; it has to fit this JSON schema:"


async def ask_object(
    context: Context,
    llm: LanguageModel,
    how: str,
    text: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    name: str = "",
    is_multiple: bool = False,
) -> dict[str, Any]:
    """What the model reads in the text: an object with an entry per row (see `object_schema`).

    What it leaves out is None, so that templates can name all entries. ``is_multiple``: ``{objects: [...]}``. Raises
    `ComponentError` when it gives no object, asked twice.
    """
    schema = object_schema(name, rows, is_multiple=is_multiple)
    asking = llm.with_options(is_json=True, json_schema=schema)
    turns = [ChatTurn("system", how), ChatTurn("user", text)]
    value, said = await _ask(context, asking, turns, is_multiple=is_multiple)
    if value is None:
        # Some servers pass over a schema without a word.
        context.log("The answer was no object: asked once more, with the schema in words.", "Schema")
        turns += [ChatTurn("assistant", said or "…"), ChatTurn("user", f"{_AGAIN}\n{json.dumps(schema)}")]
        value, said = await _ask(context, asking.with_options(json_schema=None), turns, is_multiple=is_multiple)
    if value is None:
        raise ComponentError(
            "The model gave no object.",
            f"It answered: {said[:200] or '(nothing)'}",
            "Try a model that can answer in JSON, or describe the entries more simply.",
        )
    names = [str(row["name"]) for row in rows if row.get("name")]
    if not is_multiple:
        return _complete(value, names)
    objects = value["objects"] if isinstance(value.get("objects"), list) else [value]
    return {**value, "objects": [_complete(each, names) for each in objects if isinstance(each, dict)]}


async def _ask(
    context: Context, llm: LanguageModel, turns: list[ChatTurn], *, is_multiple: bool
) -> tuple[dict[str, Any] | None, str]:
    """The object in the model's answer, None where there is none, and the answer."""
    reply = await llm.complete(turns)
    context.record_usage(reply.usage)
    try:
        value = read_json(reply.text)
    except ValueError:
        value = None
    if is_multiple and isinstance(value, list):
        value = {"objects": value}
    return (value if isinstance(value, dict) else None), reply.text


def _complete(entry: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {**dict.fromkeys(names), **entry}
