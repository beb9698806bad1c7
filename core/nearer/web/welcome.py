"""The way in: a program's link with its welcome, passcode, agreement and Begin; an invitation."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from nearer.errors import ClosedLinkError, UnknownLinkError, UnknownSecretError
from nearer.languages import N_, _, n_, speak, spoken
from nearer.overlays import in_language
from nearer.rules.edition import Edition
from nearer.store import couples, doors
from nearer.store.couples import Began
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.invitations import Invited, find_invitation
from nearer.store.links import UNKNOWN, LinkState, find_open_link, is_passcode
from nearer.store.parts import invited_part
from nearer.store.practices import get_practice
from nearer.store.sealing import read_code
from nearer.web.chosen import chosen, languages_of
from nearer.web.pages import AGREEMENT, Found, Frame, draw, frame, site
from nearer.web.tokens import form_token, new_number
from nearer.web.visit import count_try, forgive_try, go, into_seat, numbered

pages = Blueprint("welcome", __name__)

ALL = frozenset(name for name, _words in AGREEMENT)
NOT_AGREED = Found(N_("Please tick all three, or leave this page. Nothing has begun yet."))
WRONG_PASSCODE = Found(N_("This passcode does not open the link. Please look at it again."))
WRONG_CODE = Found(N_("This code does not open anything here. Please look at it again, or ask for a new one."), "code")
NO_PART = Found(N_("Please say which of the two is yours. Nothing has begun yet."), "part")
NAME_LENGTH = 60
A_PRACTICE = N_(
    "Some steps are done together and some alone. Alone is where everybody starts. What each of you wishes, what you "
    "answer and your counsellor all count in deciding which, and we never say why."
)
A_DRAW = N_(
    "Some steps are done together and some alone. Alone is where everybody starts. What each of you wishes, what you "
    "answer and a draw when you begin all count in deciding which, and we never say why."
)


@dataclass(frozen=True)
class Door:
    """A program's link that can be begun at, and what its page shows."""

    state: LinkState
    edition: Edition

    @property
    def frame(self) -> Frame:
        """The frame of its pages: the practice's own local help."""
        help_ = self.state.practice.local_help if self.state.practice else ""
        return frame(offered=languages_of(self.edition), local_help=help_ or site().settings.local_help)

    @property
    def proof(self) -> str:
        """What shows in later forms that the passcode was right."""
        link = self.state.link
        assert link is not None  # noqa: S101 - for mypy: an open door has a link
        return form_token(site().keyring.secret("form"), "passcode", link.token, link.passcode_hash or "")


@pages.route("/p/<link>", methods=["GET", "POST"])
def show_welcome(link: str) -> Response:
    """What it is, how long, who sees what; behind a passcode where the practice wants one."""
    if request.method == "POST":
        count_try("passcode")
    with session_scope(site().engine) as session:
        door = _door(session, link)
        if not door.state.asks_passcode:
            return _welcome(door, link)
        if request.method == "GET":
            return draw("passcode.html", page=door.frame, link=link, problems=[])
        if door.state.link and is_passcode(door.state.link, request.form.get("passcode", "")):
            return _welcome(door, link)
        return draw("passcode.html", status=422, page=door.frame, link=link, problems=[WRONG_PASSCODE])


@pages.post("/p/<link>/begin")
def begin(link: str) -> Response:
    """The agreement, then the question whether the partner has begun; *no* makes a couple and takes a seat."""
    here, agreed = site(), has_agreed()
    is_first = request.form.get("partner") == "no" and agreed
    with session_scope(here.engine, write=is_first) as session:
        door = _proved_door(session, link)
        if not agreed:
            return _welcome(door, link, problems=[NOT_AGREED])
        if not is_first or door.state.link is None:
            return _ask_partner(door, link)
        if door.edition.parts and not _part(door.edition):
            return _ask_partner(door, link, problems=[NO_PART])
        token, now = numbered("begin", link), here.clock()
        if seat := doors.find_entered(session, token, now=now):
            return into_seat(session, seat, token)
        began = couples.begin(
            session, here.keyring, door.state.link, door.edition,
            agreed=agreed, now=now, name=_name(), language=spoken(),
            part=_part(door.edition), token=token,
        )  # fmt: skip
        return _enter(session, began)


@pages.post("/p/<link>/join")
def join(link: str) -> Response:
    """Somebody whose partner has begun types the partner's code, and is led to the invitation."""
    here, code = site(), request.form.get("code", "").rpartition("/")[2]
    with session_scope(here.engine) as session:
        door = _proved_door(session, link)
    try:
        count_try("invitation")
        with session_scope(here.engine, write=True) as session:
            find_invitation(session, here.keyring, code, now=here.clock())
            forgive_try(session, "invitation")
    except UnknownSecretError:
        return _ask_partner(door, link, problems=[WRONG_CODE])
    return go(f"/i/{read_code(code) or code}")


@pages.get("/i/<code>")
def show_invitation(code: str) -> Response:
    """What the partner is invited to; looking takes nothing."""
    return _at_invitation(code, _invited)


