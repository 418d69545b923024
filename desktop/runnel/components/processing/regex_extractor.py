"""Parts of texts by a pattern, as later files have it."""

from __future__ import annotations

import re

from runnel.sdk import Component, ComponentError, Data, Message, MessageTextInput, Output


class RegexExtractorComponent(Component):
    """Find the parts of a text that fit a regular expression."""

    display_name = "Regex Extractor"
    icon = "search"
    is_blocking = True
    inputs = (
        MessageTextInput("input_text", "Input Text", info="The text to look through."),
        MessageTextInput("pattern", "Regex Pattern", info="The regular expression, such as \\d+ for numbers."),
    )
    outputs = (
        Output("data", "extract_matches", types=("Data",), display_name="Data"),
        Output("text", "get_matches_text", display_name="Message"),
    )

    def extract_matches(self, input_text: str = "", pattern: str = "") -> list[Data]:
        """A record ``{match}`` per place that fits; named groups are entries of their own."""
        if not pattern:
            return []
        try:
            found = re.finditer(pattern, input_text)
        except re.error as error:
            raise ComponentError(
                "The text was not looked through.",
                f"The pattern is not valid: {error}.",
                "Correct the pattern.",
                field="pattern",
            ) from None
        return [Data({"match": match.group(), **match.groupdict("")}, text_key="match") for match in found]

    def get_matches_text(self, input_text: str = "", pattern: str = "") -> Message:
        """What fits, one per line."""
        return Message(text="\n".join(record.text for record in self.extract_matches(input_text, pattern)))
