"""A script for two: whose turn it is, what can be done now, and the numbered moves that they make."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from nearer.errors import NotFoundError
from nearer.rules import scripts
from nearer.rules.contract import Json
from nearer.rules.journey import Place
from nearer.rules.scripts import ScriptState
from nearer.store import together
from nearer.store.boxes import Target
from nearer.store.door import Visible
from nearer.web.drawing import look
from nearer.web.finding import open_place
from nearer.web.overview import address, stage_title
from nearer.web.visit import Visit, go, in_seat

pages = Blueprint("turns", __name__)

LABELS = {
    "start": "Begin", "next": "Next", "again": "Once more", "pause": "Pause", "resume": "Go on", "stop": "Stop here",
}  # fmt: skip
QUIET = {"again": "quiet", "pause": "plain", "stop": "plain"}
WHO = {"first": "Whoever is first", "second": "Whoever is second", "both": "Both of you"}
PAUSED = "A pause. Breathe, drink something. The talk waits where you left it."
READY = "Are you both ready?"
MOVED = "Somebody was a moment faster on the other device. This is where things stand."


def show_turn(visit: Visit, place: Place, seen: Visible, *, note: str = "") -> Response:
    """The script as it stands."""
    script = place.form.script or {}
    state = scripts.fold(script, seen.moves)
    move = scripts.current(script, state)
    here, seconds = address(visit, place), None if state.paused else move.get("seconds")
    return visit.draw(
        "turns.html", step=place.step, stage=stage_title(visit, place), state=state, here=here, n=seen.next_move,
        token=visit.token("script", place.step.id, str(place.occurrence)), round=_round(script, state),
        ready=script.get("ready") or READY, who="A pause" if state.paused else WHO[scripts.actor(script, state)],
        prompt=PAUSED if state.paused else move.get("prompt", ""), seconds=seconds, minutes=in_minutes(seconds or 0),
        choices=[_choice(each) for each in scripts.allowed(script, state)], note=note,
    )  # fmt: skip


def is_talking(place: Place, seen: Visible) -> bool:
    """Whether the place is a script that is not over yet."""
    return place.form.is_script and not scripts.fold(place.form.script or {}, seen.moves).is_over


@pages.post("/s/<seat>/<step>/<int:occurrence>/script")
@in_seat(write=True)
def make_move(visit: Visit, step: str, occurrence: int) -> Response:
    """One numbered move; who comes second with a number sees where things stand."""
    visit.check("script", step, str(occurrence))
    place = open_place(visit, step, occurrence)
    if not place.form.is_script:
        raise NotFoundError
    do, _, to = request.form.get("do", "").partition(" ")
    move = {"do": do} | ({"to": to} if to else {})
    target, n = Target.of(visit.edition, place), number(request.form.get("n"))
    receipt = together.submit_move(visit.session, visit.seated, target, move, n=n, now=visit.now)
    if not receipt.is_safe:
        return show_turn(visit, place, look(visit, place), note=MOVED)
    return go(address(visit, place))


def number(text: str | None) -> int:
    """The number that stands in a form; 0, which nothing has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def in_minutes(seconds: int) -> str:
    """A time in words."""
    if seconds < 60:
        return "less than a minute" if seconds else ""
    minutes = round(seconds / 60)
    return "about a minute" if minutes == 1 else f"about {minutes} minutes"


def _round(script: Json, state: ScriptState) -> str:
    title = script["rounds"][state.round].get("title") or ""
    return f"{title} ({state.round + 1} of {len(script['rounds'])})" if len(script["rounds"]) > 1 else title


def _choice(move: dict[str, Any]) -> dict[str, str]:
    do = move["do"]
    value = f"{do} {move['to']}" if move.get("to") else do
    return {"value": value, "label": move.get("label") or LABELS[do], "quiet": QUIET.get(do, "")}
