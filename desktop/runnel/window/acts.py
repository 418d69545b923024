"""What the page in the native window and the window itself ask of each other.

The page asks by endpoints, which reach the window through `WindowLink.acts`. The window tells the page by events, which
wait here until the page takes them. Without a window (``serve``, or the app in a browser) nobody is at the other end.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

_ALIVE_SECONDS = 20.0


class WindowActs(Protocol):
    """What the window does. May be called on any thread but the window's own; may wait for the user."""

    def ask_where_to_save(self, name: str) -> Path | None:
        """Show the system's dialog for saving a file; None when the user changed their mind."""

    def ask_what_to_open(self) -> Sequence[Path]:
        """Show the system's dialog for opening flow files; none when the user changed their mind."""

    def bring_forward(self) -> None:
        """Show the window, before all others."""

    def set_theme(self, theme: str, is_dark: bool) -> None:
        """Dress title bar and background as the page is; the theme is ``system``, ``light`` or ``dark``."""

    def quit(self, *, finish_runs: bool) -> None:
        """Close the window: now, runs being stopped, or after the runs that are under way, hidden until then."""


class WindowLink:
    """The tie between the server and the window. Safe to use from any thread."""

    def __init__(self) -> None:
        self.acts: WindowActs | None = None
        self._waiting: list[dict[str, Any]] = []
        self._lent: dict[str, Path] = {}
        self._guard = threading.Lock()
        self._followers: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    @property
    def is_followed(self) -> bool:
        """Whether the page listens."""
        return bool(self._followers)

    def tell(self, event: str, **data: Any) -> None:
        """Tell the page something; what it has not heard yet of the same event is forgotten."""
        with self._guard:
            self._waiting = [each for each in self._waiting if each["event"] != event]
            self._waiting.append({"event": event, "data": data})
            for changed, loop in self._followers.items():
                loop.call_soon_threadsafe(changed.set)

    def lend(self, paths: Iterable[Path]) -> list[dict[str, str]]:
        """Let the page read files that the user chose or dropped, each once; it learns their names, not where they lie.

        Each is told as ``{"id", "name"}``.
        """
        lent = {secrets.token_urlsafe(16): path for path in paths}
        self._lent.update(lent)
        return [{"id": file_id, "name": path.name} for file_id, path in lent.items()]

    def take_lent(self, file_id: str) -> Path | None:
        """A file that was lent and not read yet; None for any other id."""
        return self._lent.pop(file_id, None)

    async def follow(self) -> AsyncIterator[dict[str, Any]]:
        """What the page is told, as it comes; ``alive`` from time to time, so that a page that left is noticed."""
        changed = asyncio.Event()
        changed.set()
        with self._guard:
            self._followers[changed] = asyncio.get_running_loop()
        try:
            yield {"event": "alive", "data": {}}
            while True:
                try:
                    await asyncio.wait_for(changed.wait(), _ALIVE_SECONDS)
                except TimeoutError:
                    yield {"event": "alive", "data": {}}
                    continue
                changed.clear()
                with self._guard:
                    told, self._waiting = self._waiting, []
                for event in told:
                    yield event
        finally:
            with self._guard:
                del self._followers[changed]
