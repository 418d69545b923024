"""Folders that are searched are watched: their indexes follow changes while nobody asks.

One thread looks at each folder every few seconds (names, sizes, times), and has the index brought up when something
changed or went away. A folder is watched until half an hour after its last search; the next one takes it up again.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from runnel.errors import ComponentError
from runnel.knowledge import thread
from runnel.knowledge.word_index import IndexSource, Match, update_index

logger = logging.getLogger(__name__)

POLL_S = 2.0
WATCHED_S = 30 * 60.0
_SHARE_OF_TIME = 50
"""A folder that takes long to look at is looked at so many times less often than that takes."""
_SLICE_S = 0.25
"""How long the index thread is held at once, so that searches come in between."""

ListSources = Callable[[], list[IndexSource]]


@dataclass
class _Place:
    match: Match
    list_sources: ListSources
    seen: int
    watched_until: float
    due: float = 0.0


_places: dict[Path, _Place] = {}
_changed = threading.Condition()


class _Slice(threading.Event):
    """Set by itself after a while."""

    def __init__(self) -> None:
        super().__init__()
        self._ends = time.monotonic() + _SLICE_S

    def is_set(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self._ends


def keep_indexed(path: Path, match: Match, list_sources: ListSources, indexed: Iterable[IndexSource]) -> None:
    """Watch what ``list_sources`` lists for the index at ``path``, which holds the sources ``indexed`` now."""
    with _changed:
        is_first = not _places
        now = time.monotonic()
        _places[path] = _Place(match, list_sources, _fingerprint(indexed), now + WATCHED_S, now + POLL_S)
        if is_first:
            threading.Thread(target=_watch, name="knowledge-watch", daemon=True).start()


def _watch() -> None:
    """Look at what is due until nothing is watched any more."""
    while True:
        with _changed:
            now = time.monotonic()
            for path in [path for path, place in _places.items() if place.watched_until < now]:
                del _places[path]
            if not _places:
                return
            due = [(path, place) for path, place in _places.items() if place.due <= now]
        for path, place in due:
            _look(path, place)
        time.sleep(POLL_S / 4)


def _look(path: Path, place: _Place) -> None:
    began = time.monotonic()
    try:
        sources = place.list_sources()
        seen = _fingerprint(sources)
        place.due = time.monotonic() + max(POLL_S, _SHARE_OF_TIME * (time.monotonic() - began))
        if seen != place.seen:
            while not thread.submit(lambda: update_index(path, place.match, sources, _Slice())).is_whole:
                pass
            place.seen = seen
    except (ComponentError, OSError, sqlite3.Error, RuntimeError) as error:
        # The folder is gone, or the index, or the program ends: the next search says what is wrong.
        logger.info("A folder is no longer watched: %s", error)
        with _changed:
            if _places.get(path) is place:
                del _places[path]


def _fingerprint(sources: Iterable[IndexSource]) -> int:
    return hash(frozenset((source.key, source.stamp) for source in sources))
