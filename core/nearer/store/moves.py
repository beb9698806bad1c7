"""Orders to move the couples of a program to a publication: kept, carried out couple by couple, begun anew anywhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.inside import Id, as_uuid
from nearer.store.moving import ALL, UNAFFECTED, list_couples_of, move_couple
from nearer.store.publishing import find_publication
from nearer.store.tables import Move, Publication

if TYPE_CHECKING:
    from nearer.installation import Installation

AT_ONCE = 100
"""How many couples are moved in one go: a request does no more, and a worker looks up after as many."""

_move: Any = Move


def order_move(session: Session, publication: Publication, choice: str, *, now: datetime) -> Move:
    """Have the couples of a program moved to *publication*, all or the unaffected; :func:`run_move` does it."""
    if choice not in (UNAFFECTED, ALL):
        raise ConflictError("Choose which couples are moved.")
    move = Move(
        practice_id=publication.practice_id,
        program_id=publication.program_id,
        publication_id=publication.id,
        choice=choice,
        created_at=now,
    )
    session.add(move)
    session.flush()
    return move


def find_move(session: Session, program_id: Id) -> Move | None:
    """The latest order of a program."""
    query = select(Move).where(_move.program_id == as_uuid(program_id)).order_by(_move.id.desc()).limit(1)
    return session.scalar(query)


def run_move(installation: Installation, move_id: UUID, *, most: int = AT_ONCE) -> int:
    """Move up to *most* couples, each in a transaction of its own; how many were looked at, 0 when all are.

    It goes on behind the last couple, wherever it was stopped; two that do it at once take turns.
    """
    return next((count for count in range(most) if not _move_next(installation, move_id)), most)


def run_moves(installation: Installation) -> int:
    """The same for whatever waits: a round of the worker."""
    with session_scope(installation.engine) as session:
        query = select(_move.id).where(_move.done.is_(False)).order_by(_move.id).limit(1)
        waiting = session.scalar(query)
    return max(1, run_move(installation, waiting)) if waiting is not None else 0


def _move_next(installation: Installation, move_id: UUID) -> bool:
    with session_scope(installation.engine, write=True) as session:
        move = session.scalar(select(Move).where(_move.id == move_id).with_for_update())
        if move is None or move.done:
            return False
        rows = list_couples_of(session, move.program_id, after=move.at_couple, limit=1)
        current = find_publication(session, move.practice_id, move.program_id)
        # Who published anew meanwhile says anew what becomes of the couples.
        if not rows or current is None or current.id != move.publication_id:
            move.done = True
            return False
        _move_one(session, installation, move, rows[0], current.edition_sha)
        return True


def _move_one(session: Session, installation: Installation, move: Move, row: Any, sha: str) -> None:
    move.at_couple = row.id
    if row.edition_sha == sha:
        return
    edition, kinds = load_edition(session, sha), installation.registry.types
    is_moved = move_couple(
        session, installation.keyring, row.id, edition, kinds, choice=move.choice, now=installation.clock()
    )
    move.moved, move.stayed = move.moved + is_moved, move.stayed + (not is_moved)
