"""Where people of the desk are signed in: one row for each browser; a copied cookie ends with its row."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from nearer.desk import SignIn

IDLE = timedelta(hours=12)
KEPT = timedelta(days=30)
_row: Any = SignIn


def begin_sign_in(session: Session, counsellor_id: UUID, device: str, *, kept: bool, now: datetime) -> str:
    """Sign somebody in on *device*; gives the token that only this browser holds. What ran out is forgotten."""
    session.execute(delete(SignIn).where(_row.counsellor_id == counsellor_id, ~_lives(now)))
    token = secrets.token_urlsafe(32)
    row: Any = {
        "counsellor_id": counsellor_id,
        "device": device[:80],
        "kept": kept,
        "made_at": now,
        "used_at": _hour(now),
    }
    session.add(SignIn(locator=_locator(token), **row))
    session.flush()
    return token


def find_sign_in(session: Session, token: str, *, now: datetime) -> SignIn | None:
    """The sign-in that *token* holds, if it was neither ended nor left alone for too long."""
    return session.scalars(select(SignIn).where(_row.locator == _locator(token), _lives(now))).one_or_none()


def note_use(session: Session, token: str, *, now: datetime) -> None:
    """Write down that it was used within this hour."""
    session.execute(update(SignIn).where(_row.locator == _locator(token)).values(used_at=_hour(now)))


def list_sign_ins(session: Session, counsellor_id: UUID, *, now: datetime) -> list[SignIn]:
    """Where somebody is signed in, the latest first."""
    mine = select(SignIn).where(_row.counsellor_id == counsellor_id, _lives(now))
    return list(session.scalars(mine.order_by(_row.used_at.desc(), _row.id.desc())))


def end_sign_in(session: Session, counsellor_id: UUID, sign_in_id: UUID) -> None:
    """End one of somebody's sign-ins; one that is gone already is ended."""
    mine = (_row.counsellor_id == counsellor_id, _row.id == sign_in_id)
    session.execute(delete(SignIn).where(*mine))


def end_sign_ins(session: Session, counsellor_id: UUID, *, but: str = "") -> None:
    """End every sign-in of somebody, but for the one whose token is given."""
    mine = _row.counsellor_id == counsellor_id
    session.execute(delete(SignIn).where(mine, _row.locator != _locator(but)) if but else delete(SignIn).where(mine))


def end_by_token(session: Session, token: str) -> None:
    """End the sign-in that *token* holds."""
    session.execute(delete(SignIn).where(_row.locator == _locator(token)))


def _lives(now: datetime) -> Any:
    return or_(and_(_row.kept, _row.used_at > now - KEPT), _row.used_at > now - IDLE)


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _locator(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
