"""The couples of a practice as the desk lists them: filtered, looked for by label, paged both ways, never counted.

Labels are sealed and no index holds words (safety.md, 1), not even fingerprints of them: whoever may set labels could
try words against those in a stolen copy. So looking for a label opens so many at a time and says where it stopped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, literal_column, select
from sqlalchemy.orm import Session

from nearer.store.couples import read_couple
from nearer.store.inside import PAGE, Id, NewerThan, Turn, as_uuid, walk
from nearer.store.keyring import Keyring
from nearer.store.keys import keys_of_couples
from nearer.store.tables import metadata

CALL, RESTS = "call", "rests"
MOST, BATCH = 1_000, 250
"""So many couples are looked at for one page where no index has all that is asked for; so many at a time."""

_couple, _task = (metadata.tables[name].c for name in ("couple", "task"))
_OPEN = exists().where(_task.practice_id == _couple.practice_id, _task.open, _task.couple_id == _couple.id)
_LISTED = select(metadata.tables["couple"], _OPEN.label("calls"))
_PUBLIC = re.compile(r"[\w-]{16,64}(?=/?$)", re.ASCII)


@dataclass(frozen=True)
class Wanted:
    """Which couples: ``state`` is :data:`CALL` or :data:`RESTS`; ``text`` are words of a label, or an address."""

    state: str = ""
    program: Id | None = None
    link: Id | None = None
    text: str = ""


@dataclass(frozen=True)
class Listed:
    """A couple of the list: a row of the table that has ``calls`` beside it, and its label."""

    row: Any
    label: str


def list_roster(
    session: Session, keyring: Keyring, practice_id: Id, wanted: Wanted, *, turn: Turn = None, limit: int = PAGE
) -> tuple[list[Listed], UUID | None]:
    """Up to *limit* of the couples that are wanted, newest first, and where to look on if the look stopped early."""
    practice, words = as_uuid(practice_id), wanted.text.casefold().split()
    known = _PUBLIC.search(wanted.text.strip())
    if known and (one := _read(session, keyring, _couple.practice_id == practice, _couple.public == known[0])):
        return one, None
    query, column, more = _along(practice, wanted)
    is_looking, back = bool(more or words), isinstance(turn, NewerThan)
    some, most = (BATCH, MOST) if is_looking else (limit, limit)
    found, ids, looked = list[Listed](), list[UUID](), 0
    while looked < most and len(found) < limit and (not looked or len(ids) == some):
        ids = walk(session, query, column, turn, some)
        each = _read(session, keyring, _couple.id.in_(ids), *more) if ids else []
        found += [one for one in each if all(word in one.label.casefold() for word in words)]
        looked += some
        turn = turn if not ids else NewerThan(ids[-1]) if back else ids[-1]
    nearest = sorted(found, key=lambda one: one.row.id, reverse=not back)[:limit]
    stopped = ids[-1] if is_looking and len(ids) == some and len(nearest) < limit else None
    return sorted(nearest, key=lambda one: one.row.id, reverse=True), stopped


def _along(practice: UUID | None, wanted: Wanted) -> tuple[Select[Any], Any, list[Any]]:
    """Ids along the narrowest index, its column, and what of the rest a row must meet besides."""
    asked = {_couple.link_id: ("link", as_uuid(wanted.link)), _couple.program_id: ("program", as_uuid(wanted.program))}
    more = [column == _own(table, practice, key) for column, (table, key) in asked.items() if key is not None]
    if wanted.state == CALL:
        ids = select(_task.couple_id).where(_task.practice_id == practice, _task.open).distinct()
        return ids, _task.couple_id, more
    rests: list[Any] = [literal_column("couple.rested")] if wanted.state == RESTS else []
    ids = select(_couple.id).where(_couple.practice_id == practice)
    if rests or not more:
        return ids.where(*rests), _couple.id, more
    return select(_couple.id).where(more[0]), _couple.id, more[1:]


def _own(table: str, practice: UUID | None, key: UUID) -> Any:
    """*key*, if it is of a row of this practice: of another's there are no couples here."""
    here = metadata.tables[table].c
    return select(here.id).where(here.id == key, here.practice_id == practice).scalar_subquery()


def _read(session: Session, keyring: Keyring, *where: Any) -> list[Listed]:
    rows = session.execute(_LISTED.where(*where)).all()
    keys = keys_of_couples(session, keyring, [row.id for row in rows])
    return [Listed(row, read_couple(keys[row.id], row).label) for row in rows]
