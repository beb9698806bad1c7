"""What the two partners are to each other and to the desk: that a seat was taken, and a name, if one was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nearer.store.keys import Keys, open_row, seal_row
from nearer.store.seats import Place
from nearer.store.tables import Seat, metadata

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
    return {row.side: Partner(row.side, row.taken, open_row(keys, "seat", row)["name"]) for row in rows}


def change_person(session: Session, place: Place, *, name: str | None = None, language: str | None = None) -> None:
    """Change the name (sealed; "" removes it) or the language of the person; what is None stays."""
    values: dict[str, Any] = {} if language is None else {"language": language}
    if name is not None:
        values["box"] = name_box(place.keys, place.seat, name)
    if values:
        session.execute(update(Seat).where(_seat.id == place.seat.id).values(**values))


def name_box(keys: Keys, seat: Any, name: str) -> bytes:
    """The sealed name for *seat* (``couple_id``, ``side``); of the same size with or without one."""
    return seal_row(keys, "seat", seat, {"name": name.strip()})
