"""Practices and the counsellors in them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError, NotReadyError
from nearer.rules.problems import Problem
from nearer.store.desk_tables import Passkey, SignIn
from nearer.store.inside import PAGE, Id, Turn, as_uuid, list_inside, page_of
from nearer.store.tables import Counsellor, Couple, Practice, Seat

DETAILS = ("name", "contact", "local_help", "privacy_notice", "zone", "text_both", "text_each")
ROLES = ("reader", "counsellor", "supervisor", "administrator")


def create_practice(session: Session, name: str, *, now: datetime, **details: str) -> Practice:
    """A new practice; *details* as in :data:`DETAILS`."""
    practice = Practice(name=name, created_at=now)
    _set(practice, details)
    session.add(practice)
    session.flush()
    return practice


def save_practice(session: Session, practice_id: Id, **details: str) -> Practice:
    """Change what couples' pages read live: name, contact, local help, privacy notice, zone."""
    practice = get_practice(session, practice_id)
    _set(practice, details)
    session.flush()
    return practice


def get_practice(session: Session, practice_id: Id) -> Practice:
    """The practice of that id.

    Raises:
        NotFoundError: there is none.
    """
    found = session.get(Practice, as_uuid(practice_id)) if as_uuid(practice_id) else None
    if found is None:
        raise NotFoundError("There is no such practice.")
    return found


def find_local_help(session: Session, seats: Iterable[str]) -> str:
    """What the practice of one of *seats* says about help nearby, or the only practice there is; else nothing."""
    couple, seat, practice = (cast("Any", each) for each in (Couple, Seat, Practice))
    inside = select(couple.practice_id).join(seat, seat.couple_id == couple.id).where(seat.id.in_(list(seats)))
    found = session.scalars(select(Practice).where(practice.id.in_(inside))).all() or list_practices(session, limit=2)
    return found[0].local_help if len(found) == 1 else ""


def list_practices(session: Session, *, after: Turn = None, limit: int = PAGE) -> list[Practice]:
    """The practices of the installation, newest first; for administrators."""
    table: Any = Practice
    return page_of(session, select(Practice), table.id, after, limit)


def create_counsellor(
    session: Session, email: str, password_hash: str, *, practice_id: Id | None, now: datetime, **more: Any
) -> Counsellor:
    """A new person who signs in at the desk; *more* is ``name`` and ``role``.

    Raises:
        ConflictError: somebody has this address already.
    """
    address = email.strip().lower()
    if find_counsellor(session, email=address) is not None:
        raise ConflictError(f"Somebody with the address {address} is here already.")
    if more.get("role", "counsellor") not in ROLES:
        raise NotReadyError([Problem("/role", f"The role is one of {', '.join(ROLES)}.", "enum")])
    owner = get_practice(session, practice_id).id if practice_id else None
    row = Counsellor(
        email=address,
        password=password_hash,
        practice_id=owner,
        fs_uniquifier=secrets.token_urlsafe(32),
        created_at=now,
        **more,
    )
    session.add(row)
    session.flush()
    return row


def find_counsellor(session: Session, **by: Any) -> Counsellor | None:
    """The one with that ``id``, ``email`` or ``fs_uniquifier``, None if there is none."""
    ((name, value),) = by.items()
    if name == "id":
        value = as_uuid(value)
    elif name == "email":
        value = str(value).strip().lower()
    elif name != "fs_uniquifier":
        raise TypeError(f"a counsellor is not found by {name}")
    if isinstance(value, str) and not value.isprintable():
        return None  # PostgreSQL refuses some of these signs
    return session.scalar(select(Counsellor).where(getattr(Counsellor, name) == value)) if value else None


def list_people(
    session: Session, practice_id: Id | None = None, *, after: Turn = None, limit: int = PAGE
) -> list[Counsellor]:
    """Those of one practice, newest first; or, for administrators, everybody who signs in."""
    table: Any = Counsellor
    if practice_id is not None:
        return list_inside(session, Counsellor, practice_id, after=after, limit=limit)
    return page_of(session, select(Counsellor), table.id, after, limit)


def name_people(session: Session, people: Iterable[UUID]) -> dict[UUID, str]:
    """What to call each of *people* (ids): their name, or their address."""
    table: Any = Counsellor
    query = select(table.id, table.name, table.email).where(table.id.in_(list(people)))
    return {key: name or email for key, name, email in session.execute(query)}


def set_password(session: Session, person: Counsellor, password_hash: str) -> None:
    """Give somebody a new password; every sign-in of theirs ends."""
    person.password, person.invited_until = password_hash, None
    _end_all(session, person)


def invite_until(session: Session, person: Counsellor, until: datetime) -> None:
    """Let an invitation be good *until* then; links that were made before open nothing any more."""
    person.invited_until = until
    _end_all(session, person)


def withdraw_invitation(session: Session, person: Counsellor) -> None:
    """Take an invitation back: who never came in is gone, and the address is free again.

    Raises:
        ConflictError: they have come in, or something is theirs already.
    """
    if person.invited_until is None:
        raise ConflictError("They have come in already. End their access instead.")
    session.delete(person)
    try:
        session.flush()
    except IntegrityError:
        raise ConflictError("Something here is theirs already, such as a couple. End their access instead.") from None


def remove_second_step(session: Session, person: Counsellor) -> None:
    """Take a lost second step away, passkeys and recovery codes too; every sign-in of theirs ends."""
    person.tf_primary_method = person.tf_totp_secret = person.totp_counter = None
    person.mf_recovery_codes = "[]"
    session.execute(delete(Passkey).where(cast("Any", Passkey).counsellor_id == person.id))
    _end_all(session, person)


def set_active(session: Session, person: Counsellor, *, active: bool) -> None:
    """Let somebody sign in, or end it; every sign-in of theirs ends."""
    person.active = active
    _end_all(session, person)


def _end_all(session: Session, person: Counsellor) -> None:
    """End every sign-in, and every invitation or half-made sign-in that the mark stands for."""
    person.fs_uniquifier = secrets.token_urlsafe(32)
    session.execute(delete(SignIn).where(cast("Any", SignIn).counsellor_id == person.id))
    session.flush()


def _set(practice: Practice, details: dict[str, str]) -> None:
    for key, value in details.items():
        if key not in DETAILS:
            raise TypeError(f"a practice has no {key}")
        if key == "zone":
            _check_zone(value)
        setattr(practice, key, value)


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        raise NotReadyError([Problem("/zone", "Use a time zone such as Europe/Vienna.", "format")]) from None
