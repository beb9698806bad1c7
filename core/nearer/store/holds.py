"""Holds: a step, an exercise type or a program that rests everywhere at once, read live and lifted again."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError
from nearer.store.inside import PAGE, Id, NewerThan, Turn, as_uuid, list_inside
from nearer.store.tables import Hold

STEP, TYPE, PROGRAM = "step", "type", "program"
KINDS = (STEP, TYPE, PROGRAM)
_hold: Any = Hold


def make_hold(
    session: Session,
    practice_id: Id | None,
    kind: str,
    target: str,
    *,
    now: datetime,
    title: str = "",
    reason: str = "",
    counsellor_id: Id | None = None,
) -> Hold:
    """Let *target* (the id of a step or a type, or the hexadecimal id of a program) rest in a practice, or everywhere.

    Holding twice is holding once; the later reason stands.

    Raises:
        ConflictError: there is no such kind, or no target.
    """
    if kind not in KINDS or not target:
        raise ConflictError("Choose what is to rest.")
    whose = None if practice_id is None else as_uuid(practice_id)
    here = _hold.practice_id.is_(None) if whose is None else _hold.practice_id == whose
    known = (here, _hold.kind == kind, _hold.target == target, _hold.lifted_at.is_(None))
    hold = session.scalar(select(Hold).where(*known)) or Hold(
        practice_id=whose, kind=kind, target=target[:120], created_at=now
    )
    hold.title, hold.reason = title[:200], reason[:2000]
    hold.counsellor_id = as_uuid(counsellor_id) if counsellor_id else None
    session.add(hold)
    session.flush()
    return hold


def lift_hold(session: Session, practice_id: Id | None, hold_id: Id, *, now: datetime) -> Hold:
    """Let what rested go on; a practice lifts its own holds only, an administrator (no practice) those for everybody.

    Raises:
        NotFoundError: there is no such hold of theirs.
    """
    hold = session.get(Hold, as_uuid(hold_id)) if as_uuid(hold_id) else None
    if hold is None or hold.practice_id != (None if practice_id is None else as_uuid(practice_id)):
        raise NotFoundError("There is no such hold here.")
    hold.lifted_at = hold.lifted_at or now
    session.flush()
    return hold


def list_holds(session: Session, practice_id: Id | None, *, after: Turn = None, limit: int = PAGE) -> list[Hold]:
    """What rests or has rested, newest first: in a practice with what rests for everybody, or only the latter."""
    found: list[Hold] = []
    for whose in {None, practice_id}:  # two short ways along an index; both at once would sort all there are
        found += list_inside(session, Hold, cast("Any", whose), after=after, limit=limit)
    found.sort(key=lambda each: each.id, reverse=True)
    return found[-limit:] if isinstance(after, NewerThan) else found[:limit]


def held_now(session: Session, practice_id: Id | None) -> dict[tuple[str, str], Hold]:
    """What rests now in a practice, by kind and target."""
    found = session.scalars(select(Hold).where(_applies(practice_id), _hold.lifted_at.is_(None)))
    return {(hold.kind, hold.target): hold for hold in found}


def is_held(session: Session, practice_id: UUID, kind: str, target: str) -> bool:
    """Whether one thing rests in a practice."""
    query = select(_hold.id).where(_applies(practice_id), _hold.lifted_at.is_(None))
    return session.execute(query.where(_hold.kind == kind, _hold.target == target).limit(1)).first() is not None


def _applies(practice_id: Id | None) -> Any:
    everywhere = _hold.practice_id.is_(None)
    return everywhere if practice_id is None else or_(everywhere, _hold.practice_id == as_uuid(practice_id))
