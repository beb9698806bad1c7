"""A person in a seat: entering with address and cookie, coming back with a link or code, locking."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session

from nearer.errors import (
    FirstUseError,
    LockedError,
    NotReadyError,
    NotSignedInError,
    OldDoorError,
    SealError,
    UnknownSecretError,
)
from nearer.rules.journey import local_day
from nearer.rules.problems import Problem
from nearer.store import doors
from nearer.store.doors import CODE, LINK, SESSION, Station, door_of_secret, make_session, open_door
from nearer.store.earlier import load_earlier
from nearer.store.engine import Reader
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, beside, keys_in_row
from nearer.store.sealing import door_of
from nearer.store.tables import Door, Seat, metadata

if TYPE_CHECKING:
    from argon2 import PasswordHasher

IDLE = timedelta(minutes=15)
PIN_TRIES = 5
_A_MINUTE = timedelta(minutes=1)
_seat, _couple, _door = (metadata.tables[name].c for name in ("seat", "couple", "door"))


@dataclass(frozen=True)
class SeatRow:
    """The seat's row, as read; ``box`` (name) and ``care_box`` are sealed. Only ``id`` may stand in an address."""

    id: str
    couple_id: UUID
    home: UUID
    side: str
    language: str
    agreed: bool
    way_back: bool
    own_generation: int
    came_from: int
    spare_opens_at: datetime | None
    box: bytes | None = field(repr=False)
    care_box: bytes | None = field(repr=False)


@dataclass(frozen=True)
class CoupleRow:
    """The couple's row, as read; ``box`` (label, draw) is sealed."""

    id: UUID
    public: str
    practice_id: UUID
    link_id: UUID
    edition_sha: str
    zone: str
    sealed: bool
    began_on: date
    together_released: bool
    rested: bool
    box: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Place:
    """Where a signed-in person is, and the keys of this request.

    ``partner_taken`` is whether the other seat was taken, ``partner_box`` its sealed name; ``local_help`` is what the
    practice says now; ``touch_due`` tells whether :func:`touch` would write.
    """

    seat: SeatRow
    couple: CoupleRow
    keys: Keys = field(repr=False)
    door: UUID
    has_pin: bool
    partner_taken: bool
    partner_box: bytes | None = field(repr=False)
    local_help: str
    touch_due: bool
    keep: bool
    proved_at: datetime | None

    def needs_proof(self, now: datetime) -> bool:
        """Whether PIN, link or code should be shown once more before settings and earlier private words."""
        return self.has_pin and (self.proved_at is None or now - self.proved_at > IDLE)

    @property
    def station(self) -> Station:
        """The seat as its doors name it."""
        return Station(self.couple.id, self.seat.side, self.seat.id, self.seat.home)


_OF_SEAT = [_seat[name] for name in SeatRow.__dataclass_fields__]
_OF_COUPLE = [_couple[name] for name in CoupleRow.__dataclass_fields__]
_OF_DOOR = ("generation", "epoch", "wrapped", "pin", "locked", "keep", "known", "used_at", "expires_at", "proved_at")
_SEATS, _COUPLES, _DOORS = (metadata.tables[name] for name in ("seat", "couple", "door"))
_OTHER = _SEATS.alias("other")
# Made once: making and hashing a statement costs more than running it.
_BY_LOCATOR = (
    select(*_OF_SEAT, *_OF_COUPLE, _OTHER.c.taken.label("partner_taken"))
    .add_columns(_door.id.label("door_id"), *(_door[name] for name in _OF_DOOR))
    .select_from(_DOORS.join(_SEATS, _seat.id == _door.seat_id).join(_COUPLES, _couple.id == _door.couple_id))
    .join(_OTHER, (_OTHER.c.couple_id == _couple.id) & (_OTHER.c.side != _seat.side))
    .where(_door.locator == bindparam("locator"))
)
_OF_PRACTICE = metadata.tables["practice"]
_SESSION = beside(
    _BY_LOCATOR.where(_door.kind == SESSION)
    .add_columns(_OTHER.c.box.label("partner_box"), _OF_PRACTICE.c.local_help)
    .join(_OF_PRACTICE, _OF_PRACTICE.c.id == _couple.practice_id),
    _couple.id,
    _seat.side,
)
_WAY_BACK = _BY_LOCATOR.where(_door.kind.in_([LINK, CODE]))


