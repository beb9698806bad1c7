"""The outbox: what is to be sent after commit, claimed with a lease and acted on outside any transaction.

Whoever sends takes a row out first and then sends, so that nothing is ever sent twice: a death in between loses it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nearer.rules.canonical import canonical
from nearer.store.columns import inside_id
from nearer.store.engine import is_postgres, session_scope
from nearer.store.tables import Outbox, metadata

_outbox = metadata.tables["outbox"].c


@dataclass(frozen=True)
class Announcement:
    """Something to send: ids only, under an event id that stays the same when it comes twice."""

    id: UUID
    event: str
    kind: str
    payload: dict[str, Any]
    tries: int
    leased_until: datetime


def announce(session: Session, kind: str, event: str, payload: dict[str, Any], *, due: datetime) -> None:
    """Put an announcement of *kind* into this transaction; the same *event* a second time is the same announcement."""
    dialect = postgresql if is_postgres(session.get_bind()) else sqlite
    columns = {"id": inside_id(), "event": event, "kind": kind, "payload": canonical(payload), "due_at": due}
    made = dialect.insert(Outbox).values(**columns, tries=0, done=False)
    session.execute(made.on_conflict_do_nothing(index_elements=[_outbox.event]))


def claim_due(engine: Engine, *kinds: str, now: datetime, lease: timedelta, limit: int = 50) -> list[Announcement]:
    """Take what is due, of *kinds* and in nobody's hands, for as long as *lease*; what is still there comes again."""
    free = or_(_outbox.leased_until.is_(None), _outbox.leased_until <= now)
    due = select(_outbox.id).where(~_outbox.done, _outbox.due_at <= now, free, _outbox.kind.in_(kinds))
    with session_scope(engine, write=True) as session:
        # PostgreSQL skips what another worker holds; SQLite has one writer at a time anyway.
        first = due.order_by(_outbox.due_at).limit(limit).with_for_update(skip_locked=True)
        ids = session.execute(first).scalars().all()
        values = {"leased_until": now + lease, "tries": _outbox.tries + 1}
        taken = update(Outbox).where(_outbox.id.in_(ids)).values(values)
        columns = (_outbox.id, _outbox.event, _outbox.kind, _outbox.payload, _outbox.tries, _outbox.leased_until)
        rows = session.execute(taken.returning(*columns)).all()
    found = (Announcement(r.id, r.event, r.kind, json.loads(r.payload), r.tries, r.leased_until) for r in rows)
    return sorted(found, key=_by_id)


def take_out(session: Session, claimed: Announcement) -> bool:
    """Mark *claimed* as made, before it is; False if the lease ran out and somebody else has it, or made it.

    From here on nobody else acts on it. :func:`put_back` undoes it, if it is certain that nothing was sent.
    """
    mine = (_outbox.id == claimed.id, ~_outbox.done, _outbox.leased_until == claimed.leased_until)
    taken: Any = session.execute(update(Outbox).where(*mine).values(done=True))
    return bool(taken.rowcount)


def put_back(session: Session, claimed: Announcement, *, due: datetime) -> None:
    """Let *claimed*, which was taken out, come again at *due*."""
    mine = (_outbox.id == claimed.id, _outbox.leased_until == claimed.leased_until)
    session.execute(update(Outbox).where(*mine).values(done=False, leased_until=None, due_at=due))


def forget_finished(session: Session, *, before: datetime) -> int:
    """Forget what was made and due *before*; whatever may come twice has to come within that time. How many rows."""
    old = delete(Outbox).where(_outbox.done, _outbox.due_at < before)
    forgotten: Any = session.execute(old)
    return int(forgotten.rowcount)


def _by_id(announcement: Announcement) -> UUID:
    return announcement.id
