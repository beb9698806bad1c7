"""Puts rows in place of earlier ones, and serialises the writers of one couple: where the two databases differ."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nearer.errors import ConflictError
from nearer.store.engine import is_postgres
from nearer.store.tables import metadata

_couple = metadata.tables["couple"].c


def lock_couple(session: Session, couple: UUID) -> None:
    """Let only one transaction at a time write what this couple does; two devices of theirs wait for each other.

    SQLite has one writer anyway, and ignores the clause. Rows that merely point at the couple are not held up.

    Raises:
        ConflictError: this half couple was joined to the other half a moment ago; the next try finds it there.
    """
    found = session.execute(select(_couple.id).where(_couple.id == couple).with_for_update(key_share=True))
    if found.first() is None:
        raise ConflictError("Your two places were just joined. Please send this once more.")


def put_row(session: Session, table: str, values: dict[str, Any], *, keep: frozenset[str] = frozenset()) -> None:
    """Insert *values*, or replace the row with that primary key, except for its columns in *keep*."""
    names = [column.name for column in metadata.tables[table].primary_key]
    statement = _insert(session, table, values)
    changed = {name: statement.excluded[name] for name in values if name not in {*names, *keep}}
    session.execute(statement.on_conflict_do_update(index_elements=names, set_=changed))


def put_once(session: Session, table: str, values: dict[str, Any]) -> None:
    """Insert *values*, or do nothing where a unique key of theirs is taken."""
    session.execute(_insert(session, table, values).on_conflict_do_nothing())


def _insert(session: Session, table: str, values: dict[str, Any]) -> Any:
    dialect: Any = postgresql if is_postgres(session.get_bind()) else sqlite
    return dialect.insert(metadata.tables[table]).values(**values)
