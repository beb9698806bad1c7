"""Pages of a list, forward and back by key: an address names a row to go on behind or to stop before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from nearer import desk

PAGE = 40
Turns = dict[str, dict[str, Any]]


def key_of(row: Any) -> Any:
    """What most lists go by."""
    return row.id


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def paged(
    rows: Callable[[Any], list[Any]], asked: Mapping[str, str], key: Callable[[Any], Any], *, begin: Any = None
) -> tuple[list[Any], Turns]:
    """One page of what *rows* lists from a place on, and what the addresses of the pages beside it say besides.

    *rows* gives ``PAGE + 1`` at most, to know whether there are more. *asked* has ``after`` or ``before``, else the
    page begins at *begin*, a key, or with the newest. Where less than a page is newer, it is the newest page, whole.
    """
    before = asked.get("before") if _is_key(asked.get("before", "")) else None
    turn: Any = desk.NewerThan(before) if before else asked.get("after") or begin
    found = rows(turn)
    if before and len(found) <= PAGE:
        before, turn, found = None, None, rows(None)
    page, turns = (found[-PAGE:] if before else found[:PAGE]), Turns()
    if page and turn is not None:
        turns["newer"] = {"before": key(page[0])}
    if page and (before or len(found) > PAGE):
        turns["older"] = {"after": key(page[-1])}
    return page, turns


def day_after(day: date, zone: str) -> UUID:
    """The key behind which rows come that were made on *day* or before: keys tell the millisecond (uuid7)."""
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return UUID(int=int(end.timestamp() * 1000) << 80)
