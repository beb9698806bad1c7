"""The overview: what comes next, and where each step stands for the one who looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, request

from nearer.languages import N_, _, day_in_words, isolated, n_
from nearer.rules.edition import Stage
from nearer.rules.journey import DONE, LATER, OPEN, WAITING, Place
from nearer.store.stances import find_wish
from nearer.web import letters
from nearer.web.deciding import settle
from nearer.web.exits import explain, knows_exit
from nearer.web.resting import KEPT, NOTED, RESTS
from nearer.web.visit import Visit, in_seat

pages = Blueprint("overview", __name__)

WORDS = {LATER: N_("later"), OPEN: N_("open"), WAITING: N_("waiting"), DONE: N_("done")}
PAUSE = {
    "heading": N_("Nothing to do just now"),
    "words": N_(
        "What comes next opens by itself. Until then, a walk, a meal or a quiet evening does as much as any step."
    ),
}
REST = {"heading": RESTS, "words": KEPT}


@dataclass(frozen=True)
class Line:
    """One step on the overview; an unopened one has neither title nor address."""

    title: str
    status: str
    state: str
    href: str = ""


@pages.get("/s/<seat>/")
@in_seat()
def show_overview(visit: Visit) -> Response:
    """What comes next, then every stage; before anything else, once, how to leave."""
    if not knows_exit(visit):
        return explain(visit)
    settle(visit)
    rested, noted = visit.rests, request.args.get("did") == "on"
    asked, place = [] if rested else asks(visit), visit.journey.next(visit.side)
    program = visit.edition.program
    return visit.draw(
        "overview.html",
        greeting=_("Welcome, {name}", name=isolated(visit.names.mine)) if visit.names.mine else _("Welcome"),
        title=program["title"],
        asks=asked,
        next=None if asked or rested or place is None else _next(visit, place),
        invite=None if rested else _invite(visit),
        pause={name: _(words) for name, words in (REST if rested else PAUSE).items()},
        ended=has_come_to_the_end(visit),
        token=visit.token("leaving") if rested else "",
        noted=_(NOTED) if rested and noted else "",
        **letters.newest(visit),
        stages=_stages(visit),
        before=visit.home + "before" if any(spot[2] == visit.side for spot in visit.journey.facts.floors) else "",
    )


def asks(visit: Visit) -> list[dict[str, str]]:
    """What a person is asked for before the next step: a way back first, then a wish."""
    found = []
    if not visit.seated.seat.way_back:
        found.append({
            "heading": _("First, a way to come back"),
            "words": _("There is no e-mail and no password. A private link brings you back. Keep it, and try it once."),
            "href": visit.home + "ways", "button": _("Choose my way back"),
        })  # fmt: skip
    elif _has_two_forms(visit) and find_wish(visit.seated) is None:
        found.append({
            "heading": _("Together or alone?"),
            "words": _("Some steps have a form for two and a form for one. What you wish for stays private."),
            "href": visit.home + "together", "button": _("Say what I wish"),
        })  # fmt: skip
    return found


def has_come_to_the_end(visit: Visit) -> bool:
    """Whether this person finished the last step of the program."""
    in_turn = visit.edition.in_turn
    return bool(in_turn) and visit.journey.is_finished(visit.side, in_turn[-1])


def _invite(visit: Visit) -> dict[str, str] | None:
    """A way for the other, from when one's own way back is kept until the other place is taken."""
    if visit.seated.partner_taken or not visit.seated.seat.way_back:
        return None
    return {
        "heading": _("A way for {them}", them=isolated(visit.names.them)),
        "words": _("Some steps open only when both of you are here. Make a link, a square or a code to hand on."),
        "href": visit.home + "ways#invite", "button": _("Make a way"),
    }  # fmt: skip


def address(visit: Visit, place: Place) -> str:
    """The address of a place."""
    return f"{visit.home}{place.step.id}/{place.occurrence}"


def _has_two_forms(visit: Visit) -> bool:
    return any(step.has_two_forms for step in visit.edition.order)


def stage_title(visit: Visit, place: Place) -> str:
    """The title of the stage that a place is in."""
    return next(each.title for each in visit.edition.stages if each.id == place.step.stage)


def count(place: Place) -> str:
    """Which of several times it is."""
    if place.step.occurrences == 1:
        return ""
    return _("{n} of {count}", n=place.occurrence, count=place.step.occurrences)


def _next(visit: Visit, place: Place) -> dict[str, Any]:
    return {"title": place.step.title, "summary": place.step.summary, "minutes": place.step.minutes,
            "stage": stage_title(visit, place), "href": address(visit, place)}  # fmt: skip


def _stages(visit: Visit) -> list[dict[str, Any]]:
    places = visit.journey.places(visit.side)
    return [_stage(visit, each, [p for p in places if p.step.stage == each.id]) for each in visit.edition.stages]


def _stage(visit: Visit, stage: Stage, places: Sequence[Place]) -> dict[str, Any]:
    is_open = any(each.status != LATER for each in places)
    lines: list[Line] = []
    for unopened, group in groupby(places, lambda each: each.status in (LATER, WAITING)):
        run = list(group)
        lines += [_to_come(visit, run)] if unopened else [_line(visit, each) for each in run]
    return {"title": stage.title, "summary": stage.summary, "is_open": is_open, "steps": lines}


def _to_come(visit: Visit, places: list[Place]) -> Line:
    """One line for steps that are not open: without titles, and with the day where it is known for the next one."""
    first = places[0]
    title = n_("A step to come", "{n} steps to come", len(places))
    day = first.opens_on if first.status == LATER and not visit.rests else None
    state = _("opens {day}", day=day_in_words(day)) if day else _(WORDS[first.status])
    return Line(title, first.status, state)


def _line(visit: Visit, place: Place) -> Line:
    title = f"{place.step.title} ({count(place)})" if count(place) else place.step.title
    if visit.rests and place.status != DONE:
        return Line(title, LATER, _("rests"))
    return Line(title, place.status, _(WORDS[place.status]), address(visit, place))
