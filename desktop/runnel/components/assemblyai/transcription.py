"""AssemblyAI's service: uploads, transcripts, and waiting until one is done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runnel.sdk import ComponentError, Context, Data, DataInput, SecretStrInput
from runnel.web.json_service import ask_json, ask_service, need_key

ADDRESS = "https://api.assemblyai.com"
VENDOR = "AssemblyAI"
LONGEST_WAIT_S = 3600.0
API_KEY = SecretStrInput("api_key", "Assembly API Key", info="Name of the variable that holds the key.")
RESULT = DataInput("transcription_result", "Transcription Result", info="What Poll Transcript gave.")


async def ask(
    context: Context,
    api_key: str,
    method: str,
    path: str,
    *,
    body: Any = None,
    content: bytes | None = None,
    params: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the service answers. Raises `ComponentError` without a key, and with what the service says went wrong."""
    need_key(context, api_key, VENDOR, "api_key")
    headers = {"authorization": api_key}
    answer: dict[str, Any] = await ask_json(
        context, VENDOR, method, f"{ADDRESS}{path}", body=body, content=content, params=params, headers=headers
    )
    return answer


async def ask_text(context: Context, api_key: str, path: str, params: Mapping[str, str] | None = None) -> str:
    """As `ask`, where the service answers with a text."""
    need_key(context, api_key, VENDOR, "api_key")
    headers = {"authorization": api_key}
    return (await ask_service(context, VENDOR, "GET", f"{ADDRESS}{path}", params=params, headers=headers)).text


async def upload(context: Context, api_key: str, file: Path) -> str:
    """The address under which the service alone finds the recording."""
    need_key(context, api_key, VENDOR, "api_key")
    try:
        content = await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        raise ComponentError(
            f"{file.name} was not sent.",
            f"It cannot be read: {error.strerror}.",
            "Choose it again.",
            field="audio_file",
        ) from None
    answer = await ask(context, api_key, "POST", "/v2/upload", content=content)
    return str(answer.get("upload_url") or "")


async def start(context: Context, api_key: str, audio_url: str, options: Mapping[str, Any]) -> str:
    """Have a recording written down; the id of its transcript. Options that are None or empty are left out."""
    if not audio_url.strip():
        raise ComponentError(
            f"{context.display_name} has nothing to write down.",
            "No recording is given.",
            "Choose a file, or enter the address of one.",
            field="audio_file_url",
        )
    asked = {name: value for name, value in options.items() if value not in (None, "")}
    answer = await ask(context, api_key, "POST", "/v2/transcript", body={"audio_url": audio_url.strip(), **asked})
    return str(answer.get("id") or "")


async def wait_until_done(
    context: Context, api_key: str, transcript_id: str, every_s: float, longest_s: float = LONGEST_WAIT_S
) -> dict[str, Any]:
    """The transcript when it is done. Raises `ComponentError` when it fails, or takes longer than ``longest_s``."""
    try:
        async with asyncio.timeout(longest_s):
            while True:
                answer = await ask(context, api_key, "GET", f"/v2/transcript/{transcript_id}")
                status = answer.get("status")
                if status == "completed":
                    return answer
                if status == "error":
                    raise ComponentError(
                        f"{VENDOR} wrote nothing down.",
                        str(answer.get("error") or "It does not say why."),
                        "Check that the recording can be played, and that the address is public.",
                    )
                await asyncio.sleep(every_s)
    except TimeoutError:
        raise ComponentError(
            f"{VENDOR} is not done.",
            f"After {longest_s:g} seconds the transcript {transcript_id} is still not written.",
            "Allow more time, or fetch it later with Poll Transcript.",
        ) from None


def transcript_id_of(record: Any) -> str:
    """The id that a record of another AssemblyAI node carries. Raises `ComponentError` when there is none."""
    entries = record.data if isinstance(record, Data) else {}
    found = str(entries.get("transcript_id") or entries.get("id") or "")
    if not found:
        raise ComponentError(
            f"{VENDOR} was not asked.",
            "What came in names no transcript.",
            "Connect Start Transcript or Poll Transcript.",
        )
    return found


def as_record(answer: Mapping[str, Any]) -> Data:
    """An answer as a record, without the entries that are empty."""
    return Data({name: value for name, value in answer.items() if value is not None})


def spoken_text(transcript: Mapping[str, Any]) -> str:
    """The text; a paragraph per turn with the speaker's name before it, where speakers were told apart."""
    turns = transcript.get("utterances") or []
    if not turns:
        return str(transcript.get("text") or "")
    return "\n\n".join(f"Speaker {turn.get('speaker')}: {turn.get('text')}" for turn in turns)


def speaker_count(text: str) -> int | None:
    """The number that the field holds; None for none. Raises `ComponentError` for what is none."""
    try:
        return int(json.loads(text)) if text.strip() else None
    except (ValueError, TypeError):
        raise ComponentError(
            f"{VENDOR} was not asked.",
            f'"{text}" is no number of speakers.',
            "Write a whole number, or nothing.",
            field="speakers_expected",
        ) from None
