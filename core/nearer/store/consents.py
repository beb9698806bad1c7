"""Consents: what each of the two agreed to, apart from each other and from everything else, and takes back as easily.

They are sealed under the person's care key: the counsellor's desk asks whether both gave one, the other never can.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from nearer.rules.contract import Json
from nearer.rules.journey import local_day
from nearer.store.care import care_of, change_care, read_care
from nearer.store.engine import Reader
from nearer.store.keys import SIDES, Keys
from nearer.store.seats import Place

EXPORT = "export"
"""That the counsellor may take out of here what the two did together, as a file."""

CONSENTS = (EXPORT,)


def set_consent(session: Session, place: Place, name: str, *, given: bool, now: datetime) -> None:
    """Give a consent, from today on, or take it back; an unknown one is nobody's to give."""
    if name not in CONSENTS:
        return
    consents: Json = dict(care_of(place.keys, place.seat)["consents"])
    consents.pop(name, None)
    if given:
        consents[name] = local_day(place.couple.zone, now).isoformat()
    change_care(session, place.couple.id, place.seat.side, place.keys, {"consents": consents})


def list_consents(place: Place) -> dict[str, date | None]:
    """Each consent there is, with the day from which on this person gave it; None where they did not."""
    given = care_of(place.keys, place.seat)["consents"]
    return {name: date.fromisoformat(given[name]) if name in given else None for name in CONSENTS}


def agreed_on(place: Place) -> date | None:
    """The day on which this person agreed to take part; None for a place that is older than this."""
    day = care_of(place.keys, place.seat)["agreed_on"]
    return date.fromisoformat(day) if day else None


def has_consent(session: Reader, couple: UUID, keys: Keys, name: str) -> bool:
    """Whether both of a couple gave the consent *name*, by the *keys* of its counsellor; nobody who was erased did."""
    if any(keys.find("care", side) is None for side in SIDES):
        return False
    return all(name in read_care(session, couple, side, keys)["consents"] for side in SIDES)
