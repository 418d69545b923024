"""The native window, as its page and commands of its user see it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class WindowRead(Struct):
    """Where the page is shown, and what it may ask for."""

    is_window: bool
    """Whether the page is in the native window."""
    crash_report: str | None
    """Where the report of a crash lies that nobody was told of yet."""
    can_show_folders: bool
    """Whether it may have folders shown: in the window, and in a browser that the app opened."""
    is_logged_in: bool
    """Whether somebody has logged in to it, with a key or a password, and so can log out."""


class WindowTheme(Struct):
    """How the page looks: what was chosen, and whether that comes out dark."""

    theme: Literal["system", "light", "dark"]
    is_dark: bool


class WindowQuit(Struct):
    """What is to become of runs that are under way."""

    runs: Literal["stop", "finish"]


class SavedFile(Struct):
    """Where a file was saved; None when the user changed their mind."""

    path: str | None


class LentFile(Struct, frozen=True):
    """A file that the user chose in the system's dialog or dropped on the window, for the page to read once."""

    id: str
    name: str


class OpenedFiles(Struct):
    """What the user chose; nothing when they changed their mind."""

    files: list[LentFile]


class WindowShown(Struct):
    """What came of a second start."""

    is_shown: bool
    """Whether there is a window, and it was brought forward."""
    flow_id: str | None
    """The flow of the file that was given."""
    launch_path: str | None
    """Without a window: the path that opens the app in a browser, once."""


class FolderShow(Struct):
    """Which folder the system's file manager is to show."""

    folder: Literal["data", "logs"]
