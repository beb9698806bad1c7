"""One request of a person in a seat: who it is, which keys they hold, and where their program stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, wraps
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, current_app, request
from sqlalchemy import Connection
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge

from nearer.errors import LockedError
from nearer.installation import Installation
from nearer.languages import _, speak, spoken
from nearer.overlays import in_language
from nearer.rules import journey
from nearer.rules.edition import Edition
from nearer.rules.journey import Journey
from nearer.store import attempts, seats
from nearer.store.care import care_of
from nearer.store.editions import load_edition
from nearer.store.engine import Reader, plain, reading, session_scope
from nearer.store.facts import load_facts, of_one
from nearer.store.partners import names_here
from nearer.store.seats import Place as Seated
from nearer.web.kept import fill
from nearer.web.pages import Frame, draw, site
from nearer.web.tokens import check_token, cookie_name, form_token, is_secure, secret_of

KEEP_SECONDS = 30 * 24 * 3600
MAX_FIELDS = 500


@dataclass(frozen=True)
class Names:
    """What the two are called; empty where no name was given."""

    mine: str
    theirs: str

    @property
    def them(self) -> str:
        """The other within a sentence."""
        return self.theirs or _("your partner")

    @property
    def Theirs(self) -> str:  # noqa: N802 - as it stands at the beginning of a sentence
        """The other as a heading, or at the beginning of a sentence."""
        return self.theirs or _("Your partner")


@dataclass
class Visit:
    """What a page of a seat needs; what costs a query is asked for when it is first used."""

    site: Installation
    scope: Reader
    seated: Seated
    now: datetime

    @property
    def session(self) -> Session:
        """The transaction of a view that writes."""
        if not isinstance(self.scope, Session):
            raise TypeError("a view that writes says so to in_seat")
        return self.scope

    @property
    def reader(self) -> Connection:
        """What queries of this request run on."""
        return plain(self.scope)

    @property
    def side(self) -> str:
        """The side of the seat; never shown."""
        return self.seated.seat.side

    @property
    def rests(self) -> bool:
        """Whether the program rests, for whatever cause."""
        return self.seated.couple.rested

    @property
    def zone(self) -> ZoneInfo:
        """The couple's one zone."""
        return ZoneInfo(self.seated.couple.zone)

    @property
    def home(self) -> str:
        """The address of the overview."""
        return f"/s/{self.seated.seat.id}/"

    @cached_property
    def edition(self) -> Edition:
        """The edition that the couple is on, compiled, as it reads in this person's language."""
        return in_language(load_edition(self.reader, self.seated.couple.edition_sha), spoken())

    @cached_property
    def journey(self) -> Journey:
        """Where both stand now; while the program rests, this person alone."""
        facts = load_facts(self.reader, self.seated.couple, self.seated.keys)
        if self.rests:
            facts = of_one(facts, self.side)
        elif self.goes_alone:
            facts = replace(facts, taken=frozenset({self.side}))  # as if the other place had never been taken
        return journey.state(self.edition, facts, self.now)

    @property
    def goes_alone(self) -> bool:
        """Whether this person said, for themselves, that they go on alone."""
        return bool(care_of(self.seated.keys, self.seated.seat)["goes_alone"])

    @cached_property
    def names(self) -> Names:
        """What the two are called; while the program rests, the other has no name here."""
        mine, theirs = names_here(self.seated)
        return Names(mine, "" if self.rests else theirs)

    @cached_property
    def frame(self) -> Frame:
        """The frame of this person's pages; the practice's details are read live."""
        help_ = self.seated.local_help or self.site.settings.local_help
        return Frame(self.site.settings.exit_url, spoken(), self.home, help_)

    def token(self, *names: str) -> str:
        """The token of a form of this seat."""
        return form_token(self.site.keyring.secret("form"), self.seated.seat.id, *names)

    def check(self, *names: str, form: Mapping[str, str] | None = None) -> None:
        """Refuse a posted *form* that was not made for this seat and purpose, or has more fields than any of ours."""
        given = request.form if form is None else form
        if len(given) > MAX_FIELDS:
            raise RequestEntityTooLarge
        check_token(self.site.keyring.secret("form"), given.get("token"), self.seated.seat.id, *names)

    def prove(self) -> None:
        """Ask for the PIN before settings and earlier private words, unless it was just given.

        Raises:
            LockedError: it has to be given first.
        """
        if self.seated.needs_proof(self.now):
            raise LockedError(pin=True)

    def draw(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of this person."""
        return draw(template, status=status, page=self.frame, **values)

    def draw_kept(self, template: str, own: Mapping[str, Any], **same: Any) -> Response:
        """The same where only what is *own* depends on the person; see :func:`nearer.web.kept.fill`."""
        text = fill(current_app.jinja_env.get_template(template), self.frame, own, **same)
        return Response(text, mimetype="text/html")


def in_seat(
    *, write: bool = False, touch: bool = True, proof: bool = False, first: bool = False
) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Give a view the :class:`Visit` of the seat that its address names and its cookie proves; one transaction.

    With *touch* the visit counts as use, which keeps the place from locking. With *proof* it asks for the PIN, if there
    is one, unless that was just given. *first* is for the question on first use alone.
    """

    def wrap(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def run(seat: str, **address: Any) -> Response:
            here = site()
            now = here.clock()
            with session_scope(here.engine, write=True) if write else reading(here.engine) as scope:
                visit = enter(scope, seat, now, first=first)
                if proof:
                    visit.prove()
                response = view(visit, **address)
                if write:
                    seats.touch(visit.session, visit.seated, now)
            if touch and not write and visit.seated.touch_due:
                with session_scope(here.engine, write=True) as session:
                    seats.touch(session, visit.seated, now)
            return response

        return run

    return wrap


def enter(scope: Reader, seat: str, now: datetime, *, locked: bool = False, first: bool = False) -> Visit:
    """The visit of whoever the address names and the cookie proves; *locked*, *first*: see :mod:`nearer.store.seats`.

    Raises:
        NotSignedInError, OldDoorError, LockedError, FirstUseError: see :func:`nearer.store.seats.enter`.
    """
    here = site()
    token = request.cookies.get(cookie_name(here.base_url, seat), "")
    seated = seats.enter(plain(scope), here.keyring, seat, token, now, locked=locked, first=first)
    speak(seated.seat.language)
    return Visit(here, scope, seated, now)


def count_try(kind: str) -> None:
    """Count a try at a secret before it is looked up, in its own transaction.

    Raises:
        UnknownSecretError: there were too many from this address, in the same words as for a wrong one.
    """
    here = site()
    attempts.admit(here.engine, here.keyring, kind, request.remote_addr or "", now=here.clock())


def forgive_try(session: Session, kind: str) -> None:
    """Take back the count of a try that opened something."""
    here = site()
    attempts.forgive(session, here.keyring, kind, request.remote_addr or "", now=here.clock())


def go(address: str) -> Response:
    """On to *address* with a GET."""
    return Response(b"", 303, {"Location": address}, mimetype="text/html")


def numbered(*names: str, size: int = 32) -> str:
    """The secret that the one-time number of the posted form stands for."""
    return secret_of(site().keyring.secret("form"), request.form.get("once", ""), *names, size=size)


def into_seat(session: Session, seat: str, token: str, *, keep: bool = False) -> Response:
    """Into the seat; one open seat a browser, so the others are locked."""
    seats.lock_others(session, seats_of_browser().values(), seat)
    return let_in(go(f"/s/{seat}/"), seat, token, keep=keep)


def let_in(response: Response, seat: str, token: str, *, keep: bool = False) -> Response:
    """Give the browser the cookie of *seat*; it ends with the browser unless it is to be kept."""
    base, age = site().base_url, KEEP_SECONDS if keep else None
    name, secure = cookie_name(base, seat), is_secure(base)
    response.set_cookie(name, token, max_age=age, secure=secure, httponly=True, samesite="Lax")
    return response


def take_cookie(response: Response, seat: str) -> None:
    """Take the cookie of *seat* from the browser, which heeds that only with the marks it was given with."""
    base = site().base_url
    response.delete_cookie(cookie_name(base, seat), secure=is_secure(base), httponly=True, samesite="Lax")


def seats_of_browser() -> dict[str, str]:
    """Seat -> token for every seat whose cookie this browser sends."""
    prefix = cookie_name(site().base_url, "")
    return {name.removeprefix(prefix): value for name, value in request.cookies.items() if name.startswith(prefix)}
