"""A step: shown with its form or its answers; saved for later, sent, passed, confirmed, shared one thing at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from nearer.forms import pressed
from nearer.languages import N_, _
from nearer.rules import visibility
from nearer.rules.contract import Json
from nearer.rules.journey import DONE, Place
from nearer.rules.problems import Problem
from nearer.store import entries, lifts, together
from nearer.store.boxes import Target
from nearer.store.door import Visible
from nearer.store.merging import Draft, Sent, marks_of
from nearer.store.writing import lock_couple
from nearer.web import drafts
from nearer.web.answers import (
    gathered,
    instance_with_closed,
    lifted,
    opens_to_partner,
    place_names,
    show_answers,
    waits_for_other,
)
from nearer.web.before import before_here
from nearer.web.deciding import settle
from nearer.web.drawing import draw_form, look, problems_of
from nearer.web.finding import any_place, open_place
from nearer.web.overview import address, count, stage_title
from nearer.web.pages import summarised
from nearer.web.resting import rest_page
from nearer.web.shown import rows
from nearer.web.turns import after_talk, is_talking, number, show_turn
from nearer.web.visit import Visit, go, in_seat

pages = Blueprint("steps", __name__)

PATH = "/s/<seat>/<step>/<int:occurrence>"
WAIT = N_("This opens in its own time")
WAIT_WORDS = N_(
    "What belongs here opens by itself. There is nothing you need to do for it. "
    "Until then, a walk, a meal or a quiet evening does as much as any step."
)
SAVED = N_("Saved for later. Only you can read it.")
CONFLICT = N_(
    "This was answered already, here or on another device. What you sent just now stands in the form; nothing is lost. "
    "Send it again to put it in place of what stands."
)
TWO_DEVICES = N_(
    "You wrote here on another device, too. Nothing is lost: it is put together below. "
    "Please look once more and send it again."
)
CLOSED = N_(
    "Some of this has opened to your partner meanwhile, so it stays as it was. What you wrote in its place stands "
    "beside it here, and is not kept. Please look once more and send the rest again."
)
RENEWED = N_("This step was renewed meanwhile. What you wrote stands below; please look once more and send it again.")


@pages.get(PATH)
@in_seat()
def show_step(visit: Visit, step: str, occurrence: int) -> Response:
    """The step as it stands for this person: its form, its script, its answers, or a page that waits."""
    settle(visit)
    place = any_place(visit, step, occurrence)
    if place.status == DONE and visibility.OWN in visibility.keys_held(place.form.schema):
        visit.prove()
    if visit.rests:
        return show_answers(visit, place, look(visit, place)) if place.status == DONE else rest_page(visit)
    if not place.is_answerable:
        return wait(visit, place)
    seen = look(visit, place)
    if place.held:
        return show_answers(visit, place, seen)
    again = request.args.get("again") == "yes" and not visibility.is_write_only(place.form.schema)
    if is_talking(visit, place, seen, again=again):
        return show_turn(visit, place, seen)
    is_answered = place.status == DONE or (place.form.is_shared and seen.shared is not None)
    if place.form.schema is None or (is_answered and not again):
        return show_answers(visit, place, seen)
    return show_form(visit, place, seen, saved=_(SAVED) if request.args.get("saved") else "")


@pages.post(PATH)
@in_seat(write=True)
def submit_step(visit: Visit, step: str, occurrence: int) -> Response:
    """Read the form, check it, store it; errors come back at their fields with everything that was written."""
    visit.check("step", step, str(occurrence))
    lock_couple(visit.session, visit.seated.couple.id)  # so that nothing closes or is saved between looking and storing
    place = open_place(visit, step, occurrence)
    target, n = Target.of(visit.edition, place), number(request.form.get("n"))
    if request.form.get("do") == "pass":
        entries.pass_step(visit.session, visit.seated, target, n=n, now=visit.now)
        return go(visit.home)
    sent, seen = drafts.sent_by(visit, place, request.form), look(visit, place)
    if (request.form.get("edition"), request.form.get("form")) != (visit.edition.sha, place.form.name):
        return show_form(visit, place, seen, sent=sent, notice=RENEWED, status=409)
    if pressed(request.form):
        return show_form(visit, place, seen, sent=sent, n=n)
    if any(sent.answer[each] != (seen.mine or {}).get(each) for each in seen.closed & sent.answer.keys()):
        return show_both(visit, place, seen, sent, notice=CLOSED)
    answer, next_address = instance_with_closed(sent.answer, seen), where_next(visit, place)
    draft, _older = drafts.load(visit, place, seen)
    if draft and draft.others(replace(sent, answer=answer)):
        if entries.is_repeated(visit.session, visit.seated, target, answer, n=n, now=visit.now):
            return go(next_address)
        return show_both(visit, place, seen, sent, notice=TWO_DEVICES)
    problems = problems_of(visit, place.form, answer, seen)
    if is_wrong(problems) or (problems and request.form.get("hinted") != "yes"):  # a hint is shown once
        return show_form(visit, place, seen, sent=sent, problems=problems, n=n, status=422)
    receipt = entries.submit_answer(visit.session, visit.seated, target, answer, n=n, now=visit.now)
    if not receipt.is_safe:
        return show_both(visit, place, seen, sent, notice=CONFLICT)
    return go(next_address)


@pages.post(PATH + "/draft")
@in_seat(write=True)
def save_draft(visit: Visit, step: str, occurrence: int) -> Response:
    """Keep what is written so far, for this person only."""
    visit.check("step", step, str(occurrence))
    place = open_place(visit, step, occurrence)
    kept = drafts.keep(visit, place)
    if request.accept_mimetypes.best == "application/json":
        if kept is None:
            return jsonify(saved=False)
        sent, draft = kept
        asks = bool(draft.others(sent))
        return jsonify(saved=True, knew=marks_of(sent.answer, draft.mark), asks=asks)
    return go(address(visit, place) + ("?again=yes&saved=yes" if place.status == DONE else "?saved=yes"))


@pages.post(PATH + "/confirm")
@in_seat(write=True)
def confirm(visit: Visit, step: str, occurrence: int) -> Response:
    """Confirm what both agreed on."""
    visit.check("confirm", step, str(occurrence))
    place = open_place(visit, step, occurrence)
    n = number(request.form.get("n"))
    together.confirm(visit.session, visit.seated, Target.of(visit.edition, place), n=n, now=visit.now)
    return go(address(visit, place))


@pages.post(PATH + "/lift")
@in_seat(write=True)
def lift(visit: Visit, step: str, occurrence: int) -> Response:
    """Show one item to somebody, from a day later on; or take that back until then."""
    visit.check("lift", step, str(occurrence))
    back = request.form.get("back")
    place = any_place(visit, step, occurrence) if back else open_place(visit, step, occurrence)
    if back:  # also while the program rests: nothing opens over somebody's head
        lifts.take_back(visit.session, visit.seated, back, now=visit.now)
    else:
        item, reader = request.form.get("item", ""), request.form.get("reader", "")
        target = Target.of(visit.edition, place)
        lifts.lift_item(visit.session, visit.seated, target, item, reader=reader, now=visit.now)
    return go(address(visit, place) + "#lift")


@pages.get(PATH + "/live")
@in_seat(touch=False)
def show_live(visit: Visit, step: str, occurrence: int) -> Response:
    """Whether what waits here has opened; nothing else."""
    place = any_place(visit, step, occurrence)
    waits = place.status == DONE and waits_for_other(place)
    return jsonify(open=place.is_answerable and not waits and not visit.rests)


def where_next(visit: Visit, place: Place) -> str:
    """Where an answer leads: to what opens beside it, or to what comes next."""
    return address(visit, place) if opens_to_partner(place.form) else visit.home


def is_wrong(problems: Sequence[Problem]) -> bool:
    """Whether something keeps an answer from being stored; a hint does not."""
    return any(each.severity == "error" for each in problems)


def wait(visit: Visit, place: Place) -> Response:
    """One sentence for everything that is not open."""
    return visit.draw("wait.html", heading=_(WAIT), words=_(WAIT_WORDS), here=address(visit, place))


def show_both(visit: Visit, place: Place, seen: Visible, sent: Sent, *, notice: str) -> Response:
    """The form again, with what was sent and what another device wrote or what stands already put together."""
    kept = drafts.keep(visit, place)
    if kept is None:
        return show_form(visit, place, seen, sent=sent, notice=notice, status=409)
    sent = drafts.going_on(kept[1], sent, seen.closed)
    return show_form(visit, place, seen, sent=sent, draft=kept[1], notice=notice, status=409)


def show_form(
    visit: Visit, place: Place, seen: Visible, *, sent: Sent | None = None, draft: Draft | None = None,
    problems: Sequence[Problem] = (), n: int = 0, notice: str = "", saved: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """The form: with what was *sent*, else the draft, else what stands, else blank."""
    is_shared, stands = place.form.is_shared, seen.shared if place.form.is_shared else seen.mine
    answer: Json | None = stands if sent is None else sent.answer
    if sent is None:
        draft, is_older = drafts.load(visit, place, seen)
        notice = notice or (RENEWED if is_older else "")
        answer = draft.answer() if draft else stands
        sent = drafts.fresh(visit, draft, answer, seen.closed)
    asked = tuple(drafts.asked(place, draft, sent.page, seen.closed))
    fields, is_plain = draw_form(visit, place, seen, value=answer, problems=problems)
    after, before = after_talk(visit, place, seen), before_here(visit, place)
    own = {"here": address(visit, place), "token": visit.token("step", *place_names(place)), "n": n or seen.n}
    own |= drafts.device(visit, place, sent)
    same = {
        "step": place.step, "stage": stage_title(visit, place), "count": count(place), "edition": visit.edition.sha,
        "form": place.form.name, "fields": fields, "saved": saved, "shared": is_shared,
        "drafts": not visibility.is_write_only(place.form.schema), "can_pass": place.status != DONE,
    }  # fmt: skip
    if (
        is_plain
        and answer is None
        and not (problems or notice or after or before or asked or seen.gathered or seen.lifted)
    ):
        return visit.draw_kept("answer.html", own, **same)
    return visit.draw(
        "answer.html", status=status, **own, **same, problems=summarised(problems), notice=_(notice),
        hinted=problems and not is_wrong(problems),
        stands=rows(place.form, stands or {}) if notice == CONFLICT else (),
        gathered=gathered(visit, seen) if is_plain else (), names=visit.names, lifted=lifted(place.form, seen),
        after=after, before=before, asked=asked,
    )  # fmt: skip
