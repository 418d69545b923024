"""Which program this is, and on what it runs."""

from __future__ import annotations

import asyncio
import platform

from runnel import __version__
from runnel.about.commit import find_commit
from runnel.about.licences import list_licences
from runnel.api.v1.version import API_VERSION
from runnel.schemas.server import AboutRead, LicenceRead
from runnel.state import AppState


async def get_about(state: AppState) -> AboutRead:
    """Name the program's own version, that of Python and the system beneath, and whether programs need a key."""
    return AboutRead(
        version=__version__,
        commit=await asyncio.to_thread(find_commit),
        api_version=API_VERSION,
        python_version=platform.python_version(),
        platform=platform.platform(),
        needs_api_key=not state.settings.auto_login,
    )


async def get_licences() -> list[LicenceRead]:
    """List the parts that the program is made with, and their licences."""
    return await asyncio.to_thread(list_licences)
