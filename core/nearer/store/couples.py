"""Couples: begun at a link by one of the two, and completed when the other claims the second seat."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from nearer.errors import NotReadyError, UnknownSecretError
from nearer.rules.edition import Edition
from nearer.rules.journey import local_day
from nearer.rules.problems import Problem
from nearer.store.charges import begin_charge
from nearer.store.columns import public_id
from nearer.store.doors import Station, make_session
from nearer.store.invitations import find_invitation, use_up
from nearer.store.keyring import Keyring
from nearer.store.keys import SIDES, Keys, keys_for_partner, keys_of_couples, make_keys, make_spare, open_row, seal_row
from nearer.store.partners import name_box
from nearer.store.parts import other_part, part_of
from nearer.store.sealing import new_key
from nearer.store.tables import Couple, Link, Practice, Seat, metadata
from nearer.store.writing import lock_couple

_couple, _seat = (metadata.tables[name].c for name in ("couple", "seat"))


@dataclass(frozen=True)
class _Person:
    name: str
    language: str
    token: str
    part: str = ""


@dataclass(frozen=True)
class Began:
    """A seat just taken: the inside id of its couple, the seat's id, and the token, which is kept nowhere."""

    couple: UUID
    seat: str
    session_token: str = field(repr=False)


def begin(
    session: Session,
    keyring: Keyring,
    link: Link,
    edition: Edition,
    *,
    agreed: bool,
    now: datetime,
    name: str = "",
    language: str = "en",
    part: str = "",
    mark: str = "",
    token: str = "",
) -> Began:
    """Make a couple at *link* on *edition*, in the practice's zone, and take one of its seats, at random.

    A program that is ``sealed`` keeps no spare of own keys; one that is not ``personal`` (no counsellor accompanies)
    makes its one draw here, two in three, which with wishes and screens decides together or alone. *mark* stands
    before the ids of the seats, for rehearsals; *token* is that of the session, where the caller has one. *part* is
    the person's part in a program that has any.

    Raises:
        NotReadyError: the person did not agree, or the program has no such part.
    """
    person = replace(_agreeing(agreed, name, language, token), part=part_of(edition, part))
    zone = session.get_one(Practice, link.practice_id).zone
    couple = Couple(
        practice_id=link.practice_id,
        link_id=link.id,
        program_id=link.program_id,
        edition_sha=edition.sha,
        zone=zone,
        sealed=edition.program.get("sealed") is True,
        began_on=local_day(zone, now),
    )
    keys = make_keys(session, keyring, couple.id)
    draws = edition.program.get("personal") is False
    couple.box = couple_box(keys, couple, CoupleWords("", draws and secrets.randbelow(3) < 2))
    session.add(couple)
    # Both rows at once and both with a box, so that nothing tells which of the two began.
    seats = [Seat(id=mark + public_id(), couple_id=couple.id, home=couple.id, side=side) for side in SIDES]
    for seat in seats:
        seat.box = name_box(keys, seat, "")
    session.add_all(seats)
    session.flush()
    begin_charge(session, couple.id, link.publication_id)
    mine = secrets.choice(seats)
    at = Station(couple.id, mine.side, mine.id, mine.home)
    return _sit_down(session, keyring, at, keys, person=person, couple=couple, now=now)


def claim(
    session: Session,
    keyring: Keyring,
    code: str,
    *,
    agreed: bool,
    now: datetime,
    name: str = "",
    language: str = "en",
    token: str = "",
) -> Began:
    """Take the seat that an invitation's *code* offers; only from a POST. Of two who try at once, one gets it.

    Raises:
        UnknownSecretError: the code is unknown, has run out or was used.
        NotReadyError: the person did not agree.
    """
    person = _agreeing(agreed, name, language, token)
    invited = find_invitation(session, keyring, code, now=now)
    lock_couple(session, invited.couple)  # before the invitation, as joining does, so that the two can't deadlock
    use_up(session, invited)
    about = (_seat.id, _seat.home, _couple.sealed, _couple.zone)
    found = select(*about).join_from(Seat, Couple, _couple.id == _seat.couple_id)
    here = (_seat.couple_id == invited.couple, _seat.side == invited.side, ~_seat.taken)
    row = session.execute(found.where(*here)).one_or_none()
    if row is None:
        raise UnknownSecretError
    keys = keys_for_partner(session, keyring, invited.couple, invited.side)
    at = Station(invited.couple, invited.side, row.id, row.home)
    person = replace(person, part=other_part(session, keys, invited.couple, invited.side))
    return _sit_down(session, keyring, at, keys, person=person, couple=row, now=now)


