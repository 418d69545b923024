"""A model without a model."""

from __future__ import annotations

from runnel.components.model_answer import model_answer
from runnel.components.scripted_model import ScriptedModel
from runnel.sdk import (
    BoolInput,
    Component,
    Context,
    LanguageModel,
    Message,
    MessageInput,
    MessageTextInput,
    Output,
    StrInput,
)


class TestReply(Component):
    """Stand in for a chat model with answers from a script: to try a flow out before there is a model."""

    __test__ = False  # no test case, whatever its name looks like

    display_name = "Test Reply"
    icon = "bot"
    inputs = (
        MessageInput("input_value", "Input", info="What the script is asked."),
        MessageTextInput("system_message", "System Message", info="Read by nobody; so that the node fits in place."),
        BoolInput("stream", "Stream", info="Give the answer word by word; needs a chat output after it."),
        StrInput(
            "replies",
            "Replies",
            is_list=True,
            value=["hello => Hello yourself!", "You said: {input}"],
            info="One per line: a reply, or words => reply. The first counts whose words stand in the question; "
            "{input} stands for the question.",
        ),
    )
    outputs = (
        Output("text_output", "text_response", display_name="Text"),
        Output("model_output", "build_model", types=("LanguageModel",), display_name="Language Model"),
    )

    async def text_response(
        self,
        context: Context,
        input_value: Message,
        system_message: str = "",
        stream: bool = False,
        replies: list[str] | None = None,
    ) -> Message:
        """The reply of the script."""
        return await model_answer(context, self.build_model(replies), input_value, system_message, stream=stream)

    def build_model(self, replies: list[str] | None = None) -> LanguageModel:
        """The script as a model, for nodes that ask one."""
        return ScriptedModel(tuple(replies or ()))
