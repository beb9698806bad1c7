"""The round of milestones: where somebody is stuck, the counsellor is asked to get in touch."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from nearer.store.beats import is_due, note_beat
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.milestones import list_milestoned, list_watched, open_stuck_tasks

if TYPE_CHECKING:
    from nearer.installation import Installation

COUPLES = 100
EVERY = timedelta(hours=1)
"""It looks at every couple whose program has milestones, and those are counted in days."""

NAME = "milestones"


def open_tasks(installation: Installation) -> int:
    """Look at every couple whose program has milestones, and open the tasks that are due."""
    now = installation.now()
    with session_scope(installation.engine) as session:
        if not is_due(session, NAME, every=EVERY, now=now):
            return 0
        shas = list_milestoned(session)
    opened, after, is_over = 0, None, not shas
    while not is_over:
        count, after = _page(installation, shas, after)
        opened, is_over = opened + count, after is None
    with session_scope(installation.engine, write=True) as session:
        note_beat(session, NAME, now=now)
    return opened


def _page(installation: Installation, shas: list[str], after: UUID | None) -> tuple[int, UUID | None]:
    """The tasks of one page of couples, and after whom to go on; None after the last."""
    now = installation.now()
    with session_scope(installation.engine, write=True) as session:
        couples = list_watched(session, shas, after=after, limit=COUPLES)
        opened = sum(
            open_stuck_tasks(session, installation.keyring, each, load_edition(session, each.edition_sha), now)
            for each in couples
        )
        return opened, couples[-1].id if len(couples) == COUPLES else None
