"""The outbox: what is to be announced after commit, claimed with a lease and acted on outside any transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nearer.rules.canonical import canonical
from nearer.store.columns import inside_id
from nearer.store.engine import is_postgres, session_scope
from nearer.store.tables import Outbox, metadata

_outbox = metadata.tables["outbox"].c


@dataclass(frozen=True)
class Announcement:
    """Something to announce: ids only, under an event id that stays the same when it comes twice."""

    id: UUID
    event: str
    kind: str
    payload: dict[str, Any]
    tries: int


def announce(session: Session, kind: str, event: str, payload: dict[str, Any], *, due: datetime) -> None:
    """Put an announcement of *kind* into this transaction; the same *event* a second time is the same announcement."""
    dialect = postgresql if is_postgres(session.get_bind()) else sqlite
    columns = {"id": inside_id(), "event": event, "kind": kind, "payload": canonical(payload), "due_at": due}
    made = dialect.insert(Outbox).values(**columns, tries=0, done=False)
    session.execute(made.on_conflict_do_nothing(index_elements=[_outbox.event]))


def claim_due(engine: Engine, *, now: datetime, lease: timedelta, limit: int = 50) -> list[Announcement]:
    """Take what is due and in nobody's hands, for as long as *lease*; what is not finished by then comes again."""
    free = or_(_outbox.leased_until.is_(None), _outbox.leased_until <= now)
    due = select(_outbox.id).where(~_outbox.done, _outbox.due_at <= now, free).order_by(_outbox.due_at).limit(limit)
    with session_scope(engine, write=True) as session:
        # PostgreSQL skips what another worker holds; SQLite has one writer at a time anyway.
        ids = session.execute(due.with_for_update(skip_locked=True)).scalars().all()
        values = {"leased_until": now + lease, "tries": _outbox.tries + 1}
        taken = update(Outbox).where(_outbox.id.in_(ids)).values(values)
        columns = (_outbox.id, _outbox.event, _outbox.kind, _outbox.payload, _outbox.tries)
        rows = session.execute(taken.returning(*columns)).all()
    return sorted((Announcement(r.id, r.event, r.kind, json.loads(r.payload), r.tries) for r in rows), key=_by_id)


def finish(session: Session, announcement: Announcement) -> None:
    """Mark an announcement as made."""
    session.execute(update(Outbox).where(_outbox.id == announcement.id).values(done=True, leased_until=None))


def _by_id(announcement: Announcement) -> UUID:
    return announcement.id
