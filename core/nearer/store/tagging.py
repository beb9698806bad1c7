"""Words of a practice's own on the exercises of its library, bundled ones too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nearer.store.desk_tables import ExerciseTag
from nearer.store.inside import Id, as_uuid
from nearer.store.writing import put_once

LONGEST, MOST = 40, 12
_tag: Any = ExerciseTag


def read_tags(session: Session, practice_id: Id) -> dict[str, tuple[str, ...]]:
    """The words on each exercise of a practice, by its name in the library."""
    query = select(_tag.exercise, _tag.word).where(_tag.practice_id == as_uuid(practice_id))
    found: dict[str, list[str]] = defaultdict(list)
    for name, word in session.execute(query.order_by(_tag.exercise, _tag.word)):
        found[name].append(word)
    return {name: tuple(words) for name, words in found.items()}


def set_tags(session: Session, practice_id: Id, exercise: str, words: Iterable[str]) -> tuple[str, ...]:
    """Put these *words* on an exercise, in place of those that were there; the same word is kept once."""
    tidy = {each.casefold(): each for word in words if (each := " ".join(word.split())[:LONGEST].strip())}
    kept = tuple(list(tidy.values())[:MOST])
    inside: Any = as_uuid(practice_id)
    session.execute(delete(ExerciseTag).where(_tag.practice_id == inside, _tag.exercise == exercise))
    for word in kept:
        put_once(session, "exercise_tag", {"practice_id": inside, "exercise": exercise, "word": word})
    return kept
