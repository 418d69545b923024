"""The web UI's files, as the build left them; any other page address is the app's own and gets ``index.html``."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

from runnel.api.endpoint import json_response

# The system's table of types may be wrong or missing (a Windows registry, a bare container).
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".map": "application/json",
}
_NOT_BUILT = """<!doctype html><html lang="en"><title>Runnel</title><body>
<h1>The web UI is not built</h1>
<p>The server runs, and its API answers. Build the pages with
<code>python3 build_scripts/dev.py run</code>, then reload.</p>
"""


class Pages:
    """Serves one folder of built pages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def answer(self, request: Request) -> Response:
        """The file of this path, or the app's page. Only GET and HEAD reach a page."""
        if request.method not in ("GET", "HEAD"):
            return json_response({"detail": "Method Not Allowed"}, 405, {"allow": "GET, HEAD"})
        path = request.scope["path"].lstrip("/")
        file = self._file(path)
        if file is not None:
            kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(file, media_type=_media_type(file), headers={"cache-control": kept})
        if path.startswith("assets/"):
            return json_response({"detail": "Not Found"}, 404)
        return page(self.folder / "index.html")

    def _file(self, path: str) -> Path | None:
        if not path or "\0" in path or "\\" in path or ":" in path:
            return None
        try:
            file = (self.folder / path).resolve()
            return file if file.is_relative_to(self.folder) and file.is_file() else None
        except OSError:
            return None


def page(file: Path) -> Response:
    """A page of the build, or one that says what to do when there is no build."""
    if not file.is_file():
        return HTMLResponse(_NOT_BUILT, 503)
    return FileResponse(file, media_type="text/html", headers={"cache-control": "no-cache"})


def _media_type(file: Path) -> str:
    return _TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
