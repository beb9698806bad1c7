"""One request of a person in a seat: who it is, which keys they hold, and where their program stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from typing import Any

from flask import Response, redirect, request
from sqlalchemy.orm import Session

from nearer.installation import Installation
from nearer.rules import journey
from nearer.rules.edition import Edition
from nearer.rules.journey import Journey
from nearer.store import seats
from nearer.store.editions import load_edition
from nearer.store.engine import session_scope
from nearer.store.facts import load_facts
from nearer.store.seats import Place as Seated
from nearer.store.tables import Practice
from nearer.web.pages import Frame, draw, site
from nearer.web.tokens import check_token, cookie_name, form_token, is_secure

KEEP_SECONDS = 30 * 24 * 3600


@dataclass
class Visit:
    """What a page of a seat needs; what costs a query is asked for when it is first used."""

    site: Installation
    session: Session
    seated: Seated
    now: datetime

    @property
    def side(self) -> str:
        """The side of the seat; never shown."""
        return self.seated.side

    @property
    def home(self) -> str:
        """The address of the overview."""
        return f"/s/{self.seated.seat}/"

    @cached_property
    def edition(self) -> Edition:
        """The edition that the couple is on, compiled."""
        return load_edition(self.session, self.seated.edition)

    @cached_property
    def journey(self) -> Journey:
        """Where both stand now."""
        return journey.state(self.edition, load_facts(self.session, self.seated, self.seated.keys), self.now)

    @cached_property
    def practice(self) -> Practice:
        """The practice, whose details are read live."""
        found = self.session.get(Practice, self.seated.practice)
        if found is None:
            raise LookupError("a couple without a practice")
        return found

    @cached_property
    def frame(self) -> Frame:
        """The frame of this person's pages."""
        help_ = self.practice.local_help or self.site.settings.local_help
        return Frame(self.site.settings.exit_url, self.seated.language, self.home, help_)

    def token(self, *names: str) -> str:
        """The token of a form of this seat."""
        return form_token(self.site.keyring.secret("form"), self.seated.seat, *names)

    def check(self, *names: str) -> None:
        """Refuse a posted form that was not made for this seat and purpose."""
        check_token(self.site.keyring.secret("form"), request.form.get("token"), self.seated.seat, *names)

    def draw(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of this person."""
        return draw(template, status=status, page=self.frame, **values)


def in_seat(*, write: bool = False) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Give a view the :class:`Visit` of the seat that its address names and its cookie proves; one transaction."""

    def wrap(view: Callable[..., Response]) -> Callable[..., Response]:
        @wraps(view)
        def run(seat: str, **address: Any) -> Response:
            here = site()
            now = here.clock()
            with session_scope(here.engine, write=write) as session:
                token = request.cookies.get(cookie_name(here.base_url, seat), "")
                return view(Visit(here, session, seats.enter(session, here.keyring, seat, token, now), now), **address)

        return run

    return wrap


def go(address: str) -> Response:
    """On to *address* with a GET."""
    response = redirect(address, 303, Response=Response)
    response.set_data(b"")
    return response


def let_in(response: Response, seat: str, token: str, *, keep: bool = False) -> Response:
    """Give the browser the cookie of *seat*; it ends with the browser unless it is to be kept."""
    base = site().base_url
    age = KEEP_SECONDS if keep else None
    response.set_cookie(cookie_name(base, seat), token, max_age=age, secure=is_secure(base), httponly=True, samesite="Lax")
    return response


def seats_of_browser() -> dict[str, str]:
    """Seat -> token for every seat whose cookie this browser sends."""
    prefix = cookie_name(site().base_url, "")
    return {name.removeprefix(prefix): value for name, value in request.cookies.items() if name.startswith(prefix)}
