"""On which day each step comes at the quickest pace, if everybody does everything on the day it opens."""

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

MONTH = 30.4375
"""Days in a month, on average; how long the months of a couple are, only their calendar knows."""


def places(steps: Iterable[Json]) -> list[tuple[int, int]]:
    """Pairs of the step's index and a day, counted from 0, for every occurrence; in the order of days."""
    found: list[tuple[int, int]] = []
    done: dict[str, int] = {}
    finished = 0
    for index, step in enumerate(steps):
        delivery = step.get("delivery") or {}
        days = list(_days(delivery, _start(delivery, finished, done)))
        found += [(index, day) for day in days]
        finished = days[-1] if _needs_all(step) else days[0]
        done[str(step.get("id", index))] = finished
    return sorted(found, key=lambda place: place[1])


def _start(delivery: Json, finished: int, done: dict[str, int]) -> int:
    """The day on which a step comes for the first time."""
    rule, pause = delivery.get("rule", "after_previous"), int(delivery.get("days", 0))
    if rule == "at_once":
        return 0
    if rule == "on_day":
        return int(delivery.get("day", 1)) - 1
    if rule == "after_some":
        days = sorted(done[name] for name in delivery.get("of", ()) if name in done)
        return (days[: int(delivery.get("count", 1))] or [finished])[-1] + pause
    if rule == "after_delay":
        return finished + int(delivery.get("days", 1))
    return finished + pause if rule in ("after_both", "after_release") else finished


def _days(delivery: Json, start: int) -> Iterator[int]:
    rule, times = delivery.get("rule"), int(delivery.get("times", 1))
    if rule == "consecutive_days":
        yield from range(start, start + int(delivery.get("days", 1)))
    elif rule == "weekly":
        yield from (start + 7 * int(delivery.get("every", 1)) * week for week in range(times))
    elif rule == "monthly":
        yield from (start + round(MONTH * int(delivery.get("months", 1)) * time) for time in range(times))
    else:
        yield start


def _needs_all(step: Json) -> bool:
    """Days in a row are finished with the last one; of weeks and months, a missed one holds nobody up."""
    return (step.get("delivery") or {}).get("rule") == "consecutive_days"
