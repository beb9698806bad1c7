"""Rest and stop: what holds a program back. Who it was is sealed, and no page tells.

Each of the two, and the desk, holds or lets go for itself alone; while anything holds it, the program rests. So nobody
can make it go on over the other's head, and trying to tells nothing about why it rests.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from nearer.store.couples import change_couple
from nearer.store.keyring import Keyring
from nearer.store.keys import keys_of_couples
from nearer.store.seats import Place

DESK = "desk"


def rest(session: Session, place: Place) -> None:
    """Let the program rest for both, until this person lets go of it."""
    held = frozenset({place.seat.side})
    change_couple(session, place.keys, place.couple.id, lambda words: replace(words, holds=words.holds | held))


def go_on(session: Session, place: Place) -> None:
    """Hold the program back no longer; it goes on if nothing else holds it."""
    held = frozenset({place.seat.side})
    change_couple(session, place.keys, place.couple.id, lambda words: replace(words, holds=words.holds - held))


def stop(session: Session, place: Place) -> None:
    """End the program for both, for good; each keeps their own words and way back."""
    change_couple(session, place.keys, place.couple.id, lambda words: replace(words, ended=True))


def rest_from_desk(session: Session, keyring: Keyring, couple: UUID, *, rests: bool) -> None:
    """Let a couple's program rest, or go on, as far as its counsellor holds it; the caller has checked the practice."""
    keys, held = keys_of_couples(session, keyring, [couple])[couple], frozenset({DESK})
    change_couple(
        session, keys, couple, lambda words: replace(words, holds=words.holds | held if rests else words.holds - held)
    )
