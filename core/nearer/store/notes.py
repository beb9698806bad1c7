"""The counsellor's own notes on a couple: sealed under the couple key, shown at the desk and to no partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.rules.journey import local_day
from nearer.store.boxes import sealed
from nearer.store.caseload import Case
from nearer.store.columns import inside_id
from nearer.store.inside import Id, as_uuid
from nearer.store.keys import open_row, seal_row
from nearer.store.tables import metadata

LONGEST = 4000
MOST = 200
_table = metadata.tables["note"]


@dataclass(frozen=True)
class NoteWords:
    """One note as the desk shows it; ``name`` is whose it is."""

    id: UUID
    day: date
    name: str
    words: str


def list_notes(session: Session, case: Case) -> list[NoteWords]:
    """The notes on a couple, latest first."""
    who = metadata.tables["counsellor"]
    query = select(_table, who.c.name.label("who")).join(who, who.c.id == _table.c.counsellor_id)
    query = query.where(_table.c.couple_id == case.couple.id).order_by(_table.c.id.desc()).limit(MOST)
    rows = session.execute(query).all()
    return [NoteWords(row.id, row.day, row.who, str(open_row(case.keys, "note", row)["words"])) for row in rows]


def write_note(session: Session, case: Case, words: str, *, counsellor: Id, now: datetime) -> None:
    """Keep a note of *counsellor*."""
    row = {
        "id": inside_id(),
        "couple_id": case.couple.id,
        "counsellor_id": as_uuid(counsellor),
        "day": local_day(case.couple.zone, now),
    }
    session.execute(insert(_table).values(**sealed(case.keys, "note", row, {"words": words[:LONGEST]})))


def change_note(session: Session, case: Case, note: Id, words: str) -> None:
    """Put other words in a note's place, or, for none, remove it.

    Raises:
        NotFoundError: the couple has no such note.
    """
    here = (_table.c.id == as_uuid(note), _table.c.couple_id == case.couple.id)
    row: Any = session.execute(select(_table).where(*here)).one_or_none()
    if row is None:
        raise NotFoundError("There is no such note here.")
    if not words:
        session.execute(delete(_table).where(*here))
        return
    box = seal_row(case.keys, "note", row, {"words": words[:LONGEST]})
    session.execute(update(_table).where(*here).values(box=box))
