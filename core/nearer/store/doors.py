"""Doors: how a secret leads to a seat and to the own key behind it, without the secret being kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from nearer.store.columns import inside_id
from nearer.store.keyring import Keyring
from nearer.store.sealing import (
    Names,
    door_of,
    door_of_code,
    new_code,
    new_link_secret,
    new_session_token,
    read_code,
    unwrap,
    wrap,
)
from nearer.store.tables import Door, metadata
from nearer.store.writing import lock_name

LINK, CODE, SESSION = "link", "code", "session"
_KEPT = timedelta(days=30)
_ONE_VISIT = timedelta(hours=24)
_CODE_LETTERS = 16
_JUST_NOW = timedelta(hours=1)
_door = metadata.tables["door"].c
_MADE = select(_door.seat_id, _door.kind, _door.expires_at).where(_door.locator == bindparam("locator"))


@dataclass(frozen=True)
class Station:
    """Where a seat stands now, and ``home``, the couple in whose name its doors were first wrapped."""

    couple: UUID
    side: str
    seat: str
    home: UUID


def make_way_back(
    session: Session,
    keyring: Keyring,
    at: Station,
    own: bytes,
    *,
    today: date,
    kind: str = LINK,
    secret: str = "",
    generation: int = 1,
) -> str:
    """A new lasting door of *kind* ``link`` or ``code``; returns its secret, which is kept nowhere.

    With a *secret* of the caller's, which nobody can guess, a repetition is the door that was made before.
    """
    if secret and _find_made(session, door_of_secret(keyring, secret)[0]) is not None:
        return secret
    secret = secret or (new_code() if kind == CODE else new_link_secret())
    _make(session, keyring, at, own, secret=secret, kind=kind, generation=generation, made_on=today)
    return secret


def make_session(
    session: Session,
    keyring: Keyring,
    at: Station,
    own: bytes,
    *,
    now: datetime,
    today: date,
    keep: bool = False,
    token: str = "",
    generation: int = 1,
    **more: Any,
) -> str:
    """A new door for one browser; returns its *token*. It ends after 30 days if *keep*, else within a day.

    *more* are other columns: ``known``, and ``id`` and ``pin`` of the browser's session that it takes the place of.
    """
    token = token or new_session_token()
    ends = now + (_KEPT if keep else _ONE_VISIT)
    more |= {"keep": keep, "used_at": now, "expires_at": ends, "generation": generation, "made_on": today}
    _make(session, keyring, at, own, secret=token, kind=SESSION, **more, proved_at=now)
    return token


def find_entered(session: Session, token: str, *, now: datetime) -> str | None:
    """The seat that this very *token* was let in to within the hour, since its request came before; None if it did not.

    Others with the same token wait until this transaction ends.
    """
    row = _find_made(session, door_of(token)[0])
    is_new = row is not None and row.kind == SESSION and row.expires_at > now + _ONE_VISIT - _JUST_NOW
    return row.seat_id if row is not None and is_new else None


def is_way_back(session: Session, locator: bytes) -> bool:
    """Whether *locator* is that of a link or code of some seat."""
    made = _find_made(session, locator)
    return made is not None and made.kind in (LINK, CODE)


def _find_made(session: Session, locator: bytes) -> Any:
    lock_name(session, locator)
    return session.execute(_MADE, {"locator": locator}).one_or_none()


def _make(session: Session, keyring: Keyring, at: Station, own: bytes, *, secret: str, kind: str, **more: Any) -> None:
    locator, door_key = door_of_secret(keyring, secret)
    door, epoch = more.pop("id", None) or inside_id(), keyring.current
    inner = wrap(door_key, own, _inner(at, more["generation"], door))
    wrapped = wrap(epoch.key, inner, _outer(at, more["generation"], door))
    row = {"id": door, "couple_id": at.couple, "seat_id": at.seat, "kind": kind, "locator": locator}
    session.flush()  # the seat's row comes first
    session.execute(insert(Door).values(**row, epoch=epoch.id, wrapped=wrapped, **more))


def door_of_secret(keyring: Keyring, secret: str) -> tuple[bytes, bytes]:
    """(locator, door key) of a link secret, session token or typed code; the cost follows its shape alone."""
    code = read_code(secret)
    if code is not None and len(code) == _CODE_LETTERS:
        return door_of_code(code, keyring.salt)
    return door_of(secret.strip())


def open_door(keyring: Keyring, row: Any, at: Station, door_key: bytes) -> bytes:
    """The own key behind the door *row* (``door_id``, ``generation``, ``epoch``, ``wrapped``).

    Raises:
        SealError: the door was moved to another seat, or the secret is another's.
    """
    inner = unwrap(keyring.epoch(row.epoch).key, row.wrapped, _outer(at, row.generation, row.door_id))
    return unwrap(door_key, inner, _inner(at, row.generation, row.door_id))


def rewrap_door(keyring: Keyring, row: Any, old: Station, new: Station) -> dict[str, Any]:
    """The columns of the door *row* when its seat moves from *old* to *new*; takes no secret and tells none."""
    inner = unwrap(keyring.epoch(row.epoch).key, row.wrapped, _outer(old, row.generation, row.id))
    epoch = keyring.current
    wrapped = wrap(epoch.key, inner, _outer(new, row.generation, row.id))
    return {"couple_id": new.couple, "epoch": epoch.id, "wrapped": wrapped}


def _inner(at: Station, generation: int, door: UUID) -> Names:
    return Names(str(at.home), at.seat, "own", generation, str(door))


def _outer(at: Station, generation: int, door: UUID) -> Names:
    return Names(str(at.couple), at.side, "own", generation, str(door))
