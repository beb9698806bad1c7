"""A calendar of the days that one person chose: one neutral title, and nothing that tells whose it is or what for."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

BUCKET = 4096
LASTS = timedelta(minutes=30)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PAD = b"X-PAD:"
_LINE = 75
_YEARS = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Days:
    """Days of a calendar: weekdays (Monday is 0) from ``since`` on, and dates, all at one time of day."""

    at: time
    since: date
    weekdays: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()

    def words(self) -> dict[str, Any]:
        """These days as JSON, for the sealed box."""
        return {
            "at": self.at.isoformat("minutes"),
            "since": self.since.isoformat(),
            "weekdays": sorted(self.weekdays),
            "dates": sorted(each.isoformat() for each in self.dates),
        }

    @classmethod
    def of(cls, words: dict[str, Any]) -> Days:
        """What :meth:`words` gave."""
        return cls(
            time.fromisoformat(words["at"]),
            date.fromisoformat(words["since"]),
            frozenset(words["weekdays"]),
            frozenset(map(date.fromisoformat, words["dates"])),
        )


def make_calendar(days: Days | None, zone: str, title: str, *, secret: bytes) -> bytes:
    """The iCalendar file of *days*, at one time of day whatever the clocks change; of None an empty one.

    Its size is a multiple of 4 KiB. *secret* makes the ids of its events, which stay the same and tell nothing.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//calendar//calendar//EN")
    calendar.add("version", "2.0")
    for start, rule in _starts(days, ZoneInfo(zone)) if days else ():
        event = Event()
        name = f"{start.isoformat()} {rule}"
        event.add("uid", hmac.digest(secret, name.encode(), "sha256").hex()[:32])
        event.add("dtstamp", datetime.combine(start.date(), time(), UTC))  # when it was made is nobody's business
        event.add("summary", title)
        event.add("dtstart", start)
        event.add("duration", LASTS)
        if rule:
            event.add("rrule", rule)
        calendar.add_component(event)
    if days:
        first = min((days.since, *days.dates))
        calendar.add_missing_timezones(first_date=first, last_date=max((days.since, *days.dates)) + _YEARS)
    return _padded(calendar.to_ical())


def _starts(days: Days, zone: ZoneInfo) -> list[tuple[datetime, dict[str, Any]]]:
    found = [(datetime.combine(day, days.at, zone), dict[str, Any]()) for day in sorted(days.dates)]
    if days.weekdays:
        ahead = min((day - days.since.weekday()) % 7 for day in days.weekdays)
        first = datetime.combine(days.since + timedelta(days=ahead), days.at, zone)
        found.append((first, {"freq": "weekly", "byday": [_WEEKDAYS[day] for day in sorted(days.weekdays)]}))
    return found


def _padded(text: bytes) -> bytes:
    """*text* with lines that mean nothing before its end, up to a full bucket."""
    head, end = text.removesuffix(b"END:VCALENDAR\r\n"), b"END:VCALENDAR\r\n"
    shortest = len(_PAD) + 3
    missing = -(len(text) + shortest) % BUCKET + shortest
    while missing:
        size = missing if missing <= _LINE else min(_LINE, missing - shortest)
        head += _PAD + b"x" * (size - len(_PAD) - 2) + b"\r\n"
        missing -= size
    return head + end
