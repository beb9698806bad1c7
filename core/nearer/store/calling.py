"""Reaching one of the two: whether their counsellor spoke with them, a safe way to, and letting them in again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from nearer.errors import NotFoundError
from nearer.store.care import CONTACT_LENGTH, change_care, read_care
from nearer.store.caseload import Case
from nearer.store.keyring import Keyring
from nearer.store.keys import SIDES
from nearer.store.replacing import offer_way_back
from nearer.store.seats import Place


def list_spoken(session: Session, case: Case) -> dict[str, bool]:
    """Side -> whether the counsellor noted that she spoke with whoever sits there; until then a place is claimed."""
    return {side: bool(read_care(session, case.couple.id, side, case.keys)["spoken"]) for side in SIDES}


def note_spoken(session: Session, case: Case, side: str, *, spoken: bool) -> None:
    """Note that the counsellor spoke with the person, or take it back.

    Raises:
        NotFoundError: nobody has taken that place.
    """
    change_care(session, case.couple.id, _taken(case, side), case.keys, {"spoken": spoken})


def read_contact(session: Session, case: Case, side: str) -> str:
    """How the person said they can be reached safely; "" where they did not. Only after a fresh sign-in, alone.

    Raises:
        NotFoundError: nobody has taken that place, or nobody accompanies couples of this program.
    """
    return str(read_care(session, case.couple.id, _accompanied(case, side), case.keys)["contact"])


def let_in_again(session: Session, keyring: Keyring, case: Case, side: str, *, now: datetime) -> str:
    """A code that lets a person in again whose way back is lost; the counsellor has called them and it is them.

    Raises:
        NotFoundError: as :func:`read_contact`.
    """
    return offer_way_back(session, keyring, case.couple.id, _accompanied(case, side), now=now)


def set_contact(session: Session, place: Place, contact: str) -> None:
    """Keep how this person can be reached safely, for their counsellor alone; it is never shown to anybody here."""
    words = {"contact": " ".join(contact.split())[:CONTACT_LENGTH]}
    change_care(session, place.couple.id, place.seat.side, place.keys, words)


def _taken(case: Case, side: str) -> str:
    if side not in SIDES or not case.partners[side].taken:
        raise NotFoundError("Nobody has taken this place yet.")
    return side


def _accompanied(case: Case, side: str) -> str:
    if not case.edition.program.get("personal", True):
        raise NotFoundError("Nobody accompanies couples of this program.")
    return _taken(case, side)
