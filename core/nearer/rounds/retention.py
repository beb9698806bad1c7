"""The round of retention: what nobody needs any more leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nearer.store import attempts, outbox
from nearer.store.beats import is_due, note_beat
from nearer.store.engine import session_scope
from nearer.store.forgetting import forget_couple, list_unused_couples

if TYPE_CHECKING:
    from nearer.installation import Installation

UNUSED = timedelta(days=7)
"""How long a couple may stay of which nobody ever wrote anything (see "Getting in" in the safety rules)."""

ANNOUNCED = timedelta(days=7)
"""How long the outbox remembers what it sent; whatever could come twice comes within this time."""

COUPLES = 20
EVERY = timedelta(hours=1)
"""It looks at every couple, so it looks seldom."""

NAME = "retention"


def clear(installation: Installation) -> int:
    """Forget couples that were begun and never used, failed tries of yesterday, and what the outbox has finished."""
    now = installation.now()
    with session_scope(installation.engine) as session:
        if not is_due(session, NAME, every=EVERY, now=now):
            return 0
        unused = list_unused_couples(session, began_before=(now - UNUSED).date(), limit=COUPLES)
    cleared = 0
    for couple in unused:
        with session_scope(installation.engine, write=True) as session:
            cleared += forget_couple(session, couple, unused=True)
    with session_scope(installation.engine, write=True) as session:
        cleared += attempts.forget_old(session, now=now) + outbox.forget_finished(session, before=now - ANNOUNCED)
        if not cleared:
            note_beat(session, NAME, now=now)
    return cleared
