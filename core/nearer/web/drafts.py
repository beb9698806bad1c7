"""Keeps what is being written: asked for by a button, by the script while one writes, or on leaving."""

from __future__ import annotations

from contextlib import suppress

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from nearer.comparing import INCOMPATIBLE, MAPPABLE, compare_forms
from nearer.errors import NearerError
from nearer.rules.journey import Place
from nearer.store import drafts
from nearer.store.boxes import Target
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.web.pages import site
from nearer.web.visit import Visit, enter

OURS = frozenset({"token", "n", "edition", "form", "do", "at", "hinted"})
"""Fields of the page's own, which are no part of an answer."""


def keep(visit: Visit, place: Place) -> bool:
    """Save the posted fields as the draft of *place*; False where there may be none."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in OURS]
    return drafts.save_draft(visit.session, visit.seated, Target.of(visit.edition, place), fields)


def load(visit: Visit, place: Place) -> tuple[MultiDict[str, str], bool]:
    """The fields of the draft of *place*, empty where there is none, and whether its step was renewed since."""
    found = drafts.find_draft(visit.reader, visit.seated, Target.of(visit.edition, place))
    if found is None:
        return MultiDict(), False
    fields, edition = found
    return MultiDict(fields), edition != visit.edition.sha and _is_renewed(visit, place, edition)


def _is_renewed(visit: Visit, place: Place, edition: str) -> bool:
    """Whether the form of *place* asks for something else than the one in *edition* did."""
    step = load_edition(visit.reader, edition).steps.get(place.step.id)
    before = step.forms.get(place.form.name) if step else None
    return before is None or compare_forms(before, place.form, visit.site.registry.types) in (MAPPABLE, INCOMPATIBLE)


def keep_posted() -> None:
    """Save the answer that came with a request to leave, or to a place that has locked meanwhile; show nothing of it.

    Whatever is wrong with the form, it changes nothing and fails silently: leaving and locking always work.
    """
    with suppress(NearerError, HTTPException, ValueError):
        _, _, seat, step, occurrence = request.form.get("at", "").split("/")
        here = site()
        with session_scope(here.engine, write=True) as session:
            visit = enter(session, seat, here.clock(), locked=True)
            visit.check("step", step, occurrence)
            place = visit.journey.place(visit.side, step, int(occurrence))
            if place is not None and (place.is_answerable or place.held or visit.rests):
                keep(visit, place)
