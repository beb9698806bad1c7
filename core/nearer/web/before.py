"""What stood before a step was renewed or left the program: kept as it was given, and shown to whom it was shown."""

from __future__ import annotations

from flask import Blueprint, Response

from nearer.errors import NotFoundError
from nearer.languages import _
from nearer.rules import visibility
from nearer.rules.journey import Place
from nearer.store.before import Before, find_before, list_before
from nearer.store.boxes import Target
from nearer.store.door import Viewer, Visible
from nearer.web.shown import rows
from nearer.web.visit import Visit, in_seat

pages = Blueprint("before", __name__)


def before_here(visit: Visit, place: Place) -> str:
    """The address of what this person finished at *place* before it was renewed; empty where there is nothing."""
    is_mine = (place.step.id, place.occurrence, visit.side) in visit.journey.facts.floors
    return _address(visit, place.step.id, place.occurrence) if is_mine else ""


@pages.get("/s/<seat>/before")
@in_seat(proof=True)
def show_list(visit: Visit) -> Response:
    """Every place where something of this person's stands aside."""
    found = list_before(visit.reader, visit.seated.couple.id, visit.side)
    targets = [each.target for each in found]
    lines = [{"title": _title(each), "href": _address(visit, each.step.id, each.occurrence)} for each in targets]
    return visit.draw("before.html", lines=lines)


@pages.get("/s/<seat>/before/<step>/<int:occurrence>")
@in_seat(proof=True)
def show_before(visit: Visit, step: str, occurrence: int) -> Response:
    """What stood at one place, in the words of then; nothing more of the other's than what was open."""
    found = find_before(visit.reader, visit.seated.couple.id, step, occurrence)
    if found is None or visit.side not in found.aside:
        raise NotFoundError
    form, seen = found.target.form, _seen(visit, found)
    return visit.draw(
        "before.html", step=_title(found.target), is_secret=visibility.is_write_only(form.schema),
        mine=rows(form, seen.mine or {}), theirs=rows(form, seen.theirs or {}),
        shared=None if seen.shared is None else rows(form, seen.shared), names=visit.names,
        lifted=[row for each in seen.lifted for row in rows(form, {each["property"]: each["value"]})],
    )  # fmt: skip


def _seen(visit: Visit, found: Before) -> Visible:
    viewer = Viewer.partner(visit.reader, visit.site.keyring, visit.seated)
    seen = found.read(visit.reader, viewer, visit.journey, now=visit.now)
    return Visible(mine=seen.mine) if visit.rests else seen


def _title(target: Target) -> str:
    step, n = target.step, target.occurrence
    return f"{step.title} ({_('{n} of {count}', n=n, count=step.occurrences)})" if step.occurrences > 1 else step.title


def _address(visit: Visit, step: str, occurrence: int) -> str:
    return f"{visit.home}before/{step}/{occurrence}"
