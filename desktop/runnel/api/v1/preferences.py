"""What the user chose for the look of the app: theme, order of home, and the like."""

from __future__ import annotations

from typing import Any

from runnel.state import AppState
from runnel.storage import settings as setting_rows

_KEY = "preferences"


async def get_preferences(state: AppState) -> dict[str, Any]:
    """Read all preferences; what was never chosen is absent."""
    chosen: dict[str, Any] = await state.database.run(setting_rows.get, _KEY) or {}
    return chosen


async def update_preferences(state: AppState, body: dict[str, Any]) -> dict[str, Any]:
    """Change the preferences that are sent; null forgets one. Answers all of them."""
    return await state.database.run(setting_rows.merge, _KEY, body)
