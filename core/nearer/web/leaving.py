"""Rest, go on, stop, erase: what either of the two may do alone, at any time, without a reason."""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.errors import ConflictError, NotSignedInError
from nearer.languages import N_
from nearer.store import resting
from nearer.store.erasing import WINDOW, erase_seat, scrub
from nearer.web.pages import Found, draw, site
from nearer.web.resting import RestsError, tell_rest
from nearer.web.tokens import is_token
from nearer.web.visit import Visit, go, in_seat, take_cookie

pages = Blueprint("leaving", __name__)
pages.app_errorhandler(RestsError)(tell_rest)

NOT_SURE = Found(N_("Please tick the box beside the button first. Nothing has changed."))


@pages.get("/s/<seat>/leave")
@in_seat()
def show_leave(visit: Visit) -> Response:
    """What one can do alone: rest or go on, stop, erase; the same page for every cause of a rest."""
    return _leave(visit)


@pages.post("/s/<seat>/leave")
@in_seat(write=True)
def change_leave(visit: Visit) -> Response:
    """Rest, go on, or stop; whatever else is asked for shows the page again."""
    visit.check("leaving")
    do = request.form.get("do")
    if do == "stop" and request.form.get("sure") != "yes":
        return _leave(visit, problem=NOT_SURE)
    change = {"rest": resting.rest, "on": resting.go_on, "stop": resting.stop}.get(do or "")
    if change is None:
        return _leave(visit)
    change(visit.session, visit.seated)
    return go(visit.home + ("?did=on" if do == "on" else ""))


@pages.get("/s/<seat>/erase")
@in_seat(proof=True)
def show_erase(visit: Visit) -> Response:
    """What goes, what stays, and until when."""
    return _erase(visit)


@pages.post("/s/<seat>/erase")
def erase(seat: str) -> Response:
    """Ask once more; then erase, and take it off the disk once that is committed."""
    try:
        response = erase_asked(seat=seat)
    except (NotSignedInError, ConflictError):
        if not is_repeated(seat):
            raise
        return say_erased(seat)
    if response.headers.pop("X-Erased", ""):
        scrub(site().engine)
    return response


@in_seat(write=True, proof=True)
def erase_asked(visit: Visit) -> Response:
    """The second question, or the erasure: on the list beside the keyring first, so that it can't be cut off."""
    visit.check("erase")
    if request.form.get("do") != "erase" or request.form.get("sure") != "yes":
        again = request.form.get("do") == "erase"
        return _erase(visit, asks=True, problem=NOT_SURE if again else None)
    visit.site.tombstones.add(visit.seated.seat.id)
    erase_seat(visit.session, visit.site.keyring, visit.seated.seat.id)
    response = say_erased(visit.seated.seat.id)
    response.headers["X-Erased"] = "yes"
    return response


def is_repeated(seat: str) -> bool:
    """Whether the same form of that seat has erased it a moment before, so that nobody is signed in there any more."""
    is_ours = is_token(site().keyring.secret("form"), request.form.get("token"), seat, "erase")
    return is_ours and request.form.get("do") == "erase" and seat in site().tombstones.read()


def say_erased(seat: str) -> Response:
    """What a person sees last."""
    response = draw("erased.html", window=WINDOW.days)
    take_cookie(response, seat)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _leave(visit: Visit, *, problem: Found | None = None) -> Response:
    return visit.draw(
        "leaving.html", status=422 if problem else 200, token=visit.token("leaving"), rests=visit.rests,
        problems=[problem] if problem else [], personal=visit.edition.program.get("personal", True),
    )  # fmt: skip


def _erase(visit: Visit, *, asks: bool = False, problem: Found | None = None) -> Response:
    return visit.draw(
        "erase.html", status=422 if problem else 200, token=visit.token("erase"), asks=asks, window=WINDOW.days,
        problems=[problem] if problem else [],
    )  # fmt: skip
