"""Erases a person: the keys first, then every row of their own; the other keeps what is theirs.

An erasure can be cut off anywhere and made again. Whoever asks for one writes a tombstone first; what is written there
is erased again at every start and after every restore.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Table, and_, delete, exists, select, update
from sqlalchemy.orm import Session

from nearer.errors import KeyringError, SealError
from nearer.store.columns import public_id
from nearer.store.couples import change_couple
from nearer.store.engine import is_postgres, plain, session_scope
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, Keys, keys_of_couples, open_row, other_side
from nearer.store.tables import metadata
from nearer.store.tombstones import Tombstones
from nearer.store.writing import lock_couple

_tables = metadata.tables
_AT_ONCE = 500
WINDOW = timedelta(days=35)
"""After this time no backup that was made before opens any more: the promise of the page for erasing."""

KEPT_FOR_BOTH = frozenset({"seat", "decision", "task", "note", "charge"})
"""Tables of couples from which not every row of a person is deleted: the empty place stays, so that nothing shows,
the counsellor's notes on both, and whose couple it is."""


def erase_seat(session: Session, keyring: Keyring, seat: str) -> None:
    """Erase the person in *seat* (its id); where nobody is left, the couple as a whole. Erasing twice is erasing once.

    The place itself stays, empty and under another id, and the program has ended: for the other it looks like a rest.
    """
    row = _find(session, seat)
    if row is None:
        return
    lock_couple(session, row.couple_id)
    session.execute(delete(_tables["key"]).where(_of_seat(_tables["key"], row)))
    if not _is_somebody_left(session, row):
        erase_couple(session, row.couple_id)
        return
    keys = _couple_keys(session, keyring, row.couple_id)
    _erase_tasks(session, keys, row)
    _erase_shared(session, row)
    for table in reversed(metadata.sorted_tables):
        if table.name not in KEPT_FOR_BOTH and "couple_id" in table.c:
            session.execute(delete(table).where(_of_seat(table, row)))
    session.execute(delete(_tables["invitation"]).where(_tables["invitation"].c.couple_id == row.couple_id))
    _empty_seat(session, row)
    _end(session, keys, row.couple_id)


def erase_again(engine: Engine, keyring: Keyring, tombstones: Tombstones) -> int:
    """Erase whatever of *tombstones* is there: cut off, or brought back by a backup. Returns how many."""
    wanted, found = tombstones.read(), 0
    for start in range(0, len(wanted), _AT_ONCE):
        with session_scope(engine) as session:
            there = _still_there(session, wanted[start : start + _AT_ONCE])
        for seat in there:
            with session_scope(engine, write=True) as session:
                erase_seat(session, keyring, seat)
        found += len(there)
    if found:
        scrub(engine)
    return found


def scrub(engine: Engine) -> None:
    """Take what was deleted off the disk, too: from SQLite's log, or from PostgreSQL's tables."""
    if is_postgres(engine):
        held = (table.name for table in metadata.sorted_tables if "couple_id" in table.c)
        names = ", ".join(f'"{name}"' for name in (*held, "couple"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"VACUUM {names}")
        return
    with closing(engine.raw_connection()) as raw:
        driver: Any = raw.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _find(session: Session, seat: str) -> Any:
    columns = _tables["seat"].c
    return session.execute(select(columns.id, columns.couple_id, columns.side).where(columns.id == seat)).one_or_none()


def _still_there(session: Session, seats: Iterable[str]) -> list[str]:
    column = _tables["seat"].c.id
    return [str(each) for each in session.scalars(select(column).where(column.in_(list(seats))))]


def _of_seat(table: Table, row: Any) -> ColumnElement[bool]:
    """The condition that a row of *table* is of that seat alone; by the first of the columns that name one."""
    if "seat_id" in table.c:
        return cast("ColumnElement[bool]", table.c.seat_id == row.id)
    names = next((table.c[name] for name in ("writer", "seat", "side") if name in table.c), None)
    if names is None:
        raise LookupError(f"{table.name} does not say whose its rows are: erasing must know")
    return and_(table.c.couple_id == row.couple_id, names == row.side)


def _is_somebody_left(session: Session, row: Any) -> bool:
    """Whether the other place is taken by somebody who was not erased: they have keys of their own."""
    key, seat = _tables["key"].c, _tables["seat"].c
    other = other_side(row.side)
    here = (seat.couple_id == row.couple_id, seat.side == other, seat.taken)
    has_keys = exists().where(key.couple_id == row.couple_id, key.side == other, key.name == "open")
    return session.execute(select(seat.id).where(*here, has_keys)).first() is not None


def _couple_keys(session: Session, keyring: Keyring, couple: UUID) -> Keys | None:
    """The couple's key; None where the keyring does not open it any more."""
    with suppress(KeyringError, SealError):
        return keys_of_couples(session, keyring, [couple]).get(couple)
    return None


def _erase_tasks(session: Session, keys: Keys | None, row: Any) -> None:
    """Delete what the counsellor was asked about this person; whom a task is about, only its box tells."""
    task = _tables["task"]
    for each in session.execute(select(task).where(task.c.couple_id == row.couple_id)).all():
        if _is_about(keys, each, row.id):
            session.execute(delete(task).where(task.c.id == each.id))


def _is_about(keys: Keys | None, task: Any, seat: str) -> bool:
    with suppress(SealError):
        return keys is None or open_row(keys, "task", task).get("seat") == seat
    return True


def _erase_shared(session: Session, row: Any) -> None:
    """Delete the boxes of what this person wrote into what both share; the entries go with the other rows."""
    box, entry = _tables["box"], _tables["entry"].c
    same = (entry[name] == box.c[name] for name in ("couple_id", "step", "occurrence", "seat", "n"))
    written = exists().where(*same, entry.writer == row.side)
    session.execute(delete(box).where(box.c.couple_id == row.couple_id, box.c.seat == SHARED, written))


_NEW = {"own_generation": 1, "came_from": 0, "spare_opens_at": None}


def _empty_seat(session: Session, row: Any) -> None:
    seat = _tables["seat"]
    values = {"id": public_id(), "home": row.couple_id, "box": None, "care_box": None}
    session.execute(update(seat).where(seat.c.id == row.id).values(**values, **_NEW, way_back=False, language="en"))


def _end(session: Session, keys: Keys | None, couple: UUID) -> None:
    if keys is not None:
        change_couple(session, keys, couple, lambda words: replace(words, ended=True, holds=frozenset()))
    else:
        table = _tables["couple"]
        session.execute(update(table).where(table.c.id == couple).values(rested=True))


def erase_couple(session: Session, couple: UUID) -> None:
    """Delete every row of a couple in which nobody is left."""
    for table in reversed(metadata.sorted_tables):
        if "couple_id" in table.c:
            plain(session).execute(delete(table).where(table.c.couple_id == couple))
    session.execute(delete(_tables["couple"]).where(_tables["couple"].c.id == couple))
