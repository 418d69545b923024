"""A transcript as subtitles."""

from __future__ import annotations

from runnel.components.assemblyai.transcription import API_KEY, RESULT, ask_text, transcript_id_of
from runnel.sdk import Component, Context, Data, DropdownInput, IntInput, Output


class AssemblyAIGetSubtitles(Component):
    """Have AssemblyAI make the subtitles of a transcript."""

    display_name = "AssemblyAI Get Subtitles"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        API_KEY,
        RESULT,
        DropdownInput(
            "subtitle_format",
            "Subtitle Format",
            options=("srt", "vtt"),
            value="srt",
            info="srt for players, vtt for pages.",
        ),
        IntInput(
            "chars_per_caption", "Characters per Caption", value=0, advanced=True, info="At most; 0 leaves it to them."
        ),
    )
    outputs = (Output("subtitles", "get_subtitles", types=("Data",), display_name="Subtitles"),)

    async def get_subtitles(
        self,
        context: Context,
        api_key: str = "",
        transcription_result: Data | None = None,
        subtitle_format: str = "srt",
        chars_per_caption: int | None = 0,
    ) -> Data:
        """A record: ``subtitles``, ``format`` and the transcript's id."""
        transcript_id = transcript_id_of(transcription_result)
        params = {"chars_per_caption": str(chars_per_caption)} if chars_per_caption else None
        text = await ask_text(context, api_key, f"/v2/transcript/{transcript_id}/{subtitle_format}", params)
        return Data(
            {"subtitles": text, "format": subtitle_format, "transcript_id": transcript_id}, text_key="subtitles"
        )
