"""The errors that rooms raise; ``server.py`` holds the only map from them to HTTP answers.

::

    AppError                     500   something unforeseen, told without paths, SQL or traces
    ├── Invalid                  400   the request cannot be carried out as asked
    │   └── InvalidFields        422   a list of field errors in the recorded shape
    ├── Unauthorized             401   no or no valid credentials (adds ``www-authenticate: Bearer``)
    ├── Forbidden                403   known, but not allowed
    ├── NotFound                 404   no such thing
    ├── Conflict                 409   somebody else changed it, or the name is taken
    ├── TooLarge                 413   over a documented limit
    ├── UnsupportedMedia         415   a content type that this route does not serve
    ├── Disabled                 501   switched off by a setting
    └── ComponentError           500   a component failed: what, why, and what to do
"""

from __future__ import annotations

from typing import Any


class AppError(Exception):
    """An error with an HTTP status and a ``detail`` that may be shown to the person who asked.

    ``detail`` is a text, or the JSON value that the contract records for this error.
    """

    status = 500

    def __init__(self, detail: Any, *, status: int | None = None) -> None:
        super().__init__(detail if isinstance(detail, str) else repr(detail))
        self.detail = detail
        if status is not None:
            self.status = status


class Invalid(AppError):
    """The request cannot be carried out as asked (400, or another 4xx given by ``status``)."""

    status = 400


class InvalidFields(Invalid):
    """Fields of a request are wrong (422).

    ``detail`` is the recorded list: ``[{"type", "loc", "msg", "input", "ctx"?}, …]``, one entry per error, in the order
    of the fields.
    """

    status = 422


class Unauthorized(AppError):
    """No credentials, or none that are valid (401)."""

    status = 401


class Forbidden(AppError):
    """The caller is known but may not do this (403)."""

    status = 403


class NotFound(AppError):
    """There is no such thing (404)."""

    status = 404


class Conflict(AppError):
    """The thing was changed by somebody else, or its name is taken (409)."""

    status = 409


class TooLarge(AppError):
    """Over a documented limit (413)."""

    status = 413


class UnsupportedMedia(AppError):
    """A content type that this route does not serve (415)."""

    status = 415


class Disabled(AppError):
    """Switched off by a setting (501)."""

    status = 501


class ComponentError(AppError):
    """A component could not do its work, said in three parts.

    ``what`` happened ("The local model did not answer"), ``why`` ("nothing listens on 127.0.0.1:11434"), and what to
    ``do`` ("Start Ollama, or change the address in Settings → Models"). Each is one plain sentence; ``why`` and ``do``
    may be empty. ``field`` names the input that is at fault, where one is.
    """

    def __init__(self, what: str, why: str = "", do: str = "", *, field: str | None = None) -> None:
        super().__init__(" ".join(part for part in (what, why, do) if part))
        self.what = what
        self.why = why
        self.do = do
        self.field = field
