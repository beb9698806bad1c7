"""Answers at one step as the counsellor's page shows them: from the door, with the labels of the schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from nearer import desk

SIDES = ("a", "b")


@dataclass(frozen=True)
class SeatAnswers:
    """What is open of one seat; ``rows`` is None where nothing may be open, ``finished`` that the seat is done."""

    side: str
    finished: bool
    rows: Any
    lifted: tuple[Any, ...]
    scores: Any
    releasable: bool
    released: bool
    logged: bool = False
    """Whether the person is told that this was read: it was written for their counsellor."""


@dataclass(frozen=True)
class StepAnswers:
    """One place of a couple's program with both seats."""

    step: desk.Step
    occurrence: int
    together: bool
    shared: Any
    seats: tuple[SeatAnswers, ...]
    sentence: str

    @classmethod
    def of_safety(cls, target: Any, side: str, seen: Any) -> StepAnswers:
        """What a screen says about one seat, inside a safety task."""
        rows = desk.rows(target.form, seen.theirs) if seen.theirs else None
        seat = SeatAnswers(side, finished=True, rows=rows, lifted=(), scores={}, releasable=False, released=False)
        return cls(target.step, target.occurrence, together=False, shared=None, seats=(seat,), sentence="")


def step_answers(session: Session, case: desk.Case, step: str, occurrence: int, *, now: datetime) -> StepAnswers:
    """Read both seats at one place through the door; raises NotFoundError where the edition has no such place."""
    seats, shared, target = [], None, case.target("a", step, occurrence)
    for side in SIDES:
        target = case.target(side, step, occurrence)
        place = case.journey.place(side, step, occurrence)
        assert place is not None  # noqa: S101 - target() raised otherwise
        seen = desk.read_answers(session, case, side, place, now=now)
        shared = seen.shared if seen.shared is not None else shared
        seats.append(_seat(case, target, side, seen))
    drawn = desk.rows(target.form, shared) if shared else None
    return StepAnswers(
        target.step, occurrence, together=target.form.is_shared, shared=drawn, seats=tuple(seats), sentence=""
    )


def _seat(case: desk.Case, target: Any, side: str, seen: Any) -> SeatAnswers:
    finished = case.journey.fact(side, target.step.id, target.occurrence) is not None
    released = (target.step.id, target.occurrence, side) in case.journey.facts.releases
    return SeatAnswers(
        side=side,
        finished=finished,
        rows=desk.rows(target.form, seen.theirs) if seen.theirs is not None else None,
        lifted=tuple(seen.lifted),
        scores=seen.scores.get("theirs", {}),
        releasable=finished and desk.is_releasable(target) and not released,
        released=released,
        logged=desk.is_logged(target, seen.theirs),
    )
