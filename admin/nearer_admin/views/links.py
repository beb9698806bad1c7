"""Links: every one of the practice, the page of each with what is sent along, its settings, and a card to print."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from flask import request, url_for
from flask_admin import expose
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.guard import may_open
from nearer_admin.sending import moment_of, said, texts, typed
from nearer_admin.views.base import PAGE, RecordView, go, installation, practice_id, store, tell
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

    def rows(self, search: str, after: str) -> list[Any]:
        """Links by key."""
        return desk.list_links(store(), practice_id(), after=after or None, limit=PAGE + 1)

    def row(self, record: Any) -> dict[str, Any]:
        """The program behind it, and whether it is open."""
        program, practice = desk.get_program(store(), practice_id(), record.program_id), self._practice()
        shown = shown_link(record, practice, installation().clock())
        return {
            "key": record.id,
            "href": url_for("links.one", link_id=record.id) if may_open("links.one") else "",
            "title": program.title,
            "state": shown["state"],
            "who": "one couple" if record.one_couple else "anyone with the link",
            "until": said(record.expires_at, practice.zone) or "no end",
            "made": day(record.created_at),
        }

    @expose("/<uuid:link_id>/")
    def one(self, link_id: UUID) -> Page:
        """One link: address, code, texts to send, and its settings."""
        link = desk.get_link(store(), practice_id(), link_id)
        program, practice = desk.get_program(store(), practice_id(), link.program_id), self._practice()
        shown = shown_link(link, practice, installation().clock())
        return self.render("desk/link.html", link=shown, program=program, practice=practice)

    @expose("/<uuid:link_id>/card")
    def card(self, link_id: UUID) -> Page:
        """A card to print and hand over: address, code, a line for the passcode; a title only if asked for."""
        link = desk.get_link(store(), practice_id(), link_id)
        program, practice = desk.get_program(store(), practice_id(), link.program_id), self._practice()
        shown = shown_link(link, practice, installation().clock())
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


def shown_link(link: desk.Link, practice: desk.Practice, now: datetime) -> dict[str, Any]:
    """A link as pages show it: address, QR code, texts, state in a word, times of the practice's zone."""
    address, zone = f"{installation().base_url.rstrip('/')}/p/{link.token}", practice.zone
    program = desk.get_program(store(), practice.id, link.program_id)
    state = desk.link_state(store(), practice.id, link.id, now=now).state
    has_passcode = link.passcode_hash is not None
    return {
        "id": link.id,
        "address": address,
        "state": STATES.get(state, state),
        "is_closed": link.closed_at is not None,
        "one_couple": link.one_couple,
        "passcode": has_passcode,
        "opens": typed(link.opens_at, zone),
        "until": typed(link.expires_at, zone),
        "opens_words": said(link.opens_at, zone) if link.opens_at and link.opens_at > now else "",
        "until_words": said(link.expires_at, zone),
        "texts": texts(practice, program.title, address, passcode=has_passcode),
        "qr": qr(address),
    }


def qr(address: str) -> Markup:
    """The address as a QR code, SVG to be put into the page."""
    drawn = segno.make(address, error="m", micro=False)
    text = drawn.svg_inline(scale=4, border=2, dark="#2a241d", light="#ffffff", omitsize=True, title="QR code")
    return Markup(text)  # noqa: S704 - drawn by segno from our own address
