"""What a counsellor writes to both of a couple or to one, signed: a row for each reader, sealed under their care key.

So the request of the other holds no key for what one alone was written. Whether a reader put a letter away is theirs:
no reader of the desk asks for it. Where a program rests, for whatever cause, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from nearer.errors import ConflictError, NotFoundError
from nearer.rules.journey import local_day
from nearer.store.boxes import sealed
from nearer.store.caseload import Case
from nearer.store.columns import inside_id
from nearer.store.engine import Reader
from nearer.store.keys import SIDES, open_row
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple, put_once

LONGEST = 2000
MOST = 200
RESTS = "This program rests. Nothing is written to either of the two while it does, whoever let it rest; call them."
_table = metadata.tables["letter"]
_letter, _couple, _key = _table.c, metadata.tables["couple"].c, metadata.tables["key"].c
_OF_SEAT = select(_table).where(_letter.couple_id == bindparam("couple"), _letter.seat == bindparam("seat"))
# What was not put away comes first, so that a page of a few knows whether there is anything at all.
_FEW = _OF_SEAT.order_by(_letter.away, _letter.made.desc()).limit(bindparam("few"))
_ALL = _OF_SEAT.order_by(_letter.made.desc()).limit(MOST)
_WAITING = select(_letter.id).where(
    _letter.couple_id == bindparam("couple"), _letter.seat == bindparam("seat"), ~_letter.away
)


@dataclass(frozen=True)
class Letter:
    """One letter as its reader has it."""

    id: str
    day: date
    name: str
    words: str
    to_both: bool
    away: bool


@dataclass(frozen=True)
class Sent:
    """One letter as the desk shows it: to whom it went, and nothing of what became of it."""

    id: str
    day: date
    name: str
    words: str
    sides: tuple[str, ...]


def readers(case: Case) -> tuple[str, ...]:
    """The sides that a letter can go to: who has come and was not erased; nobody while the program rests."""
    if case.couple.rested:
        return ()
    return tuple(side for side in SIDES if side in case.journey.facts.taken and case.keys.find("care", side))


def send_letter(
    session: Session, case: Case, letter: str, words: str, sides: Sequence[str], *, name: str, now: datetime
) -> None:
    """Send *words*, signed *name*, to *sides*; the same id *letter* a second time is the same letter.

    Raises:
        ConflictError: the program rests, or one of them is not there (any more).
    """
    lock_couple(session, case.couple.id)  # from here on nobody is erased and nothing begins to rest
    rested = session.scalar(select(_couple.rested).where(_couple.id == case.couple.id))
    there = select(_key.side).where(_key.couple_id == case.couple.id, _key.name == "care", _key.side.in_(sides))
    if rested or not sides:
        raise ConflictError(RESTS)
    if not {*sides} <= {*readers(case)} or len(session.execute(there).all()) != len(sides):
        raise ConflictError("Whom this was for is not here any more. Nothing was sent.")
    same = {"couple_id": case.couple.id, "id": letter, "made": inside_id(), "day": local_day(case.couple.zone, now)}
    box = {"words": words[:LONGEST], "name": name, "to_both": len(sides) > 1}
    for side in sides:
        put_once(session, "letter", sealed(case.keys, "letter", same | {"seat": side, "away": False}, box))


def withdraw_letter(session: Session, case: Case, letter: str) -> None:
    """Take a letter back from everybody it went to, at any time: what turns out to endanger somebody has to go.

    Raises:
        NotFoundError: the couple has no such letter.
    """
    gone: Any = session.execute(delete(_table).where(_letter.couple_id == case.couple.id, _letter.id == letter))
    if not gone.rowcount:
        raise NotFoundError("There is no such message here.")


def list_sent(session: Session, case: Case) -> list[Sent]:
    """What was written to the two of a couple, latest first."""
    columns = (_letter.couple_id, _letter.id, _letter.seat, _letter.day, _letter.box)
    query = select(*columns).where(_letter.couple_id == case.couple.id).order_by(_letter.made.desc()).limit(2 * MOST)
    rows: dict[str, list[Any]] = {}
    for row in session.execute(query):
        if case.keys.find("care", row.seat):
            rows.setdefault(row.id, []).append(row)
    return [_sent(case, each) for each in rows.values()]


def _sent(case: Case, rows: Sequence[Any]) -> Sent:
    words = open_row(case.keys, "letter", rows[0])
    sides = tuple(sorted(row.seat for row in rows))
    return Sent(rows[0].id, rows[0].day, str(words["name"]), str(words["words"]), sides)


def list_letters(session: Reader, place: Place, *, few: int | None = None) -> list[Letter]:
    """What was written to this person, latest first; at most *few*, and then what is not put away before the rest."""
    names: dict[str, Any] = {"couple": place.couple.id, "seat": place.seat.side}
    query, more = (_ALL, {}) if few is None else (_FEW, {"few": few})
    return [_opened(place, row) for row in session.execute(query, names | more).all()]


def put_away(session: Session, place: Place, letter: str, *, away: bool) -> None:
    """Put a letter of this person away, or bring it back; what is not there (any more) is left alone."""
    mine = (_letter.couple_id == place.couple.id, _letter.seat == place.seat.side, _letter.id == letter)
    session.execute(update(_table).where(*mine).values(away=away))


def list_waiting(session: Reader, couple: Any, side: str) -> Iterable[str]:
    """The ids of what was written to *side* and is not put away, for the round of reminders."""
    return session.execute(_WAITING, {"couple": couple, "seat": side}).scalars().all()


def _opened(place: Place, row: Any) -> Letter:
    words = open_row(place.keys, "letter", row)
    return Letter(row.id, row.day, str(words["name"]), str(words["words"]), bool(words["to_both"]), row.away)
