"""What exercises were when steps and variations were made from them, so that later changes can be compared."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules.canonical import canonical, digest
from nearer.rules.contract import Json
from nearer.store.desk_tables import Exercise, Original
from nearer.store.inside import Id, as_uuid
from nearer.store.sharing import Colleague, seen_by
from nearer.store.writing import put_once

if TYPE_CHECKING:
    from nearer.registry import Registry

_original: Any = Original
_exercise: Any = Exercise


def origin_of(content: Json) -> tuple[str, str] | None:
    """The name of the exercise that a step or a variation was made from, and its digest then."""
    found = content.get("origin")
    name, made = (found.get("exercise"), found.get("digest")) if isinstance(found, dict) else (None, None)
    return (name, made) if isinstance(name, str) and isinstance(made, str) else None


def read_originals(session: Session, practice_id: Id, digests: Iterable[str]) -> dict[str, Json]:
    """What was kept in a practice under these *digests*."""
    query = select(_original.digest, _original.document).where(
        _original.practice_id == as_uuid(practice_id), _original.digest.in_(set(digests))
    )
    return {made: json.loads(document) for made, document in session.execute(query)}


def keep_originals(
    session: Session, practice_id: Id, contents: Iterable[Json], registry: Registry, *, now: datetime
) -> None:
    """Keep what *contents* were made from, where that still is what it was then; nothing is kept twice."""
    wanted = {made: name for content in contents if (found := origin_of(content)) for name, made in [found]}
    inside = as_uuid(practice_id)
    known = select(_original.digest).where(_original.practice_id == inside, _original.digest.in_(wanted))
    for made in set(session.scalars(known)) if wanted else ():
        del wanted[made]
    for document in read_today(session, practice_id, registry, wanted.values()).values():
        if (made := digest(document)) in wanted:
            row = {"practice_id": inside, "digest": made, "document": canonical(document), "created_at": now}
            put_once(session, "original", row)


def read_today(
    session: Session, practice_id: Id, registry: Registry, names: Iterable[str], *, who: Colleague | None = None
) -> dict[str, Json]:
    """What the exercises of these *names* are today; with *who*, only those in use that they see."""
    wanted = set(names)
    found = {name: copy.deepcopy(registry.library[name]) for name in wanted & registry.library.keys()}
    ids = [each for name in wanted - registry.library.keys() if (each := as_uuid(name))]
    if ids:
        query = select(Exercise).where(_exercise.practice_id == as_uuid(practice_id), _exercise.id.in_(ids))
        if who is not None:
            query = query.where(_exercise.archived_at.is_(None), seen_by(who))
        found |= {str(row.id): json.loads(row.document) for row in session.scalars(query)}
    return found
