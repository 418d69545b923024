"""Wire forms of questions: what a run asks a person, and the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

QuestionState = Literal["open", "answered", "cancelled"]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Question(msgspec.Struct):
    """A question of a run. ``choices`` are offered; any other text is an answer too."""

    id: str
    flow_id: str
    session_id: str
    run_id: str
    job_id: str | None
    """The background job whose events tell how the run goes on; None for a run that ends with its client."""
    vertex_id: str
    vertex_name: str
    text: str
    choices: list[str]
    asked_at: Moment
    state: QuestionState = "open"
    answer: str | None = None
    answered_at: Moment | None = None
    message_id: str | None = None
    """The chat message that shows it; None where the run has no session."""
    flow_name: str = ""
    """The flow's name at the time of reading; empty where the flow was never saved."""


class QuestionAnswer(msgspec.Struct):
    """Body of ``POST /questions/{id}``."""

    answer: str
