"""The pictures that a user may choose for a profile; they come with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.responses import FileResponse, Response

from runnel.errors import NotFound
from runnel.paths import assets_dir
from runnel.schemas.profile_picture import ProfilePictureList


async def list_profile_pictures() -> ProfilePictureList:
    """List the pictures as ``<folder>/<file>``."""
    return ProfilePictureList(list(_pictures()))


async def get_profile_picture(folder_name: str, file_name: str) -> Response:
    """Read a picture."""
    file = _pictures().get(f"{folder_name}/{file_name}")
    if file is None:
        raise NotFound(f"Profile picture {folder_name}/{file_name} not found")
    # Opened as a page of its own, a picture may do nothing.
    return FileResponse(file, media_type="image/svg+xml", headers={"content-security-policy": "sandbox"})


@cache
def _pictures() -> dict[str, Path]:
    """The files by name: what is not in this table is never opened."""
    return {f"{file.parent.name}/{file.name}": file for file in sorted((assets_dir() / "avatars").glob("*/*.svg"))}