def _agreeing(agreed: bool, name: str, language: str, token: str) -> _Person:
    if not agreed:
        raise NotReadyError([Problem("/agreed", "Please read the points and agree to them before you begin.")])
    return _Person(name, language, token)


def _sit_down(
    session: Session, keyring: Keyring, at: Station, keys: Keys, *, person: _Person, couple: Any, now: datetime
) -> Began:
    own = new_key()
    if not couple.sealed:
        make_spare(session, keyring, at.couple, Keys(at.side, keys.couple, own))
    seat, today = Seat(couple_id=at.couple, home=at.home, side=at.side), local_day(couple.zone, now)
    boxes = {
        "box": name_box(keys, seat, person.name, person.part),
        "care_box": seal_row(keys, "seat_care", seat, {"agreed_on": today.isoformat()}),
    }
    values = {"taken": True, "agreed": True, "language": person.language, **boxes}
    taken = update(Seat).where(_seat.id == at.seat, ~_seat.taken).values(**values).returning(_seat.id)
    if session.execute(taken).one_or_none() is None:
        raise UnknownSecretError
    return Began(at.couple, at.seat, make_session(session, keyring, at, own, now=now, today=today, token=person.token))


@dataclass(frozen=True)
class CoupleWords:
    """What is sealed about a couple: its label, which only the desk sees, its draw for together or alone, and its rest.

    ``holds`` are those who let the program rest: a side, or ``desk``; ``ended`` says that it can't go on any more.
    Pages show neither: a couple rests or it does not.
    """

    label: str
    draw: bool
    holds: frozenset[str] = frozenset()
    ended: bool = False

    @property
    def rests(self) -> bool:
        """Whether anything holds the program."""
        return self.ended or bool(self.holds)


def read_couple(keys: Keys, row: Any) -> CoupleWords:
    """The words in the box of the couple *row* (``id``, ``box``)."""
    words = open_row(keys, "couple", row)
    holds = frozenset(words.get("holds", ()))
    return CoupleWords(words["label"], words["draw"], holds, words.get("ended", False))


def couple_box(keys: Keys, row: Any, words: CoupleWords) -> bytes:
    """*words* sealed for the couple *row* (``id``)."""
    return seal_row(keys, "couple", row, asdict(words) | {"holds": sorted(words.holds)})


def change_couple(session: Session, keys: Keys, couple: UUID, change: Callable[[CoupleWords], CoupleWords]) -> None:
    """Put the words of a couple as *change* gives them; whether it rests follows from them."""
    lock_couple(session, couple)
    row = session.execute(select(_couple.id, _couple.box).where(_couple.id == couple)).one()
    words = change(read_couple(keys, row))
    values = {"box": couple_box(keys, row, words), "rested": words.rests}
    session.execute(update(Couple).where(_couple.id == couple).values(**values))


def list_labels(session: Session, keyring: Keyring, couples: Iterable[UUID]) -> dict[UUID, str]:
    """The desk's label of each of *couples* (inside ids), in two queries; the caller has checked the practice."""
    wanted = list(couples)
    keys = keys_of_couples(session, keyring, wanted)
    rows = session.execute(select(_couple.id, _couple.box).where(_couple.id.in_(wanted)))
    return {row.id: read_couple(keys[row.id], row).label for row in rows}


def label_couple(session: Session, keyring: Keyring, couple: UUID, label: str) -> None:
    """Give a couple the *label* that only the desk sees; the caller has checked the practice."""
    keys = keys_of_couples(session, keyring, [couple])[couple]
    change_couple(session, keys, couple, lambda words: replace(words, label=label.strip()))
