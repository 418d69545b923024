"""Settings that are changed while the app runs, as JSON values by key."""

from __future__ import annotations

from typing import Any

import msgspec

from runnel.storage.tables import Setting


def get(key: str) -> Any:
    """The value of a setting; None when it was never set."""
    row = Setting.select(Setting.value).where(Setting.key == key).tuples().first()
    return None if row is None else msgspec.json.decode(row[0])


def set(key: str, value: Any) -> None:
    """Keep the value of a setting; None removes it."""
    if value is None:
        Setting.delete().where(Setting.key == key).execute()
    else:
        Setting.replace(key=key, value=msgspec.json.encode(value).decode()).execute()


def merge(key: str, changes: dict[str, Any]) -> dict[str, Any]:
    """Change entries of a setting that is an object; null removes an entry. Returns the whole."""
    merged = {**(get(key) or {}), **changes}
    whole = {name: value for name, value in merged.items() if value is not None}
    set(key, whole)
    return whole
