"""Finds couples that were begun and never used, and takes them out."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from nearer.store.engine import Reader
from nearer.store.erasing import erase_couple
from nearer.store.tables import metadata

_tables = metadata.tables
_couple = _tables["couple"].c


def _has(table: str) -> ColumnElement[bool]:
    return exists().where(_tables[table].c.couple_id == _couple.id)


_UNUSED = ~_has("entry") & ~_has("draft") & ~_has("reminder")


def list_unused_couples(session: Reader, *, began_before: date, limit: int) -> list[UUID]:
    """Couples begun before that day in which nobody has written anything or wants reminders; a draft counts."""
    # Newest first: those that have just become old enough are found before all who go on for years.
    query = select(_couple.id).where(_couple.began_on < began_before, _UNUSED).order_by(_couple.id.desc())
    return list(session.execute(query.limit(limit)).scalars())


def forget_couple(session: Session, couple: UUID, *, unused: bool = False) -> bool:
    """Delete everything of *couple*; with *unused* only if still nobody has written anything. Whether it did."""
    mine = select(_couple.id).where(_couple.id == couple)
    if session.execute(mine.where(_UNUSED) if unused else mine).first() is None:
        return False
    erase_couple(session, couple)
    return True
