"""Something said to other parts of the flow, without an edge."""

from __future__ import annotations

from runnel.sdk import BoolInput, Component, ComponentError, Context, Data, DataInput, Output, StrInput


class Notify(Component):
    """Keep a record under a name for the rest of the run; what listens to that name is built after it."""

    display_name = "Notify"
    icon = "bell"
    beta = True
    is_repeatable = False
    inputs = (
        DataInput("data", "Data", input_types=("Data",), value=None, info="What to keep; an empty record if nothing."),
        BoolInput("append", "Append", info="Add it to what the name holds, instead of replacing that."),
        StrInput("name", "Name", required=True, input_types=("Text",), info="The name to keep it under."),
    )
    outputs = (Output("data", "notify", types=("Data",), display_name="Data"),)

    def notify(
        self, context: Context, data: Data | list[Data] | None = None, append: bool = False, name: str = ""
    ) -> Data | list[Data]:
        """The record as it came."""
        if not name:
            raise ComponentError("It has no name to keep the record under.", do="Fill in Name.", field="name")
        given = Data() if data is None else data
        if append:
            before = context.read_state(name) or []
            new = given if isinstance(given, list) else [given]
            context.write_state(name, [*(before if isinstance(before, list) else [before]), *new])
        else:
            context.write_state(name, given)
        return given
