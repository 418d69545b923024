"""Requests and answers of ``/validate``."""

from __future__ import annotations

from typing import Any

import msgspec


class CodeValidate(msgspec.Struct):
    """Source text to look at."""

    code: str


class CodeErrors(msgspec.Struct):
    """What was found wrong."""

    errors: list[str]


class CodeValidated(msgspec.Struct):
    """Modules that are missing, and faults of the text itself."""

    imports: CodeErrors
    function: CodeErrors


class PromptValidate(msgspec.Struct):
    """A prompt's text, the name of its field, and the node that has it."""

    name: str
    template: str
    custom_fields: dict[str, Any] | None = None
    frontend_node: dict[str, Any] | None = None


class PromptValidated(msgspec.Struct):
    """The prompt's variables in order, and the node with a field for each."""

    input_variables: list[str]
    frontend_node: dict[str, Any] | None
