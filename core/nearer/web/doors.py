"""Ways back of one's own: a link, a code to type or print, the list of where one is signed in, words of before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import Blueprint, Response, request

from nearer.errors import ConflictError, UnknownSecretError
from nearer.languages import N_, _, day_in_words, time_in_words
from nearer.store import replacing, seats, signed_in
from nearer.store.doors import CODE
from nearer.store.sealing import new_code
from nearer.store.signed_in import HERE, OpenDoor
from nearer.web.pages import Found, square
from nearer.web.spelling import spelled
from nearer.web.tokens import new_number
from nearer.web.visit import Visit, count_try, forgive_try, go, in_seat, numbered

pages = Blueprint("doors", __name__)

KINDS = {
    HERE: N_("This device"),
    "session": N_("Another device"),
    "link": N_("A private link"),
    "code": N_("A code to type"),
}
NOTICES = {"end": N_("That way in is ended."), "earlier": N_("Your private words of before are open again.")}
NOT_BEFORE = Found(N_("This opens nothing of before. Please compare it once more, sign by sign."), "code")
LAST = Found(N_("This is your last way back. Make another link or code first, then end this one."))


@pages.get("/s/<seat>/doors")
@in_seat(proof=True)
def show_doors(visit: Visit) -> Response:
    """Where I am signed in."""
    return _doors(visit, notice=_(NOTICES.get(request.args.get("did", ""), "")))


@pages.post("/s/<seat>/doors")
@in_seat(write=True, proof=True)
def change_doors(visit: Visit) -> Response:
    """End one way in, or all others; or make another way back."""
    visit.check("doors")
    do = request.form.get("do", "")
    if do == "link":
        return show_link(visit)
    if do == "code":
        return show_new_code(visit)
    if do == "others":
        signed_in.end_others(visit.session, visit.seated)
        return show_new_code(visit)
    return _end(visit, request.form.get("end", ""))


@pages.post("/s/<seat>/earlier")
def open_earlier(seat: str) -> Response:
    """Open the private words of before with a link or code of before; the try is counted first."""
    count_try("link")
    return open_earlier_counted(seat=seat)


@in_seat(write=True, proof=True)
def open_earlier_counted(visit: Visit) -> Response:
    """Let this place lead to the words of before from now on."""
    visit.check("doors")
    secret = request.form.get("code", "").strip().rpartition("/")[2]
    try:
        replacing.open_earlier(visit.session, visit.site.keyring, visit.seated, secret)
    except UnknownSecretError:
        return _doors(visit, problems=[NOT_BEFORE])
    forgive_try(visit.session, "link")
    return go(visit.home + "doors?did=earlier")


def shut_words(visit: Visit) -> dict[str, str] | None:
    """What to say of private words of before that are shut to somebody who was let in again; None if none are."""
    seat, keys = visit.seated.seat, visit.seated.keys
    if not seat.came_from or keys.opens_own(seat.came_from) or seat.spare_opens_at is None:
        return None
    if seat.spare_opens_at <= visit.now:
        return {"when": ""}
    opens = seat.spare_opens_at.astimezone(visit.zone)
    return {"when": _("{day}, {time}", day=day_in_words(opens.date()), time=time_in_words(opens.time()))}


def show_link(visit: Visit) -> Response:
    """A new private link, shown this once."""
    secret = numbered("link", visit.seated.seat.id, size=16)
    seats.make_way_back(visit.session, visit.site.keyring, visit.seated, now=visit.now, secret=secret)
    address = visit.site.address(f"/r/{secret}")
    return visit.draw("secret.html", address=address, qr=square(address))


def show_new_code(visit: Visit) -> Response:
    """A new code, shown this once."""
    code = new_code(seed=numbered("code", visit.seated.seat.id))
    seats.make_way_back(visit.session, visit.site.keyring, visit.seated, now=visit.now, kind=CODE, secret=code)
    return show_code(visit, code)


def show_code(visit: Visit, code: str) -> Response:
    """A new code as a card to print or to copy by hand, with what to say for each sign; shown this once."""
    where = visit.site.address("/r")
    return visit.draw("card.html", groups=spelled(code), where=where, qr=square(f"{where}/{code}"))


def _end(visit: Visit, name: str) -> Response:
    door = next((each for each in _list(visit) if _name(visit, each.id) == name), None)
    if door is None:
        return go(visit.home + "doors?did=end")
    try:
        signed_in.end_door(visit.session, visit.seated, door.id, now=visit.now)
    except ConflictError:
        return _doors(visit, problems=[LAST])
    return go("/r" if door.kind == HERE else visit.home + "doors?did=end")


def _list(visit: Visit) -> list[OpenDoor]:
    return signed_in.list_doors(visit.scope, visit.seated, now=visit.now)


def _name(visit: Visit, door: UUID) -> str:
    """What a form calls a door: its id tells the time to the millisecond and stays inside."""
    return visit.token("door", str(door))


def _in_words(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _doors(visit: Visit, *, problems: Sequence[Found] = (), notice: str = "") -> Response:
    lines = [
        {
            "kind": _(KINDS[each.kind]), "here": each.kind == HERE, "name": _name(visit, each.id),
            "made": _in_words(each.made_on), "used": _in_words(each.used_on),
        }
        for each in _list(visit)
    ]  # fmt: skip
    return visit.draw(
        "doors.html", status=409 if problems else 200, token=visit.token("doors"), once=new_number(), doors=lines,
        problems=problems, notice=notice, shut=shut_words(visit),
    )  # fmt: skip
