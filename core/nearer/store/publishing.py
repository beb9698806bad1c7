"""Publishing: a draft becomes an immutable edition, recorded and put behind the program's links in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nearer.errors import NotReadyError
from nearer.freezing import findings, freeze
from nearer.rules.contract import Json
from nearer.rules.edition import Edition, compile_edition
from nearer.store.editions import keep_edition
from nearer.store.inside import PAGE, Id, Turn, as_uuid, get_inside, page_of
from nearer.store.media import missing_media, name_media
from nearer.store.programs import get_program, program_document
from nearer.store.tables import Link, Program, Publication

if TYPE_CHECKING:
    from nearer.registry import Registry


def publish_program(
    session: Session,
    practice_id: Id,
    program_id: Id,
    *,
    registry: Registry,
    now: datetime,
    counsellor_id: Id | None = None,
    note: str = "",
) -> Publication:
    """Freeze a program into an edition that couples can open by link, and move the program's links to it.

    Steps are copied, so later edits never reach a couple that has begun. The same content published again is the
    same edition under a new publication.

    Raises:
        NotReadyError: some step breaks its schema, something is missing, or a check objects; it carries every
            problem, each with the path of its field.
    """
    program = get_program(session, practice_id, program_id)
    document = program_document(program)
    problems = [each for each in findings(document, registry) if each.severity == "error"]
    problems += missing_media(session, practice_id, document)
    if problems:
        raise NotReadyError(problems)
    frozen, _ = freeze(document, registry)
    sha = keep_edition(session, frozen, now=now)
    name_media(session, sha, frozen.get("media") or ())
    publication = Publication(
        practice_id=program.practice_id, program_id=program.id, edition_sha=sha, revision=program.revision
    )
    return _record(session, publication, note, counsellor_id, now)


def publish_again(
    session: Session,
    practice_id: Id,
    publication_id: Id,
    *,
    now: datetime,
    counsellor_id: Id | None = None,
    note: str = "",
) -> Publication:
    """Go back to the edition of an earlier publication: it becomes the current one, whatever the draft is by now.

    Raises:
        NotFoundError: there is no such publication.
    """
    known = get_publication(session, practice_id, publication_id)
    names = ("practice_id", "program_id", "edition_sha", "revision")
    again = Publication(**{name: getattr(known, name) for name in names})
    return _record(session, again, note, counsellor_id, now)


def _record(
    session: Session, publication: Publication, note: str, counsellor_id: Id | None, now: datetime
) -> Publication:
    publication.note, publication.created_at = note, now
    publication.counsellor_id = as_uuid(counsellor_id) if counsellor_id else None
    session.add(publication)
    session.flush()
    table: Any = Link
    moved = update(Link).where(table.program_id == publication.program_id)
    session.execute(moved.values(publication_id=publication.id))
    return publication


def draft_edition(document: Json, registry: Registry) -> Edition:
    """The edition that *document* would become, not stored: to compare it; steps that can't be frozen have no forms."""
    return compile_edition(freeze(document, registry)[0])


def get_publication(session: Session, practice_id: Id, publication_id: Id) -> Publication:
    """The practice's publication of that id.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Publication, practice_id, publication_id)


def list_publications(
    session: Session, practice_id: Id, program_id: Id, *, after: Turn = None, limit: int = PAGE
) -> list[Publication]:
    """The publications of a program, newest first."""
    program = get_program(session, practice_id, program_id)
    table: Any = Publication
    return page_of(session, select(Publication).where(table.program_id == program.id), table.id, after, limit)


def list_current(session: Session, programs: Iterable[UUID]) -> dict[UUID, Publication]:
    """The current publication of each of *programs* that was published; the caller has checked the practice."""
    table, program = cast("Any", Publication), cast("Any", Program)
    newest = select(table.id).where(table.program_id == program.id).order_by(table.id.desc()).limit(1)
    join = table.id == newest.correlate(Program).scalar_subquery()
    found = session.scalars(select(Publication).join(Program, join).where(program.id.in_(list(programs))))
    return {each.program_id: each for each in found}


def find_publication(session: Session, practice_id: Id, program_id: Id) -> Publication | None:
    """The current publication of a program, None before the first."""
    return next(iter(list_publications(session, practice_id, program_id, limit=1)), None)
