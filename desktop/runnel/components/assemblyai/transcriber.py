"""A recording written down in one step, as later files have it."""

from __future__ import annotations

from runnel.components.assemblyai.transcription import spoken_text, start, wait_until_done
from runnel.sdk import BoolInput, Component, Context, IntInput, Message, MessageTextInput, Output, SecretStrInput

_LOOK_EVERY_S = 2.0


class AssemblyAITranscriber(Component):
    """Have a recording written down by AssemblyAI, and pass on its text."""

    display_name = "AssemblyAI Transcriber"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        SecretStrInput("api_key", "AssemblyAI API Key", required=True, info="Name of the variable that holds the key."),
        MessageTextInput(
            "audio_url", "Audio File URL", required=True, info="The recording's address, which AssemblyAI must reach."
        ),
        MessageTextInput(
            "language_code", "Language Code", advanced=True, info="Such as en_us; empty to find it out from the speech."
        ),
        BoolInput("speaker_labels", "Speaker Labels", advanced=True, info="Tell the speakers apart."),
        IntInput(
            "poll_timeout", "Poll Timeout (s)", value=300, advanced=True, info="Seconds to wait for the transcript."
        ),
    )
    outputs = (Output("transcript", "transcribe", display_name="Transcript"),)

    async def transcribe(
        self,
        context: Context,
        api_key: str = "",
        audio_url: str = "",
        language_code: str = "",
        speaker_labels: bool = False,
        poll_timeout: int | None = 300,
    ) -> Message:
        """The text of the recording."""
        options = {
            "language_code": language_code,
            "language_detection": None if language_code else True,
            "speaker_labels": speaker_labels or None,
        }
        transcript_id = await start(context, api_key, audio_url, options)
        done = await wait_until_done(context, api_key, transcript_id, _LOOK_EVERY_S, float(poll_timeout or 300))
        return Message(text=spoken_text(done))
