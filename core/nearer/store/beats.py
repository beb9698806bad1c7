"""When something that is done now and then was last done: the worker's rounds, for the health page and the doctor."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from nearer.store.engine import Reader
from nearer.store.tables import metadata
from nearer.store.writing import put_row

_beat = metadata.tables["beat"].c
WORKER = "worker"


def note_beat(session: Session, name: str = WORKER, *, now: datetime) -> None:
    """Note that a worker has done its rounds, or what else *name* stands for, at *now*."""
    put_row(session, "beat", {"name": name, "at": now})


def find_beat(session: Reader, name: str = WORKER) -> datetime | None:
    """When that was last done; None if never."""
    return session.execute(select(_beat.at).where(_beat.name == name)).scalar_one_or_none()


def is_due(session: Reader, name: str, *, every: timedelta, now: datetime) -> bool:
    """Whether that was never done, or longer ago than *every*."""
    last = find_beat(session, name)
    return last is None or now - last >= every
