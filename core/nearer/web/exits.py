"""How to leave quickly: explained once before the first step, with a try that ends nothing."""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.store.care import care_of, change_care
from nearer.web.visit import Visit, go, in_seat

pages = Blueprint("exits", __name__)


@pages.get("/s/<seat>/quickly")
@in_seat()
def show_exit(visit: Visit) -> Response:
    """What leaving does and what it does not."""
    return explain(visit)


@pages.post("/s/<seat>/quickly")
@in_seat(write=True)
def learn_exit(visit: Visit) -> Response:
    """Keep that this person knows it, for nobody else; or show where leaving would lead."""
    visit.check("before")
    if request.form.get("do") == "try":
        return visit.draw("tried.html")
    change_care(visit.session, visit.seated.couple.id, visit.side, visit.seated.keys, {"knows_exit": True})
    return go(visit.home)


def knows_exit(visit: Visit) -> bool:
    """Whether this person was told how to leave."""
    return bool(care_of(visit.seated.keys, visit.seated.seat)["knows_exit"])


def explain(visit: Visit) -> Response:
    """The page that comes before anything else."""
    return visit.draw("quickly.html", token=visit.token("before"))
