"""A store of texts for an agent."""

from __future__ import annotations

import re

from runnel.components.tools.search_tool import search_tool
from runnel.sdk import Component, ComponentError, Context, HandleInput, Output, Retriever, StrInput, Tool

_NOT_IN_NAMES = re.compile(r"[^a-zA-Z0-9_-]+")


class RetrieverTool(Component):
    """Let an agent search in a store."""

    display_name = "RetrieverTool"
    icon = "search"
    base_classes = (
        *("BaseTool", "Generic", "object", "Runnable", "RunnableSerializable"),
        *("RunnableSerializable[Union[str, dict, ToolCall], Any]", "Serializable", "Tool"),
    )
    inputs = (
        HandleInput("retriever", "Retriever", required=True, input_types=("Retriever",), info="The store to search."),
        StrInput(
            "description",
            "Description",
            required=True,
            input_types=("Text",),
            info="What the store holds, so that the agent knows when to search it.",
        ),
        StrInput("name", "Name", required=True, input_types=("Text",), info="The tool's name, such as manuals."),
    )
    outputs = (Output("tool", "build_tool", types=("Tool",), display_name="Tool"),)

    def build_tool(
        self, context: Context, retriever: Retriever | None = None, description: str = "", name: str = ""
    ) -> Tool:
        """The search for an agent, under the name that was given."""
        if retriever is None:
            raise ComponentError(
                f"{context.display_name} has nothing to search in.",
                "No store is connected.",
                "Connect the Retriever output of a store.",
                field="retriever",
            )
        return search_tool(_NOT_IN_NAMES.sub("_", name.strip()) or "search", description, retriever.find)
