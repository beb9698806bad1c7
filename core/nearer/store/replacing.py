"""A lost way back is replaced: the counsellor lets the person in again, who alone comes to know the new secret.

Whoever still has a door of before can say "not me" for 72 hours, which ends the new one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from nearer.errors import NotFoundError, SealError, UnknownSecretError
from nearer.store.columns import inside_id
from nearer.store.doors import CODE, LINK, SESSION, Station, door_of_secret, open_door
from nearer.store.earlier import keep_earlier
from nearer.store.engine import Reader
from nearer.store.generations import replace_own, take_back
from nearer.store.keyring import Keyring
from nearer.store.keys import keys_for_partner
from nearer.store.sealing import door_of, new_code
from nearer.store.seats import Opened, Place
from nearer.store.tables import PickUp, metadata
from nearer.store.writing import lock_couple

LIFE = timedelta(minutes=30)
_tables = metadata.tables
_pick_up, _door, _seat, _couple, _practice = (
    _tables[name].c for name in ("pick_up", "door", "seat", "couple", "practice")
)


def offer_way_back(session: Session, keyring: Keyring, couple: UUID, side: str, *, now: datetime) -> str:
    """A code by which the person in *side* is let in again, once, within half an hour; an earlier one ends.

    It holds no key, and what it is swapped for only the person's browser sees. The caller has checked the practice,
    and that the counsellor spoke with the person.

    Raises:
        NotFoundError: nobody has taken that seat.
    """
    lock_couple(session, couple)
    seat = session.scalar(select(_seat.id).where(_seat.couple_id == couple, _seat.side == side, _seat.taken))
    if seat is None:
        raise NotFoundError("Nobody has taken this place yet.")
    session.execute(delete(_tables["pick_up"]).where(or_(_pick_up.seat_id == seat, _pick_up.expires_at <= now)))
    code = new_code()
    row = {"id": inside_id(), "couple_id": couple, "seat_id": seat, "locator": door_of_secret(keyring, code)[0]}
    session.add(PickUp(**row, expires_at=now + LIFE))
    session.flush()
    return code


def pick_up(
    session: Session, keyring: Keyring, locator: bytes, *, now: datetime, keep: bool = False, token: str = ""
) -> Opened:
    """Let the person in again whose code of the counsellor has *locator*, at a new generation of their own key.

    Raises:
        UnknownSecretError: unknown, run out, used or taken back; the cost is the same.
    """
    where = (_pick_up.locator == locator, _pick_up.expires_at > now)
    about = (_pick_up.couple_id, _seat.id, _seat.side, _seat.home, _seat.own_generation, _couple.zone)
    found = select(*about).join(_tables["seat"], _seat.id == _pick_up.seat_id)
    row = session.execute(found.join(_tables["couple"], _couple.id == _pick_up.couple_id).where(*where)).one_or_none()
    if row is None:
        raise UnknownSecretError
    lock_couple(session, row.couple_id)
    if session.execute(delete(_tables["pick_up"]).where(*where).returning(_pick_up.id)).one_or_none() is None:
        raise UnknownSecretError
    keys = keys_for_partner(session, keyring, row.couple_id, row.side)
    at = Station(row.couple_id, row.side, row.id, row.home)
    more: dict[str, Any] = {"was": row.own_generation, "zone": row.zone, "now": now, "keep": keep}
    more["token"] = token
    return Opened(row.id, replace_own(session, keyring, at, keys, **more))


@dataclass(frozen=True)
class OldDoor:
    """A door of before: what its one page says, and whether a replacement can be cancelled with it."""

    seat: str
    couple: UUID
    language: str
    contact: str
    local_help: str
    new: int
    old: int
    can_cancel: bool


_OLD = (
    select(_door.generation, _door.expires_at, _seat.id, _seat.couple_id, _seat.language, _seat.own_generation)
    .add_columns(_seat.came_from, _seat.spare_opens_at, _practice.contact, _practice.local_help)
    .join(_tables["seat"], _seat.id == _door.seat_id)
    .join(_tables["couple"], _couple.id == _seat.couple_id)
    .join(_tables["practice"], _practice.id == _couple.practice_id)
    .where(_door.kind == SESSION, _door.generation != _seat.own_generation)
)


def find_old_door(session: Reader, seat: str, token: str, *, now: datetime) -> OldDoor | None:
    """The door of before whose *token* a browser holds; None if it is none."""
    where = (_door.locator == door_of(token)[0], _seat.id == seat, _door.expires_at > now)
    row = session.execute(_OLD.where(*where)).one_or_none()
    if row is None:
        return None
    is_before = row.came_from == row.generation and row.spare_opens_at is not None and now < row.spare_opens_at
    words = (row.language, row.contact, row.local_help)
    return OldDoor(row.id, row.couple_id, *words, row.own_generation, row.generation, is_before)


def cancel(session: Session, seat: str, token: str, *, now: datetime) -> bool:
    """End the new doors and put the seat back to those of before; False if that can't be done any more."""
    found = find_old_door(session, seat, token, now=now)
    if found is None:
        return False
    lock_couple(session, found.couple)
    found = find_old_door(session, seat, token, now=now)  # as it is now that nobody else changes it
    if found is None or not found.can_cancel:
        return False
    take_back(session, found.couple, seat, new=found.new, old=found.old)
    return True


def open_earlier(session: Session, keyring: Keyring, place: Place, secret: str) -> None:
    """Open the private words of before with a link or code of before, once and for all; count the try first.

    Only for whom the counsellor let in again: to somebody who was given this place they stay shut.

    Raises:
        UnknownSecretError: it is no link or code of this seat from before.
    """
    locator, door_key = door_of_secret(keyring, secret)
    columns: Any = (_door.id.label("door_id"), _door.generation, _door.epoch, _door.wrapped)
    mine = (_door.seat_id == place.seat.id, _door.generation < place.keys.generation, _door.kind.in_((LINK, CODE)))
    row = session.execute(select(*columns).where(_door.locator == locator, *mine)).one_or_none()
    if row is None or not place.seat.came_from:
        raise UnknownSecretError
    try:
        own = open_door(keyring, row, place.station, door_key)
    except SealError:
        raise UnknownSecretError from None
    keep_earlier(session, keyring, place.station, place.keys, {row.generation: own})
