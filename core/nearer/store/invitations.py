"""Ways for the other partner to come: a spoken code that holds no key and lives 14 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, UnknownSecretError
from nearer.store.keyring import Keyring
from nearer.store.keys import open_row, other_side, seal_row
from nearer.store.sealing import door_of_code, new_code, read_code
from nearer.store.seats import Place
from nearer.store.tables import Invitation, metadata

LIFE = timedelta(days=14)
_LETTERS = 9
_invitation, _couple, _seat = (metadata.tables[name].c for name in ("invitation", "couple", "seat"))


@dataclass(frozen=True)
class Invited:
    """What an invitation leads to; nothing here opens anything."""

    id: UUID
    couple: UUID
    side: str
    link: UUID
    practice: UUID
    edition: str


def invite(session: Session, keyring: Keyring, place: Place, *, now: datetime) -> str:
    """A code by which the other partner comes, to be spoken or sent; the one that still lives, if there is one.

    Raises:
        ConflictError: the other seat is taken.
    """
    if place.partner_taken:
        raise ConflictError("The other place is taken already.")
    return find_code(session, place, now=now) or _make(session, keyring, place, now)


def _make(session: Session, keyring: Keyring, place: Place, now: datetime) -> str:
    code = new_code(_LETTERS)
    row = Invitation(
        couple_id=place.couple.id,
        side=other_side(place.seat.side),
        locator=_locator(keyring, code),
        box=b"",
        expires_at=now + LIFE,
    )
    row.box = seal_row(place.keys, "invitation", row, {"code": code})
    session.add(row)
    session.flush()
    return code


def find_code(session: Session, place: Place, *, now: datetime) -> str | None:
    """The code that still lives, for the person who made it to see again; None if there is none."""
    mine = (_invitation.couple_id == place.couple.id, _invitation.side != place.seat.side)
    lives = (~_invitation.claimed, _invitation.expires_at > now)
    row = session.execute(select(metadata.tables["invitation"]).where(*mine, *lives)).first()
    return open_row(place.keys, "invitation", row)["code"] if row else None


def find_invitation(session: Session, keyring: Keyring, code: str, *, now: datetime) -> Invited:
    """What *code* leads to, changing nothing.

    Raises:
        UnknownSecretError: unknown, run out or used; the cost is the same.
    """
    wanted = (
        select(
            _invitation.id,
            _invitation.couple_id,
            _invitation.side,
            _couple.link_id,
            _couple.practice_id,
            _couple.edition_sha,
        )
        .join_from(Invitation, metadata.tables["couple"], _couple.id == _invitation.couple_id)
        .where(_invitation.locator == _locator(keyring, code))
        .where(~_invitation.claimed, _invitation.expires_at > now)
    )
    row = session.execute(wanted).one_or_none()
    if row is None:
        raise UnknownSecretError
    return Invited(*row)


def is_joined(session: Session, keyring: Keyring, seat_id: str, code: str) -> bool:
    """Whether *code* brought the person of that seat to where they are now: what is asked for again has happened."""
    here = and_(_seat.couple_id == _invitation.couple_id, _seat.side == _invitation.side, _seat.id == seat_id)
    found = select(_invitation.id).join(metadata.tables["seat"], here)
    used = (_invitation.locator == _locator(keyring, code), _invitation.claimed)
    return session.execute(found.where(*used)).first() is not None


def use_up(session: Session, invited: Invited) -> None:
    """Use an invitation up; of two who try at once, one does.

    Raises:
        UnknownSecretError: it is used up already.
    """
    where = (_invitation.id == invited.id, ~_invitation.claimed)
    used = update(Invitation).where(*where).values(claimed=True).returning(_invitation.id)
    if session.execute(used).one_or_none() is None:
        raise UnknownSecretError


def _locator(keyring: Keyring, code: str) -> bytes:
    # A slip costs what a code costs; what can't be one is looked up all the same.
    return door_of_code(read_code(code) or code, keyring.salt)[0]
