"""A prompt made from a template."""

from __future__ import annotations

from typing import Any

from runnel.sdk import Component, Message, Output, PromptInput
from runnel.sdk.prompt import render


class Prompt(Component):
    """Write a prompt with variables in {braces}; each variable becomes an input of its own."""

    display_name = "Prompt"
    icon = "prompts"
    inputs = (PromptInput("template", "Template"),)
    outputs = (Output("prompt", "build_prompt", display_name="Prompt Message"),)

    def build_prompt(self, template: str = "", **fields: Any) -> Message:
        """The template with its variables filled in; files of messages among them come along."""
        use_double_brackets = bool(fields.pop("use_double_brackets", False))
        files = [file for value in fields.values() if isinstance(value, Message) for file in value.files]
        return Message(
            text=render(template, fields, use_double_brackets=use_double_brackets),
            files=list(dict.fromkeys(files)),
        )
