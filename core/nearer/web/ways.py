"""Coming back, inviting, wishing and locking: what a person decides about their own place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, jsonify, request

from nearer.errors import ConflictError, LockedError, NotReadyError, UnknownSecretError, status_of
from nearer.languages import N_, _, own_name
from nearer.store import invitations, joining, seats, stances
from nearer.store.calling import set_contact
from nearer.store.care import change_care
from nearer.store.earlier import remove_spare
from nearer.store.engine import session_scope
from nearer.web import drafts
from nearer.web.chosen import languages_of, remember
from nearer.web.doors import show_link, show_new_code, shut_words
from nearer.web.pages import Found, draw, site, square
from nearer.web.tokens import cookie_name, new_number
from nearer.web.visit import Visit, count_try, forgive_try, go, in_seat, seats_of_browser

pages = Blueprint("ways", __name__)

BAD_PIN = Found(N_("A PIN has four to twelve digits."), "pin")
WRONG_PIN = Found(N_("That was not the PIN. After five wrong tries this device is signed out."), "pin")
WRONG_CODE = Found(N_("This code does not open anything here. Please look at it again, or ask for a new one."), "code")
NOT_SURE = Found(N_("Please tick the box beside the button first. Nothing has changed."))
NOTICES = {
    "language": N_("From now on you read this in the language you chose."),
    "contact": N_("It is kept as you wrote it now, and not shown here again."),
    "pin": N_("The PIN is set on this device."),
    "spare": N_("There is no spare key to your private words any more."),
}


@pages.get("/s/<seat>/ways")
@in_seat(proof=True)
def show_ways(visit: Visit) -> Response:
    """All ways in and out."""
    return _ways(visit, notice=_(NOTICES.get(request.args.get("did", ""), "")))


@pages.post("/s/<seat>/ways")
@in_seat(write=True)
def change_ways(visit: Visit) -> Response:
    """Do what the pressed button says."""
    visit.check("ways")
    if request.form.get("do") != "lock":
        visit.prove()
    ways: dict[str, Callable[[Visit], Response]] = {
        "link": show_link, "code": show_new_code, "invite": _invite, "pin": _set_pin, "lock": _lock,
        "spare": _remove_spare, "language": _set_language, "contact": _set_contact,
    }  # fmt: skip
    return ways.get(request.form.get("do", ""), _ways)(visit)


@pages.route("/s/<seat>/together", methods=["GET"])
@in_seat(proof=True)
def show_wish(visit: Visit) -> Response:
    """The private wish."""
    wished = stances.find_wish(visit.seated)
    return visit.draw("together.html", token=visit.token("together"), wish=wished, goes_alone=visit.goes_alone)


@pages.post("/s/<seat>/together")
@in_seat(write=True)
def wish(visit: Visit) -> Response:
    """Keep the wish, which counts from the next day; or whether one goes on alone, for oneself."""
    visit.check("together")
    if (going := request.form.get("go")) in ("alone", "on"):
        care = {"goes_alone": going == "alone"}
        change_care(visit.session, visit.seated.couple.id, visit.side, visit.seated.keys, care)
        return go(visit.home)
    chosen = request.form.get("wish")
    if chosen in ("together", "alone"):
        is_together = chosen == "together"
        stances.set_wish(visit.session, visit.seated, visit.edition, together=is_together, now=visit.now)
    return go(visit.home)


@pages.app_errorhandler(LockedError)
def tell_locked(error: LockedError) -> Response:
    """The lock in place of the page; what was being sent is kept as a draft."""
    kept = request.method == "POST" and drafts.keep_posted()
    if request.accept_mimetypes.best == "application/json":
        reply = jsonify(locked=True, saved=kept)
        reply.status_code = status_of(error)
        return reply
    seat = (request.view_args or {}).get("seat")
    to = request.full_path if request.method == "GET" else ""
    return draw("lock.html", status=status_of(error), seat=seat, pin=error.pin, to=to, problems=[])


@pages.get("/s/<seat>/lock")
def show_lock(seat: str) -> Response:
    """Asks for the PIN."""
    return draw("lock.html", seat=seat, pin=True, to="", problems=[])


@pages.post("/s/<seat>/lock")
def unlock(seat: str) -> Response:
    """Open a locked place with its PIN."""
    here = site()
    token, to = request.cookies.get(cookie_name(here.base_url, seat), ""), request.form.get("to", "")
    with session_scope(here.engine, write=True) as session:
        opened = seats.unlock(session, here.keyring, seat, token, pin=request.form.get("pin", ""), now=here.clock())
        if opened:
            seats.lock_others(session, seats_of_browser().values(), seat)
            return go(to if to.startswith(f"/s/{seat}/") and to.isprintable() else f"/s/{seat}/")
    return draw("lock.html", status=422, seat=seat, pin=True, to=to, problems=[WRONG_PIN])


@pages.post("/s/<seat>/join")
def join(seat: str) -> Response:
    """Join two half couples by the other's code; the try is counted first."""
    count_try("invitation")
    return join_counted(seat=seat)


