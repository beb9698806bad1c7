"""Finds the place that an address names."""

from __future__ import annotations

from nearer.errors import NotFoundError
from nearer.rules.journey import Place
from nearer.web.visit import Visit


def any_place(visit: Visit, step: str, occurrence: int) -> Place:
    """The place at that address.

    Raises:
        NotFoundError: the program has no such step or occurrence.
    """
    place = visit.journey.place(visit.side, step, occurrence)
    if place is None:
        raise NotFoundError
    return place


def open_place(visit: Visit, step: str, occurrence: int) -> Place:
    """The place at that address, if something can be done there now.

    Raises:
        NotFoundError: there is none, it is not open, or the program rests.
    """
    place = any_place(visit, step, occurrence)
    if not place.is_answerable or visit.seated.couple.rested:
        raise NotFoundError
    return place
