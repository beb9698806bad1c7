"""Undo and redo of a program: each makes a new revision that repeats an earlier one, so nothing is ever lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.inside import Id
from nearer.store.programs import revision_document, save_program
from nearer.store.tables import Program, ProgramRevision

if TYPE_CHECKING:
    from nearer.registry import Registry


@dataclass(frozen=True)
class Reach:
    """Which revisions undo and redo would repeat; None where there is nothing to undo or to make again."""

    undo: int | None
    redo: int | None


def reach_of(session: Session, program: Program) -> Reach:
    """What can be undone and redone now."""
    head = _head(session, program)
    return Reach(_before(session, program, head), next(iter(json.loads(head.redo)), None))


def undo_program(
    session: Session, program: Program, *, revision: int, registry: Registry, now: datetime, counsellor_id: Id | None
) -> int:
    """Bring back what stood before the last edit that still stands; returns the revision that is repeated.

    Raises:
        ConflictError: somebody saved meanwhile, or there is nothing to undo.
    """
    head = _head(session, program)
    to = _before(session, program, head)
    if to is None:
        raise ConflictError("There is nothing to undo.")
    trail = [_stands_for(head), *json.loads(head.redo)]
    _repeat(session, program, to, trail, revision=revision, registry=registry, now=now, counsellor_id=counsellor_id)
    return to


def redo_program(
    session: Session, program: Program, *, revision: int, registry: Registry, now: datetime, counsellor_id: Id | None
) -> int:
    """Make again what was undone last; returns the revision that is repeated.

    Raises:
        ConflictError: somebody saved meanwhile, or there is nothing to make again.
    """
    to, *rest = json.loads(_head(session, program).redo) or [None]
    if to is None:
        raise ConflictError("There is nothing to make again.")
    _repeat(session, program, to, rest, revision=revision, registry=registry, now=now, counsellor_id=counsellor_id)
    return int(to)


def _repeat(
    session: Session,
    program: Program,
    to: int,
    trail: list[int],
    *,
    revision: int,
    registry: Registry,
    now: datetime,
    counsellor_id: Id | None,
) -> None:
    document = revision_document(session, program, to)
    save_program(session, program, document, revision=revision, registry=registry, now=now, counsellor_id=counsellor_id)
    made = _head(session, program)
    made.stands_for, made.redo = to, json.dumps(trail)
    session.flush()


def _head(session: Session, program: Program) -> ProgramRevision:
    return session.get_one(ProgramRevision, (program.id, program.revision))


def _stands_for(row: ProgramRevision) -> int:
    return row.revision if row.stands_for is None else row.stands_for


def _before(session: Session, program: Program, head: ProgramRevision) -> int | None:
    """The revision that what stands at *head* was made from."""
    row = session.get(ProgramRevision, (program.id, _stands_for(head)))
    return None if row is None else row.made_from
