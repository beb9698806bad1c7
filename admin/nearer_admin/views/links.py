"""Links: every one of the practice, the page of each with what is sent along, its settings, and a card to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import segno
from flask import request, url_for
from flask_admin import expose
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.guard import may_open
from nearer_admin.paging import PAGE
from nearer_admin.sending import moment_of, said, texts, typed
from nearer_admin.views.base import RecordView, go, installation, practice_id, store, tell
from nearer_admin.wording import day

Page = str | AnyResponse
STATES = {"not yet": "opens later", "full": "taken"}


class LinksView(RecordView):
    """Every link of the practice, and the page of each."""

    columns = (("title", "Program"), ("state", "State"), ("who", "For"), ("until", "Until"), ("made", "Made"))
    empty = (
        "No link yet",
        "A link is made when you publish a program. Couples open it and begin; they need no account.",
    )

    def __init__(self) -> None:
        super().__init__("Links", "links")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Links by key."""
        found = desk.list_links(store(), practice_id(), after=after, limit=PAGE + 1)
        return shown_links(found, self._practice())

    def row(self, record: ShownLink) -> dict[str, Any]:
        """The program behind it, and whether it is open."""
        return {
            "key": record.id,
            "href": url_for("links.one", link_id=record.id) if may_open("links.one") else "",
            "title": record.title,
            "state": record.state,
            "who": "one couple" if record.one_couple else "anyone with the link",
            "until": record.until_words or "no end",
            "made": day(record.link.created_at),
        }

    @expose("/<uuid:link_id>/")
    def one(self, link_id: UUID) -> Page:
        """One link: address, code, texts to send, and its settings."""
        link = desk.get_link(store(), practice_id(), link_id)
        program, practice = desk.get_program(store(), practice_id(), link.program_id), self._practice()
        (shown,) = shown_links([link], practice)
        return self.render("desk/link.html", link=shown, program=program, practice=practice)

    @expose("/<uuid:link_id>/card")
    def card(self, link_id: UUID) -> Page:
        """A card to print and hand over: address, code, a line for the passcode; a title only if asked for."""
        link = desk.get_link(store(), practice_id(), link_id)
        program, practice = desk.get_program(store(), practice_id(), link.program_id), self._practice()
        (shown,) = shown_links([link], practice)
        title = program.title if request.args.get("title") else ""
        return self.render("desk/card.html", link=shown, title=title)

    @expose("/<uuid:link_id>/change", methods=("POST",))
    def change(self, link_id: UUID) -> Page:
        """Close, reopen, or set who may come and from when until when."""
        act, now = request.form.get("act"), installation().clock()
        if act == "close":
            desk.close_link(store(), practice_id(), link_id, now=now)
            tell("Closed. Nobody can begin here any more; couples who began go on.")
        elif act == "reopen":
            desk.reopen_link(store(), practice_id(), link_id)
            tell("Open again.")
        else:
            self._set(link_id)
        return go("links.one", link_id=link_id)

    def _set(self, link_id: UUID) -> None:
        zone, form = self._practice().zone, request.form
        options: dict[str, Any] = {"one_couple": form.get("for") == "one"}
        try:
            options["opens_at"] = moment_of(form.get("opens", ""), zone)
            options["expires_at"] = moment_of(form.get("until", ""), zone, end=True)
        except (ValueError, OverflowError):
            tell("A time was not understood; write it like 2027-03-31 18:00. Nothing was changed.", "error")
            return
        opens, closes = options["opens_at"], options["expires_at"]
        if opens and closes and closes <= opens:
            tell("It would close before it opens. Nothing was changed.", "error")
            return
        passcode = form.get("passcode", "").strip()[:80]
        if passcode or form.get("no_passcode"):
            options["passcode"] = "" if form.get("no_passcode") else passcode
        desk.change_link(store(), practice_id(), link_id, **options)
        tell("Saved.")

    def _practice(self) -> desk.Practice:
        return desk.get_practice(store(), practice_id())


@dataclass(frozen=True)
class ShownLink:
    """A link as pages show it: state in a word, times of the practice's zone; what is sent along only where asked."""

    link: desk.Link
    practice: desk.Practice
    title: str
    state: str
    now: datetime

    @property
    def id(self) -> UUID:
        """The id of the link."""
        return self.link.id

    @property
    def address(self) -> str:
        """What couples open."""
        return f"{installation().base_url.rstrip('/')}/p/{self.link.token}"

    @property
    def is_closed(self) -> bool:
        """Whether somebody closed it."""
        return self.link.closed_at is not None

    @property
    def one_couple(self) -> bool:
        """Whether it is for one couple."""
        return self.link.one_couple

    @property
    def passcode(self) -> bool:
        """Whether it asks for one."""
        return self.link.passcode_hash is not None

    @property
    def opens(self) -> str:
        """From when on, as a field has it."""
        return typed(self.link.opens_at, self.practice.zone)

    @property
    def until(self) -> str:
        """Until when, as a field has it."""
        return typed(self.link.expires_at, self.practice.zone)

    @property
    def opens_words(self) -> str:
        """From when on, if that is still to come."""
        opens = self.link.opens_at
        return said(opens, self.practice.zone) if opens and opens > self.now else ""

    @property
    def until_words(self) -> str:
        """Until when."""
        return said(self.link.expires_at, self.practice.zone)

    @property
    def texts(self) -> Any:
        """What may be sent along."""
        return texts(self.practice, self.title, self.address, passcode=self.passcode)

    @property
    def qr(self) -> Markup:
        """The address as a QR code."""
        return qr(self.address)


def shown_links(links: list[desk.Link], practice: desk.Practice) -> list[ShownLink]:
    """These links of a practice, in queries that do not grow with their number."""
    now = installation().clock()
    states = desk.link_states(store(), practice, links, now=now)
    titles = desk.list_titles(store(), practice.id, {each.program_id for each in links})
    state = {key: STATES.get(word, word) for key, word in states.items()}
    return [ShownLink(each, practice, titles[each.program_id], state[each.id], now) for each in links]


@lru_cache(maxsize=256)
def qr(address: str) -> Markup:
    """The address as a QR code, SVG to be put into the page; kept, since it takes as long as the rest of a page."""
    drawn = segno.make(address, error="m", micro=False)
    text = drawn.svg_inline(scale=4, border=2, dark="#2a241d", light="#ffffff", omitsize=True, title="QR code")
    return Markup(text)  # noqa: S704 - drawn by segno from our own address
