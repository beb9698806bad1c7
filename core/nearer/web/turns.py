"""A script for two: how both come in, whose turn it is, what can be done now, and the numbered moves that they make."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, jsonify, request

from nearer.errors import NotFoundError
from nearer.languages import N_, _, day_in_words, isolated, n_, time_in_words
from nearer.rules import scripts
from nearer.rules.contract import Json
from nearer.rules.journey import DONE, Place
from nearer.rules.scripts import ScriptState
from nearer.rules.vocabulary import SIDES
from nearer.store import entries, together
from nearer.store.boxes import Target
from nearer.store.door import Visible
from nearer.web.drawing import look
from nearer.web.finding import any_place, open_place
from nearer.web.overview import address, stage_title
from nearer.web.visit import Visit, go, in_seat, seats_of_browser

pages = Blueprint("turns", __name__)

PATH = "/s/<seat>/<step>/<int:occurrence>/script"
LABELS = {
    "start": N_("We share this device"), "join": N_("Each on our own device"), "first me": N_("I do"),
    "first them": N_("My partner"),
    "next": N_("Next"), "again": N_("Once more"), "both": N_("We are both at this device"), "pause": N_("Pause"),
    "resume": N_("Go on"),
    "return soon": N_("In 20 minutes"), "return hour": N_("In an hour"), "return tonight": N_("Tonight"),
    "return tomorrow": N_("Tomorrow"), "stop": N_("Stop for good"),
}  # fmt: skip
LOOKS = {"join": "quiet", "again": "quiet", "both": "quiet", "pause": "plain", "return": "plain", "stop": "plain"}
WHO = {"first": N_("Whoever is first"), "second": N_("Whoever is second"), "both": N_("Both of you")}
PAUSED = N_("A pause. Breathe, drink something. The talk waits where you left it.")
BACK_NOW = N_("The time to go on has come. Go on when it suits you both.")
READY = N_("Are you both ready?")
MOVED = N_("Somebody was a moment faster on the other device. This is where things stand.")
OVER = N_("The talk has ended. What was said stays between the two of you.")
CONFIRMED = N_("Noted. It goes on when the other device has it, too.")
WAITS = N_("This part takes its own time, perhaps days. It goes on by itself. There is nothing to do here until then.")


def show_turn(visit: Visit, place: Place, seen: Visible, *, note: str = "") -> Response:
    """The script as it stands for this person: how to come in, waiting for both to be in, or the talk."""
    script = place.form.script or {}
    state = scripts.fold(script, seen.moves)
    is_in, here = visit.side in state.joined, address(visit, place)
    return visit.draw(
        "turns.html", step=place.step, stage=stage_title(visit, place), here=here, is_in=is_in, state=state,
        token=visit.token("script", place.step.id, str(place.occurrence)), n=_number(visit, state, seen) or 1,
        at=_number(visit, state, seen), ready=script.get("ready") or _(READY), note=_(note),
        them=visit.names.them, named=visit.names.theirs,
        round=_round(script, state),
        turn=_turn(visit, script, state) if is_in and state.started else None,
        choices=[_choice(each) for each in scripts.allowed(script, state, visit.side)],
    )  # fmt: skip


def is_talking(visit: Visit, place: Place, seen: Visible, *, again: bool = False) -> bool:
    """Whether the place is a script that is not over; if this person passed it, only *again* or after coming in."""
    if not place.form.is_script:
        return False
    state = scripts.fold(place.form.script or {}, seen.moves)
    return not state.is_over and (again or place.status != DONE or visit.side in state.joined)


def after_talk(visit: Visit, place: Place, seen: Visible) -> Json | None:
    """What stands beside a person's own words after a talk, however it ended: where the other finds theirs."""
    state = scripts.fold(place.form.script or {}, seen.moves)
    if not state.is_over:
        return None
    others = [seat for seat in seats_of_browser() if seat != visit.seated.seat.id]
    switch = f"/s/{others[0]}/" if len(others) == 1 else ""
    return {"words": _(OVER), "them": visit.names.them, "switch": switch, "is_shared": len(state.joined) < len(SIDES)}


