"""Answers that only say something, and the shapes of errors."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType


class Detail(Struct):
    """What happened, in one sentence."""

    detail: str


class FieldError(Struct):
    """One thing that is wrong with a request: its kind, where it lies, and what was sent."""

    type: str
    loc: list[str | int]
    msg: str
    input: Any = None
    ctx: dict[str, Any] | UnsetType = UNSET


class ErrorDetail(Struct):
    """Why a request was not carried out: a sentence, or all that is wrong with it, in field order."""

    detail: list[FieldError] | str | dict[str, Any]


class Notice(Struct):
    """What was done, in one sentence."""

    message: str
