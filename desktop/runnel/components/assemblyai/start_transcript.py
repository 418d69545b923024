"""Having a recording written down."""

from __future__ import annotations

from pathlib import Path

from runnel.components.assemblyai.transcription import API_KEY, speaker_count, start, upload
from runnel.sdk import BoolInput, Component, Context, Data, DropdownInput, FileInput, MessageTextInput, Output

_RECORDINGS = (
    *("3ga", "8svx", "aac", "ac3", "aif", "aiff", "alac", "amr", "ape", "au", "dss", "flac", "flv", "m4a", "m4b"),
    *("m4p", "m4r", "mp3", "mpga", "ogg", "oga", "mogg", "opus", "qcp", "tta", "voc", "wav", "wma", "wv", "webm"),
    *("mts", "m2ts", "ts", "mov", "mp2", "mp4", "m4p", "m4v", "mxf"),
)


class AssemblyAITranscriptionJobCreator(Component):
    """Have a recording written down by AssemblyAI; Poll Transcript waits for the text."""

    display_name = "AssemblyAI Start Transcript"
    is_repeatable = False
    icon = "AssemblyAI"
    needs = "key"
    inputs = (
        API_KEY,
        FileInput("audio_file", "Audio File", file_types=_RECORDINGS, info="The recording."),
        MessageTextInput(
            "audio_file_url", "Audio File URL", advanced=True, info="The recording's address, in place of a file."
        ),
        DropdownInput(
            "speech_model",
            "Speech Model",
            options=("best", "nano"),
            value="best",
            advanced=True,
            info="best hears better, nano is cheaper.",
        ),
        BoolInput(
            "language_detection", "Automatic Language Detection", advanced=True, info="Find the language out by itself."
        ),
        MessageTextInput("language_code", "Language", advanced=True, info="The language, such as en_us or de."),
        BoolInput("speaker_labels", "Enable Speaker Labels", info="Tell the speakers apart."),
        MessageTextInput(
            "speakers_expected", "Expected Number of Speakers", advanced=True, info="How many there are, if known."
        ),
        BoolInput("punctuate", "Punctuate", value=True, advanced=True, info="Set commas and stops."),
        BoolInput("format_text", "Format Text", value=True, advanced=True, info="Write numbers and names as usual."),
    )
    outputs = (Output("transcript_id", "create_transcription_job", types=("Data",), display_name="Transcript ID"),)

    async def create_transcription_job(
        self,
        context: Context,
        api_key: str = "",
        audio_file: Path | None = None,
        audio_file_url: str = "",
        speech_model: str = "best",
        language_detection: bool = False,
        language_code: str = "",
        speaker_labels: bool = False,
        speakers_expected: str = "",
        punctuate: bool = True,
        format_text: bool = True,
    ) -> Data:
        """A record with the transcript's id."""
        options = {
            "speech_model": speech_model,
            "language_detection": language_detection or None,
            "language_code": "" if language_detection else language_code,
            "speaker_labels": speaker_labels or None,
            "speakers_expected": speaker_count(speakers_expected) if speaker_labels else None,
            "punctuate": punctuate,
            "format_text": format_text,
        }
        address = await upload(context, api_key, audio_file) if audio_file else audio_file_url
        return Data({"transcript_id": await start(context, api_key, address, options)})
