"""Where the lines, marks and bands of a measure's chart lie; the drawing is a template's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nearer_admin.answers import SIDES
from nearer_admin.results import Measure

WIDTH, HEIGHT = 480, 264
LEFT, RIGHT, TOP, BOTTOM = 44, 468, 14, 232
MOST_LABELS = 12
ROOM_FOR_WORDS = 16


@dataclass(frozen=True)
class Strip:
    """A stretch of the axis of values: a band with its words, or (of a seat) what chance explains."""

    y: float
    height: float
    words: str = ""
    side: str = ""


@dataclass(frozen=True)
class Mark:
    """One value of one seat."""

    side: str
    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Chart:
    """A measure in the coordinates of the drawing; a line breaks where there is a gap."""

    bands: list[Strip]
    chance: list[Strip]
    values: list[tuple[float, str]]
    times: list[tuple[float, str]]
    lines: list[tuple[str, str]]
    marks: list[Mark]


def chart_of(measure: Measure) -> Chart:
    """The chart of *measure*, on the whole range of values that there can be."""
    low, high = measure.ends
    across = _across(len(measure.points))
    marks = {side: _marks(measure, side, across) for side in SIDES}
    return Chart(
        bands=[
            _strip(measure, band.get("from", low), band.get("to", high), words=str(band.get("label", "")))
            for band in measure.bands
        ],
        chance=_chance(measure),
        values=[(_down(measure, value), f"{value:g}") for value in (low, (low + high) / 2, high)],
        times=_times(across),
        lines=[(side, run) for side, found in marks.items() for run in _runs(found)],
        marks=[each for found in marks.values() for each in found if each is not None],
    )


def _across(count: int) -> list[float]:
    if count < 2:
        return [(LEFT + RIGHT) / 2] * count
    inner = RIGHT - LEFT - 40
    return [round(LEFT + 20 + inner * index / (count - 1), 1) for index in range(count)]


def _down(measure: Measure, value: float) -> float:
    low, high = measure.ends
    share = (min(max(value, low), high) - low) / ((high - low) or 1)
    return round(BOTTOM - share * (BOTTOM - TOP), 1)


def _strip(measure: Measure, low: float, high: float, *, words: str = "", side: str = "") -> Strip:
    top, bottom = _down(measure, high), _down(measure, low)
    height = round(bottom - top, 1)
    return Strip(top, height, words if height >= ROOM_FOR_WORDS else "", side)


def _chance(measure: Measure) -> list[Strip]:
    if measure.reliable is None:
        return []
    first = {side: measure.first(side) for side in SIDES}
    size = float(measure.reliable["value"])
    return [_strip(measure, at - size, at + size, side=side) for side, at in first.items() if at is not None]


def _marks(measure: Measure, side: str, across: Sequence[float]) -> list[Mark | None]:
    values = [each.values.get(side) for each in measure.points]
    found = zip(values, across, strict=True)
    return [None if value is None else Mark(side, x, _down(measure, value), f"{value:g}") for value, x in found]


def _runs(marks: Sequence[Mark | None]) -> list[str]:
    """The points of each unbroken line."""
    runs: list[list[str]] = [[]]
    for mark in marks:
        if mark is None:
            runs.append([])
        else:
            runs[-1].append(f"{mark.x},{mark.y}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _times(across: Sequence[float]) -> list[tuple[float, str]]:
    every = -(-len(across) // MOST_LABELS) or 1
    return [(x, str(number)) for number, x in enumerate(across, 1) if (number - 1) % every == 0]
