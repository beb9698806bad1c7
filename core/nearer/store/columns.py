"""Column types and small rules that every table shares."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """An aware date-time, kept and returned as UTC on both databases (SQLite drops the zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """*value* in UTC, for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a date-time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """*value* as the database gave it, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def inside_id() -> UUID:
    """An id that never leaves the server: ordered by time, which is why it must stay inside."""
    return uuid_utils.compat.uuid7()


def public_id() -> str:
    """A random id that may stand in an address; it tells nothing about when or in which order."""
    return secrets.token_urlsafe(16)


def moment(**options: Any) -> Any:
    """A column for an aware date-time."""
    return Field(sa_type=UtcDateTime, **options)
