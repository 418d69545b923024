"""Questions about transcripts."""

from __future__ import annotations

from typing import Any

from runnel.components.assemblyai.transcription import API_KEY, RESULT, as_record, ask, transcript_id_of
from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    FloatInput,
    IntInput,
    MultilineInput,
    Output,
)

_MODELS = {
    "claude3_5_sonnet": "anthropic/claude-3-5-sonnet",
    "claude3_opus": "anthropic/claude-3-opus",
    "claude3_haiku": "anthropic/claude-3-haiku",
    "claude3_sonnet": "anthropic/claude-3-sonnet",
}
_TASK, _SUMMARY, _QUESTIONS = "task", "summary", "question-answer"


class AssemblyAILeMUR(Component):
    """Have AssemblyAI's models answer about what was said in recordings."""

    display_name = "AssemblyAI LeMUR"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        API_KEY,
        RESULT,
        MultilineInput("prompt", "Input Prompt", info="What to do with the transcript, or what to know of it."),
        DropdownInput(
            "final_model",
            "Final Model",
            options=tuple(_MODELS),
            value="claude3_5_sonnet",
            advanced=True,
            info="The model that answers.",
        ),
        FloatInput("temperature", "Temperature", value=0.0, advanced=True, info="0 for the likeliest words."),
        IntInput("max_output_size", " Max Output Size", value=2000, advanced=True, info="Longest answer in tokens."),
        DropdownInput(
            "endpoint",
            "Endpoint",
            options=(_TASK, _SUMMARY, _QUESTIONS),
            value=_TASK,
            advanced=True,
            info="What to have done: the prompt, a summary, or answers to questions.",
        ),
        MultilineInput("questions", "Questions", advanced=True, info="For question-answer: a question per line."),
        MultilineInput(
            "transcript_ids", "Transcript IDs", advanced=True, info="Transcripts by their ids, with commas between."
        ),
    )
    outputs = (Output("lemur_response", "run_lemur", types=("Data",), display_name="LeMUR Response"),)

    async def run_lemur(
        self,
        context: Context,
        api_key: str = "",
        transcription_result: Data | None = None,
        prompt: str = "",
        final_model: str = "claude3_5_sonnet",
        temperature: float | None = 0.0,
        max_output_size: int | None = 2000,
        endpoint: str = _TASK,
        questions: str = "",
        transcript_ids: str = "",
    ) -> Data:
        """What the service answers: ``response``, and ``text`` as a person reads it."""
        named = [each.strip() for each in transcript_ids.split(",") if each.strip()]
        body: dict[str, Any] = {
            "transcript_ids": named or [transcript_id_of(transcription_result)],
            "final_model": _MODELS.get(final_model, final_model),
            "temperature": 0.0 if temperature is None else temperature,
            "max_output_size": 2000 if max_output_size is None else max_output_size,
        }
        asked = [{"question": line.strip()} for line in questions.splitlines() if line.strip()]
        if endpoint == _QUESTIONS:
            _need(context, asked, "question", "questions")
            body |= {"questions": asked, "context": prompt} if prompt.strip() else {"questions": asked}
        elif endpoint == _SUMMARY:
            body |= {"context": prompt} if prompt.strip() else {}
        else:
            _need(context, prompt.strip(), "prompt", "prompt")
            body["prompt"] = prompt
        answer = as_record(await ask(context, api_key, "POST", f"/lemur/v3/generate/{endpoint}", body=body))
        answer.data["text"] = _readable(answer.data.get("response"))
        return answer


def _need(context: Context, given: Any, what: str, field: str) -> None:
    if not given:
        raise ComponentError(
            f"{context.display_name} was not asked.", f"There is no {what}.", "Write one.", field=field
        )


def _readable(response: Any) -> str:
    if isinstance(response, list):
        return "\n\n".join(
            f"{each.get('question')}\n{each.get('answer')}" for each in response if isinstance(each, dict)
        )
    return str(response or "").strip()
