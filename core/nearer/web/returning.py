"""Coming back from anywhere: with a private link, or with a code that is typed."""

from __future__ import annotations

from flask import Blueprint, Response, request

from nearer.languages import N_
from nearer.store import seats
from nearer.store.engine import session_scope
from nearer.store.sealing import read_code
from nearer.web.pages import Found, draw, site
from nearer.web.visit import count_try, forgive_try, go, into_seat

pages = Blueprint("returning", __name__)

CODE, INVITATION = 16, 10
"""How many signs the codes have, with the check sign."""

A_LINK = 22
SLIP = Found(
    N_("There is a slip in this code. A code has 16 signs. Please compare it once more, sign by sign."), "code"
)


@pages.get("/r")
def show_code_field() -> Response:
    """Where a code is typed."""
    return draw("type_code.html", typed="", problems=[])


@pages.post("/r")
def open_with_code() -> Response:
    """Swap a typed code for a cookie. A slip is told at once; it costs no try, since nothing is looked up."""
    typed = request.form.get("code", "")
    secret = typed.strip().rpartition("/")[2]
    code = read_code(secret)
    if code is not None and len(code) == INVITATION:
        return go(f"/i/{code}")
    if (code is None or len(code) != CODE) and len(secret) < A_LINK:
        return draw("type_code.html", status=422, typed=typed, problems=[SLIP])
    return _open(secret)


@pages.get("/r/<secret>")
def show_private_link(secret: str) -> Response:  # noqa: ARG001 - not even looked at
    """The same page for every address: only the button asks whether it opens anything."""
    return draw("enter.html", action=request.path)


@pages.post("/r/<secret>")
def open_private_link(secret: str) -> Response:
    """Swap the secret for a cookie."""
    return _open(secret)


def _open(secret: str) -> Response:
    """Into the seat that *secret* opens; that also shows that the person's way back works."""
    here, keep = site(), request.form.get("keep") == "yes"
    count_try("link")
    with session_scope(here.engine, write=True) as session:
        opened = seats.open_link(session, here.keyring, secret, now=here.clock(), keep=keep)
        seats.confirm_way_back(session, seats.enter(session, here.keyring, opened.seat, opened.token, here.clock()))
        forgive_try(session, "link")
        return into_seat(session, opened.seat, opened.token, keep=keep)
