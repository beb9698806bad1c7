"""A person in a seat: entering with address and cookie, coming back with a link or code, locking and leaving."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.orm import Session

from nearer.errors import LockedError, NotSignedInError, SealError, UnknownSecretError
from nearer.store.doors import CODE, LINK, SESSION, Station, door_of_secret, make_session, make_way_back, open_door
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, keys_for_partner, open_row, seal_row
from nearer.store.sealing import door_of
from nearer.store.tables import Door, Seat, metadata

IDLE = timedelta(minutes=15)
_TOUCH = timedelta(minutes=1)
_seat, _couple, _door = (metadata.tables[name].c for name in ("seat", "couple", "door"))


@dataclass(frozen=True)
class Place:
    """Where a signed-in person is: seat, couple (its edition, zone, whether it rests), and the keys of this request.

    ``couple``, ``practice``, ``link`` and ``door`` are inside ids; only ``seat`` may stand in an address. ``box`` and
    ``care_box`` are the seat's, sealed; ``touch_due`` says that :func:`touch` would write.
    """

    seat: str
    side: str
    couple: UUID
    home: UUID
    practice: UUID
    link: UUID
    edition: str
    zone: str
    began_on: date
    sealed: bool
    rested: bool
    together_released: bool
    language: str
    agreed: bool
    way_back: bool
    couple_box: bytes | None = field(repr=False)
    box: bytes | None = field(repr=False)
    care_box: bytes | None = field(repr=False)
    door: UUID
    keep: bool
    has_pin: bool
    touch_due: bool
    keys: Keys = field(repr=False)

    @property
    def station(self) -> Station:
        """The seat as its doors name it."""
        return Station(self.couple, self.side, self.seat, self.home)


_OF_PLACE = (
    _seat.id.label("seat"),
    _seat.side,
    _seat.couple_id.label("couple"),
    _seat.home,
    _couple.practice_id.label("practice"),
    _couple.link_id.label("link"),
    _couple.edition_sha.label("edition"),
    _couple.zone,
    _couple.began_on,
    _couple.sealed,
    _couple.rested,
    _couple.together_released,
    _seat.language,
    _seat.agreed,
    _seat.way_back,
    _couple.box.label("couple_box"),
    _seat.box,
    _seat.care_box,
)
_OF_DOOR = (
    _door.id.label("door_id"),
    _door.generation,
    _door.epoch,
    _door.wrapped,
    _door.pin,
    _door.locked,
    _door.keep,
    _door.used_at,
    _door.expires_at,
)


def _by_locator(locator: bytes, *kinds: str) -> Select[Any]:
    joined = select(*_OF_PLACE, *_OF_DOOR).join_from(Door, Seat, _seat.id == _door.seat_id)
    joined = joined.join(metadata.tables["couple"], _couple.id == _door.couple_id)
    return joined.where(_door.locator == locator, _door.kind.in_(kinds))


def enter(session: Session, keyring: Keyring, seat: str, token: str, now: datetime) -> Place:
    """The person whom the address (*seat*) names and the cookie (*token*) proves, with their keys. Two queries.

    Raises:
        NotSignedInError: no cookie, another's, ended or run out; nothing tells which.
        LockedError: the session is locked or was idle for 15 minutes.
    """
    locator, door_key = door_of(token)
    row = session.execute(_by_locator(locator, SESSION)).one_or_none()
    if row is None or row.seat != seat or row.expires_at <= now:
        raise NotSignedInError
    if row.locked or now - row.used_at > IDLE:
        raise LockedError(pin=row.pin is not None)
    try:
        own = open_door(keyring, row, _station(row), door_key)
    except SealError:
        raise NotSignedInError from None
    keys = keys_for_partner(session, keyring, row.couple, row.side, own=own, generation=row.generation)
    columns = {column.key: getattr(row, column.key) for column in _OF_PLACE}
    due = now - row.used_at >= _TOUCH
    return Place(**columns, door=row.door_id, keep=row.keep, has_pin=row.pin is not None, touch_due=due, keys=keys)


def _station(row: Row[Any]) -> Station:
    return Station(row.couple, row.side, row.seat, row.home)


def touch(session: Session, place: Place, now: datetime) -> None:
    """Remember that the session is in use, at most once a minute; call it in a writing scope."""
    if place.touch_due:
        session.execute(update(Door).where(_door.id == place.door).values(used_at=now))


@dataclass(frozen=True)
class Opened:
    """A seat that a link or code opened, and the token of the new session: for one cookie."""

    seat: str
    token: str = field(repr=False)


def open_link(session: Session, keyring: Keyring, secret: str, *, now: datetime, keep: bool = False) -> Opened:
    """Open a new session with a person's own link secret or typed code; *keep* it for 30 days, or for this visit.

    Let :func:`nearer.store.attempts.admit` count the try first, and lock the browser's other seats afterwards.

    Raises:
        UnknownSecretError: it opens nothing.
    """
    locator, door_key = door_of_secret(keyring, secret)
    row = session.execute(_by_locator(locator, LINK, CODE)).one_or_none()
    if row is None:
        raise UnknownSecretError
    try:
        own = open_door(keyring, row, _station(row), door_key)
    except SealError:
        raise UnknownSecretError from None
    token = make_session(session, keyring, _station(row), own, now=now, keep=keep, generation=row.generation)
    return Opened(row.seat, token)


def add_way_back(session: Session, keyring: Keyring, place: Place, *, kind: str = LINK) -> str:
    """Another way back for this person: a ``link`` or a ``code`` for typing; shown once, kept nowhere."""
    return make_way_back(session, keyring, place.station, place.keys.get("own", place.side), kind=kind)


def confirm_way_back(session: Session, place: Place) -> None:
    """Remember that the person tried their way back once."""
    session.execute(update(Seat).where(_seat.id == place.seat).values(way_back=True))


def change_person(session: Session, place: Place, *, name: str | None = None, language: str | None = None) -> None:
    """Change the name (sealed; "" removes it) or the language of the person; what is None stays."""
    values: dict[str, Any] = {} if language is None else {"language": language}
    if name is not None:
        values["box"] = name_box(place.keys, place.couple, place.side, name)
    if values:
        session.execute(update(Seat).where(_seat.id == place.seat).values(**values))


def name_box(keys: Keys, couple: UUID, side: str, name: str) -> bytes:
    """The sealed name of a person; of the same size with or without one."""
    return seal_row(keys, "seat", Seat(couple_id=couple, home=couple, side=side), {"name": name.strip()})


@dataclass(frozen=True)
class Partner:
    """What either of the two, and the desk, may know about a seat: that it was taken, and a name if one was given."""

    side: str
    taken: bool
    name: str


def list_partners(session: Session, couple: UUID, keys: Keys) -> dict[str, Partner]:
    """Side -> who sits there, for both sides of a couple; *keys* may be anybody's who holds the couple key."""
    rows = session.execute(select(_seat.couple_id, _seat.side, _seat.taken, _seat.box).where(_seat.couple_id == couple))
    return {
        row.side: Partner(row.side, row.taken, open_row(keys, "seat", row)["name"] if row.box else "") for row in rows
    }