def enter(
    session: Reader,
    keyring: Keyring,
    seat_id: str,
    token: str,
    now: datetime,
    *,
    locked: bool = False,
    first: bool = False,
) -> Place:
    """The person whom the address (*seat_id*) names and the cookie (*token*) proves, with their keys. One query.

    With *locked* a locked session passes too: to keep what was sent to it, never to show anything. With *first* one
    passes that still has to say whether the person made this place: to ask that, and nothing else.

    Raises:
        NotSignedInError: no cookie, another's, ended or run out; nothing tells which.
        OldDoorError: the seat has begun anew since; nothing of it opens here.
        LockedError: the session is locked or was idle for 15 minutes.
        FirstUseError: the question on first use waits for an answer.
    """
    locator, door_key = door_of(token)
    row = session.execute(_SESSION, {"locator": locator}).one_or_none()
    if row is None or row[0] != seat_id or row.expires_at <= now:
        raise NotSignedInError
    if row.generation != row.own_generation:
        raise OldDoorError
    if not locked and (row.locked or now - row.used_at > IDLE):
        raise LockedError(pin=row.pin is not None)
    if not (row.known or first):
        raise FirstUseError
    seat, couple = _rows(row)
    try:
        own = open_door(keyring, row, _station(seat), door_key)
    except SealError:
        raise NotSignedInError from None
    keys, due = keys_in_row(keyring, row, own), now - row.used_at >= _A_MINUTE
    if seat.own_generation > 1:
        spares = seat.spare_opens_at is not None and seat.spare_opens_at <= now
        earlier = load_earlier(session, keyring, _station(seat), own, row.generation, spares=spares)
        keys = replace(keys, earlier=earlier)
    other, door = (row.partner_taken, row.partner_box), (row.keep, row.proved_at)
    return Place(seat, couple, keys, row.door_id, row.pin is not None, *other, row.local_help, due, *door)


def _rows(row: Row[Any]) -> tuple[SeatRow, CoupleRow]:
    border = len(_OF_SEAT)
    return SeatRow(*row[:border]), CoupleRow(*row[border : border + len(_OF_COUPLE)])


def _station(seat: SeatRow) -> Station:
    return Station(seat.couple_id, seat.side, seat.id, seat.home)


def touch(session: Session, place: Place, now: datetime) -> None:
    """Remember that the session is in use, at most once a minute; call it in a writing scope."""
    if place.touch_due:
        session.execute(update(Door).where(_door.id == place.door).values(used_at=now))


class Opened(NamedTuple):
    """The id of a seat that a link or code opened, and the token of the new session: for one cookie."""

    seat: str
    token: str


def open_link(
    session: Session,
    keyring: Keyring,
    secret: str | tuple[bytes, bytes],
    *,
    now: datetime,
    keep: bool = False,
    token: str = "",
    browser: Mapping[str, str] | None = None,
) -> Opened:
    """Open a new session with a person's own link secret or typed code; *keep* it for 30 days, or for this visit.

    What :func:`nearer.store.doors.door_of_secret` makes of the secret will do, too, and takes its time elsewhere.

    Let :func:`nearer.store.attempts.admit` count the try first, and lock the browser's other seats afterwards.
    *browser* is seat -> token for its cookies: without one of this seat the device is new, and the question on first
    use waits. A session that it has here already is replaced, with its PIN.

    Raises:
        UnknownSecretError: it opens nothing.
    """
    locator, door_key = door_of_secret(keyring, secret) if isinstance(secret, str) else secret
    row = session.execute(_WAY_BACK, {"locator": locator}).one_or_none()
    if row is None:
        raise UnknownSecretError
    seat, couple = _rows(row)
    at, today = _station(seat), local_day(couple.zone, now)
    try:
        own = open_door(keyring, row, at, door_key)
    except SealError:
        raise UnknownSecretError from None
    session.execute(update(Door).where(_door.id == row.door_id).values(used_on=today))
    session.execute(delete(Door).where(_door.seat_id == at.seat, _door.kind == SESSION, _door.expires_at <= now))
    more: dict[str, Any] = {"now": now, "today": today, "keep": keep, "generation": row.generation, "token": token}
    more |= {} if browser is None else _instead_of(session, at.seat, browser.get(at.seat), row.generation)
    return Opened(at.seat, make_session(session, keyring, at, own, **more))


def _instead_of(session: Session, seat: str, token: str | None, generation: int) -> dict[str, Any]:
    """End the browser's session of before; the columns that its successor takes over."""
    if token is None:
        return {"known": False}
    mine = (_door.locator == door_of(token)[0], _door.seat_id == seat, _door.kind == SESSION)
    gone = delete(Door).where(*mine).returning(_door.id, _door.pin, _door.known, _door.generation)
    row = session.execute(gone).one_or_none()
    if row is None or row.generation != generation:
        return {"known": True}
    return {"id": row.id, "pin": row.pin, "known": row.known}


def make_way_back(
    session: Session, keyring: Keyring, place: Place, *, now: datetime, kind: str = LINK, secret: str = ""
) -> str:
    """Another way back for this person: a ``link`` or a ``code`` for typing; shown once, kept nowhere."""
    own, today = place.keys.get("own", place.seat.side), local_day(place.couple.zone, now)
    more: dict[str, Any] = {"kind": kind, "secret": secret, "generation": place.keys.generation, "today": today}
    return doors.make_way_back(session, keyring, place.station, own, **more)


