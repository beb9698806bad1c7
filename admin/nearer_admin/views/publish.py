"""Publishing: what stands in the way, what will happen to whom, and afterwards the link with all that goes with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import segno
from flask import request, url_for
from flask_admin import expose
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.outline import outline
from nearer_admin.views.base import PAGE, DeskView, RecordView, answer, go, installation, me, practice_id, store, tell
from nearer_admin.wording import day

Page = str | AnyResponse


class PublishView(DeskView):
    """The publish page of one program."""

    def __init__(self) -> None:
        super().__init__("Publish", endpoint="publish", url="/publish")

    def is_visible(self) -> bool:
        """Not in the menu: one comes here from the composer."""
        return False

    @expose("/")
    def index_view(self) -> Page:
        """There is nothing to publish without a program."""
        return go("programs.index_view")

    @expose("/<uuid:program_id>/", methods=("GET", "POST"))
    def page(self, program_id: UUID) -> Page:
        """Findings, one sentence, one button; then the links."""
        program = desk.get_program(store(), practice_id(), program_id)
        if request.method == "POST":
            return self._publish(program)
        return self._page(program)

    def _publish(self, program: desk.Program) -> Page:
        site = installation()
        if request.form.get("revision", type=int) != program.revision:
            tell("The draft was changed after you opened this page. Look at it once more, then publish.", "error")
            return go("publish.page", program_id=program.id)
        try:
            desk.publish_program(
                store(), practice_id(), program.id, registry=site.registry, now=site.clock(), counsellor_id=me().id
            )
        except desk.NotReadyError:
            return answer(self._page(program), 422)
        if not desk.list_links(store(), practice_id(), program_id=program.id, limit=1):
            desk.make_link(store(), practice_id(), program.id, now=site.clock())
        tell("Published. The link below leads to it from now on.")
        return go("publish.page", program_id=program.id, _anchor="links")

    def _page(self, program: desk.Program) -> str:
        site = installation()
        document = desk.program_document(program)
        drawn = outline(document, desk.findings(document, site.registry))
        publication = desk.find_publication(store(), practice_id(), program.id)
        links = desk.list_links(store(), practice_id(), program_id=program.id, limit=20)
        return self.render(
            "desk/publish.html",
            program=program,
            document=document,
            drawn=drawn,
            publication=publication,
            links=[shown_link(link, site.clock()) for link in links],
            sentence=effect(document, publication, links, program),
            practice=desk.get_practice(store(), practice_id()),
        )

    @expose("/<uuid:program_id>/link", methods=("POST",))
    def add_link(self, program_id: UUID) -> Page:
        """One more link to the same program, perhaps for one couple only."""
        for_one = request.form.get("for") == "one"
        desk.make_link(store(), practice_id(), program_id, now=installation().clock(), one_couple=for_one)
        return go("publish.page", program_id=program_id, _anchor="links")


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
        program = desk.get_program(store(), practice_id(), record.program_id)
        shown = shown_link(record, installation().clock())
        return {
            "key": record.id,
            "href": url_for("links.one", link_id=record.id),
            "title": program.title,
            "state": shown["state"],
            "who": "one couple" if record.one_couple else "anyone with the link",
            "until": day(record.expires_at) or "no end",
            "made": day(record.created_at),
        }

    @expose("/<uuid:link_id>/")
    def one(self, link_id: UUID) -> Page:
        """One link: address, code, text to send, and its settings."""
        link = desk.get_link(store(), practice_id(), link_id)
        program = desk.get_program(store(), practice_id(), link.program_id)
        practice = desk.get_practice(store(), practice_id())
        shown = shown_link(link, installation().clock())
        return self.render("desk/link.html", link=shown, program=program, practice=practice)

    @expose("/<uuid:link_id>/change", methods=("POST",))
    def change(self, link_id: UUID) -> Page:
        """Close, reopen, or set who may come and until when."""
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
        options: dict[str, Any] = {"one_couple": request.form.get("for") == "one"}
        until = request.form.get("until", "").strip()
        try:
            options["expires_at"] = _end_of(until) if until else None
        except ValueError:
            tell("The day was not understood; write it like 2027-03-31. Nothing was changed.", "error")
            return
        passcode = request.form.get("passcode", "").strip()[:80]
        if passcode or request.form.get("no_passcode"):
            options["passcode"] = "" if request.form.get("no_passcode") else passcode
        desk.change_link(store(), practice_id(), link_id, **options)
        tell("Saved.")


def _end_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)


def shown_link(link: Any, now: datetime) -> dict[str, Any]:
    """A link as pages show it: address, QR code, state in a word."""
    address = f"{installation().base_url.rstrip('/')}/p/{link.token}"
    state = "open"
    if link.closed_at is not None:
        state = "closed"
    elif link.expires_at is not None and link.expires_at <= now:
        state = "expired"
    return {
        "id": link.id,
        "address": address,
        "state": state,
        "one_couple": link.one_couple,
        "passcode": link.passcode_hash is not None,
        "until": (link.expires_at - timedelta(days=1)).date().isoformat() if link.expires_at else "",
        "qr": qr(address),
    }


def qr(address: str) -> Markup:
    """The address as a QR code, SVG to be put into the page."""
    drawn = segno.make(address, error="m", micro=False)
    text = drawn.svg_inline(scale=4, border=2, dark="#2a241d", light="#ffffff", omitsize=True, title="QR code")
    return Markup(text)  # noqa: S704 - drawn by segno from our own address


def effect(document: dict[str, Any], publication: Any, links: list[Any], program: Any) -> str:
    """What publishing does to whom, in one sentence."""
    steps = sum(len(stage["steps"]) for stage in document["stages"])
    what = f"{steps} {'step' if steps == 1 else 'steps'} in {len(document['stages'])} stages"
    if publication is None:
        return f"This freezes {what} as they stand now and makes a link; nobody has begun yet."
    if publication.revision == program.revision:
        return "What is published is what you see here; publishing again changes nothing for anybody."
    many = "the link" if len(links) == 1 else "all links of this program"
    return (
        f"This freezes {what} and moves {many} to them: couples who begin from now on get this state, "
        "couples already on the way keep theirs."
    )
