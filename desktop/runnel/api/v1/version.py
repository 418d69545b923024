"""Which API is spoken here."""

from __future__ import annotations

from runnel.schemas.server import VersionRead

API_VERSION = "1.1.1"
"""The version of Langflow whose API and flow files are the contract; clients decide by it."""


async def get_version() -> VersionRead:
    """Name the API version, as its clients ask for it."""
    return VersionRead(version=API_VERSION, main_version=API_VERSION, package="Langflow")