@pages.post(PATH)
@in_seat(write=True)
def make_move(visit: Visit, step: str, occurrence: int) -> Response:
    """One numbered move; who comes second with a number sees where things stand. Or this person's own pass."""
    visit.check("script", step, str(occurrence))
    place = open_place(visit, step, occurrence)
    if not place.form.is_script:
        raise NotFoundError
    do, _, to = request.form.get("do", "").partition(" ")
    move = {"do": do} | ({"to": to} if to else {})
    target, n = Target.of(visit.edition, place), number(request.form.get("n"))
    if do == "pass":
        entries.pass_step(visit.session, visit.seated, target, n=n, now=visit.now)
        return go(visit.home)
    receipt = together.submit_move(visit.session, visit.seated, target, move, n=n, now=visit.now)
    seen = look(visit, place)
    if receipt.is_safe or not is_talking(visit, place, seen):
        return go(address(visit, place))
    return show_turn(visit, place, seen, note=MOVED)


@pages.get(PATH + "/at")
@in_seat(touch=False)
def show_number(visit: Visit, step: str, occurrence: int) -> Response:
    """The number of the next move, by which two devices follow each other; 0 for who is not in a talk of both."""
    place = any_place(visit, step, occurrence)
    if visit.rests or not place.is_answerable or not place.form.is_script:
        return jsonify(n=0)
    seen = look(visit, place)
    return jsonify(n=_number(visit, scripts.fold(place.form.script or {}, seen.moves), seen))


def number(text: str | None) -> int:
    """The number that stands in a form; 0, which nothing has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def in_minutes(seconds: float) -> str:
    """A time in words."""
    if seconds < 60:
        return _("less than a minute") if seconds else _("Time to go on, when you are ready")
    return n_("about a minute", "about {n} minutes", round(seconds / 60))


def _each_minute(seconds: int) -> list[str]:
    return [in_minutes(60 * minute) for minute in range(1, round(seconds / 60) + 1)]


def _number(visit: Visit, state: ScriptState, seen: Visible) -> int:
    return seen.next_move if visit.side in state.joined and state.has_met else 0


def _turn(visit: Visit, script: Json, state: ScriptState) -> Json:
    """What the talk asks for now, in words; a pause and a move of the other that may take days have no prompt."""
    move, them = scripts.current(script, state), isolated(visit.names.Theirs)
    if state.paused:
        return {"who": _(WHO["both"]), "prompt": _(PAUSED), "more": _return(visit, state)}
    if scripts.waits(script, state, visit.side):
        return {"who": them, "prompt": _(WAITS), "slow": True}
    mine = scripts.is_turn(script, state, visit.side)
    who = _(WHO[scripts.actor(script, state)]) if mine is None else _("Your turn") if mine else _turn_of(visit)
    turn: Json = {"who": who, "prompt": move.get("prompt", ""), "slow": bool(move.get("days"))}
    left = None if move.get("days") else scripts.seconds_left(script, state, visit.now)
    if left is not None:
        turn |= {"seconds": move["seconds"], "left": round(left), "minutes": in_minutes(left)}
        turn["words"] = json.dumps([in_minutes(0), in_minutes(1), *_each_minute(move["seconds"])], ensure_ascii=False)
    return turn | ({"more": _(CONFIRMED)} if visit.side in state.confirmed else {})


def _turn_of(visit: Visit) -> str:
    name = visit.names.theirs
    return _("{name}'s turn", name=isolated(name)) if name else _("Your partner's turn")


def _return(visit: Visit, state: ScriptState) -> str:
    """When both go on, the same for both; empty where nobody said."""
    if state.until is None:
        return ""
    until, now = state.until.astimezone(visit.zone), visit.now.astimezone(visit.zone)
    if until <= now:
        return _(BACK_NOW)
    time = time_in_words(until.time())
    if until.date() == now.date():
        return _("You go on today, at about {time}.", time=time)
    if until.date() == now.date() + timedelta(days=1):
        return _("You go on tomorrow, at about {time}.", time=time)
    return _("You go on {day}, at about {time}.", day=day_in_words(until.date()), time=time)


def _round(script: Json, state: ScriptState) -> str:
    title = script["rounds"][state.round].get("title") or ""
    if len(script["rounds"]) == 1:
        return title
    place = _("{n} of {count}", n=state.round + 1, count=len(script["rounds"]))
    return f"{title} ({place})"


def _choice(move: dict[str, Any]) -> dict[str, str]:
    do = move["do"]
    value = f"{do} {move['to']}" if move.get("to") else do
    label = move.get("label") or _(LABELS.get(value) or LABELS[do])
    return {"do": do, "value": value, "label": label, "look": LOOKS.get(do, "")}
