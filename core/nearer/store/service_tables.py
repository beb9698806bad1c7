"""The tables of the service itself: tries at secrets, what is to be sent, when its rounds were; nothing of a couple."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from nearer.store.columns import inside_id, moment


class Attempt(SQLModel, table=True):
    """A failed try at a secret, counted by address digest and hour, never by couple."""

    address: str = Field(primary_key=True, max_length=64)
    kind: str = Field(primary_key=True, max_length=20)
    hour: datetime = moment(primary_key=True)
    count: int = 0


class Outbox(SQLModel, table=True):
    """What is to be sent after commit: ids only, claimed with a lease."""

    __table_args__ = (Index("ix_outbox_done_due", "done", "due_at"),)

    id: UUID = Field(default_factory=inside_id, primary_key=True)
    event: str = Field(unique=True, max_length=64)
    kind: str = Field(max_length=40)
    payload: str
    due_at: datetime = moment()
    leased_until: datetime | None = moment(default=None)
    tries: int = 0
    done: bool = False


class Beat(SQLModel, table=True):
    """When something that is done now and then was last done, such as the worker's rounds."""

    name: str = Field(primary_key=True, max_length=20)
    at: datetime = moment()
