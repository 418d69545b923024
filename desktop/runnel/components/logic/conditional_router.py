"""One of two ways, by a text."""

from __future__ import annotations

from typing import Any

from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    DropdownInput,
    IntInput,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
)
from runnel.shaping.text_match import OPERATORS, is_match

TRUE_ROUTE = "true_result"
FALSE_ROUTE = "false_result"


class ConditionalRouter(Component):
    """Compare two texts and send a message one way if they match, the other way if not."""

    display_name = "If-Else"
    icon = "split"
    inputs = (
        MessageTextInput("input_text", "Text Input", info="The text that is looked at."),
        MessageTextInput("match_text", "Match Text", info="The text it is compared with."),
        DropdownInput("operator", "Operator", options=OPERATORS, value="equals", info="How the two are compared."),
        BoolInput("case_sensitive", "Case Sensitive", advanced=True, info="Whether A and a are different."),
        MessageInput(
            "message", "Message", advanced=True, info="What is sent on; the text that was looked at if empty."
        ),
        IntInput(
            "max_iterations",
            "Max Iterations",
            value=10,
            info="In a loop: how often this node may decide before the default route is taken.",
        ),
        DropdownInput(
            "default_route",
            "Default Route",
            options=(TRUE_ROUTE, FALSE_ROUTE),
            value=FALSE_ROUTE,
            advanced=True,
            info="The way out of a loop that has gone on for too long.",
        ),
    )
    outputs = (
        Output(TRUE_ROUTE, "true_response", display_name="True"),
        Output(FALSE_ROUTE, "false_response", display_name="False"),
    )

    def true_response(
        self,
        context: Context,
        input_text: str = "",
        match_text: str = "",
        operator: str = "equals",
        case_sensitive: bool = False,
        message: Message | None = None,
        max_iterations: int | None = 10,
        default_route: str = FALSE_ROUTE,
        **fields: Any,
    ) -> Message | None:
        """The message if the texts match, else nothing."""
        route = _choose_route(
            context, input_text, match_text, operator, case_sensitive, max_iterations or 0, default_route
        )
        return _case_message(fields, "true_case_message", message, input_text) if route == TRUE_ROUTE else None

    def false_response(
        self,
        context: Context,
        input_text: str = "",
        match_text: str = "",
        operator: str = "equals",
        case_sensitive: bool = False,
        message: Message | None = None,
        max_iterations: int | None = 10,
        default_route: str = FALSE_ROUTE,
        **fields: Any,
    ) -> Message | None:
        """The message if the texts do not match, else nothing."""
        route = _choose_route(
            context, input_text, match_text, operator, case_sensitive, max_iterations or 0, default_route
        )
        return _case_message(fields, "false_case_message", message, input_text) if route == FALSE_ROUTE else None


def _choose_route(
    context: Context,
    input_text: str,
    match_text: str,
    operator: str,
    is_case_sensitive: bool,
    max_iterations: int,
    default_route: str,
) -> str:
    """Decide the route and stop the other one; 0 iterations is no limit."""
    route = (
        TRUE_ROUTE if is_match(input_text, operator, match_text, is_case_sensitive=is_case_sensitive) else FALSE_ROUTE
    )
    if 0 < max_iterations <= context.visit:
        route = default_route if default_route in (TRUE_ROUTE, FALSE_ROUTE) else FALSE_ROUTE
    context.stop(FALSE_ROUTE if route == TRUE_ROUTE else TRUE_ROUTE)
    return route


def _case_message(fields: dict[str, Any], name: str, message: Message | None, input_text: str) -> Message:
    """The route's own message (later files), else the common one, else the text that was looked at."""
    own = fields.get(name)
    if isinstance(own, Message):
        return own
    if own:
        return Message(text=str(own))
    if message is not None and (message.text or message.stream is not None or message.files):
        return message
    return Message(text=input_text)
