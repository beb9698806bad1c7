"""Limits on tries at secrets, by address and installation, never by couple: nobody can lock the other out."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from nearer.errors import UnknownSecretError
from nearer.store.engine import is_postgres, session_scope
from nearer.store.keyring import Keyring
from nearer.store.tables import Attempt, metadata

AN_ADDRESS = 20
EVERYBODY = 1000
_attempt = metadata.tables["attempt"].c
_ALL = "*"
_KEPT = timedelta(days=1)


def admit(engine: Engine, keyring: Keyring, kind: str, address: str, *, now: datetime, most: int = AN_ADDRESS) -> None:
    """Count a try of *kind* (``link``, ``code``, ...) from *address*, *most* an hour, in its own transaction.

    Call it before the secret is looked up, in no other scope; :func:`forgive` takes a lucky one back.

    Raises:
        UnknownSecretError: too many this hour, in the same words as for an unknown one.
    """
    hour = _hour(now)
    with session_scope(engine, write=True) as session:
        # In one order, so that two tries at once wait for each other instead of dying of a deadlock.
        counts = [_count(session, who, kind, hour) for who in (_ALL, _digest(keyring, address))]
    if counts[0] > EVERYBODY or counts[1] > most:
        raise UnknownSecretError


def forgive(session: Session, keyring: Keyring, kind: str, address: str, *, now: datetime) -> None:
    """Take back the count of a try that opened something."""
    where = (_attempt.kind == kind, _attempt.hour == _hour(now))
    for who in (_ALL, _digest(keyring, address)):
        session.execute(update(Attempt).where(_attempt.address == who, *where).values(count=_attempt.count - 1))


def forget_old(session: Session, *, now: datetime) -> int:
    """Forget the tries of more than a day ago, and say how many rows that were."""
    forgotten: Any = session.execute(delete(Attempt).where(_attempt.hour < now - _KEPT))
    return int(forgotten.rowcount)


def _count(session: Session, who: str, kind: str, hour: datetime) -> int:
    dialect = postgresql if is_postgres(session.get_bind()) else sqlite
    made = dialect.insert(Attempt).values(address=who, kind=kind, hour=hour, count=1)
    keys = [_attempt.address, _attempt.kind, _attempt.hour]
    counted = made.on_conflict_do_update(index_elements=keys, set_={"count": _attempt.count + 1})
    return int(session.execute(counted.returning(_attempt.count)).scalar_one())


def _digest(keyring: Keyring, address: str) -> str:
    return hmac.digest(keyring.secret("attempts"), address.encode(), "sha256").hex()


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
