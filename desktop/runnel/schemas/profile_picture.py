"""Pictures for user profiles."""

from __future__ import annotations

from msgspec import Struct


class ProfilePictureList(Struct):
    """The pictures as ``<folder>/<file>``."""

    files: list[str]
