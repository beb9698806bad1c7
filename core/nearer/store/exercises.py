"""The library: what plugins bring, and a practice's own exercises beside it."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.freezing import exercise_problems
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.store.inside import PAGE, Id, Turn, find_inside, list_inside
from nearer.store.originals import keep_originals
from nearer.store.practices import get_practice
from nearer.store.sharing import Colleague, may_share, seen_by
from nearer.store.tables import Exercise
from nearer.store.tagging import read_tags

if TYPE_CHECKING:
    from nearer.registry import Registry


MOST = 2_000
_row: Any = Exercise


@dataclass(frozen=True)
class LibraryItem:
    """One exercise as the library shows it; ``name`` is the key of a bundled one, the id of a practice's own.

    ``author_id`` says whose it is, ``shared`` whether the whole practice sees it.
    """

    name: str
    document: Json
    bundled: bool
    revision: int = 0
    tags: tuple[str, ...] = ()
    shared: bool = True
    author_id: UUID | None = None
    archived_at: datetime | None = None

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.document.get("title", ""))

    @property
    def type_id(self) -> str:
        """The exercise type of its first form."""
        return str(self.document["variants"][0]["type"])

    @property
    def factors(self) -> tuple[str, ...]:
        """What it works on."""
        return tuple(self.document.get("factors", ()))


def library(session: Session, practice_id: Id, registry: Registry, *, who: Colleague) -> list[LibraryItem]:
    """A practice's own exercises (newest first) as far as *who* sees them, then what plugins bring."""
    tags = read_tags(session, practice_id)
    own = [_item(row) for row in list_exercises(session, practice_id, who=who, limit=MOST)]
    bundled = [LibraryItem(key, document, bundled=True) for key, document in registry.library.items()]
    return [replace(each, tags=tags.get(each.name, ())) for each in (*own, *bundled)]


def get_library_item(
    session: Session, practice_id: Id, registry: Registry, name: str, *, who: Colleague
) -> LibraryItem:
    """The exercise of that name: a bundled key, or the id of one of the practice's own, archived or not.

    Raises:
        NotFoundError: there is none that *who* sees.
    """
    tags = read_tags(session, practice_id).get(name, ())
    if name in registry.library:
        return LibraryItem(name, copy.deepcopy(registry.library[name]), bundled=True, tags=tags)
    return replace(_item(get_exercise(session, practice_id, name, who=who)), tags=tags)


def get_exercise(session: Session, practice_id: Id, exercise_id: Id, *, who: Colleague) -> Exercise:
    """One of the practice's own exercises.

    Raises:
        NotFoundError: there is none that *who* sees; one of somebody else alone is as good as none.
    """
    row = find_inside(session, Exercise, practice_id, exercise_id)
    if row is None or not (row.shared or may_share(session, row, who)):
        raise NotFoundError("There is no such exercise here.")
    return row


def list_exercises(
    session: Session, practice_id: Id, *, who: Colleague, archived: bool = False, after: Turn = None, limit: int = PAGE
) -> list[Exercise]:
    """The practice's own exercises that *who* sees, newest first: those in use, or the *archived* ones."""
    kept = _row.archived_at.is_not(None) if archived else _row.archived_at.is_(None)
    return list_inside(session, Exercise, practice_id, kept, seen_by(who), after=after, limit=limit)


def create_exercise(
    session: Session,
    practice_id: Id,
    document: Json,
    *,
    registry: Registry,
    now: datetime,
    author_id: UUID | None = None,
    shared: bool = True,
) -> Exercise:
    """Add an exercise of the practice's own; without a stated grade it has grade D.

    Raises:
        NotReadyError: it is no exercise, or its config breaks the schema of its type.
    """
    own = _own(document)
    _check(own, registry)
    inside = get_practice(session, practice_id).id
    about: Json = {"author_id": author_id, "shared": shared, "created_at": now, "updated_at": now}
    row = Exercise(practice_id=inside, **about, **_columns(own))
    session.add(row)
    session.flush()
    keep_originals(session, inside, [own], registry, now=now)
    return row


def save_exercise(
    session: Session, exercise: Exercise, document: Json, *, revision: int, registry: Registry, now: datetime
) -> Exercise:
    """Replace the content of one of the practice's own exercises; programs that copied it stay as they are.

    Raises:
        ConflictError: somebody saved another revision meanwhile.
        NotReadyError: it is no exercise, or its config breaks the schema of its type.
    """
    own = _own(document)
    _check(own, registry)
    mine = update(Exercise).where(_row.id == exercise.id, _row.revision == revision)
    mine = mine.values(**_columns(own), revision=revision + 1, updated_at=now)
    # The database compares, so two who save the same revision at the same time can't both win.
    if cast("CursorResult[Any]", session.execute(mine)).rowcount != 1:
        raise ConflictError("Somebody else saved this exercise meanwhile. Look at the newer state first.")
    session.refresh(exercise)
    keep_originals(session, exercise.practice_id, [own], registry, now=now)
    return exercise


def archive_exercise(session: Session, exercise: Exercise, *, now: datetime | None) -> None:
    """Take an exercise out of the library, or back into it with no *now*; steps that are copies of it stay."""
    exercise.archived_at = now
    session.flush()


def exercise_document(exercise: Exercise) -> Json:
    """The document of a row."""
    document: Json = json.loads(exercise.document)
    return document


def _item(row: Exercise) -> LibraryItem:
    about: Json = {"shared": row.shared, "author_id": row.author_id, "archived_at": row.archived_at}
    return LibraryItem(str(row.id), exercise_document(row), bundled=False, revision=row.revision, **about)


def _own(document: Json) -> Json:
    own = {key: value for key, value in document.items() if key != "key"}
    return {**own, "nearer": "exercise/1", "protocol": {"grade": "D", **own.get("protocol", {})}}


def _check(document: Json, registry: Registry) -> None:
    problems = [each for each in exercise_problems(document, registry) if each.severity == "error"]
    if problems:
        raise NotReadyError(problems)


def _columns(document: Json) -> dict[str, Any]:
    return {"document": canonical(document), "title": document["title"], "type_id": document["variants"][0]["type"]}
