"""What clients should know of the server's settings."""

from __future__ import annotations

from runnel.schemas.server import ConfigRead
from runnel.state import AppState


async def get_config(state: AppState) -> ConfigRead:
    """Read the limits and intervals that a client has to keep."""
    return ConfigRead(max_file_size_upload=state.settings.max_file_size_upload)