@in_seat(write=True)
def join_counted(visit: Visit) -> Response:
    """Move this person to the couple of the code."""
    visit.check("ways")
    code = request.form.get("code", "").rpartition("/")[2]
    try:
        joining.join(
            visit.session, visit.site.keyring, visit.seated, code, now=visit.now, kinds=visit.site.registry.types
        )
    except UnknownSecretError:
        problem = WRONG_CODE
    except ConflictError as error:
        problem = Found(str(error), "code")
    else:
        forgive_try(visit.session, "invitation")
        return go(visit.home)
    visit.session.rollback()  # nothing of a join that failed stays
    if invitations.is_joined(visit.session, visit.site.keyring, visit.seated.seat.id, code):
        forgive_try(visit.session, "invitation")
        return go(visit.home)
    return _ways(visit, problems=[problem])


def _ways(visit: Visit, *, problems: Sequence[Found] = (), notice: str = "") -> Response:
    return visit.draw(
        "ways.html", status=422 if problems else 200, token=visit.token("ways"), problems=problems, notice=notice,
        way_back=visit.seated.seat.way_back, is_alone=not visit.seated.partner_taken and not visit.rests,
        has_pin=visit.seated.has_pin,
        sealed=visit.seated.couple.sealed, them=visit.names.them, Them=visit.names.Theirs,
        languages=[(each, own_name(each)) for each in languages_of(visit.edition)],
        once=new_number(), shut=shut_words(visit),
        personal=visit.edition.program.get("personal", True),
    )  # fmt: skip


def _invite(visit: Visit) -> Response:
    code = invitations.invite(visit.session, visit.site.keyring, visit.seated, now=visit.now)
    address = visit.site.address(f"/i/{code}")
    return visit.draw("invite.html", address=address, qr=square(address), code=code)


def _set_pin(visit: Visit) -> Response:
    try:
        seats.set_pin(visit.session, visit.site.keyring, visit.seated, request.form.get("pin", ""), now=visit.now)
    except NotReadyError:
        return _ways(visit, problems=[BAD_PIN])
    return go(visit.home + "ways?did=pin")


def _set_language(visit: Visit) -> Response:
    language = request.form.get("speak", "")
    if language in languages_of(visit.edition):
        seats.set_language(visit.session, visit.seated, language)
        return remember(go(visit.home + "ways?did=language"), language)
    return go(visit.home + "ways")


def _set_contact(visit: Visit) -> Response:
    set_contact(visit.session, visit.seated, request.form.get("contact", ""))
    return go(visit.home + "ways?did=contact")


def _lock(visit: Visit) -> Response:
    seats.lock(visit.session, visit.seated)
    return go(visit.home + "lock")


def _remove_spare(visit: Visit) -> Response:
    if request.form.get("sure") != "yes":
        return _ways(visit, problems=[NOT_SURE])
    remove_spare(visit.session, visit.site.keyring, visit.seated.station, visit.seated.keys)
    return go(visit.home + "ways?did=spare")
