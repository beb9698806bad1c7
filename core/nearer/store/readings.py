"""Who at the desk read what a person wrote for their counsellor: kept by day, and shown to that person only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules.contract import Json
from nearer.rules.journey import local_day
from nearer.rules.visibility import rule_of
from nearer.store.boxes import Target
from nearer.store.caseload import Case
from nearer.store.engine import Reader
from nearer.store.inside import Id, as_uuid
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import put_once

LOGGED = frozenset({"counsellor", "released"})
"""What opens to the counsellor at submission, so before or without the partner."""

_reading, _counsellor = (metadata.tables[name].c for name in ("reading", "counsellor"))
MOST = 200


@dataclass(frozen=True)
class ReadOnce:
    """That *name* read what a person wrote at a step, on a day."""

    step: str
    occurrence: int
    day: date
    name: str


def is_logged(target: Target, seen: Mapping[str, Json] | Json | None) -> bool:
    """Whether what the desk is shown of an answer holds anything that was written for the counsellor."""
    return any(rule_of(target.form.schema, name).name in LOGGED for name in seen or ())


def note_readings(
    session: Session, case: Case, read: Iterable[tuple[str, Target]], *, counsellor: Id, now: datetime
) -> None:
    """Log that *counsellor* read what these sides wrote at these targets; reading again on the same day is once."""
    about = {"counsellor_id": as_uuid(counsellor), "day": local_day(case.couple.zone, now)}
    put_once(session, "reading", *(target.names(case.couple.id, side) | about for side, target in read))


def list_readings(session: Reader, place: Place) -> list[ReadOnce]:
    """Who read what this person wrote, latest first."""
    query = (
        select(_reading.step, _reading.occurrence, _reading.day, _counsellor.name)
        .join(metadata.tables["counsellor"], _counsellor.id == _reading.counsellor_id)
        .where(_reading.couple_id == place.couple.id, _reading.seat == place.seat.side)
        .order_by(_reading.day.desc(), _reading.step)
        .limit(MOST)
    )
    return [ReadOnce(*row) for row in session.execute(query)]
