"""The transcripts of an account."""

from __future__ import annotations

from runnel.components.assemblyai.transcription import API_KEY, as_record, ask
from runnel.sdk import BoolInput, Component, Context, Data, DropdownInput, IntInput, MessageTextInput, Output

_ALL = "all"


class AssemblyAIListTranscripts(Component):
    """List the transcripts that AssemblyAI keeps for your account, the newest first."""

    display_name = "AssemblyAI List Transcripts"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        API_KEY,
        IntInput("limit", "Limit", value=20, info="How many to list at most."),
        DropdownInput(
            "status_filter",
            "Status Filter",
            options=(_ALL, "queued", "processing", "completed", "error"),
            value=_ALL,
            advanced=True,
            info="List only those in this state.",
        ),
        MessageTextInput("created_on", "Created On", advanced=True, info="List only those of this day, YYYY-MM-DD."),
        BoolInput("throttled_only", "Throttled Only", advanced=True, info="List only those that had to wait."),
    )
    outputs = (Output("transcript_list", "list_transcripts", types=("Data",), display_name="Transcript List"),)

    async def list_transcripts(
        self,
        context: Context,
        api_key: str = "",
        limit: int | None = 20,
        status_filter: str = _ALL,
        created_on: str = "",
        throttled_only: bool = False,
    ) -> list[Data]:
        """A record per transcript: ``id``, ``status``, ``created`` and addresses."""
        params = {"limit": str(20 if limit is None else min(200, max(1, limit)))}
        if status_filter != _ALL:
            params["status"] = status_filter
        if created_on.strip():
            params["created_on"] = created_on.strip()
        if throttled_only:
            params["throttled_only"] = "true"
        answer = await ask(context, api_key, "GET", "/v2/transcript", params=params)
        return [as_record(each) for each in answer.get("transcripts") or []]
