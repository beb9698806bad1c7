"""What a person writes at, and how rows there are named, sealed and marked."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam

from nearer.rules import journey
from nearer.rules.canonical import canonical
from nearer.rules.contract import Json
from nearer.rules.edition import Edition, Form, Step
from nearer.rules.visibility import rule_of
from nearer.store.keys import Keys, seal_row
from nearer.store.tables import metadata


@dataclass(frozen=True)
class Target:
    """One occurrence of a step in the form that a seat has of it; entries are stored under its edition."""

    edition: Edition
    step: Step
    occurrence: int
    form: Form

    @classmethod
    def of(cls, edition: Edition, place: journey.Place) -> Target:
        """The target at a place of the journey."""
        return cls(edition, place.step, place.occurrence, place.form)

    def names(self, couple: UUID, seat: str) -> dict[str, Any]:
        """The columns that every row at this target has, and what the conditions of :func:`at` compare with."""
        return {"couple_id": couple, "step": self.step.id, "occurrence": self.occurrence, "seat": seat}


def at(table: str, *more: str) -> ColumnElement[bool]:
    """The condition that a row of *table* stands at a target, for statements that are made once.

    Give :meth:`Target.names` when running them; with ``"seat"`` the row is of that seat too.
    """
    columns = metadata.tables[table].c
    return and_(*(columns[name] == bindparam(name) for name in ("couple_id", "step", "occurrence", *more)))


def sealed(keys: Keys, table: str, values: Json, words: Json) -> Json:
    """The row *values* of *table* with *words* in its box.

    Raises:
        SealError: *keys* has no right to the key that they belong under.
    """
    return values | {"box": seal_row(keys, table, SimpleNamespace(**values), words)}


def mark_of(key: bytes, *content: Any) -> bytes:
    """A keyed digest of *content*: equal only for equal content, and telling nothing without the key."""
    return hmac.digest(key, b"nearer mark" + canonical(list(content)).encode(), hashlib.sha256)


def terms(schema: Json | None, names: Iterable[str]) -> dict[str, str]:
    """The visibility under which each property is given; sealed beside the words, so that nothing widens it later."""
    return {name: rule_of(schema, name).name for name in names}


def under(given: Json) -> Json:
    """The :func:`terms` of an answer as a schema that :mod:`nearer.rules.visibility` can decide by."""
    return {"properties": {name: {"x-visibility": word} for name, word in given.items()}}
