"""Links: the public addresses of published programs, and whether one can be begun at now."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.holds import PROGRAM, held_now, is_held
from nearer.store.inside import PAGE, Id, Turn, as_uuid, get_inside, list_inside
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
    session: Session, practice_id: Id, *, program_id: Id | None = None, after: Turn = None, limit: int = PAGE
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
    held = is_held(session, practice.id, PROGRAM, link.program_id.hex)
    state = _state(link, now, held=held, filled=_filled(session, practice, [link], now))
    return LinkState(state, link, practice, publication)


def link_states(session: Session, practice: Practice, links: Iterable[Link], *, now: datetime) -> dict[UUID, str]:
    """The same in a word for each of a practice's *links*, in two queries however many they are."""
    rows = list(links)
    held, filled = held_now(session, practice.id), _filled(session, practice, rows, now)
    return {each.id: _state(each, now, held=(PROGRAM, each.program_id.hex) in held, filled=filled) for each in rows}


def is_passcode(link: Link, passcode: str) -> bool:
    """Whether *passcode* opens the link; right, wrong, or not asked for, it costs the same."""
    stored = link.passcode_hash or _NOBODY
    salt, _, known = stored.partition("$")
    given = _hashed(passcode, bytes.fromhex(salt))
    return hmac.compare_digest(given, known) and link.passcode_hash is not None


_links: Any = Link
_couples: Any = Couple


def _began(number: int) -> Any:
    """On which day a couple began at a link, the latest being number 0."""
    here = select(_couples.began_on).where(_couples.link_id == _links.id).order_by(_couples.id.desc())
    return here.limit(1).offset(number).correlate(Link).scalar_subquery()


# Couples lie in the order in which they began: if the fiftieth from the end began today, so did those after it.
_BEGUN = select(_links.id, _began(0).label("one"), _began(A_DAY - 1).label("many")).where(
    _links.id.in_(bindparam("links", expanding=True))
)


def _joined() -> Any:
    practice: Any = Practice
    publication: Any = Publication
    query = select(Link, Practice, Publication).join(Practice, practice.id == _links.practice_id)
    return query.join(Publication, publication.id == _links.publication_id)


def _state(link: Link, now: datetime, *, held: bool, filled: set[UUID]) -> str:
    if link.closed_at is not None or held:
        return CLOSED
    if link.expires_at is not None and link.expires_at <= now:
        return EXPIRED
    if link.opens_at is not None and now < link.opens_at:
        return EARLY
    return FULL if link.id in filled else OPEN


def _filled(session: Session, practice: Practice, links: list[Link], now: datetime) -> set[UUID]:
    """Those of *links* that nobody else can begin at, today or ever; reads no more than :data:`A_DAY` rows of each."""
    today = now.astimezone(ZoneInfo(practice.zone)).date()
    rows = session.execute(_BEGUN, {"links": [each.id for each in links]})
    begun = {row.id: (row.one is not None, row.many is not None and row.many >= today) for row in rows}
    asks = {each.id: each.one_couple or each.passcode_hash is None for each in links}
    return {each.id for each in links if asks[each.id] and begun[each.id][0 if each.one_couple else 1]}


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
