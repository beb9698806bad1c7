"""Finds the place that an address names."""

from __future__ import annotations

from nearer.errors import NotFoundError
from nearer.rules.journey import Place
from nearer.web.resting import RestsError
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
        RestsError: the program or the step rests; what was sent is kept as a draft.
        NotFoundError: there is none, or it is not open.
    """
    place = any_place(visit, step, occurrence)
    if visit.rests or place.held:
        raise RestsError(visit)
    if not place.is_answerable:
        raise NotFoundError
    return place
