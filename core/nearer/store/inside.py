"""Queries that stay inside one practice: one row by id, or a page of rows by key, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from nearer.errors import NotFoundError

T = TypeVar("T")
Id = UUID | str
PAGE = 50


@dataclass(frozen=True)
class NewerThan:
    """Where a page of newer rows ends: it holds those that come just before this key."""

    key: Id


Turn = Id | NewerThan | None
"""Where a page of a list begins: behind a key (None: at the newest row), or so that it ends before one."""


def as_uuid(value: Id | None) -> UUID | None:
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


def walk(session: Session, query: Select[Any], column: Any, turn: Turn, limit: int) -> list[Any]:
    """Up to *limit* of what *query* gives, in the order of the key *column*: from *turn* on, away from it."""
    back = isinstance(turn, NewerThan)
    key = as_uuid(turn.key if isinstance(turn, NewerThan) else turn)
    if key is not None:
        query = query.where(column > key if back else column < key)
    return list(session.scalars(query.order_by(column.asc() if back else column.desc()).limit(limit)))


def page_of(session: Session, query: Select[Any], column: Any, turn: Turn, limit: int) -> list[Any]:
    """Up to *limit* rows, newest first: those older than the key *turn*, or those that come just before it."""
    found = walk(session, query, column, turn, limit)
    return found[::-1] if isinstance(turn, NewerThan) else found


def list_inside(
    session: Session, model: Any, practice_id: Id, *where: Any, after: Turn = None, limit: int = PAGE
) -> list[Any]:
    """The same of the practice's rows."""
    query = select(model).where(model.practice_id == as_uuid(practice_id), *where)
    return page_of(session, query, model.id, after, limit)
