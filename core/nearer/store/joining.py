"""Joining two half couples from one link: the joiner's seat moves to the inviter's couple and keeps every word."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from nearer.comparing import Kinds
from nearer.errors import ConflictError, SealError, UnknownSecretError
from nearer.store.couples import couple_box, read_couple
from nearer.store.doors import Station, rewrap_door
from nearer.store.editions import load_edition
from nearer.store.invitations import find_invitation, use_up
from nearer.store.keyring import Keyring
from nearer.store.keys import SHARED, Keys, keys_for_partner, open_row, rewrap_key, seal_row
from nearer.store.moving import ALL, move_couple
from nearer.store.parts import other_part
from nearer.store.seats import Place
from nearer.store.tables import metadata

SEALED = ("box", "draft", "lift", "finding", "stance", "decision", "choice", "task", "reminder", "note", "letter")
PLAIN = ("entry", "fact", "release", "renewal", "reading")
FORGOTTEN = ("pick_up", "decision", "choice", "release", "renewal", "invitation", "key", "charge", "seat")
_tables = metadata.tables


def join(
    session: Session, keyring: Keyring, place: Place, code: str, *, now: datetime, kinds: Kinds | None = None
) -> UUID:
    """Move the person at *place* to the couple that invited by *code*; returns its inside id.

    Seat id, sessions and links stay; every box is sealed anew under the couple's keys in this, the joiner's, request.
    Where one of the two was moved to another edition meanwhile, the joiner goes to the inviter's, with the exercise
    types *kinds*.

    Raises:
        UnknownSecretError: the code is unknown, has run out or was used.
        ConflictError: one of the two couples is complete or has begun something together, or they are of two links.
    """
    invited = find_invitation(session, keyring, code, now=now)
    couples = _lock(session, place, invited.couple)
    use_up(session, invited)
    _check(session, place, invited.couple, invited.side, couples)
    if couples[invited.couple].edition_sha != couples[place.couple.id].edition_sha:
        edition = load_edition(session, couples[invited.couple].edition_sha)
        if not move_couple(session, keyring, place.couple.id, edition, kinds or {}, choice=ALL, now=now):
            raise ConflictError("Your two places are of different programs and can't be joined.")
    old = place.station
    new = Station(invited.couple, invited.side, old.seat, old.home)
    own, generation = place.keys.own, place.keys.generation
    keys = keys_for_partner(session, keyring, new.couple, new.side, own=own, generation=generation)
    keys = replace(keys, earlier=place.keys.earlier)
    _move_seat(session, place, keys, new)
    for name in SEALED:
        _move_sealed(session, name, _Move(place.keys, keys, old, new))
    for name in PLAIN:
        _move_plain(session, name, old, new)
    _move_doors(session, keyring, old, new)
    _move_own_keys(session, keyring, old, new)
    _merge_couples(session, place, keys, couples)
    _forget(session, old.couple)
    return new.couple


def _lock(session: Session, place: Place, target: UUID) -> dict[UUID, Row[Any]]:
    """Both couples' rows, locked in one order, so that nobody writes into them and two joins can't cross."""
    couple = _tables["couple"]
    both = select(couple).where(couple.c.id.in_([place.couple.id, target])).order_by(couple.c.id).with_for_update()
    found = {row.id: row for row in session.execute(both)}
    if target not in found or place.couple.id not in found:
        raise UnknownSecretError
    return found


def _check(session: Session, place: Place, target: UUID, side: str, couples: dict[UUID, Row[Any]]) -> None:
    if target == place.couple.id:
        raise ConflictError("This is the code of your own place. It is for your partner.")
    if couples[target].link_id != couples[place.couple.id].link_id:
        raise ConflictError("Your two places are of different programs and can't be joined.")
    seat, entry = _tables["seat"].c, _tables["entry"].c
    taken = select(seat.id).where(seat.couple_id.in_(couples), seat.taken)
    together = select(entry.id).where(entry.couple_id.in_(couples), entry.seat == "-").limit(1)
    free = select(seat.id).where(seat.couple_id == target, seat.side == side, ~seat.taken)
    if len(session.execute(taken).all()) != 2 or not session.execute(free).first():
        raise ConflictError("One of the two places has two people in it already.")
    if session.execute(together).first():
        raise ConflictError("One of the two places has begun something together already.")


def _move_seat(session: Session, place: Place, keys: Keys, new: Station) -> None:
    table = _tables["seat"]
    row = session.execute(select(table).where(table.c.id == place.seat.id)).one()
    moved = SimpleNamespace(couple_id=new.couple, side=new.side)
    words = open_row(place.keys, "seat", row)
    words |= {"part": other_part(session, keys, new.couple, new.side) or words.get("part", "")}
    values: dict[str, Any] = {"box": seal_row(keys, "seat", moved, words)}
    if row.care_box:
        words = open_row(place.keys, "seat_care", row, row.care_box)
        values["care_box"] = seal_row(keys, "seat_care", moved, words)
    session.execute(delete(table).where(table.c.couple_id == new.couple, table.c.side == new.side))
    values |= {"couple_id": new.couple, "side": new.side}
    session.execute(update(table).where(table.c.id == place.seat.id).values(values))


class _Move(NamedTuple):
    old_keys: Keys
    new_keys: Keys
    old: Station
    new: Station


def _move_sealed(session: Session, name: str, move: _Move) -> None:
    table = _tables[name]
    for row in session.execute(select(table).where(table.c.couple_id == move.old.couple)).all():
        if _stands(session, name, move.new.couple, row):
            continue  # what the couple decided for both stands
        place: dict[str, Any] = {"couple_id": move.new.couple}
        if getattr(row, "seat", "-") != "-":
            place["seat"] = move.new.side
        moved = SimpleNamespace(**{**row._asdict(), **place})
        try:
            words = open_row(move.old_keys, name, row)
        except SealError:
            raise ConflictError("Some private words of before are closed, so the two can't be joined now.") from None
        if words.get("seat") == move.old.side:
            words["seat"] = move.new.side  # a task says inside whom it is about
        box = seal_row(move.new_keys, name, moved, words)
        here = [column == getattr(row, column.key) for column in table.primary_key]
        session.execute(update(table).where(*here).values(**place, box=box))


def _stands(session: Session, name: str, couple: UUID, row: Any) -> bool:
    """Whether *couple* has a row of its own for both where *row* would go."""
    if name not in ("decision", "choice") or getattr(row, "seat", SHARED) != SHARED:
        return False
    table = _tables[name]
    same = (column == getattr(row, column.key) for column in table.primary_key if column.key != "couple_id")
    return session.execute(select(table.c.couple_id).where(table.c.couple_id == couple, *same)).first() is not None


def _move_plain(session: Session, name: str, old: Station, new: Station) -> None:
    table = _tables[name]
    column = table.c.side if name == "release" else table.c.seat
    moved = {"couple_id": new.couple, column.key: new.side}
    if name == "entry":
        moved["writer"] = new.side
    session.execute(update(table).where(table.c.couple_id == old.couple, column == old.side).values(moved))


def _move_doors(session: Session, keyring: Keyring, old: Station, new: Station) -> None:
    table = _tables["door"]
    for row in session.execute(select(table).where(table.c.seat_id == old.seat)).all():
        session.execute(update(table).where(table.c.id == row.id).values(**rewrap_door(keyring, row, old, new)))


def _move_own_keys(session: Session, keyring: Keyring, old: Station, new: Station) -> None:
    """Spares, and what leads from one generation to an earlier one."""
    table = _tables["key"]
    mine = (table.c.couple_id == old.couple, table.c.side == old.side, table.c.name.in_(("own", "earlier")))
    for row in session.execute(select(table).where(*mine)).all():
        moved = rewrap_key(keyring, row, couple_id=new.couple, side=new.side)
        session.execute(update(table).where(table.c.id == row.id).values(**moved))


def _merge_couples(session: Session, place: Place, keys: Keys, couples: dict[UUID, Row[Any]]) -> None:
    """A label that only one has stays; a rest of either rests both; a release was given for another pair."""
    table = _tables["couple"]
    target = next(row for row in couples.values() if row.id != place.couple.id)
    mine, theirs = read_couple(place.keys, couples[place.couple.id]), read_couple(keys, target)
    held = {keys.side if who == place.seat.side else who for who in mine.holds}
    words = replace(
        theirs, label=theirs.label or mine.label, holds=theirs.holds | held, ended=theirs.ended or mine.ended
    )
    values = {
        "box": couple_box(keys, target, words),
        "rested": words.rests or target.rested or place.couple.rested,
        "together_released": target.together_released and place.couple.together_released,
    }
    session.execute(update(table).where(table.c.id == target.id).values(**values))


def _forget(session: Session, couple: UUID) -> None:
    """Delete what is left of the old couple: keys, the empty seat, invitations, what the other's now decides."""
    session.flush()
    for name in FORGOTTEN:
        session.execute(delete(_tables[name]).where(_tables[name].c.couple_id == couple))
    session.execute(delete(_tables["couple"]).where(_tables["couple"].c.id == couple))
