"""`Component`: the class that every node of a flow stands for."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from runnel.sdk.flow_access import FlowAccess
from runnel.sdk.inputs import Input
from runnel.sdk.model import ModelAccess
from runnel.sdk.output import Output

Needs = Literal["offline", "local-model", "server", "net", "key"]


class Component:
    """One kind of node. Stateless: values arrive as arguments of the output methods, named like the inputs.

    A method asks for just what it uses; ``context: Context`` and ``**fields`` (fields of the node that are no declared
    inputs, such as the variables of a prompt) are given where asked for. An argument named like another output of the
    component is what that one's method returns. Methods may be ``def`` (run in a thread only
    when ``is_blocking``) or ``async def``. Raise `ComponentError` for what the user should read.

    The class's docstring is its description, its name the type key, its folder the category.
    """

    display_name: ClassVar[str]
    icon: ClassVar[str] = ""
    documentation: ClassVar[str] = ""
    beta: ClassVar[bool] = False
    legacy: ClassVar[bool] = False
    needs: ClassVar[Needs] = "offline"
    """What must be there for it to run; shown in the catalogue and on templates."""
    is_blocking: ClassVar[bool] = False
    """Its plain ``def`` methods compute for long or read files: run them in a thread."""
    is_repeatable: ClassVar[bool] = True
    """The same inputs give the same outputs, and nothing else happens: the last ones may be taken again where a build
    asks for that. Models count as such; what chats, remembers, tells the time or reads the world outside does not."""
    may_wait: ClassVar[bool] = False
    """It may wait for a person (`Context.ask`), or run what may: such runs can go on after a restart."""
    type_key: ClassVar[str] = ""
    """The format's key, where it cannot be the class name."""
    source: ClassVar[str] = ""
    """For a component that the user writes: the source that a fresh node carries, which says what this class does.
    A node that carries another one runs that, once it is trusted."""
    runs_written_code: ClassVar[bool] = False
    """Whether it runs code that a model writes."""
    inputs: ClassVar[tuple[Input, ...]] = ()
    outputs: ClassVar[tuple[Output, ...]] = ()
    base_classes: ClassVar[tuple[str, ...]] = ()
    """The format's type names for the node, where it lists others than those of the outputs."""

    @classmethod
    def key(cls) -> str:
        """The type key: ``data.type`` of a node."""
        return cls.type_key or cls.__name__

    @classmethod
    def description(cls) -> str:
        """The first paragraph of the docstring in one line."""
        return " ".join((inspect.getdoc(cls) or "").split("\n\n")[0].split())

    @classmethod
    def code_to_trust(cls, node_id: str, stored: Mapping[str, Any]) -> str:
        """The code that a node with these stored values runs, or what stands for it: the user has to trust this very
        text before `Context.run_python` runs anything. Empty for components that run no code, and without any."""
        return ""

    @classmethod
    def runs_code(cls) -> bool:
        """Whether it runs code that the user has to trust; the catalogue says so."""
        return cls.code_to_trust.__func__ is not Component.code_to_trust.__func__  # type: ignore[attr-defined]

    async def update_node(self, node: dict[str, Any], field: str, value: Any, models: ModelAccess) -> None:
        """Change ``node`` (template, outputs) in place after the editor set ``field`` to ``value``; by default nothing.

        Called for fields with ``real_time_refresh`` or ``refresh_button``, and never when a flow is opened: a stored
        template is right for its stored values.
        """

    async def update_from_flows(self, node: dict[str, Any], field: str, value: Any, flows: FlowAccess) -> None:
        """As `update_node`, for what depends on the saved flows; called after it."""
