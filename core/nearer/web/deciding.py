"""Decides the form of a stage when a person first comes to it: the one thing that looking at a page may write."""

from __future__ import annotations

from flask import Response, request

from nearer.store.engine import session_scope
from nearer.store.stances import decide_stages
from nearer.web.visit import Visit, go


def settle(visit: Visit) -> Response | None:
    """Where a stage has opened for this seat without a decision: decide, and ask for the page again; else None.

    Whoever comes first decides for both, and nobody can tell: the decision rests on stances of earlier days only.
    """
    if not visit.journey.undecided(visit.side):
        return None
    with session_scope(visit.site.engine, write=True) as session:
        decide_stages(session, visit.seated, visit.journey)
    return go(request.path)
