"""Queries that stay inside one practice: one row by id, or a page of rows by key, newest first."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from nearer.errors import NotFoundError

T = TypeVar("T")
Id = UUID | str
PAGE = 50


def as_uuid(value: Id) -> UUID | None:
    """*value*, which may come from an address; None if it is no id."""
    try:
        return value if isinstance(value, UUID) else UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def find_inside(session: Session, model: type[T], practice_id: Id, row_id: Id) -> T | None:
    """The row of that id if it is the practice's, else None: another practice's is as good as none."""
    row = session.get(model, as_uuid(row_id)) if as_uuid(row_id) else None
    return row if row is not None and getattr(row, "practice_id", None) == as_uuid(practice_id) else None


def get_inside(session: Session, model: type[T], practice_id: Id, row_id: Id) -> T:
    """As :func:`find_inside`.

    Raises:
        NotFoundError: there is none.
    """
    found = find_inside(session, model, practice_id, row_id)
    if found is None:
        raise NotFoundError(f"There is no such {getattr(model, '__name__', 'thing').lower()} here.")
    return found


def list_inside(
    session: Session, model: Any, practice_id: Id, *where: Any, after: Id | None = None, limit: int = PAGE
) -> list[Any]:
    """Up to *limit* rows of the practice, newest first, older than the row *after*; nothing is counted."""
    query: Select[Any] = select(model).where(model.practice_id == as_uuid(practice_id), *where)
    if after and as_uuid(after):
        query = query.where(model.id < as_uuid(after))
    return list(session.scalars(query.order_by(model.id.desc()).limit(limit)))
