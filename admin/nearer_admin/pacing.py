"""How a program falls over the weeks, if two people did everything on the day it opens. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from nearer.desk import LATER, OPEN, Edition, Fact, Facts, Journey, Json, Registry, compile_edition, freeze
from nearer_admin.answers import SIDES

LONGEST = 800
"""Days that are looked at; two years and a little, as long as any program lasts."""


def minutes_by_week(edition: Edition, began_on: date) -> dict[int, int]:
    """Week (from 1) -> minutes that one person has to do in it; weeks with nothing are left out.

    What a counsellor opens is taken to be opened at once.
    """
    seats: dict[str, dict[tuple[str, int], Fact]] = {side: {} for side in SIDES}
    releases = {(step.id, 1, "-"): began_on for step in edition.order}
    weeks: Counter[int] = Counter()
    today: date | None = began_on
    while today is not None and (today - began_on).days <= LONGEST:
        facts = Facts("UTC", began_on, seats, releases=releases, taken=frozenset(SIDES))
        opened = {side: _open(Journey(edition, facts, today), side) for side in SIDES}
        if not any(opened.values()):
            today = _next_day(Journey(edition, facts, today))
            continue
        for side, places in opened.items():
            seats[side] |= dict.fromkeys(places, Fact(today))
        weeks[(today - began_on).days // 7 + 1] += sum(edition.steps[step].minutes for step, _ in opened[SIDES[0]])
    return dict(weeks)


def draft_by_week(document: Json, registry: Registry, began_on: date) -> dict[int, int]:
    """The same for a draft; empty while a step of it can't be frozen."""
    frozen, _ = freeze(document, registry)
    if not all(step["forms"] for step in frozen["steps"].values()):
        return {}
    return minutes_by_week(compile_edition(frozen), began_on)


def _open(journey: Journey, side: str) -> list[tuple[str, int]]:
    return [(each.step.id, each.occurrence) for each in journey.places(side) if each.status == OPEN]


def _next_day(journey: Journey) -> date | None:
    """The next day on which something opens; None where nothing has a day."""
    days = [each.opens_on for side in SIDES for each in journey.places(side) if each.status == LATER]
    later = [day for day in days if day is not None and day > journey.today]
    waits = journey.today + timedelta(days=1) if _is_waiting(journey) else None
    return min([*later, *([waits] if waits else [])], default=None)


def _is_waiting(journey: Journey) -> bool:
    return any(each.status not in (LATER, OPEN, "done") for side in SIDES for each in journey.places(side))
