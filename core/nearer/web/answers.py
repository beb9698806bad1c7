"""What was answered: one's own words, the other's beside them once they are open, and what may be shown one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request

from nearer.languages import N_, _, day_in_words, time_in_words
from nearer.rules import visibility
from nearer.rules.contract import Json
from nearer.rules.edition import Form
from nearer.rules.journey import DONE, Place
from nearer.rules.vocabulary import View
from nearer.store.door import Visible
from nearer.store.entries import items_of
from nearer.store.lifts import Lifted
from nearer.web.drawing import draw_type
from nearer.web.overview import address, count, has_come_to_the_end, stage_title
from nearer.web.shown import rows, title_of
from nearer.web.turns import OVER
from nearer.web.visit import Visit

TALK = N_(
    "Read slowly. Then put the phone down and talk: what surprised you, what you would like to hear more about. "
    "Nothing here has to be the same."
)
WAITS = N_("What belongs beside this opens once you have both finished this step. There is nothing more to do here.")
PASSED = N_("You passed this step. That is fine, and needs no reason.")
WRITE_ONLY = N_("Thank you. That is all here. What you answered is not shown again.")
COMPARED = {"lower": N_("lower than yours"), "similar": N_("much like yours"), "higher": N_("higher than yours")}
CHANGE, AFTER_ALL = N_("Change or add something"), N_("Answer it after all")
OPENS_TO_PARTNER = ("both", "joint")


@dataclass(frozen=True)
class Release:
    """One item and one possible reader: still private, opening at a time, or open."""

    item: str
    reader: str
    name: str
    state: str
    lift: str = ""
    opens: str = ""


def opens_to_partner(form: Form) -> bool:
    """Whether anything in answers to *form* opens to the partner by itself."""
    return any(visibility.TABLE[each].closes == "both" for each in visibility.visibilities(form.schema))


def waits_for_other(place: Place) -> bool:
    """Whether something may yet open beside one's own answer."""
    return opens_to_partner(place.form) and not place.moment.both


def show_answers(visit: Visit, place: Place, seen: Visible) -> Response:
    """The page of a step that is done, or whose shared answer waits to be confirmed."""
    form, them = place.form, visit.names.Theirs
    is_open = seen.theirs is not None or bool(seen.lifted)
    view = View.REVEAL if is_open or seen.shared is not None else View.REVIEW
    is_secret = visibility.is_write_only(form.schema)
    paper = request.args.get("print") == "yes"
    return visit.draw(
        "review.html", paper=paper,
        step=place.step, stage=stage_title(visit, place), count=count(place), here=address(visit, place),
        notice=_notice(place),
        waits=_(WAITS) if place.status == DONE and waits_for_other(place) and not visit.rests else "",
        talk=_(TALK), drawn=None if place.passed or is_secret else draw_type(visit, place, view, seen),
        names={"mine": _("You"), "theirs": them, "them": visit.names.them}, is_secret=is_secret,
        mine=rows(form, seen.mine or {}), theirs=rows(form, seen.theirs or {}) if is_open else None,
        shared=None if seen.shared is None else rows(form, seen.shared), lifted=lifted(form, seen),
        comparisons=_comparisons(form, seen, them), confirm=visit.token("confirm", *place_names(place)),
        n=None if place.held or paper else seen.confirmable,
        lifts=[] if place.held or paper else _lifts(visit, place, seen),
        token=visit.token("lift", *place_names(place)),
        again=_again(visit, place, seen), ended=place.step is visit.edition.in_turn[-1] and has_come_to_the_end(visit),
    )  # fmt: skip


def _notice(place: Place) -> str:
    """What stands above, instead of an answer or beside it."""
    if visibility.is_write_only(place.form.schema):
        return _(WRITE_ONLY)
    if place.passed:
        return _(PASSED)
    return _(OVER) if place.form.schema is None else ""


def place_names(place: Place) -> tuple[str, str]:
    """What the token of a form at *place* is bound to."""
    return place.step.id, str(place.occurrence)


def gathered(visit: Visit, seen: Visible) -> list[tuple[str, Any, Any]]:
    """What earlier steps bring here, for core's own drawing: title, mine, theirs."""
    found = []
    for each in seen.gathered:
        form = visit.journey.form(visit.edition.steps[each["step"]], visit.side)
        mine, theirs = (dict(_row_of(form, each["property"], each[who])) for who in ("mine", "theirs"))
        title = title_of(form, each["property"])
        found.append((title, mine.get(title), theirs.get(title)))
    return found


def _row_of(form: Form, name: str, value: Any) -> tuple[tuple[str, Any], ...]:
    return () if value is None else rows(form, {name: value})


def _again(visit: Visit, place: Place, seen: Visible) -> str:
    names = set((place.form.schema or {}).get("properties") or {})
    is_kept = place.held or visit.rests or visibility.is_write_only(place.form.schema)
    if is_kept or not names - seen.closed:
        return ""
    return _(AFTER_ALL if place.passed else CHANGE)


def _comparisons(form: Form, seen: Visible, them: str) -> list[tuple[str, str]]:
    return [
        (title_of(form, name) if name else _("All in all"), f"{them}: {_(COMPARED[word])}")
        for name, word in seen.comparisons.items()
    ]


def lifted(form: Form, seen: Visible) -> list[tuple[str, Any]]:
    """What the other chose to show, one thing at a time."""
    return [row for each in seen.lifted for row in rows(form, {each["property"]: each["value"]})]


def _lifts(visit: Visit, place: Place, seen: Visible) -> list[dict[str, Any]]:
    """Every item that may be shown one by one, with what became of it for each possible reader."""
    made = {(each.item, each.reader): each for each in seen.lifts}
    readers = {visibility.PARTNER: visit.names.them}
    if visit.edition.program.get("personal", True):
        readers[visibility.COUNSELLOR] = _("your counsellor")
    found = []
    for name, ids in seen.items.items():
        values = items_of((seen.mine or {}).get(name))
        for item, value in zip(ids, values, strict=False):
            words = rows(place.form, {name: value if not isinstance((seen.mine or {})[name], list) else [value]})
            releases = [_release(visit, item, made.get((item, reader)), reader, who) for reader, who in readers.items()]
            if visit.rests:
                releases = [each for each in releases if each.state == "waiting"]
            if releases:
                found.append({"words": words, "releases": releases})
    return found


def _release(visit: Visit, item: str, made: Lifted | None, reader: str, name: str) -> Release:
    release = Release(item, reader, name, "private")
    if made is None:
        return release
    if made.opens_at <= visit.now:
        return replace(release, state="open")
    local = made.opens_at.astimezone(visit.zone)
    opens = _("{day}, {time}", day=day_in_words(local.date()), time=time_in_words(local.time()))
    return replace(release, state="waiting", lift=made.id, opens=opens)


def instance_with_closed(answer: Json, seen: Visible) -> Json:
    """*answer* with what is closed as it stood: the form did not draw it."""
    return answer | {name: value for name, value in (seen.mine or {}).items() if name in seen.closed}
