"""On which day each step comes at the quickest pace, if everybody does everything on the day it opens."""

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]


def places(steps: Iterable[Json]) -> list[tuple[int, int]]:
    """Pairs of the step's index and a day, counted from 0, for every occurrence; in the order of days."""
    found: list[tuple[int, int]] = []
    finished = 0
    for index, step in enumerate(steps):
        days = list(_days(step.get("delivery") or {}, finished))
        found += [(index, day) for day in days]
        finished = days[-1] if _needs_all(step) else days[0]
    return sorted(found, key=lambda place: place[1])


def _days(delivery: Json, finished: int) -> Iterator[int]:
    rule = delivery.get("rule", "after_previous")
    if rule == "consecutive_days":
        yield from range(finished, finished + int(delivery.get("days", 1)))
    elif rule == "weekly":
        yield from (finished + 7 * week for week in range(int(delivery.get("times", 1))))
    elif rule == "after_delay":
        yield finished + int(delivery.get("days", 1))
    else:
        yield 0 if rule == "at_once" else finished


def _needs_all(step: Json) -> bool:
    """Days in a row are finished with the last one; of weeks, a missed one holds nobody up."""
    return (step.get("delivery") or {}).get("rule") == "consecutive_days"
