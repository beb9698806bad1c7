"""Tasks for the counsellor: every list says only that somebody should get in touch; what it is about stays sealed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.store.boxes import sealed
from nearer.store.columns import inside_id
from nearer.store.inside import Id, get_inside, list_inside
from nearer.store.keys import Keys, open_row
from nearer.store.seats import CoupleRow, Place
from nearer.store.tables import Couple, Seat, Task, metadata

STUCK = "stuck"
"""The kind of a task about somebody who has not come past a step for long."""


@dataclass(frozen=True)
class Reason:
    """Why a task is there: ``safety``, ``screen_missing`` or ``stuck``, about which seat, and at which step."""

    kind: str
    side: str
    step: str


def open_task(session: Session, place: Place, kind: str, *, step: str, today: date) -> None:
    """Ask the couple's counsellor to get in touch; with an empty *kind* the same row is written, but closed.

    So a good and a bad result of a screen take the same work and leave the same rows.
    """
    words = {"kind": kind, "seat": place.seat.id, "step": step}  # the id, since joining may change the side
    put_task(session, place.couple, place.keys, words, today=today)


def put_task(session: Session, couple: CoupleRow | Couple, keys: Keys, words: dict[str, str], *, today: date) -> None:
    """The row of a task with *words* in its box; closed where they name no kind."""
    charge = metadata.tables["charge"].c
    row = {
        "id": inside_id(),
        "practice_id": couple.practice_id,
        "couple_id": couple.id,
        "open": bool(words["kind"]),
        "day": today,
        "assignee_id": select(charge.counsellor_id).where(charge.couple_id == couple.id).scalar_subquery(),
    }
    session.execute(insert(metadata.tables["task"]).values(**sealed(keys, "task", row, words)))


def list_tasks(
    session: Session, practice: Id, *, couple: Id | None = None, given: Collection[Id | None] = (), **page: Any
) -> list[Task]:
    """Open tasks of a practice, newest first, still sealed: all, or of *couple* (an inside id), or *given* to these.

    None among these stands for tasks that nobody has; *page* is as for :func:`nearer.store.inside.list_inside`.
    """
    task = metadata.tables["task"].c
    where = [task.open] if couple is None else [task.open, task.couple_id == couple]
    where += [or_(*(task.assignee_id == each for each in given))] if given else []
    return list_inside(session, Task, practice, *where, **page)


def read_task(session: Session, practice: Id, task: Id, keys: Keys) -> Reason:
    """Why the task is there: only after a fresh sign-in, and with the couple's keys.

    Raises:
        NotFoundError: the practice has no such task, or whom it is about is gone.
    """
    words = open_row(keys, "task", get_inside(session, Task, practice, task))
    seat = session.get(Seat, words["seat"])
    if seat is None:
        raise NotFoundError("Whom this was about is not here any more.")
    return Reason(words["kind"], seat.side, words["step"])


def get_task(session: Session, practice: Id, task: Id) -> Task:
    """A task of the practice, still sealed.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Task, practice, task)


def close_task(session: Session, practice: Id, task: Id) -> None:
    """Note that somebody has seen to it.

    Raises:
        NotFoundError: the practice has no such task.
    """
    get_inside(session, Task, practice, task).open = False