@pages.post("/i/<code>")
def claim(code: str) -> Response:
    """Take the seat, once; only this browser is let in."""
    here, token = site(), numbered("claim", code)

    def take(session: Session, _found: Invited) -> Response:
        began = couples.claim(
            session, here.keyring, code,
            agreed=True, now=here.clock(), name=_name(), language=spoken(), token=token,
        )  # fmt: skip
        return _enter(session, began)

    return _at_invitation(code, take if has_agreed() else _not_agreed, token=token)


def _at_invitation(code: str, then: Callable[[Session, Invited], Response], *, token: str = "") -> Response:
    """What *then* does with the invitation of *code*; the try is counted first, and forgiven if the code was right.

    Whoever was let in with *token* a moment ago is let in again.
    """
    here = site()
    count_try("invitation")
    with session_scope(here.engine, write=True) as session:
        if token and (seat := doors.find_entered(session, token, now=here.clock())):
            forgive_try(session, "invitation")
            return into_seat(session, seat, token)
        found = find_invitation(session, here.keyring, code, now=here.clock())
        forgive_try(session, "invitation")
        return then(session, found)


def has_agreed() -> bool:
    """Whether the posted form agrees to all points."""
    return set(request.form.getlist("agree")) >= ALL


def _name() -> str:
    name = " ".join(request.form.get("name", "").split())[:NAME_LENGTH]
    return "".join(sign for sign in name if sign.isprintable())


def _part(edition: Edition) -> str:
    """The part that was chosen, "" where it is none of the program's."""
    wanted = request.form.get("part", "")
    return wanted if wanted in [each["id"] for each in edition.parts] else ""


def _not_agreed(session: Session, found: Invited) -> Response:
    return _invited(session, found, problems=[NOT_AGREED])


def _door(session: Session, link: str) -> Door:
    here = site()
    state = find_open_link(session, link, now=here.clock())
    if state.state == UNKNOWN:
        raise UnknownLinkError
    if not state.is_open or state.publication is None:
        raise ClosedLinkError
    return Door(state, _read(load_edition(session, state.publication.edition_sha)))


def _proved_door(session: Session, link: str) -> Door:
    door = _door(session, link)
    if door.state.asks_passcode and not hmac.compare_digest(door.proof, request.form.get("proof", "")):
        raise ClosedLinkError
    return door


def _enter(session: Session, began: Began) -> Response:
    return into_seat(session, began.seat, began.session_token)


def _welcome(door: Door, link: str, *, problems: Sequence[Found] = ()) -> Response:
    program, practice = door.edition.program, door.state.practice
    return draw(
        "welcome.html", status=422 if problems else 200, page=door.frame, link=link, program=program,
        practice=practice.name if practice else "", notice=practice.privacy_notice if practice else "",
        length=length(door.edition), chooser=_(A_PRACTICE if program.get("personal", True) else A_DRAW),
        sealed=bool(program.get("sealed")), proof=door.proof, agreed=request.form.getlist("agree"), problems=problems,
    )  # fmt: skip


def _ask_partner(door: Door, link: str, *, problems: Sequence[Found] = ()) -> Response:
    return draw(
        "partner.html", status=422 if problems else 200, page=door.frame, link=link, proof=door.proof,
        agreed=[name for name in request.form.getlist("agree") if name in ALL], name=_name(), problems=problems,
        once=request.form.get("once") or new_number(), program_parts=door.edition.parts, part=_part(door.edition),
    )  # fmt: skip


def _invited(session: Session, found: Invited, *, problems: Sequence[Found] = ()) -> Response:
    edition, practice = _read(load_edition(session, found.edition)), get_practice(session, found.practice)
    help_ = practice.local_help or site().settings.local_help
    return draw(
        "claim.html", status=422 if problems else 200, action=request.path, program=edition.program,
        page=frame(offered=languages_of(edition), local_help=help_), length=length(edition),
        sealed=bool(edition.program.get("sealed")), agreed=request.form.getlist("agree"), name=_name(),
        problems=problems, once=request.form.get("once") or new_number(),
        part=invited_part(session, site().keyring, found, edition),
    )  # fmt: skip


def _read(edition: Edition) -> Edition:
    """*edition* in the language that the reader prefers of those it has, which is spoken from here on."""
    offered = languages_of(edition)
    speak(chosen(offered, offered[0]))
    return in_language(edition, spoken())


def length(edition: Edition) -> str:
    """How long a program takes, in words."""
    minutes = sum(step.minutes * step.occurrences for step in edition.order)
    weeks = int(edition.program.get("weeks") or 1)
    hours = n_("about an hour", "about {n} hours", round(minutes / 60))
    return _(
        "It takes {span}, at your own pace: {steps}, {time} in all.",
        span=n_("about a week", "about {n} weeks", weeks),
        steps=n_("one step", "{n} steps", len(edition.steps)),
        time=hours if minutes >= 90 else n_("about a minute", "about {n} minutes", minutes),
    )
