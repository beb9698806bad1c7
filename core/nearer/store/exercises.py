"""The library: what plugins bring, and a practice's own exercises beside it."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotReadyError
from nearer.freezing import exercise_problems
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.store.inside import PAGE, Id, get_inside, list_inside
from nearer.store.practices import get_practice
from nearer.store.tables import Exercise

if TYPE_CHECKING:
    from nearer.registry import Registry


@dataclass(frozen=True)
class LibraryItem:
    """One exercise as the library shows it; ``name`` is the key of a bundled one, the id of a practice's own."""

    name: str
    document: Json
    bundled: bool
    revision: int = 0

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


def library(
    session: Session, practice_id: Id, registry: Registry, *, factor: str = "", text: str = ""
) -> list[LibraryItem]:
    """A practice's own exercises (newest first), then what plugins bring; by *factor* and words in title or summary."""
    own = [_item(row) for row in list_exercises(session, practice_id, limit=500)]
    bundled = [LibraryItem(key, document, bundled=True) for key, document in registry.library.items()]
    return [each for each in [*own, *bundled] if _matches(each, factor, text.casefold())]


def get_library_item(session: Session, practice_id: Id, registry: Registry, name: str) -> LibraryItem:
    """The exercise of that name: a bundled key, or the id of one of the practice's own.

    Raises:
        NotFoundError: there is none.
    """
    if name in registry.library:
        return LibraryItem(name, copy.deepcopy(registry.library[name]), bundled=True)
    return _item(get_exercise(session, practice_id, name))


def get_exercise(session: Session, practice_id: Id, exercise_id: Id) -> Exercise:
    """One of the practice's own exercises.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Exercise, practice_id, exercise_id)


def list_exercises(session: Session, practice_id: Id, *, after: Id | None = None, limit: int = PAGE) -> list[Exercise]:
    """The practice's own exercises that are not archived, newest first."""
    kept = Exercise.archived_at.is_(None)  # type: ignore[union-attr]  # SQLModel's class attribute is a column
    return list_inside(session, Exercise, practice_id, kept, after=after, limit=limit)


def create_exercise(
    session: Session, practice_id: Id, document: Json, *, registry: Registry, now: datetime
) -> Exercise:
    """Add an exercise of the practice's own; without a stated grade it has grade D.

    Raises:
        NotReadyError: it is no exercise, or its config breaks the schema of its type.
    """
    own = _own(document)
    _check(own, registry)
    row = Exercise(practice_id=get_practice(session, practice_id).id, created_at=now, updated_at=now, **_columns(own))
    session.add(row)
    session.flush()
    return row


def save_exercise(
    session: Session, exercise: Exercise, document: Json, *, revision: int, registry: Registry, now: datetime
) -> Exercise:
    """Replace the content of one of the practice's own exercises; programs that copied it stay as they are.

    Raises:
        ConflictError: somebody saved another revision meanwhile.
        NotReadyError: it is no exercise, or its config breaks the schema of its type.
    """
    if exercise.revision != revision:
        raise ConflictError("Somebody else saved this exercise meanwhile. Look at the newer state first.")
    own = _own(document)
    _check(own, registry)
    for name, value in _columns(own).items():
        setattr(exercise, name, value)
    exercise.revision += 1
    exercise.updated_at = now
    session.flush()
    return exercise


def archive_exercise(session: Session, exercise: Exercise, *, now: datetime) -> None:
    """Take an exercise out of the library; steps that are copies of it stay."""
    exercise.archived_at = now
    session.flush()


def exercise_document(exercise: Exercise) -> Json:
    """The document of a row."""
    document: Json = json.loads(exercise.document)
    return document


def _item(row: Exercise) -> LibraryItem:
    return LibraryItem(str(row.id), exercise_document(row), bundled=False, revision=row.revision)


def _matches(item: LibraryItem, factor: str, text: str) -> bool:
    words = f"{item.title} {item.document.get('summary', '')} {item.type_id}".casefold()
    return (not factor or factor in item.factors) and text in words


def _own(document: Json) -> Json:
    own = {key: value for key, value in document.items() if key != "key"}
    return {**own, "nearer": "exercise/1", "protocol": {"grade": "D", **own.get("protocol", {})}}


def _check(document: Json, registry: Registry) -> None:
    problems = [each for each in exercise_problems(document, registry) if each.severity == "error"]
    if problems:
        raise NotReadyError(problems)


def _columns(document: Json) -> dict[str, Any]:
    return {
        "document": canonical(document),
        "title": document["title"],
        "type_id": document["variants"][0]["type"],
    }
