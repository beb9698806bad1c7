"""In whose charge a couple is: its own counsellor and, beside, one deputy. What follows from it the desk decides."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert, literal, or_, select, update
from sqlalchemy.orm import Session

from nearer.store.engine import Reader
from nearer.store.tables import metadata
from nearer.store.writing import put_row

_table, _tasks, _publication = (metadata.tables[name] for name in ("charge", "task", "publication"))
_charge, _task = _table.c, _tasks.c


def begin_charge(session: Session, couple: UUID, publication: UUID) -> None:
    """Put a new couple in the charge of who published what it begins with, if that is known."""
    whose = select(literal(couple), _publication.c.counsellor_id, literal(None))
    known = whose.where(_publication.c.id == publication, _publication.c.counsellor_id.is_not(None))
    session.execute(insert(_table).from_select(["couple_id", "counsellor_id", "deputy_id"], known))


def find_charges(session: Reader, couples: Iterable[UUID]) -> dict[UUID, tuple[UUID, UUID | None]]:
    """The ids of the own counsellor and of the deputy of each of *couples* for which somebody was named."""
    query = select(_charge.couple_id, _charge.counsellor_id, _charge.deputy_id)
    rows = session.execute(query.where(_charge.couple_id.in_(list(couples))))
    return {couple: (own, deputy) for couple, own, deputy in rows}


def name_charge(session: Session, couple: UUID, own: UUID, deputy: UUID | None) -> None:
    """Say whose couple it is; what is open goes to the own counsellor unless one of the two has it."""
    put_row(session, "charge", {"couple_id": couple, "counsellor_id": own, "deputy_id": deputy})
    others = or_(_task.assignee_id.is_(None), _task.assignee_id.not_in([each for each in (own, deputy) if each]))
    session.execute(update(_tasks).where(_task.couple_id == couple, _task.open, others).values(assignee_id=own))
