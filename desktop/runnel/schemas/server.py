"""What the server says of itself: health, version, configuration."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

PartHealth = Literal["ok", "error"]


class Health(Struct):
    """The server answers."""

    status: Literal["ok"] = "ok"


class HealthCheck(Struct):
    """The parts of the server, each ``ok`` or ``error``."""

    status: PartHealth = "ok"
    chat: PartHealth = "ok"
    db: PartHealth = "ok"


class VersionRead(Struct):
    """The API that is spoken here, as its clients know it."""

    version: str
    main_version: str
    package: str


class FeatureFlags(Struct):
    """Features that clients look for."""

    mvp_components: bool = False


class ConfigRead(Struct):
    """What clients should know of the server's settings. Times in milliseconds, sizes in megabytes."""

    max_file_size_upload: int
    feature_flags: FeatureFlags = field(default_factory=FeatureFlags)
    frontend_timeout: int = 0
    auto_saving: bool = True
    auto_saving_interval: int = 1000
    health_check_max_retries: int = 5


class AboutRead(Struct):
    """Which program this is, and on what it runs."""

    version: str
    commit: str
    """The commit it was made from; empty where that is not known."""
    api_version: str
    python_version: str
    platform: str
    needs_api_key: bool
    """Programs must name themselves by a key or a token."""


class LicenceRead(Struct):
    """A part that the program is made with. ``text`` is empty where the part brought none along."""

    name: str
    version: str
    licence: str
    text: str = ""


class DataPart(Struct):
    """A part of the data folder, in words, and what it takes."""

    name: str
    title: str
    bytes: int


class DataFolderRead(Struct):
    """Where the user's data lies. Sizes in bytes; ``free_bytes`` is what the disk has left.

    ``notices`` is what happened when it was opened; ``was_interrupted`` says that the last Runnel did not end in order.
    """

    path: str
    database_bytes: int
    files_bytes: int
    log_path: str
    parts: list[DataPart]
    free_bytes: int
    notices: list[str]
    was_interrupted: bool


class LogRead(Struct):
    """The last lines of the log, oldest first."""

    path: str
    lines: list[str]
