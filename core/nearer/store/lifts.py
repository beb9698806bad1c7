"""Releases single items of a ``choose`` property: a copy under the writer's open key, open after a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError
from nearer.rules.visibility import COUNSELLOR, OWN, PARTNER
from nearer.store.boxes import Target, at, sealed
from nearer.store.columns import public_id
from nearer.store.entries import Writing, items_of, latest_boxes
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple

COOL_OFF = timedelta(hours=24)
READERS = (PARTNER, COUNSELLOR)
_lift = metadata.tables["lift"].c


@dataclass(frozen=True)
class Lifted:
    """An item that its writer released: to whom, and from when; until then it can be taken back."""

    id: str
    item: str
    reader: str
    opens_at: datetime


def lift_item(session: Session, place: Place, target: Target, item: str, *, reader: str, now: datetime) -> Lifted:
    """Release *item*, as it is written now, to the *reader*; releasing it again changes nothing.

    Raises:
        NotFoundError: no such item is written here, or nobody of that kind reads in this program.
    """
    if reader not in READERS or (reader == COUNSELLOR and not target.edition.program.get("personal", True)):
        raise NotFoundError("Nobody of that kind reads here.")
    lock_couple(session, place.couple.id)  # so that the item can't be edited meanwhile
    names = target.names(place.couple.id, place.seat.side)
    there = select(_lift.id, _lift.opens_at).where(at("lift", "seat"), _lift.item == item, _lift.reader == reader)
    row = session.execute(there, names).one_or_none()
    if row is not None:
        return Lifted(row.id, item, reader, row.opens_at)
    name, value = _find_item(Writing(session, place, target, now), item)
    lifted = Lifted(public_id(), item, reader, now + COOL_OFF)
    about = {"id": lifted.id, "item": item, "reader": reader, "opens_at": lifted.opens_at}
    about["edition_sha"] = target.edition.sha
    values = sealed(place.keys, "lift", names | about, {"property": name, "value": value})
    session.execute(insert(metadata.tables["lift"]).values(**values))
    return lifted


def take_back(session: Session, place: Place, lift: str, *, now: datetime) -> None:
    """Undo the release *lift* of this seat before it opens; what is not there, or not theirs, is left alone.

    Raises:
        ConflictError: it has opened already.
    """
    mine = (_lift.id == lift, _lift.couple_id == place.couple.id, _lift.seat == place.seat.side)
    session.execute(delete(metadata.tables["lift"]).where(*mine, _lift.opens_at > now))
    if session.execute(select(_lift.id).where(*mine)).first() is not None:
        raise ConflictError("This has opened already, so it can't be taken back.")


def _find_item(writing: Writing, item: str) -> tuple[str, Any]:
    """The property and the value of the item with that id in what the seat wrote last."""
    own = latest_boxes(writing).get(OWN, {})
    for name, ids in own.get("items", {}).items():
        if item in ids:
            return name, items_of(own["answer"][name])[ids.index(item)]
    raise NotFoundError("This is not written here any more, so it can't be shown to anybody.")
