"""Decides the form of a stage when a person first comes to it: the one thing that looking at a page may write."""

from __future__ import annotations

from dataclasses import replace

from nearer.store.engine import session_scope
from nearer.store.stances import decide_stages
from nearer.web.visit import Visit


def settle(visit: Visit) -> None:
    """Where a stage has opened for this seat without a decision: decide, and go on with what was decided.

    Whoever comes first decides for both, and the same page in the same one reply comes to whoever is second: the
    decision rests on stances of earlier days only, and nothing tells who was first.
    """
    if visit.rests or not visit.journey.undecided(visit.side):
        return
    can_screen = all(visit.site.registry.usable(form) for form in visit.edition.screens)
    with session_scope(visit.site.engine, write=True) as session:
        decisions = decide_stages(session, visit.seated, visit.journey, can_screen=can_screen)
    visit.journey = replace(visit.journey, facts=replace(visit.journey.facts, decisions=decisions))
