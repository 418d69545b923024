"""Points in time as the database keeps them, and the forms in which the API shows them.

The database keeps UTC as text of one width, ``2024-12-23T19:10:57.123456``: it sorts as it reads.
"""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """This moment, as the database keeps it."""
    return of(datetime.now(UTC))


def of(moment: datetime) -> str:
    """A moment as the database keeps it; one without a zone is taken as UTC."""
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="microseconds")


def moment(kept: str) -> datetime:
    """The moment that a kept text stands for, in UTC."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


def offset_seconds(kept: str) -> str:
    """``2024-12-30T15:48:53+00:00``: the form of flows."""
    return kept[:19] + "+00:00"


def spaced(kept: str) -> str:
    """``2024-12-23 19:20:11 UTC``: the form of message lists."""
    return f"{kept[:10]} {kept[11:19]} UTC"


def zulu(kept: str) -> str:
    """``2024-12-23T19:10:57.123456Z``: the form of vertex builds."""
    return kept + "Z"
