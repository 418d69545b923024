"""A model without a model."""

from __future__ import annotations

from msgspec.structs import replace

from runnel.components.models.model_node import QUESTION_INPUTS, ModelNode
from runnel.components.models.scripted_model import ScriptedModel
from runnel.sdk import LanguageModel, StrInput

_QUESTION, _SYSTEM, _STREAM = QUESTION_INPUTS


class TestReply(ModelNode):
    """Stand in for a chat model with answers from a script: to try a flow out before there is a model."""

    __test__ = False  # no test case, whatever its name looks like

    display_name = "Test Reply"
    icon = "bot"
    needs = "offline"
    inputs = (
        replace(_QUESTION, info="What the script is asked."),
        replace(_SYSTEM, info="Read by nobody; so that the node fits in place."),
        replace(_STREAM, info="Give the answer word by word; needs a chat output after it."),
        StrInput(
            "replies",
            "Replies",
            is_list=True,
            value=["hello => Hello yourself!", "You said: {input}"],
            info="One per line: a reply, or words => reply. The first counts whose words stand in the question; "
            "{input} stands for the question.",
        ),
    )

    def build_model(self, replies: list[str] | None = None) -> LanguageModel:
        """The script as a model, for nodes that ask one."""
        return ScriptedModel(tuple(replies or ()))
