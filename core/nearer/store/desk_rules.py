"""What an administrator decided for the whole installation: a few words, each under a name."""

from __future__ import annotations

from sqlalchemy.orm import Session

from nearer.store.tables import DeskRule


def read_rule(session: Session, name: str) -> str:
    """What was decided under *name*; nothing when nobody decided."""
    found = session.get(DeskRule, name)
    return found.value if found else ""


def set_rule(session: Session, name: str, value: str) -> None:
    """Decide *value* for *name* from now on."""
    session.merge(DeskRule(name=name, value=value))
    session.flush()
