"""A variable of the environment."""

from __future__ import annotations

from runnel.sdk import Component, ComponentError, Context, Message, Output, StrInput


class GetEnvVar(Component):
    """Give the value of a variable of the environment that Runnel was started in."""

    display_name = "Get env var"
    is_repeatable = False
    icon = "variable"
    inputs = (StrInput("env_var_name", "Env var name", info="Its name, such as HOME."),)
    outputs = (Output("env_var_value", "process_inputs", display_name="Env var value"),)

    def process_inputs(self, context: Context, env_var_name: str = "") -> Message:
        """Its value as it stands."""
        value = context.environment(env_var_name.strip())
        if value is None:
            raise ComponentError(
                f"{context.display_name} has no value.",
                f'The environment has no variable "{env_var_name}".',
                "Set it before Runnel is started, or put it into the file named by --env-file.",
                field="env_var_name",
            )
        return Message(text=value)
