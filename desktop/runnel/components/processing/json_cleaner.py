"""Untidy JSON made valid."""

from __future__ import annotations

import json
import unicodedata

from runnel.sdk import BoolInput, Component, ComponentError, Message, MessageTextInput, Output
from runnel.shaping.json_repair import read_json


class JSONCleaner(Component):
    """Make valid JSON out of what a model wrote around and into it."""

    display_name = "JSON Cleaner"
    icon = "braces"
    inputs = (
        MessageTextInput("json_str", "JSON String", required=True, info="The text with a JSON object in it."),
        BoolInput(
            "remove_control_chars", "Remove Control Characters", info="Leave out characters that cannot be seen."
        ),
        BoolInput("normalize_unicode", "Normalize Unicode", info="Write letters with accents as one character each."),
        BoolInput(
            "validate_json", "Validate JSON", info="Fail where the object is not valid, instead of repairing it."
        ),
    )
    outputs = (Output("output", "clean_json", display_name="Cleaned JSON String"),)

    def clean_json(
        self,
        json_str: str = "",
        remove_control_chars: bool = False,
        normalize_unicode: bool = False,
        validate_json: bool = False,
    ) -> Message:
        """The object from the first brace to the last, as valid JSON."""
        start, end = json_str.find("{"), json_str.rfind("}")
        if start < 0:
            raise _failed("There is no { in it.")
        text = json_str[start : end + 1] if end > start else json_str[start:]
        if remove_control_chars:
            text = "".join(character for character in text if character in "\n\t" or character.isprintable())
        if normalize_unicode:
            text = unicodedata.normalize("NFC", text)
        try:
            value = json.loads(text) if validate_json else read_json(text)
        except ValueError as error:
            raise _failed(f"{str(error).rstrip('.')}.") from None
        return Message(text=json.dumps(value, ensure_ascii=False))


def _failed(why: str) -> ComponentError:
    return ComponentError(
        "The text holds no JSON that could be cleaned.", why, "Look at what the node before gives.", field="json_str"
    )
