"""What the two partners are to each other and to the desk: that a seat was taken, and a name, if one was given."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.store.keys import Keys, open_row, other_side, seal_row
from nearer.store.seats import Place
from nearer.store.tables import metadata

_seat = metadata.tables["seat"].c


@dataclass(frozen=True)
class Partner:
    """One of the two, as the other and the desk may know them."""

    side: str
    taken: bool
    name: str


def list_partners(session: Session, couple: UUID, keys: Keys) -> dict[str, Partner]:
    """Side -> who sits there, for both sides of a couple; *keys* may be anybody's who holds the couple key."""
    rows = session.execute(select(_seat.couple_id, _seat.side, _seat.taken, _seat.box).where(_seat.couple_id == couple))
    return {row.side: Partner(row.side, row.taken, _name(keys, row)) for row in rows}


def names_here(place: Place) -> tuple[str, str]:
    """The name of the one who entered and that of the other, from what entering has read."""
    seats = ((place.seat.side, place.seat.box), (other_side(place.seat.side), place.partner_box))
    rows = (SimpleNamespace(couple_id=place.couple.id, side=side, box=box) for side, box in seats)
    mine, theirs = (_name(place.keys, row) for row in rows)
    return mine, theirs


def _name(keys: Keys, row: Any) -> str:
    # Whoever was erased has no name any more.
    return "" if row.box is None else str(open_row(keys, "seat", row)["name"])


def name_box(keys: Keys, seat: Any, name: str, part: str = "") -> bytes:
    """The sealed name for *seat* (``couple_id``, ``side``) and its part; of the same size with or without them."""
    return seal_row(keys, "seat", seat, {"name": name.strip(), "part": part})
