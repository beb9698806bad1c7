"""Beginning anew in a seat: a new generation of the own key, to which no door of before leads.

The doors of before stay as rows: they show one notice, can cancel a replacement, and in a sealed program are what
opens the words of before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, union_all, update
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.rules.journey import local_day
from nearer.store.care import change_care
from nearer.store.doors import Station, make_session
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, has_spare, make_spare
from nearer.store.reminders import forget_reminders
from nearer.store.sealing import new_key
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple

SHUT_FOR = timedelta(hours=72)
_tables = metadata.tables
_door, _key, _seat = (_tables[name].c for name in ("door", "key", "seat"))


def begin_anew(session: Session, keyring: Keyring, place: Place, *, now: datetime, token: str = "") -> str:
    """Somebody else made this place: give it to the person who sits there now, and shut all words of before.

    Every door of before, this session too, opens nothing any more, and no reminder goes on. Returns the new session's
    token.

    Raises:
        ConflictError: it has begun anew a moment before.
    """
    couple = place.couple
    lock_couple(session, couple.id)
    forget_reminders(session, place.seat.id)  # they go to an address that the person before gave
    change_care(session, couple.id, place.seat.side, place.keys, {"spoken": False, "contact": ""})
    forget_reminders(session, place.seat.id)  # they may go to whoever made the place
    new = new_generation(session, place.station, was=place.seat.own_generation)
    own = new_key()
    if not couple.sealed:
        make_spare(session, keyring, couple.id, Keys(place.seat.side, place.keys.couple, own, generation=new))
    more: dict[str, Any] = {"today": local_day(couple.zone, now), "keep": place.keep, "generation": new, "token": token}
    return make_session(session, keyring, place.station, own, now=now, **more)


def replace_own(
    session: Session, keyring: Keyring, at: Station, keys: Keys, *, was: int, zone: str, now: datetime, **more: Any
) -> str:
    """Let a person in again whose way back was replaced: the words of before open after 72 hours, by their spare.

    *keys* needs the couple's. Until then a door of generation *was* can cancel it. Returns the new session's token;
    *more* is ``keep`` and ``token`` of it.
    """
    new = new_generation(session, at, was=was, came_from=was, spare_opens_at=now + SHUT_FOR)
    own = new_key()
    if has_spare(session, at.couple, at.side, was):
        make_spare(session, keyring, at.couple, Keys(at.side, keys.couple, own, generation=new))
    return make_session(session, keyring, at, own, now=now, today=local_day(zone, now), generation=new, **more)


def new_generation(session: Session, at: Station, *, was: int, **more: Any) -> int:
    """Put the seat on to a generation that never was; the couple is locked.

    Raises:
        ConflictError: it is not at *was* any more.
    """
    used = union_all(
        select(_door.generation).where(_door.seat_id == at.seat),
        select(_key.generation).where(_key.couple_id == at.couple, _key.side == at.side),
    ).subquery()
    new = int(session.execute(select(func.max(used.c.generation))).scalar_one()) + 1
    values = {"own_generation": new, "came_from": 0, "spare_opens_at": None, "way_back": False} | more
    here = (_seat.id == at.seat, _seat.own_generation == was)
    moved = update(_tables["seat"]).where(*here).values(**values).returning(_seat.id)
    if session.execute(moved).one_or_none() is None:
        raise ConflictError("This place has begun anew already.")
    session.execute(delete(_tables["pick_up"]).where(_tables["pick_up"].c.seat_id == at.seat))
    return new


def take_back(session: Session, couple: UUID, seat: str, *, new: int, old: int) -> None:
    """Put the seat back from generation *new* to *old*: the doors made since end; the couple is locked."""
    back = {"own_generation": old, "came_from": 0, "spare_opens_at": None, "way_back": True}
    session.execute(update(_tables["seat"]).where(_seat.id == seat, _seat.own_generation == new).values(**back))
    session.execute(delete(_tables["door"]).where(_door.seat_id == seat, _door.generation == new))
    session.execute(delete(_tables["pick_up"]).where(_tables["pick_up"].c.seat_id == seat))
    # Spares stay: what was written meanwhile may yet turn out to be the right person's.
    session.execute(delete(_tables["key"]).where(_key.couple_id == couple, _key.holder == new, _key.name == "earlier"))
