"""Links: the public addresses of published programs, and whether one can be begun at now."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.holds import PROGRAM, is_held
from nearer.store.inside import PAGE, Id, as_uuid, get_inside, list_inside
from nearer.store.publishing import find_publication
from nearer.store.tables import Couple, Link, Practice, Publication

A_DAY = 50
"""New couples a day at an open link; after that it takes a passcode (safety.md 2.8)."""

UNKNOWN, OPEN, CLOSED, EXPIRED, EARLY, FULL = "unknown", "open", "closed", "expired", "not yet", "full"


@dataclass(frozen=True)
class LinkState:
    """What a link's address leads to; ``link``, ``practice`` and ``publication`` are None where it is unknown."""

    state: str
    link: Link | None = None
    practice: Practice | None = None
    publication: Publication | None = None

    @property
    def is_open(self) -> bool:
        """Whether a couple can begin here (perhaps with a passcode)."""
        return self.state == OPEN

    @property
    def asks_passcode(self) -> bool:
        """Whether beginning takes a passcode."""
        return self.link is not None and self.link.passcode_hash is not None


def make_link(session: Session, practice_id: Id, program_id: Id, *, now: datetime, **options: Any) -> Link:
    """A new public address for a program's current publication.

    *options*: ``one_couple``, ``passcode``, ``opens_at``, ``expires_at``.

    Raises:
        ConflictError: the program was never published.
    """
    publication = find_publication(session, practice_id, program_id)
    if publication is None:
        raise ConflictError("Publish the program first; then it can have a link.")
    link = Link(
        practice_id=publication.practice_id,
        program_id=publication.program_id,
        publication_id=publication.id,
        created_at=now,
    )
    _set(link, options)
    session.add(link)
    session.flush()
    return link


def change_link(session: Session, practice_id: Id, link_id: Id, **options: Any) -> Link:
    """Change ``one_couple``, ``passcode`` ("" removes it), ``opens_at`` or ``expires_at``; what is not given stays."""
    link = get_link(session, practice_id, link_id)
    _set(link, options)
    session.flush()
    return link


def close_link(session: Session, practice_id: Id, link_id: Id, *, now: datetime) -> Link:
    """Let nobody begin here any more; couples that began go on."""
    link = get_link(session, practice_id, link_id)
    link.closed_at = link.closed_at or now
    session.flush()
    return link


def reopen_link(session: Session, practice_id: Id, link_id: Id) -> Link:
    """Take back the closing of a link."""
    link = get_link(session, practice_id, link_id)
    link.closed_at = None
    session.flush()
    return link


def get_link(session: Session, practice_id: Id, link_id: Id) -> Link:
    """The practice's link of that id.

    Raises:
        NotFoundError: there is none.
    """
    return get_inside(session, Link, practice_id, link_id)


def list_links(
    session: Session, practice_id: Id, *, program_id: Id | None = None, after: Id | None = None, limit: int = PAGE
) -> list[Link]:
    """The practice's links, newest first; of one program, if *program_id* is given."""
    where = [] if program_id is None else [_links.program_id == as_uuid(program_id)]
    return list_inside(session, Link, practice_id, *where, after=after, limit=limit)


def find_open_link(session: Session, token: str, *, now: datetime) -> LinkState:
    """What the address *token* leads to at *now*."""
    if not (token.isascii() and token.isprintable()):
        return LinkState(UNKNOWN)  # PostgreSQL refuses some of these signs
    row = session.execute(_joined().where(_links.token == token)).first()
    if row is None:
        return LinkState(UNKNOWN)
    link, practice, publication = row
    return LinkState(_state(session, link, practice, now), link, practice, publication)


def link_state(session: Session, practice_id: Id, link_id: Id, *, now: datetime) -> LinkState:
    """The same for the desk, which knows the link by its id.

    Raises:
        NotFoundError: the practice has no such link.
    """
    return find_open_link(session, get_link(session, practice_id, link_id).token, now=now)


def is_passcode(link: Link, passcode: str) -> bool:
    """Whether *passcode* opens the link; right, wrong, or not asked for, it costs the same."""
    stored = link.passcode_hash or _NOBODY
    salt, _, known = stored.partition("$")
    given = _hashed(passcode, bytes.fromhex(salt))
    return hmac.compare_digest(given, known) and link.passcode_hash is not None


_links: Any = Link


def _joined() -> Any:
    practice: Any = Practice
    publication: Any = Publication
    query = select(Link, Practice, Publication).join(Practice, practice.id == _links.practice_id)
    return query.join(Publication, publication.id == _links.publication_id)


def _state(session: Session, link: Link, practice: Practice, now: datetime) -> str:
    if link.closed_at is not None or is_held(session, practice.id, PROGRAM, link.program_id.hex):
        return CLOSED
    if link.expires_at is not None and link.expires_at <= now:
        return EXPIRED
    if link.opens_at is not None and now < link.opens_at:
        return EARLY
    if link.one_couple:
        return FULL if _begun(session, link, None, 1) else OPEN
    today = now.astimezone(ZoneInfo(practice.zone)).date()
    if link.passcode_hash is None and _begun(session, link, today, A_DAY):
        return FULL
    return OPEN


def _begun(session: Session, link: Link, day: date | None, enough: int) -> bool:
    """Whether *enough* couples began here (on *day*); reads no more rows than that."""
    table: Any = Couple
    query = select(table.id).where(table.link_id == link.id).order_by(table.id.desc()).limit(enough)
    if day is not None:
        query = query.where(table.began_on == day)
    return len(session.scalars(query).all()) >= enough


def _set(link: Link, options: dict[str, Any]) -> None:
    for name, value in options.items():
        if name == "passcode":
            salt = secrets.token_bytes(16)
            link.passcode_hash = f"{salt.hex()}${_hashed(value, salt)}" if value else None
        elif name in ("one_couple", "opens_at", "expires_at"):
            setattr(link, name, value)
        else:
            raise TypeError(f"a link has no {name}")


def _hashed(passcode: str, salt: bytes) -> str:
    plain = passcode.strip().casefold().encode()
    return hashlib.scrypt(plain, salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


_NOBODY = f"{'00' * 16}${'0' * 64}"
