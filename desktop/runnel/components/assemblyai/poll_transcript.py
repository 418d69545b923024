"""Waiting for a transcript."""

from __future__ import annotations

from runnel.components.assemblyai.transcription import API_KEY, as_record, transcript_id_of, wait_until_done
from runnel.sdk import Component, Context, Data, DataInput, FloatInput, Output


class AssemblyAITranscriptionJobPoller(Component):
    """Wait until AssemblyAI has written a recording down, and pass on all it says of it."""

    display_name = "AssemblyAI Poll Transcript"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        API_KEY,
        DataInput("transcript_id", "Transcript ID", info="What Start Transcript gave."),
        FloatInput("polling_interval", "Polling Interval", value=3.0, advanced=True, info="Seconds between two looks."),
    )
    outputs = (
        Output("transcription_result", "poll_transcription_job", types=("Data",), display_name="Transcription Result"),
    )

    async def poll_transcription_job(
        self,
        context: Context,
        api_key: str = "",
        transcript_id: Data | None = None,
        polling_interval: float | None = 3.0,
    ) -> Data:
        """The transcript: ``text``, ``id``, ``words`` and what else the service tells."""
        every_s = 3.0 if polling_interval is None else max(0.0, polling_interval)
        return as_record(await wait_until_done(context, api_key, transcript_id_of(transcript_id), every_s))
