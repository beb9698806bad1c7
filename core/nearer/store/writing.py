"""Puts rows in place of earlier ones, and serialises the writers of one couple: where the two databases differ."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from nearer.errors import ConflictError
from nearer.store.engine import Reader, is_postgres, plain
from nearer.store.tables import metadata

_couple = metadata.tables["couple"].c
_LOCK = select(_couple.id).where(_couple.id == bindparam("couple")).with_for_update(key_share=True)


def lock_couple(session: Reader, couple: UUID) -> None:
    """Let only one transaction at a time write what this couple does; two devices of theirs wait for each other.

    SQLite has one writer anyway, and leaves the clause out. Rows that merely point at the couple are not held up.

    Raises:
        ConflictError: while this waited, the couple was joined to another or erased.
    """
    if plain(session).execute(_LOCK, {"couple": couple}).first() is None:
        raise ConflictError("This place has just changed. Please open the page again.")


def lock_name(session: Reader, name: bytes) -> None:
    """Let only one transaction at a time go on under this random *name*; SQLite has one writer anyway."""
    if is_postgres(connection := plain(session)):
        connection.execute(select(func.pg_advisory_xact_lock(int.from_bytes(name[:8], "big", signed=True))))


def put_row(session: Reader, table: str, values: dict[str, Any], *, keep: frozenset[str] = frozenset()) -> None:
    """Insert *values*, or replace the row with that primary key, except for its columns in *keep*."""
    connection = plain(session)
    connection.execute(_replacing(is_postgres(connection), table, tuple(values), keep), values)


def put_once(session: Reader, table: str, *rows: dict[str, Any]) -> None:
    """Insert *rows*, at once, and leave out those of which a unique key is taken."""
    connection = plain(session)
    if rows:
        connection.execute(_insert(is_postgres(connection), table).on_conflict_do_nothing(), list(rows))


@lru_cache
def _replacing(postgres: bool, table: str, columns: tuple[str, ...], keep: frozenset[str]) -> Any:
    """The statement, made once for each set of columns."""
    names = [column.name for column in metadata.tables[table].primary_key]
    statement = _insert(postgres, table)
    changed = {name: statement.excluded[name] for name in columns if name not in {*names, *keep}}
    return statement.on_conflict_do_update(index_elements=names, set_=changed)


def _insert(postgres: bool, table: str) -> Any:
    dialect: Any = postgresql if postgres else sqlite
    return dialect.insert(metadata.tables[table])
