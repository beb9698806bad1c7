"""Decides when a message may come and whether one is due: pure functions of a person's choices, facts and time.

A message leaves only inside the hours that its recipient chose, at most once for each of their days, and never because
of what the other has just done: somebody looks once a day, when those hours begin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nearer.rules.journey import Journey

WEEK = range(7)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """When messages may come: from the hour ``start`` until the hour ``end``, past midnight if that is not later.

    ``quiet`` are weekdays (Monday is 0) on which none comes; a night belongs to the day on which it begins.
    """

    start: int = 18
    end: int = 21
    quiet: frozenset[int] = frozenset()

    def day_at(self, zone: str, now: datetime) -> date | None:
        """The day whose hours it is at *now*, by the clock on the wall in *zone*; None in quiet hours."""
        local = now.astimezone(ZoneInfo(zone))
        day = local.date()
        if self.start < self.end:
            inside = self.start <= local.hour < self.end
        else:
            inside = local.hour >= self.start or local.hour < self.end
            if local.hour < self.start:
                day -= _DAY
        return day if inside and day.weekday() not in self.quiet else None

    def next_start(self, zone: str, after: datetime) -> datetime | None:
        """The first moment after *after* at which such hours begin; None if every day is quiet.

        Where a change of the clocks leaves out the hour, they begin later that day, or not at all.
        """
        first = after.astimezone(ZoneInfo(zone)).date() - _DAY
        for day in (first + timedelta(days=n) for n in range(12)):
            moment = datetime.combine(day, time(self.start), ZoneInfo(zone)).astimezone(UTC)
            if moment > after and self.day_at(zone, moment) == day:
                return moment
        return None


@dataclass(frozen=True)
class Wishes:
    """What one person wants messages for, and how: every cause is off until they choose it.

    ``days`` and ``dates`` are days they chose; ``away`` is after how many days without anything done (0: never);
    ``milestones`` is whether the program's own may say something,
    ``letters`` is whether what the counsellor wrote may. ``told`` are causes that a message was sent for.
    """

    channel: str
    address: str = ""
    hours: Hours = field(default_factory=Hours)
    opens: bool = False
    milestones: bool = False
    days: frozenset[int] = frozenset()
    dates: frozenset[date] = frozenset()
    letters: bool = False
    away: int = 0
    subject: int = 0
    names_site: bool = False
    token: str = field(default="", repr=False)
    told: frozenset[str] = frozenset()

    @property
    def is_any(self) -> bool:
        """Whether anything is to be told at all."""
        return bool(self.opens or self.milestones or self.letters or self.days or self.dates or self.away)

    def words(self) -> dict[str, Any]:
        """These wishes as JSON, for the sealed box."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        sets = {name: sorted(getattr(self, name)) for name in ("days", "told")}
        hours = [self.hours.start, self.hours.end, sorted(self.hours.quiet)]
        return plain | sets | {"hours": hours, "dates": sorted(each.isoformat() for each in self.dates)}

    @classmethod
    def of(cls, words: dict[str, Any]) -> Wishes:
        """What :meth:`words` gave."""
        start, end, quiet = words["hours"]
        return cls(
            **{name: words[name] for name in _PLAIN if name in words},
            hours=Hours(start, end, frozenset(quiet)),
            days=frozenset(words["days"]),
            dates=frozenset(map(date.fromisoformat, words["dates"])),
            told=frozenset(words["told"]),
        )


_PLAIN = ("channel", "address", "opens", "milestones", "letters", "away", "subject", "names_site", "token")


def look(wishes: Wishes, where: Journey, side: str, day: date, *, letters: Iterable[str] = ()) -> tuple[bool, Wishes]:
    """Whether a message is due on *day*, and the wishes as they are to be kept then.

    *letters* are the ids of what a counsellor wrote to this person and they have not put away.

    Each cause is told once, not every day: only days that were chosen come again. A program that rests is quiet.
    """
    if where.facts.rested:
        return False, wishes
    causes = frozenset(_causes(wishes, where, side, day)) | {f"letter {each}" for each in letters if wishes.letters}
    is_chosen = day.weekday() in wishes.days or day in wishes.dates
    return is_chosen or bool(causes - wishes.told), replace(wishes, told=causes)


def _causes(wishes: Wishes, where: Journey, side: str, day: date) -> Iterable[str]:
    place = where.next(side)
    if wishes.opens and place is not None:
        yield f"open {place.step.id} {place.occurrence}"
    if wishes.milestones:
        yield from (f"late {each.step}" for each in where.milestones() if (each.side, each.kind) == (side, "message"))
    last = max((fact.day for fact in where.facts.seats.get(side, {}).values()), default=where.facts.began_on)
    if wishes.away and place is not None and (day - last).days >= wishes.away:
        yield f"away {last.isoformat()}"
