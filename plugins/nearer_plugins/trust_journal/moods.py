"""Mood before and after writing, and what two heavy times in a row ask for."""

from collections.abc import Sequence

from nearer_plugins.fields import Schema

MOODS = (
    (1, "1 - very low"),
    (2, "2 - low"),
    (3, "3 - a bit low"),
    (4, "4 - in between"),
    (5, "5 - fairly well"),
    (6, "6 - well"),
    (7, "7 - very well"),
)
FALL = 2
"""Mood that went down by so many points or more counts as a fall."""


def fell_twice(earlier: Sequence[Schema]) -> bool:
    """Whether mood fell by two or more on each of the last two days that were written."""
    drops = [day["mood_before"] - day["mood_after"] for day in earlier if {"mood_before", "mood_after"} <= day.keys()]
    return len(drops) >= 2 and min(drops[-2:]) >= FALL
