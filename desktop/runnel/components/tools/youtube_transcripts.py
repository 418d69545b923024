"""What is said in a video of YouTube."""

from __future__ import annotations

from runnel.components.tools.search_tool import search_tool
from runnel.components.tools.youtube import Caption, fetch_captions, video_id
from runnel.sdk import (
    Component,
    ComponentError,
    Context,
    Data,
    DropdownInput,
    IntInput,
    MultilineInput,
    Output,
    Tool,
)

TRANSLATIONS = ("", "en", "es", "fr", "de", "it", "pt", "ru", "ja", "ko", "hi", "ar", "id")


class YouTubeTranscriptsComponent(Component):
    """Read what is said in a video of YouTube, from its subtitles."""

    display_name = "YouTube Transcripts"
    is_repeatable = False
    icon = "YouTube"
    needs = "net"
    inputs = (
        MultilineInput("url", "Video URL", info="The video's address; an agent fills it in by itself."),
        DropdownInput(
            "transcript_format",
            "Transcript Format",
            options=("text", "chunks"),
            value="text",
            info="One text, or a record for each stretch of time.",
        ),
        IntInput(
            "chunk_size_seconds",
            "Chunk Size (seconds)",
            value=60,
            advanced=True,
            info="How long a stretch of time is, for chunks.",
        ),
        MultilineInput(
            "language",
            "Language",
            info="Languages of subtitles, the preferred first: en, de. Empty for the video's own.",
        ),
        DropdownInput(
            "translation",
            "Translation Language",
            options=TRANSLATIONS,
            advanced=True,
            info="The language that YouTube is to translate to; empty for none.",
        ),
    )
    outputs = (
        Output("transcripts", "build_youtube_transcripts", types=("Data",), display_name="Data"),
        Output("transcripts_tool", "build_youtube_tool", types=("Tool",), display_name="Tool"),
    )

    async def build_youtube_transcripts(
        self,
        context: Context,
        url: str = "",
        transcript_format: str = "text",
        chunk_size_seconds: int | None = 60,
        language: str = "",
        translation: str = "",
    ) -> list[Data]:
        """A record with text, source and language; of chunks one each, with ``start_seconds`` and an address there."""
        video = video_id(url)
        if not video:
            raise ComponentError(
                f"{context.display_name} has nothing to read.",
                f'"{url.strip()}" is no address of a video.' if url.strip() else "No address is given.",
                "Write one, such as https://www.youtube.com/watch?v=…",
                field="url",
            )
        wanted = [each.strip() for each in language.replace("\n", ",").split(",") if each.strip()]
        spoken, captions = await fetch_captions(context, video, wanted, translation)
        source = f"https://www.youtube.com/watch?v={video}"
        if transcript_format != "chunks":
            text = " ".join(caption.text for caption in captions)
            return [Data({"text": text, "source": source, "language": spoken})]
        return [
            Data({"text": text, "start_seconds": start, "source": f"{source}&t={start}s", "language": spoken})
            for start, text in _stretches(captions, max(1, chunk_size_seconds or 60))
        ]

    def build_youtube_tool(
        self,
        context: Context,
        transcript_format: str = "text",
        chunk_size_seconds: int | None = 60,
        language: str = "",
        translation: str = "",
    ) -> Tool:
        """The same for an agent: ``youtube_transcripts(url)``."""

        async def read(url: str) -> list[Data]:
            return await self.build_youtube_transcripts(
                context, url, transcript_format, chunk_size_seconds, language, translation
            )

        return search_tool("youtube_transcripts", self.description(), read, "url", "The address of the video.")


def _stretches(captions: list[Caption], seconds: int) -> list[tuple[int, str]]:
    """The texts of equal stretches of time, with the second at which each begins; silent ones are left out."""
    texts: dict[int, list[str]] = {}
    for caption in captions:
        texts.setdefault(int(caption.start_s // seconds) * seconds, []).append(caption.text)
    return [(start, " ".join(parts)) for start, parts in sorted(texts.items())]
