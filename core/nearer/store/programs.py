"""Programs: a counsellor's drafts with all their revisions. A draft may lack things, but is never wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.freezing import draft_problems
from nearer.ids import with_ids
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.shapes import steps_of
from nearer.store.inside import PAGE, Id, Turn, as_uuid, get_inside, list_inside
from nearer.store.originals import keep_originals
from nearer.store.practices import get_practice
from nearer.store.tables import Program, ProgramRevision

if TYPE_CHECKING:
    from nearer.registry import Registry


def create_program(
    session: Session,
    practice_id: Id,
    document: Json,
    *,
    registry: Registry,
    now: datetime,
    counsellor_id: Id | None = None,
) -> Program:
    """A new draft from *document* (a new program, a template, an imported file); stages and steps without id get one.

    Raises:
        NotReadyError: something in it is wrong; carries every problem.
    """
    document = with_ids(document)
    _check(document, registry)
    program = Program(
        practice_id=get_practice(session, practice_id).id, created_at=now, updated_at=now, **_columns(document)
    )
    session.add(program)
    session.flush()
    _keep(session, program, counsellor_id, now)
    keep_originals(session, program.practice_id, _steps(document), registry, now=now)
    return program


def save_program(
    session: Session,
    program: Program,
    document: Json,
    *,
    revision: int,
    registry: Registry,
    now: datetime,
    counsellor_id: Id | None = None,
) -> Program:
    """Replace the whole document of a draft, if *revision* is still the one that was read.

    Raises:
        ConflictError: somebody saved meanwhile; nothing is stored.
        NotReadyError: something in it is wrong; carries every problem.
    """
    document = with_ids(document)
    _check(document, registry)
    values = {**_columns(document), "revision": revision + 1, "updated_at": now}
    table: Any = Program
    mine = update(Program).where(table.id == program.id, table.revision == revision).values(**values)
    # The database compares, so two who save the same revision at the same time can't both win.
    if cast("CursorResult[Any]", session.execute(mine)).rowcount != 1:
        raise ConflictError("Somebody else saved this program meanwhile. Look at the newer state first.")
    session.refresh(program)
    _keep(session, program, counsellor_id, now)
    keep_originals(session, program.practice_id, _steps(document), registry, now=now)
    return program


def archive_program(session: Session, program: Program, *, now: datetime) -> None:
    """Take a program off the list; its editions, links and couples go on."""
    program.archived_at = now
    session.flush()


def get_program(session: Session, practice_id: Id, program_id: Id) -> Program:
    """The practice's program of that id.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Program, practice_id, program_id)


def list_programs(
    session: Session, practice_id: Id, *, text: str = "", after: Turn = None, limit: int = PAGE
) -> list[Program]:
    """The practice's programs that are not archived, newest first, older than *after*, with *text* in the title."""
    table: Any = Program
    where = [table.archived_at.is_(None)]
    if text:
        where.append(table.title.icontains(text, autoescape=True))
    return list_inside(session, Program, practice_id, *where, after=after, limit=limit)


def list_titles(session: Session, practice_id: Id, programs: Iterable[Id] | None = None) -> dict[UUID, str]:
    """What these *programs* of a practice are called, archived or not; without any given, the newest on the list."""
    table: Any = Program
    query = select(table.id, table.title).where(table.practice_id == as_uuid(practice_id))
    if programs is None:
        query = query.where(table.archived_at.is_(None)).order_by(table.id.desc()).limit(PAGE)
    else:
        query = query.where(table.id.in_([as_uuid(each) for each in programs]))
    return {row.id: row.title for row in session.execute(query)}


def program_document(program: Program) -> Json:
    """The document of a draft, fresh for whoever changes it."""
    document: Json = json.loads(program.document)
    return document


def list_revisions(
    session: Session, program: Program, *, before: int | None = None, limit: int = PAGE
) -> list[ProgramRevision]:
    """Earlier states of a program, newest first, older than revision *before*."""
    table: Any = ProgramRevision
    query = select(ProgramRevision).where(table.program_id == program.id)
    if before is not None:
        query = query.where(table.revision < before)
    return list(session.scalars(query.order_by(table.revision.desc()).limit(limit)))


def revision_document(session: Session, program: Program, revision: int) -> Json:
    """The document that a program had at *revision*.

    Raises:
        NotFoundError: there was no such revision.
    """
    row = session.get(ProgramRevision, (program.id, revision))
    if row is None:
        raise NotFoundError(f"This program has no revision {revision}.")
    document: Json = json.loads(row.document)
    return document


def _check(document: Json, registry: Registry) -> None:
    problems = [each for each in draft_problems(document, registry) if each.severity == "error"]
    if problems:
        raise NotReadyError(problems)


def _steps(document: Json) -> list[Json]:
    return [step for _, _, step in steps_of(document)]


def _columns(document: Json) -> dict[str, Any]:
    return {"document": canonical(document), "title": document.get("title", "")}


def _keep(session: Session, program: Program, counsellor_id: Id | None, now: datetime) -> None:
    before = session.get(ProgramRevision, (program.id, program.revision - 1))
    stood = None if before is None else before.revision if before.stands_for is None else before.stands_for
    session.add(
        ProgramRevision(
            program_id=program.id,
            revision=program.revision,
            document=program.document,
            made_from=stood,
            counsellor_id=as_uuid(counsellor_id) if counsellor_id else None,
            created_at=now,
        )
    )
    session.flush()
