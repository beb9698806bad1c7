"""Passkeys of people at the desk: the public halves, by which a second step is checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from nearer.store.desk_tables import Passkey, metadata
from nearer.store.engine import Reader
from nearer.store.inside import Id, as_uuid

_row = metadata.tables["passkey"].c


def keep_passkey(
    session: Session, counsellor_id: Id, name: str, *, transports: Sequence[str], now: datetime, **of: Any
) -> Passkey:
    """Keep a passkey under *name*; *of* is ``credential_id``, ``public_key`` and ``sign_count``."""
    who: Any = as_uuid(counsellor_id)
    row = Passkey(counsellor_id=who, name=name, transports=json.dumps(transports), made_at=now, used_at=now, **of)
    session.add(row)
    session.flush()
    return row


def list_passkeys(session: Reader, counsellor_id: Id) -> list[Passkey]:
    """Somebody's passkeys, in the order in which they were made."""
    mine = select(Passkey).where(_row.counsellor_id == as_uuid(counsellor_id))
    return list(session.scalars(mine.order_by(_row.id)))


def list_with_passkeys(session: Reader, counsellor_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these people have a passkey."""
    return set(session.scalars(select(_row.counsellor_id).where(_row.counsellor_id.in_(list(counsellor_ids)))))


def find_passkey(session: Reader, credential_id: bytes) -> Passkey | None:
    """The passkey that calls itself so."""
    return session.scalars(select(Passkey).where(_row.credential_id == credential_id)).one_or_none()


def note_passkey_use(session: Session, credential_id: bytes, *, sign_count: int, now: datetime) -> None:
    """Write down that it was used, and how often it says that it was: a copy would lag behind."""
    found = find_passkey(session, credential_id)
    if found is not None:
        found.sign_count, found.used_at = sign_count, now
        session.flush()


def remove_passkeys(session: Session, counsellor_id: Id, *, credential_id: bytes | None = None) -> None:
    """Remove one of somebody's passkeys, or all of them."""
    mine = [_row.counsellor_id == as_uuid(counsellor_id)]
    if credential_id is not None:
        mine.append(_row.credential_id == credential_id)
    session.execute(delete(Passkey).where(*mine))
