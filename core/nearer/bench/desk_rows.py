"""What the desk itself keeps and lists beside couples: programs, their history, links, holds, exercises, the log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from nearer.bench.exercise import TenFields
from nearer.rules.canonical import canonical
from nearer.store.columns import inside_id, public_id
from nearer.store.tables import Counsellor, Deed, Exercise, Hold, Link, Program, ProgramRevision, Publication

A_PAGE = 60
"""At least so many rows of each kind, so that lists of a small practice fill their page, too."""

Row = dict[str, Any]


def of_the_desk(
    program: Program, publication: Publication, person: UUID, *, couples: int, now: datetime
) -> list[tuple[Any, list[Row]]]:
    """Rows by table, oldest first: of each kind a page at least, and more where there are more couples."""
    some, many = max(A_PAGE, couples // 200), max(A_PAGE, couples // 2)
    of = {"practice_id": program.practice_id, "created_at": now}
    drafts = [_draft(of, program, number) for number in range(some)]
    frozen = {"edition_sha": publication.edition_sha, "revision": 1, "counsellor_id": person}
    return [
        (Counsellor, [_person(of, number) for number in range(A_PAGE)]),
        (Program, drafts),
        (ProgramRevision, [_revision(program, number, now) for number in range(3, some)]),
        (
            Publication,
            [{"id": inside_id(), "program_id": each["id"], **of, **frozen} for each in drafts[::2]]
            + [{"id": inside_id(), "program_id": program.id, **of, **frozen} for _ in range(some)],
        ),
        (Link, [_link(of, program, publication, number) for number in range(some)]),
        (Hold, [_hold(of, number, now) for number in range(some)]),
        (Exercise, [_exercise(of, number) for number in range(A_PAGE)]),
        (Deed, [_deed(of, person, program) for _ in range(many)]),
    ]


def _person(of: Row, number: int) -> Row:
    address = f"{number}-{public_id()}@example.org"
    return {"id": inside_id(), "email": address, "name": f"Person {number}", "fs_uniquifier": public_id(), **of}


def _draft(of: Row, program: Program, number: int) -> Row:
    title = f"{program.title} {number}"
    return {"id": inside_id(), "title": title, "document": program.document, "updated_at": of["created_at"], **of}


def _revision(program: Program, number: int, now: datetime) -> Row:
    return {"program_id": program.id, "revision": number, "document": program.document, "created_at": now}


def _link(of: Row, program: Program, publication: Publication, number: int) -> Row:
    where = {"program_id": program.id, "publication_id": publication.id}
    return {"id": inside_id(), "token": public_id(), "one_couple": number % 2 == 0, **where, **of}


def _hold(of: Row, number: int, now: datetime) -> Row:
    what = {"kind": "type", "target": f"bench.lifted_{number}", "title": f"Lifted {number}"}
    return {"id": inside_id(), "lifted_at": now + timedelta(days=1), **what, **of}


def _exercise(of: Row, number: int) -> Row:
    form = {"form": "any", "type": TenFields.id, "version": 1, "config": {}}
    shape = {"title": f"Exercise {number}", "summary": "", "minutes": 5, "factors": ["communication"]}
    document = canonical({"nearer": "exercise/1", "language": "en", **shape, "variants": [form]})
    row = {"id": inside_id(), "type_id": TenFields.id, "title": shape["title"], "document": document}
    return row | {"updated_at": of["created_at"], **of}


def _deed(of: Row, person: UUID, program: Program) -> Row:
    target = {"kind": "program", "target": str(program.id)}
    return {"id": inside_id(), "counsellor_id": person, "action": "composer.details", **target, **of}