def answer_first_use(session: Session, place: Place) -> None:
    """Remember that this device's person made the place."""
    session.execute(update(Door).where(_door.id == place.door).values(known=True))


def confirm_way_back(session: Session, place: Place) -> None:
    """Remember that the person tried their way back once."""
    session.execute(update(Seat).where(_seat.id == place.seat.id).values(way_back=True))


def set_pin(session: Session, keyring: Keyring, place: Place, pin: str, *, now: datetime) -> None:
    """Guard this session with *pin*, 4 to 12 digits; "" removes it. It wraps nothing.

    Raises:
        NotReadyError: it is no such number.
    """
    if pin and not re.fullmatch(r"[0-9]{4,12}", pin):
        raise NotReadyError([Problem("/pin", "A PIN is 4 to 12 digits.")])
    kept = _hasher().hash(_peppered(keyring, place.door, pin)) if pin else None
    session.execute(update(Door).where(_door.id == place.door).values(pin=kept, pin_tries=0, proved_at=now))


def set_language(session: Session, place: Place, language: str) -> None:
    """Let the person read in *language* from now on; it is one of the seat's own, and the other never sees it."""
    session.execute(update(Seat).where(_seat.id == place.seat.id).values(language=language))


def lock(session: Session, place: Place) -> None:
    """Lock this session at once."""
    session.execute(update(Door).where(_door.id == place.door).values(locked=True))


class Standing(NamedTuple):
    """How a session of this browser stands: what may be told to who has shown no more than its cookie."""

    has_pin: bool
    locked: bool


def find_session(session: Session, seat_id: str, token: str, *, now: datetime) -> Standing | None:
    """How the session of that seat and cookie stands; None if there is none any more."""
    here = (_door.locator == door_of(token)[0], _door.kind == SESSION, _door.seat_id == seat_id, _door.expires_at > now)
    row = session.execute(select(_door.pin, _door.locked).where(*here)).one_or_none()
    return Standing(row.pin is not None, row.locked) if row else None


def lock_others(session: Session, tokens: Iterable[str], seat_id: str) -> None:
    """Lock every session of a browser (*tokens* of its cookies) but those of *seat_id*: one open seat a browser."""
    others = (_door.locator.in_(_locators(tokens)), _door.kind == SESSION, _door.seat_id != seat_id)
    session.execute(update(Door).where(*others).values(locked=True))


def unlock(session: Session, keyring: Keyring, seat_id: str, token: str, *, pin: str, now: datetime) -> bool:
    """Try *pin* on a locked session; True if it is open now. Five wrong ones delete the door.

    Returns instead of raising, since the count of tries must be committed.

    Raises:
        NotSignedInError: there is no such session, or it has no PIN.
    """
    # Counted before it is compared, in one statement, so that a hundred tries at once are still five.
    counted = (
        update(Door)
        .where(_door.locator == door_of(token)[0], _door.seat_id == seat_id, _door.kind == SESSION)
        .where(_door.expires_at > now, _door.pin.is_not(None), _door.pin_tries < PIN_TRIES)
        .values(pin_tries=_door.pin_tries + 1)
        .returning(_door.id, _door.pin, _door.pin_tries)
    )
    row = session.execute(counted).one_or_none()
    if row is None:
        raise NotSignedInError
    if _fits(row.pin, _peppered(keyring, row.id, pin)):
        opened = {"locked": False, "pin_tries": 0, "used_at": now, "proved_at": now}
        session.execute(update(Door).where(_door.id == row.id).values(**opened))
        return True
    if row.pin_tries >= PIN_TRIES:
        session.execute(delete(Door).where(_door.id == row.id))
    return False


def end_sessions(session: Session, tokens: Iterable[str]) -> None:
    """End the sessions of these cookies; it never fails, whatever they hold."""
    session.execute(delete(Door).where(_door.locator.in_(_locators(tokens)), _door.kind == SESSION))


def _locators(tokens: Iterable[str]) -> list[bytes]:
    return [door_of(token)[0] for token in tokens]


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's lower setting, about 20 ms


def _fits(kept: str, peppered: str) -> bool:
    from argon2.exceptions import VerifyMismatchError

    try:
        return _hasher().verify(kept, peppered)
    except VerifyMismatchError:
        return False


def _peppered(keyring: Keyring, door: UUID, pin: str) -> str:
    # Four digits fall to anybody who can hash: without the keyring nobody can even try.
    mac = hmac.digest(keyring.secret("pin"), f"{door} {pin}".encode(), "sha256")
    return base64.b64encode(mac).decode()
