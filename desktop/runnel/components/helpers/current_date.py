"""What time it is somewhere."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from runnel.sdk import Component, ComponentError, DropdownInput, Message, Output

TIMEZONES = (
    *("UTC", "US/Eastern", "US/Central", "US/Mountain", "US/Pacific", "Europe/London", "Europe/Paris"),
    *("Europe/Berlin", "Europe/Moscow", "Asia/Tokyo", "Asia/Shanghai", "Asia/Singapore", "Asia/Dubai"),
    *("Australia/Sydney", "Australia/Melbourne", "Pacific/Auckland", "America/Sao_Paulo", "America/Mexico_City"),
    *("America/Toronto", "America/Vancouver", "Africa/Cairo", "Africa/Johannesburg", "Atlantic/Reykjavik"),
    *("Indian/Maldives", "America/Bogota", "America/Lima", "America/Santiago", "America/Buenos_Aires"),
    *("America/Caracas", "America/La_Paz", "America/Montevideo", "America/Asuncion", "America/Cuiaba"),
)


class CurrentDate(Component):
    """Tell the date and the time of day in a time zone."""

    display_name = "Current Date"
    is_repeatable = False
    icon = "clock"
    beta = True
    inputs = (
        DropdownInput(
            "timezone", "Timezone", options=TIMEZONES, value="UTC", tool_mode=True, info="Where to look at the clock."
        ),
    )
    outputs = (Output("current_date", "get_current_date", display_name="Current Date"),)

    def get_current_date(self, timezone: str = "UTC") -> Message:
        """One line: zone, date, time to the second."""
        try:
            zone = ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ComponentError(
                "The time could not be told.",
                f'"{timezone}" is no time zone known here.',
                "Choose one from the list, or write one such as Europe/Vienna.",
                field="timezone",
            ) from None
        now = datetime.now(zone)
        return Message(text=f"Current date and time in {timezone}: {now:%Y-%m-%d %H:%M:%S %Z}")
