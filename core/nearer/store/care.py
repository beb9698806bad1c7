"""What is sealed for care about a seat: for its writer and the couple's counsellor, never for the other."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nearer.rules.contract import Json
from nearer.store.engine import Reader
from nearer.store.keys import Keys, open_row, seal_row
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple

CONTACT_LENGTH = 120
_seats = metadata.tables["seat"]
_seat = _seats.c


def read_care(session: Reader, couple: UUID, side: str, keys: Keys) -> Json:
    """What stands now; see :func:`care_of`."""
    query = select(_seat.couple_id, _seat.side, _seat.care_box).where(_seat.couple_id == couple, _seat.side == side)
    return care_of(keys, session.execute(query).one())


def care_of(keys: Keys, seat: Any) -> Json:
    """The words in the ``care_box`` of the row *seat*.

    ``wish``, ``screened``, ``flags``; ``contact``, by which one can be reached safely; ``spoken``: so far nobody;
    ``knows_exit``: was told how to leave; ``agreed_on``, the day of the agreement; ``consents``: name -> day;
    ``goes_alone``: does not wait for the other any more.
    """
    words: Json = {"wish": None, "screened": False, "flags": [], "contact": "", "spoken": False}
    words |= {"knows_exit": False, "agreed_on": None, "consents": {}, "goes_alone": False}
    return words if seat.care_box is None else words | open_row(keys, "seat_care", seat, seat.care_box)


def change_care(session: Session, couple: UUID, side: str, keys: Keys, words: Json) -> None:
    """Put *words* in place of those of the same names."""
    lock_couple(session, couple)
    at = SimpleNamespace(couple_id=couple, side=side)
    box = seal_row(keys, "seat_care", at, read_care(session, couple, side, keys) | words)
    session.execute(update(_seats).where(_seat.couple_id == couple, _seat.side == side).values(care_box=box))
