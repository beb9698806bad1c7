"""Milestones: a task for the counsellor where somebody has been stuck at a step for longer than the program allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nearer.rules import journey
from nearer.rules.edition import Edition
from nearer.store.editions import load_edition
from nearer.store.facts import load_facts
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, keys_of_couples, open_row
from nearer.store.tables import Couple, metadata
from nearer.store.tasks import STUCK, put_task
from nearer.store.writing import lock_couple

_couple, _seat, _task = (metadata.tables[name].c for name in ("couple", "seat", "task"))
_EDITIONS = select(metadata.tables["publication"].c.edition_sha).distinct()
_COUPLES = (
    select(Couple)
    .where(~_couple.rested, _couple.edition_sha.in_(bindparam("editions", expanding=True)))
    .order_by(_couple.id)
)


def list_milestoned(session: Session) -> list[str]:
    """The editions that have milestones, by digest; of all that were published, which are few beside couples."""
    known = (load_edition(session, sha) for sha in session.scalars(_EDITIONS))
    return [each.sha for each in known if any(step.milestone for step in each.order)]


def list_watched(session: Session, shas: list[str], *, after: UUID | None = None, limit: int = 100) -> list[Couple]:
    """Couples on the way in one of these editions, by key, after that of *after*."""
    query = _COUPLES if after is None else _COUPLES.where(_couple.id > after)
    return list(session.scalars(query.limit(limit), {"editions": shas}))


def open_stuck_tasks(session: Session, keyring: Keyring, couple: Couple, edition: Edition, now: datetime) -> int:
    """Ask the counsellor to get in touch with whoever is stuck; returns for how many seats and steps.

    Once for a seat and a step, also when the task was closed since. In lists such a task looks like any other.
    """
    keys = keys_of_couples(session, keyring, [couple.id])[couple.id]
    state = journey.state(edition, load_facts(session, couple, keys), now)
    due = [each for each in state.milestones() if each.kind == "task"]
    if not due:
        return 0
    lock_couple(session, couple.id)
    known = set(_asked(session, couple, keys))
    seats = session.execute(select(_seat.side, _seat.id).where(_seat.couple_id == couple.id))
    seat_of = {row.side: row.id for row in seats}
    new = [each for each in due if (seat_of[each.side], each.step) not in known]
    for each in new:
        words = {"kind": STUCK, "seat": seat_of[each.side], "step": each.step}
        put_task(session, couple, keys, words, today=state.today)
    return len(new)


def _asked(session: Session, couple: Couple, keys: Keys) -> Iterator[tuple[str, str]]:
    """For which seats (their ids) and steps it was asked before."""
    for row in session.execute(select(_task.couple_id, _task.id, _task.box).where(_task.couple_id == couple.id)):
        words = open_row(keys, "task", row)
        if words["kind"] == STUCK:
            yield words["seat"], words["step"]
