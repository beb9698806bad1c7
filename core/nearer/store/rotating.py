"""Rotation: a new epoch, every wrapped row under it, and old epochs destroyed; each step can be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Table, select, union, update
from sqlalchemy.orm import Session

from nearer.store.doors import Station, rewrap_door
from nearer.store.engine import session_scope
from nearer.store.keyring import Keyring
from nearer.store.keys import rewrap_key
from nearer.store.tables import metadata

WINDOW = timedelta(days=35)
"""How long a safety copy of the data must still open: an epoch lives that long after it wrapped its last row."""

BATCH = 200
PASSES = 5
_FIRST = UUID(int=0)
_key, _door, _seat = (metadata.tables[name] for name in ("key", "door", "seat"))
_DOORS = select(_door, _seat.c.side, _seat.c.home).join(_seat, _seat.c.id == _door.c.seat_id)


@dataclass(frozen=True)
class Rotation:
    """What was done: the epoch that wraps now, how many rows came under it, which epochs are gone, which still open."""

    epoch: int
    rewrapped: int
    destroyed: tuple[int, ...]
    kept: tuple[int, ...]


def rotate(engine: Engine, keyring: Keyring, *, now: datetime) -> Rotation:
    """Add an epoch, bring every wrapped row under it, and destroy epochs that wrap nothing and are past the window.

    Killed anywhere, nothing is lost: an epoch is on the disk before it wraps, and goes only when no row names it.
    Run again, it begins with one more epoch and finds what is left.
    """
    epoch = keyring.add_epoch(now=now)
    moved = sum(_rewrap_all(engine, keyring, table) for table in (_key, _door))
    before = {each.id for each in keyring.epochs}
    keyring.destroy_epochs(_past(engine, keyring, now))
    left = [each.id for each in keyring.epochs]
    return Rotation(epoch.id, moved, tuple(sorted(before - set(left))), tuple(left[:-1]))


def _rewrap_all(engine: Engine, keyring: Keyring, table: Table) -> int:
    """In short transactions, so that nobody waits; what somebody else holds just now is left for the next pass."""
    count = 0
    for _ in range(PASSES):
        after, found = _FIRST, 0
        while batch := _rewrap(engine, keyring, table, after):
            after, found = batch[-1], found + len(batch)
        if not found:
            break
        count += found
    return count


def _rewrap(engine: Engine, keyring: Keyring, table: Table, after: UUID) -> list[UUID]:
    rows = _DOORS if table is _door else select(table)
    rows = rows.where(table.c.id > after, table.c.epoch != keyring.current.id).order_by(table.c.id).limit(BATCH)
    with session_scope(engine, write=True) as session:
        batch = session.execute(rows.with_for_update(of=table, skip_locked=True)).all()
        for row in batch:
            session.execute(update(table).where(table.c.id == row.id).values(**_anew(keyring, table, row)))
    return [row.id for row in batch]


def _anew(keyring: Keyring, table: Table, row: Any) -> dict[str, Any]:
    if table is _key:
        return rewrap_key(keyring, row)
    at = Station(row.couple_id, row.side, row.seat_id, row.home)
    return rewrap_door(keyring, row, at, at)


def _past(engine: Engine, keyring: Keyring, now: datetime) -> frozenset[int]:
    """Epochs that wrap nothing and stopped wrapping before the window: their successor is older than it."""
    with session_scope(engine) as session:
        used = _used(session)
    pairs = zip(keyring.epochs, keyring.epochs[1:], strict=False)
    return frozenset(old.id for old, after in pairs if old.id not in used and now - after.made > WINDOW)


def _used(session: Session) -> set[int]:
    return set(session.scalars(union(select(_key.c.epoch), select(_door.c.epoch))))
