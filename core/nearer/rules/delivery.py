"""The arithmetic of delivery rules: how often a step comes, and on which local days after the first."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from nearer.rules.contract import Json

OFTEN = {"weekly": "times", "monthly": "times", "consecutive_days": "days"}
"""The rules by which a step comes more than once, and the key that says how often."""


def occurrences(delivery: Json) -> int:
    """How often a step with that rule comes."""
    return int(delivery.get(OFTEN.get(str(delivery.get("rule")), ""), 1))


def again(start: date, delivery: Json, occurrence: int) -> date:
    """The day of an occurrence by the calendar, counted from the first, so that short months shift nothing."""
    if delivery.get("rule") == "weekly":
        return start + timedelta(weeks=int(delivery.get("every", 1)) * (occurrence - 1))
    if delivery.get("rule") == "monthly":
        return months_after(start, int(delivery.get("months", 1)) * (occurrence - 1))
    return start


def months_after(day: date, months: int) -> date:
    """The same day *months* later, or the last of that month where it is shorter: 31 January, 28 February, 31 March."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
