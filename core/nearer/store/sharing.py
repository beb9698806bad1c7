"""Who in a practice sees an exercise of its own: everybody, or its author alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.store.desk_tables import Counsellor, Exercise

_row: Any = Exercise
_person: Any = Counsellor


@dataclass(frozen=True)
class Colleague:
    """Who looks into the library of a practice: their id, and whether they oversee it."""

    id: UUID
    oversees: bool = False


def seen_by(who: Colleague) -> Any:
    """The condition on exercises that *who* may see.

    What is for its author alone is for nobody else, except when the author's access has ended: then who oversees the
    practice sees it, so that it is not lost.
    """
    mine = or_(_row.shared, _row.author_id == who.id)
    ended = select(_person.id).where(_person.id == _row.author_id, _person.active.is_(False)).exists()
    return or_(mine, ended) if who.oversees else mine


def may_share(session: Session, exercise: Exercise, who: Colleague) -> bool:
    """Whether *who* decides who sees it: its author, or who oversees the practice once the author's access ended."""
    if exercise.author_id in (None, who.id) or not who.oversees:
        return exercise.author_id == who.id
    author = session.get(Counsellor, exercise.author_id)
    return author is not None and not author.active


def share_exercise(session: Session, exercise: Exercise, *, shared: bool, who: Colleague, now: datetime) -> None:
    """Show an exercise to the whole practice, or to its author alone.

    Raises:
        NotFoundError: it is not for *who* to decide.
    """
    if not may_share(session, exercise, who):
        raise NotFoundError("Whoever made this exercise decides who sees it.")
    exercise.shared, exercise.updated_at = shared, now
    session.flush()
