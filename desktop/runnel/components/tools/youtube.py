"""Subtitles of YouTube's videos. The service has no contract for them; what fails is said."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

from runnel.sdk import ComponentError, Context
from runnel.web.json_service import ask_json
from runnel.web.page import fetch_page

HOST = "https://www.youtube.com"
_VENDOR = "YouTube"
_CLIENT = {"context": {"client": {"clientName": "ANDROID", "clientVersion": "20.10.38"}}}
_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_KEY = re.compile(r'"INNERTUBE_API_KEY":\s*"([A-Za-z0-9_-]+)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Caption:
    """A line of subtitles, and the second at which it begins."""

    start_s: float
    text: str


def video_id(typed: str) -> str:
    """The id of a video from its address in any of its forms, or from the id itself; empty if it is none."""
    typed = typed.strip()
    if _ID.fullmatch(typed):
        return typed
    address = urlsplit(typed if "://" in typed else f"https://{typed}")
    host = (address.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("music.")
    parts = [part for part in address.path.split("/") if part]
    if host == "youtu.be":
        found = parts[0] if parts else ""
    elif host in ("youtube.com", "youtube-nocookie.com"):
        is_short = len(parts) > 1 and parts[0] in ("shorts", "embed", "live", "v")
        found = parts[1] if is_short else (parse_qs(address.query).get("v") or [""])[0]
    else:
        found = ""
    return found if _ID.fullmatch(found) else ""


async def fetch_captions(
    context: Context, video: str, languages: Sequence[str], translation: str
) -> tuple[str, list[Caption]]:
    """The language and the lines of a video's subtitles: in the first of ``languages`` that it has, else its first one.

    Written ones go before those that a machine heard. Raises `ComponentError` when there are none.
    """
    page = (await fetch_page(context, f"{HOST}/watch?v={video}")).text
    key = _KEY.search(page)
    address = f"{HOST}/youtubei/v1/player" + (f"?key={key.group(1)}" if key else "")
    player = await ask_json(context, _VENDOR, "POST", address, body={**_CLIENT, "videoId": video})
    tracks = ((player.get("captions") or {}).get("playerCaptionsTracklistRenderer") or {}).get("captionTracks") or []
    if not tracks:
        said = (player.get("playabilityStatus") or {}).get("reason") or "The video has none."
        raise ComponentError("No subtitles were read.", f"{str(said).rstrip('.')}.", "Try another video.", field="url")
    track = _choose(tracks, languages)
    source = str(track.get("baseUrl") or "").replace("&fmt=srv3", "")
    if source.startswith("/"):
        source = f"{HOST}{source}"
    if translation:
        source += f"&{urlencode({'tlang': translation})}"
    answer = await fetch_page(context, source)
    return translation or str(track.get("languageCode") or ""), _read_captions(answer.text)


def _choose(tracks: list[dict[str, Any]], languages: Sequence[str]) -> dict[str, Any]:
    ordered = sorted(tracks, key=lambda track: track.get("kind") == "asr")
    for language in languages:
        for track in ordered:
            if str(track.get("languageCode") or "").lower() == language.lower():
                return track
    if languages:
        there = ", ".join(sorted({str(track.get("languageCode")) for track in tracks}))
        raise ComponentError(
            "No subtitles were read.",
            f"The video has none in {', '.join(languages)}; it has them in {there}.",
            "Choose one of these, or a translation.",
            field="language",
        )
    return ordered[0]


def _read_captions(source: str) -> list[Caption]:
    """The lines of subtitles in either form the service has: XML, or JSON with events."""
    if source.lstrip().startswith("{"):
        events = json.loads(source).get("events") or []
        lines = [
            (event.get("tStartMs", 0) / 1000, "".join(part.get("utf8", "") for part in event.get("segs") or []))
            for event in events
        ]
    else:
        try:
            root = ElementTree.fromstring(source)
        except ElementTree.ParseError:
            raise ComponentError(
                "No subtitles were read.", "YouTube sent something else.", "Try again later."
            ) from None
        lines = [(float(line.get("start") or 0), line.text or "") for line in root.iter("text")]
        lines += [(int(line.get("t") or 0) / 1000, "".join(line.itertext())) for line in root.iter("p")]
    texts = ((start, " ".join(_TAG.sub("", html.unescape(text)).split())) for start, text in lines)
    return [Caption(start, text) for start, text in texts if text]
