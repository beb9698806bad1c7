"""Decides the form of a stage, and the variant of a step, when a person first comes to it.

That is the one thing that looking at a page may write.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from nearer.store.choosing import choose_variants
from nearer.store.engine import session_scope
from nearer.store.stances import decide_stages
from nearer.web.visit import Visit


def settle(visit: Visit) -> None:
    """Where a stage or a step has opened for this seat undecided: decide, and go on with what was decided.

    Whoever comes first decides for both, and the same page in the same one reply comes to whoever is second: the
    decision rests on stances of earlier days only, and nothing tells who was first.
    """
    is_settled = not visit.journey.undecided(visit.side) and not visit.journey.unchosen(visit.side)
    if visit.rests or is_settled:
        return
    with session_scope(visit.site.engine, write=True) as session:
        _decide(session, visit)
        if visit.journey.unchosen(visit.side):
            choices = choose_variants(session, visit.site.keyring, visit.seated, visit.journey, now=visit.now)
            visit.journey = replace(visit.journey, facts=replace(visit.journey.facts, choices=choices))


def _decide(session: Session, visit: Visit) -> None:
    if visit.journey.undecided(visit.side):
        can_screen = all(visit.site.registry.usable(form) for form in visit.edition.screens)
        decisions = decide_stages(session, visit.seated, visit.journey, can_screen=can_screen)
        visit.journey = replace(visit.journey, facts=replace(visit.journey.facts, decisions=decisions))
