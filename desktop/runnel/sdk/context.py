"""`Context`: a component's door to the run it is part of. The engine makes one for each vertex build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, Protocol

from msgspec import Struct

from runnel.errors import ComponentError
from runnel.sdk.flow_access import FlowAccess, FlowOutput
from runnel.sdk.message import Message
from runnel.sdk.model import ModelAccess, Usage
from runnel.sdk.python_code import PythonResult


class Source(Struct, frozen=True):
    """The vertex that feeds an input: its id, display name, icon, and the model it uses (or its name again)."""

    id: str
    display_name: str
    source: str
    icon: str


class HttpResponse(Struct, frozen=True):
    """An answer of the network room. ``url`` is the last one after redirects; header names are lower case."""

    status: int
    url: str
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text, by the charset of its content type, else UTF-8."""
        kind = self.headers.get("content-type", "")
        charset = kind.partition("charset=")[2].split(";")[0].strip(" \"'") or "utf-8"
        try:
            return self.content.decode(charset, errors="replace")
        except LookupError:
            return self.content.decode("utf-8", errors="replace")


class BranchResult(Struct, frozen=True):
    """What came of building a branch once: the values at its ends, or what kept it from being built and where."""

    values: list[Any]
    error: ComponentError | None = None
    failed_name: str = ""
    """The display name of the node that failed."""


class Http(Protocol):
    """The one way out to other computers: implemented by ``network.Network``."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: Any = None,
        content: bytes | None = None,
        timeout_seconds: float = 30.0,
        follow_redirects: bool = True,
    ) -> HttpResponse:
        """Send a request. Any status is an answer; raises `runnel.errors.ComponentError` when there is none."""

    def note_call(self, purpose: str, method: str, url: str) -> AbstractContextManager[None]:
        """Write a call into the ledger of what leaves this computer that something else makes: a database's driver."""


class Context(Protocol):
    """What a component may know of and do to its run."""

    flow_id: str
    session_id: str
    """The session of the run; chat components may set another on their messages."""
    run_id: str
    vertex_id: str
    display_name: str
    """The node's name, as the user may have changed it."""
    output_name: str
    """The output that is being computed, for methods that serve several."""
    visit: int
    """How many times this run has built the vertex, this one included: more than 1 only in a cycle."""
    http: Http
    models: ModelAccess
    flows: FlowAccess

    async def run_flow(
        self, name: str, *, input_value: str = "", tweaks: Mapping[str, Any] | None = None
    ) -> list[FlowOutput]:
        """Run another saved flow within this run, and give what its outputs gave, in the flow's order.

        ``input_value`` goes to its chat inputs (to all its inputs where it has none); ``tweaks`` are those of the run
        API. It shares the session, and its chat nodes neither show nor store anything. Raises
        `runnel.errors.ComponentError` when there is no such flow, when it fails, and when flows run each other in a
        circle or nested too deep.
        """

    async def run_python(
        self,
        source: str,
        *,
        trusted: str | None = None,
        call: str = "",
        arguments: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> PythonResult:
        """Run Python in a process of its own, and call the function ``call`` of it if one is named.

        The user must have trusted ``trusted`` (`Component.code_to_trust`), the source itself unless given.
        ``variables`` are there when it begins. Raises `runnel.errors.ComponentError` when it is not trusted or fails.
        """

    async def ask(self, text: str, choices: Sequence[str] = ()) -> str:
        """Ask a person, and wait for the answer: for as long as it takes, over a restart of the program too.

        The question is shown in the chat. After a restart the component is run anew up to here, and gets the answer.
        """

    async def build_branch(self, item: Any, index: int) -> BranchResult:
        """For ``ForEach``: build the branch behind its item once, with this value; ``index`` tells it from others."""

    async def pull_cached(self, input_name: str, key: str, seconds: float | None) -> Any:
        """For ``Cache``: the value of an input as it was kept under ``key``, else as it is when built now.

        What only this input needs is built only then. An empty key stands for all that goes into that; ``seconds`` says
        how long the value is fresh, None for ever. None if nothing is wired. Raises `runnel.errors.ComponentError` when
        no key can be made.
        """

    def read_state(self, name: str) -> Any:
        """What this run last wrote under a name; None if nothing."""

    def write_state(self, name: str, value: Any) -> None:
        """Keep a value under a name for the rest of this run."""

    async def send_message(self, message: Message) -> Message:
        """Store a message and show it in the chat (``add_message``). A ``stream`` is read here, each piece a ``token``.

        Returns the stored message with its id and its whole text. Without a session it is only returned.
        """

    def show_message(self, message: Message) -> None:
        """Show a message in the chat as it is now (``add_message``), without storing it: one that is being written.

        It has an id of its own; whoever stores it keeps that id.
        """

    def feeds_chat(self) -> bool:
        """Whether the output that is being computed goes straight into a chat output."""

    async def list_messages(
        self,
        *,
        session_id: str | None = None,
        sender: str | None = None,
        sender_name: str | None = None,
        order: Literal["ASC", "DESC"] = "ASC",
        limit: int | None = None,
    ) -> list[Message]:
        """Stored messages by these filters (None: any), by time; ``limit`` keeps the newest."""

    async def store_message(self, message: Message) -> Message:
        """Store a message without showing it in the chat."""

    def returned(self, output_name: str) -> list[Any]:
        """What came back over edges into this output of a loop, one value for each round that has ended."""

    def stop(self, output_name: str) -> None:
        """Do not take the branch that starts at this output."""

    def source(self, input_name: str) -> Source | None:
        """What feeds this input; None if nothing does."""

    def log(self, message: Any, name: str = "Log") -> None:
        """Keep a line (or any JSON value) in the vertex' log."""

    def note(self, text: str) -> None:
        """Say one sentence on the node, beside its state: "used the local model …"."""

    def use_model(self, model_name: str) -> None:
        """Say which model really answers, where that is not the one the node names; chat messages then name it."""

    def record_usage(self, usage: Usage) -> None:
        """Add tokens to what this vertex build cost."""

    def environment(self, name: str) -> str | None:
        """A variable of the environment that Runnel was started in, or of its env file; None if there is none."""

    def file_path(self, stored: str) -> Path:
        """The place on disk of a stored file. Raises `runnel.errors.Invalid` when it lies outside the store."""

    def index_dir(self) -> Path:
        """The folder for rebuildable indexes (``knowledge``), made when missing; not part of backups."""
