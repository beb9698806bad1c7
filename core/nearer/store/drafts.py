"""Keeps what is being written: the raw form fields, sealed under the writer's own key, gone at submission."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.rules.visibility import is_write_only
from nearer.store.boxes import Target, at, sealed
from nearer.store.engine import Reader
from nearer.store.keys import open_row
from nearer.store.seats import Place
from nearer.store.tables import metadata
from nearer.store.writing import put_row

Fields = Sequence[tuple[str, str]]
_DRAFT = select(metadata.tables["draft"]).where(at("draft", "seat"))


def save_draft(session: Session, place: Place, target: Target, fields: Fields) -> bool:
    """Keep *fields* in place of an earlier draft; False for a step that may not have one, because it is write-only."""
    if is_write_only(target.form.schema):
        return False
    about = {"edition_sha": target.edition.sha, "generation": place.keys.generation}
    row = target.names(place.couple.id, place.seat.side) | about
    put_row(session, "draft", sealed(place.keys, "draft", row, {"fields": [list(pair) for pair in fields]}))
    return True


def load_draft(session: Reader, place: Place, target: Target) -> list[tuple[str, str]]:
    """The fields as they were typed; empty where there are none or they lie behind an own key of before."""
    found = find_draft(session, place, target)
    return found[0] if found else []


def find_draft(session: Reader, place: Place, target: Target) -> tuple[list[tuple[str, str]], str] | None:
    """The same with the digest of the edition that they were typed in; None where there is nothing."""
    if is_write_only(target.form.schema):
        return None
    row = session.execute(_DRAFT, target.names(place.couple.id, place.seat.side)).one_or_none()
    if row is None or not place.keys.opens_own(row.generation):
        return None
    fields = [(str(name), str(value)) for name, value in open_row(place.keys, "draft", row)["fields"]]
    return fields, str(row.edition_sha)
