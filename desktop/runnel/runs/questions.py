"""Questions that a run asks a person: asked in the chat, and answered there or over the API.

A question has the same id when its run asks it again after a restart, so an answer that came in between is found.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import NAMESPACE_OID, uuid5

from runnel.runs.journal import Journal, QuestionLog
from runnel.runs.waiting import Waiting
from runnel.schemas.question import Question
from runnel.sdk import Message


class Asker(Protocol):
    """What asking needs of a run: of the outermost one, which has the listeners and the chat."""

    flow_id: str
    session_id: str
    run_id: str
    waiting: Waiting

    def tell(self, event: str, data: Any) -> None:
        """Send a build event."""

    def tell_own(self, event: str, data: Any) -> None:
        """Send an event that only our own UI knows."""

    def write(self, message: Message) -> None:
        """Store a message; the run's end waits for it."""


class Questions:
    """All questions that runs of this program wait for."""

    def __init__(self, journal: Journal, log: QuestionLog) -> None:
        self._journal = journal
        self.log = log
        """Where they are kept, and the runs that wait for their answers."""
        self._waiting: dict[str, asyncio.Future[Question]] = {}

    async def ask(
        self, run: Asker, place: str, vertex_id: str, vertex_name: str, text: str, choices: Sequence[str]
    ) -> str:
        """Ask, and wait for the answer, however long it takes. ``place`` tells this question from all others.

        When the run is stopped, the question is cancelled; when the program ends, it stays.
        """
        question_id = str(uuid5(NAMESPACE_OID, f"question {place} {text}"))
        question = await self.log.find_question(question_id)
        if question is not None and question.state == "answered":
            await self._show(run, _conversation(question))
            return question.answer or ""
        asked = question or Question(
            id=question_id,
            flow_id=run.flow_id,
            session_id=run.session_id,
            run_id=run.run_id,
            job_id=run.waiting.job.id if run.waiting.job is not None else None,
            vertex_id=vertex_id,
            vertex_name=vertex_name,
            text=text,
            choices=list(choices),
            asked_at=datetime.now(UTC),
            message_id=str(uuid5(NAMESPACE_OID, f"asked {question_id}")) if run.session_id else None,
        )
        answered = self._waiting[question_id] = asyncio.get_running_loop().create_future()
        try:
            run.waiting.begin(question_id)
            if question is None:
                await run.waiting.keep()
                await self.log.add_question(asked)
            await self._show(run, [question_message(asked)] if asked.message_id else [])
            run.tell_own("waiting", {"id": vertex_id, "question": asked})
            answer = await answered
        except asyncio.CancelledError:
            if not run.waiting.goes_on_later:
                asked.state = "cancelled"
                self.log.cancel_question(question_id)
                if asked.message_id:
                    run.write(question_message(asked))
            raise
        finally:
            del self._waiting[question_id]
            run.waiting.end(question_id)
        run.tell_own("waiting_over", {"id": vertex_id, "question_id": question_id})
        for message in _conversation(answer):
            run.tell("add_message", message.record())
        return answer.answer or ""

    async def answer(self, question_id: str, text: str) -> Question:
        """Answer a question: the answer is stored when this returns, and the run goes on.

        Raises `NotFound` for an id of nothing, `Conflict` for a question that is not open any more.
        """
        question = await self.log.answer_question(question_id, text)
        messages = _conversation(question)
        if messages:
            await self._journal.add_messages(messages)
        waiting = self._waiting.get(question_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(question)
        return question

    async def _show(self, run: Asker, messages: list[Message]) -> None:
        if messages:
            await self._journal.add_messages(messages)
        for message in messages:
            run.tell("add_message", message.record())


def question_message(question: Question) -> Message:
    """The chat message that shows a question and how it stands."""
    source = {"id": question.vertex_id, "display_name": question.vertex_name, "source": question.vertex_name}
    return Message(
        id=question.message_id,
        text=question.text,
        sender="Machine",
        sender_name=question.vertex_name,
        session_id=question.session_id,
        flow_id=question.flow_id,
        timestamp=question.asked_at,
        properties={
            "icon": "circle-help",
            "source": source,
            "question": {
                "id": question.id,
                "choices": question.choices,
                "state": question.state,
                "answer": question.answer,
            },
        },
    )


def _conversation(question: Question) -> list[Message]:
    """An answered question as the chat shows it: asked by the node, answered by the user."""
    if question.message_id is None:
        return []
    answer = Message(
        id=str(uuid5(NAMESPACE_OID, f"answered {question.id}")),
        text=question.answer or "",
        sender="User",
        sender_name="User",
        session_id=question.session_id,
        flow_id=question.flow_id,
        timestamp=question.answered_at or datetime.now(UTC),
    )
    return [question_message(question), answer]
