"""A copy of a program for one couple: a draft of their own, and the couple that goes over to it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.editions import load_edition
from nearer.store.inside import Id
from nearer.store.links import make_link
from nearer.store.moves import order_move
from nearer.store.moving import ALL
from nearer.store.programs import create_program
from nearer.store.tables import Couple, Link, Move, Program, Publication

if TYPE_CHECKING:
    from nearer.registry import Registry

_program: Any = Program
_link: Any = Link


def find_copy(session: Session, couple: Couple) -> Program | None:
    """The draft that was made for *couple*, if there is one that is not archived."""
    query = select(Program).where(_program.practice_id == couple.practice_id, _program.for_couple == couple.id)
    return session.scalar(query.where(_program.archived_at.is_(None)).order_by(_program.id.desc()).limit(1))


def edition_of_couple(session: Session, couple_id: UUID) -> str:
    """The digest of the edition that a couple is on.

    Raises:
        ConflictError: the couple is not there any more.
    """
    couple = session.get(Couple, couple_id)
    if couple is None:
        raise ConflictError("The couple that this program was made for is not here any more.")
    return couple.edition_sha


def copy_for_couple(
    session: Session, couple: Couple, *, registry: Registry, now: datetime, counsellor_id: Id | None = None
) -> Program:
    """A draft for *couple* alone, as its program was published; the one that is there already, if there is one.

    Raises:
        NotReadyError: something in it is not right any more; carries every problem.
    """
    known = find_copy(session, couple)
    if known is not None:
        return known
    document = load_edition(session, couple.edition_sha).program
    program = create_program(
        session, couple.practice_id, document, registry=registry, now=now, counsellor_id=counsellor_id
    )
    program.for_couple = couple.id
    session.flush()
    return program


def hand_over(session: Session, publication: Publication, *, now: datetime) -> Move:
    """Give the couple of a copy its own link to *publication*, and have it moved there.

    Raises:
        ConflictError: the program is no copy for a couple, or the couple is not there any more.
    """
    program = session.get_one(Program, publication.program_id)
    couple = session.get(Couple, program.for_couple) if program.for_couple else None
    if couple is None or couple.practice_id != program.practice_id:
        raise ConflictError("The couple that this program was made for is not here any more.")
    link = session.scalar(select(Link).where(_link.program_id == program.id).order_by(_link.id).limit(1))
    link = link or make_link(session, program.practice_id, program.id, now=now, one_couple=True)
    couple.link_id, couple.program_id = link.id, link.program_id
    session.flush()
    return order_move(session, publication, ALL, now=now)
