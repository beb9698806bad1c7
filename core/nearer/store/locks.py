"""Locks between the seats of one browser: the PIN of a session, locking it and leaving it."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from nearer.errors import NotReadyError, NotSignedInError
from nearer.rules.problems import Problem
from nearer.store.doors import SESSION, end_sessions
from nearer.store.keyring import Keyring
from nearer.store.sealing import door_of
from nearer.store.seats import Place
from nearer.store.tables import Door, metadata

if TYPE_CHECKING:
    from argon2 import PasswordHasher

TRIES = 5
_door = metadata.tables["door"].c


def set_pin(session: Session, keyring: Keyring, place: Place, pin: str) -> None:
    """Guard this session with *pin*, 4 to 12 digits; "" removes it. It wraps nothing.

    Raises:
        NotReadyError: it is no such number.
    """
    if pin and not re.fullmatch(r"[0-9]{4,12}", pin):
        raise NotReadyError([Problem("/pin", "A PIN is 4 to 12 digits.")])
    kept = _hasher().hash(_peppered(keyring, place.door, pin)) if pin else None
    session.execute(update(Door).where(_door.id == place.door).values(pin=kept, pin_tries=0))


def lock(session: Session, place: Place) -> None:
    """Lock this session at once."""
    session.execute(update(Door).where(_door.id == place.door).values(locked=True))


def lock_others(session: Session, tokens: Iterable[str], seat: str) -> None:
    """Lock every session of a browser (*tokens* of its cookies) but those of *seat*: one open seat a browser."""
    locators = [door_of(token)[0] for token in tokens]
    others = (_door.locator.in_(locators), _door.kind == SESSION, _door.seat_id != seat)
    session.execute(update(Door).where(*others).values(locked=True))


def unlock(session: Session, keyring: Keyring, seat: str, token: str, *, pin: str, now: datetime) -> bool:
    """Try *pin* on a locked session; True if it is open now. Five wrong ones delete the door.

    Returns instead of raising, since the count of tries must be committed.

    Raises:
        NotSignedInError: there is no such session, or it has no PIN.
    """
    # Counted before it is compared, in one statement, so that a hundred tries at once are still five.
    counted = (
        update(Door)
        .where(_door.locator == door_of(token)[0], _door.seat_id == seat, _door.kind == SESSION)
        .where(_door.expires_at > now, _door.pin.is_not(None), _door.pin_tries < TRIES)
        .values(pin_tries=_door.pin_tries + 1)
        .returning(_door.id, _door.pin, _door.pin_tries)
    )
    row = session.execute(counted).one_or_none()
    if row is None:
        raise NotSignedInError
    if _fits(row.pin, _peppered(keyring, row.id, pin)):
        session.execute(update(Door).where(_door.id == row.id).values(locked=False, pin_tries=0, used_at=now))
        return True
    if row.pin_tries >= TRIES:
        session.execute(delete(Door).where(_door.id == row.id))
    return False


def leave(session: Session, tokens: Iterable[str]) -> None:
    """End the sessions of these cookies; leaving never fails, whatever they hold."""
    end_sessions(session, list(tokens))


def has_session(session: Session, seat: str, token: str, now: datetime) -> bool:
    """Whether this cookie is a living session of *seat*, locked or not: for the page that asks for the PIN."""
    found = select(_door.id).where(_door.locator == door_of(token)[0], _door.seat_id == seat, _door.expires_at > now)
    return session.execute(found).first() is not None


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
