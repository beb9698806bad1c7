"""Coming back from anywhere: by link, by code, by a counsellor's code for who lost theirs; the first question."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from nearer.errors import FirstUseError, OldDoorError, status_of
from nearer.languages import N_, speak
from nearer.store import doors, replacing, seats
from nearer.store.doors import CODE
from nearer.store.engine import session_scope
from nearer.store.generations import begin_anew
from nearer.store.sealing import new_code, read_code
from nearer.web.doors import show_code
from nearer.web.pages import Found, draw, frame, site
from nearer.web.tokens import check_token, cookie_name, form_token, new_number
from nearer.web.visit import (
    Visit,
    count_try,
    enter,
    forgive_try,
    go,
    in_seat,
    into_seat,
    let_in,
    numbered,
    seats_of_browser,
)

pages = Blueprint("returning", __name__)

CODE_SIGNS, INVITATION_SIGNS, LINK_SIGNS = 16, 10, 22
SLIP = Found(
    N_("There is a slip in this code. A code has 16 signs. Please compare it once more, sign by sign."), "code"
)


@pages.get("/r")
def show_code_field() -> Response:
    """Where a code is typed."""
    return _code_field()


@pages.post("/r")
def open_with_code() -> Response:
    """Swap a typed code for a cookie. A slip is told at once; it costs no try, since nothing is looked up."""
    typed = request.form.get("code", "")
    secret = typed.strip().rpartition("/")[2]
    code = read_code(secret)
    if code is not None and len(code) == INVITATION_SIGNS:
        return go(f"/i/{code}")
    if (code is None or len(code) != CODE_SIGNS) and len(secret) < LINK_SIGNS:
        return _code_field(typed, SLIP)
    return _open(secret)


@pages.get("/r/<secret>")
def show_private_link(secret: str) -> Response:  # noqa: ARG001 - not even looked at
    """The same page for every address: only the button asks whether it opens anything."""
    return draw("enter.html", action=request.path, once=new_number())


@pages.post("/r/<secret>")
def open_private_link(secret: str) -> Response:
    """Swap the secret for a cookie."""
    return _open(secret)


@pages.get("/s/<seat>/first")
@in_seat(first=True)
def show_first(visit: Visit) -> Response:
    """Whether the person made this place, on a device that is new here."""
    return _first(visit)


@pages.post("/s/<seat>/first")
def answer_first(seat: str) -> Response:
    """Go on; or, for who was given the link, begin anew with a code of their own."""
    here, now, token = site(), site().clock(), numbered("anew", seat)
    with session_scope(here.engine, write=True) as session:
        if request.form.get("do") == "anew" and doors.find_entered(session, token, now=now) == seat:
            return _new_code(session, seat, token)  # the same form once more
        visit = enter(session, seat, now, first=True)
        visit.check("first")
        if request.form.get("do") == "anew":
            begin_anew(session, here.keyring, visit.seated, now=now, token=token)
            return _new_code(session, seat, token)
        if request.form.get("do") != "mine":
            return _first(visit, sure=request.form.get("do") == "given")
        seats.answer_first_use(session, visit.seated)
        seats.confirm_way_back(session, visit.seated)
        return go(visit.home)


@pages.post("/s/<seat>/not-me")
def cancel_replacement(seat: str) -> Response:
    """With a door of before: end what a replacement opened, and come in again."""
    here = site()
    check_token(here.keyring.secret("form"), request.form.get("token"), seat, "not-me")
    with session_scope(here.engine, write=True) as session:
        replacing.cancel(session, seat, _token_of(seat), now=here.clock())
    return go(f"/s/{seat}/")


@pages.app_errorhandler(OldDoorError)
def tell_old_door(error: OldDoorError) -> Response:
    """The one notice that every door of before shows, whatever was asked for."""
    here, seat = site(), (request.view_args or {}).get("seat", "")
    with session_scope(here.engine) as session:
        found = replacing.find_old_door(session, seat, _token_of(seat), now=here.clock())
    if found is None:
        return go("/r")
    speak(found.language)
    page = frame(local_help=found.local_help or here.settings.local_help, offered=())
    token = form_token(here.keyring.secret("form"), seat, "not-me")
    return draw(
        "old_door.html", status=status_of(error), page=page, seat=seat, token=token,
        contact=found.contact, can_cancel=found.can_cancel,
    )  # fmt: skip


@pages.app_errorhandler(FirstUseError)
def ask_first(_error: FirstUseError) -> Response:
    """The question stands before every page of the seat."""
    return go(f"/s/{(request.view_args or {}).get('seat', '')}/first")


def _open(secret: str) -> Response:
    """Into the seat that *secret* opens, or that a counsellor's code lets somebody into again."""
    here, now, keep = site(), site().clock(), request.form.get("keep") == "yes"
    token, is_numbered = numbered("enter", secret), bool(request.form.get("once"))
    count_try("link")
    derived = doors.door_of_secret(here.keyring, secret)  # slow on purpose, so before the transaction
    with session_scope(here.engine, write=True) as session:
        is_own = doors.is_way_back(session, derived[0])
        seat = doors.find_entered(session, token, now=now) if is_numbered else None
        if seat is None and is_own:
            seat, token = seats.open_link(
                session, here.keyring, derived, now=now, keep=keep, token=token, browser=seats_of_browser()
            )
        elif seat is None:
            seat, token = replacing.pick_up(session, here.keyring, derived[0], now=now, keep=keep, token=token)
        forgive_try(session, "link")
        if not is_own:
            return _new_code(session, seat, token)
        with suppress(OldDoorError):  # its one notice comes next
            seats.confirm_way_back(session, seats.enter(session, here.keyring, seat, token, now, first=True))
        return into_seat(session, seat, token, keep=keep)


def _new_code(session: Session, seat: str, token: str) -> Response:
    """The card with a new code, for who was let in with *token* just now."""
    here, now = site(), site().clock()
    visit = Visit(here, session, seats.enter(session, here.keyring, seat, token, now), now)
    speak(visit.seated.seat.language)
    code = new_code(seed=numbered("code", seat))
    seats.make_way_back(session, here.keyring, visit.seated, now=now, kind=CODE, secret=code)
    seats.lock_others(session, seats_of_browser().values(), seat)
    return let_in(show_code(visit, code), seat, token, keep=visit.seated.keep)


def _first(visit: Visit, *, sure: bool = False) -> Response:
    return visit.draw("first.html", token=visit.token("first"), once=new_number(), sure=sure)


def _code_field(typed: str = "", problem: Found | None = None) -> Response:
    problems = [problem] if problem else []
    return draw("type_code.html", status=422 if problem else 200, typed=typed, once=new_number(), problems=problems)


def _token_of(seat: str) -> str:
    return request.cookies.get(cookie_name(site().base_url, seat), "")
