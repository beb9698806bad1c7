"""Keeps what is being written: fields of an unsent answer, sealed under the writer's own key, gone at submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules.visibility import is_write_only
from nearer.store.boxes import Target, at, sealed
from nearer.store.engine import Reader
from nearer.store.keys import open_row
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import lock_couple, put_row

_DRAFT = select(metadata.tables["draft"]).where(at("draft", "seat"))


def save_draft(session: Session, place: Place, target: Target, change: Callable[[Any], Any]) -> bool:
    """Put what *change* makes of the draft (of None, where there is none yet) in its place; one device at a time.

    False for a step that may not have one, because it is write-only.
    """
    if is_write_only(target.form.schema):
        return False
    lock_couple(session, place.couple.id)
    fields = change(load_draft(session, place, target))
    about = {"edition_sha": target.edition.sha, "generation": place.keys.generation}
    row = target.names(place.couple.id, place.seat.side) | about
    put_row(session, "draft", sealed(place.keys, "draft", row, {"fields": fields}))
    return True


def load_draft(session: Reader, place: Place, target: Target) -> Any:
    """What was saved; None where there is nothing or it lies behind an own key of before."""
    found = find_draft(session, place, target)
    return found[0] if found else None


def find_draft(session: Reader, place: Place, target: Target) -> tuple[Any, str] | None:
    """The same with the digest of the edition that it was written in; None where there is nothing."""
    if is_write_only(target.form.schema):
        return None
    row = session.execute(_DRAFT, target.names(place.couple.id, place.seat.side)).one_or_none()
    if row is None or not place.keys.opens_own(row.generation):
        return None
    return open_row(place.keys, "draft", row)["fields"], str(row.edition_sha)
