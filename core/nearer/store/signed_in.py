"""Where a person is signed in: the doors of their own seat, for themselves to see and to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.rules.journey import local_day
from nearer.store.doors import CODE, LINK, SESSION
from nearer.store.engine import Reader
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple

HERE = "here"
LASTING = (LINK, CODE)
_doors = metadata.tables["door"]
_door = _doors.c


@dataclass(frozen=True)
class OpenDoor:
    """One way in: ``here`` (this browser), ``session`` (another), ``link`` or ``code``; days, not times."""

    id: UUID
    kind: str
    made_on: date | None
    used_on: date | None


def list_doors(session: Reader, place: Place, *, now: datetime) -> list[OpenDoor]:
    """The doors that open this seat now: this one first, then other devices, links and codes, by age."""
    lives = or_(_door.expires_at.is_(None), _door.expires_at > now)
    rows = session.execute(select(_doors).where(*_of_seat(place), lives).order_by(_door.id)).all()
    found = [
        OpenDoor(
            row.id,
            HERE if row.id == place.door else row.kind,
            row.made_on,
            local_day(place.couple.zone, row.used_at) if row.used_at else row.used_on,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (HERE, SESSION, LINK, CODE).index(each.kind))


def end_door(session: Session, place: Place, door: UUID, *, now: datetime) -> None:
    """End one door of this seat; one that is gone already is ended.

    Raises:
        ConflictError: it is the last link or code, so another has to be made first.
    """
    lock_couple(session, place.couple.id)
    lasting = [each.id for each in list_doors(session, place, now=now) if each.kind in LASTING]
    if lasting == [door]:
        raise ConflictError("This is your last way back. Make another link or code first, then end this one.")
    session.execute(delete(_doors).where(*_of_seat(place), _door.id == door))


def end_others(session: Session, place: Place) -> None:
    """End every door of this seat but the one in use; make a way back in the same transaction."""
    lock_couple(session, place.couple.id)
    session.execute(delete(_doors).where(*_of_seat(place), _door.id != place.door))


def _of_seat(place: Place) -> tuple[Any, ...]:
    return _door.seat_id == place.seat.id, _door.generation == place.keys.generation
