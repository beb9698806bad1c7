"""Decides the form of a stage, and the variant of a step, when a person first comes to it.

That is the one thing that looking at a page may write.
"""

from __future__ import annotations

from dataclasses import replace

from nearer.installation import Installation
from nearer.rules.journey import Journey
from nearer.store.choosing import choose_variants
from nearer.store.engine import session_scope
from nearer.store.seats import Place as Seated
from nearer.store.stances import decide_stages
from nearer.web.visit import Visit


def settle(visit: Visit) -> None:
    """Where a stage or a step has opened for this seat undecided: decide, and go on with what was decided.

    Whoever comes first decides for both, and the same page in the same one reply comes to whoever is second: the
    decision rests on stances of earlier days only, and nothing tells who was first.
    """
    if not visit.rests:
        visit.journey = decide(visit.site, visit.seated, visit.journey)


def decide(site: Installation, seated: Seated, journey: Journey) -> Journey:
    """The journey of the seat, with the forms and variants that had to be decided where it has come to."""
    side = seated.seat.side
    if not journey.undecided(side) and not journey.unchosen(side):
        return journey
    with session_scope(site.engine, write=True) as session:
        if journey.undecided(side):
            can_screen = all(site.registry.usable(form) for form in journey.edition.screens)
            decisions = decide_stages(session, seated, journey, can_screen=can_screen)
            journey = replace(journey, facts=replace(journey.facts, decisions=decisions))
        if journey.unchosen(side):
            choices = choose_variants(session, site.keyring, seated, journey, now=site.clock())
            journey = replace(journey, facts=replace(journey.facts, choices=choices))
    return journey
