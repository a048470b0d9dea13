"""The days that a date of any precision covers, as the graph's time filters need them."""

from __future__ import annotations

import calendar
import re

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def day_bounds(date: str | None) -> tuple[str, str] | None:
    """First and last day of an ISO date (`2025`, `2025-04`, `2025-04-11`) or date and time; None for none or no date.

    day_bounds("2025-02") == ("2025-02-01", "2025-02-28")
    """
    found = _DATE.match(date) if date else None
    if not found:
        return None
    year, month, day = found.groups()
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12 or year == "0000":
        return None
    last = calendar.monthrange(int(year), int(month))[1]
    if not day:
        return f"{year}-{month}-01", f"{year}-{month}-{last:02d}"
    whole = f"{year}-{month}-{day}"
    return (whole, whole) if 1 <= int(day) <= last else None
