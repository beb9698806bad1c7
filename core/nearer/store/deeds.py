"""What was changed at the desk, by whom and when: written once, in the transaction of the change, then only read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from nearer.store.inside import PAGE, Id, Turn, as_uuid, list_inside
from nearer.store.practices import name_people
from nearer.store.tables import Deed


@dataclass(frozen=True)
class Done:
    """A deed with the name of who did it; ``action`` and ``kind`` are words of the desk, ``target`` an id."""

    id: Any
    name: str
    action: str
    kind: str
    target: str
    when: datetime


def note_deed(
    session: Session, counsellor_id: Id, action: str, *, practice_id: Id | None, now: datetime, **of: Any
) -> None:
    """Write down that somebody did *action*; *of* is ``kind`` and ``target``, the thing that it was done to."""
    practice = as_uuid(practice_id) if practice_id else None
    who = cast("Any", as_uuid(counsellor_id))
    session.add(Deed(practice_id=practice, counsellor_id=who, action=action, created_at=now, **of))
    session.flush()


def list_deeds(session: Session, practice_id: Id | None, *, after: Turn = None, limit: int = PAGE) -> list[Done]:
    """What the people of a practice did, or the administrators without one, latest first."""
    rows = list_inside(session, Deed, cast("Any", practice_id), after=after, limit=limit)
    names = name_people(session, {each.counsellor_id for each in rows})
    return [
        Done(each.id, names[each.counsellor_id], each.action, each.kind, each.target, each.created_at) for each in rows
    ]
