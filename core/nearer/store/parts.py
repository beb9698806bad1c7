"""Parts: who is who in a program that has different content for the two; sealed in the seat's box, beside the name."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.errors import NotReadyError
from nearer.rules.contract import Json
from nearer.rules.edition import Edition
from nearer.rules.problems import Problem
from nearer.store.editions import load_edition
from nearer.store.invitations import Invited
from nearer.store.keyring import Keyring
from nearer.store.keys import Keys, keys_for_partner, open_row, other_side
from nearer.store.seats import Place
from nearer.store.tables import metadata

_seat, _couple = (metadata.tables[name].c for name in ("seat", "couple"))


def part_of(edition: Edition, wanted: str) -> str:
    """The part that whoever begins takes: the first where none is named, "" in a program without parts.

    Raises:
        NotReadyError: the program has no such part.
    """
    ids = [str(each["id"]) for each in edition.parts]
    if wanted and wanted not in ids:
        raise NotReadyError([Problem("/part", "Please say which of the two is yours.")])
    return wanted or next(iter(ids), "")


def part_here(place: Place) -> str:
    """The part of the person who entered."""
    if place.seat.box is None:
        return ""
    at = SimpleNamespace(couple_id=place.couple.id, side=place.seat.side)
    return str(open_row(place.keys, "seat", at, place.seat.box).get("part", ""))


def other_part(session: Session, keys: Keys, couple: UUID, side: str) -> str:
    """The part that is left for *side*, when the other seat has taken one; "" in a program without parts."""
    here = (_seat.couple_id == couple, _seat.side == other_side(side))
    columns = (_seat.couple_id, _seat.side, _seat.box, _couple.edition_sha)
    row = session.execute(
        select(*columns).join(metadata.tables["couple"], _couple.id == _seat.couple_id).where(*here)
    ).one()
    taken = "" if row.box is None else open_row(keys, "seat", row).get("part", "")
    ids = [str(each["id"]) for each in load_edition(session, row.edition_sha).parts] if taken else []
    return next((each for each in ids if each != taken), "")


def invited_part(session: Session, keyring: Keyring, invited: Invited, edition: Edition) -> Json | None:
    """The part that waits for whoever was invited, as the program has it; None in a program without parts."""
    if not edition.parts:
        return None
    keys = keys_for_partner(session, keyring, invited.couple, invited.side)
    left = other_part(session, keys, invited.couple, invited.side)
    return next((each for each in edition.parts if each["id"] == left), None)
