"""Rehearsing a draft as both partners, side by side in one window, with a clock that the counsellor moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.preview import sample_answers
from nearer_admin.views.base import DeskView, go, installation, me, practice_id, store, tell
from nearer_admin.wording import day

Page = str | AnyResponse
MOST = 40
"""How many steps one press of "all that is open" answers at most."""


class RehearsalView(DeskView):
    """The couples' own pages on an installation of their own; nothing here belongs to a couple."""

    def __init__(self) -> None:
        super().__init__("Rehearsal", endpoint="rehearsal", url="/rehearsal")

    @expose("/")
    def index_view(self) -> Page:
        """There is nothing to rehearse without a program."""
        return go("programs.index_view")

    @expose("/begin/<uuid:program_id>", methods=("POST",))
    def begin(self, program_id: UUID) -> Page:
        """Begin with the draft as it is saved; what keeps it from being published keeps it from being rehearsed."""
        program = desk.get_program(store(), practice_id(), program_id)
        practice = desk.get_practice(store(), practice_id())
        document = desk.program_document(program)
        try:
            made = desk.begin_rehearsal(installation(), practice, document, owner=str(me().id), program=str(program.id))
        except desk.NotReadyError:
            tell("This can't be rehearsed yet: what is named below keeps it from working for anybody.", "error")
            return go("publish.page", program_id=program.id)
        return self._both_in(made)

    @expose("/<played>/")
    def page(self, played: str) -> Page:
        """Both partners, and what can be done for them."""
        found = self._find(played)
        shown = {which: self._standing(found, which) for which in desk.NAMES}
        return self.render(
            "desk/rehearsal.html", rehearsal=found, names=desk.NAMES, shown=shown, today=day(found.journey.today),
            number=(found.journey.today - found.journey.facts.began_on).days + 1,
            ahead=days_to_next(found.journey), program_id=found.told["program"],
        )  # fmt: skip

    @expose("/<played>/do", methods=("POST",))
    def do(self, played: str) -> Page:
        """Do what the pressed button says, then let both come back."""
        found = self._find(played)
        act, _, which = request.form.get("act", "").partition(" ")
        if act == "move":
            found.move(max(1, request.form.get("days", default=1, type=int)))
        elif act in ("next", "pass", "all") and which in desk.NAMES:
            self._answer(found, which, act)
        elif act == "both":
            for each in desk.NAMES:
                self._answer(found, each, "all")
        elif act == "wish":
            found.wish()
            tell("Noted for both. It counts from tomorrow on, as for every couple.")
        return self._both_in(found)

    @expose("/<played>/end", methods=("POST",))
    def end(self, played: str) -> Page:
        """Throw the rehearsal away."""
        found = self._find(played)
        found.end()
        tell("The rehearsal and everything in it is gone.")
        return go("composer.details", program_id=found.told["program"])

    def _find(self, name: str) -> desk.Rehearsal:
        found = desk.find_rehearsal(installation(), name)
        if found.told["owner"] != str(me().id):
            raise desk.NotFoundError("This rehearsal was thrown away. Begin a new one from the program.")
        return found

    def _both_in(self, found: desk.Rehearsal) -> Page:
        """To the page, with the cookies of both: they come back as after any while."""
        # A redirect of ours is Flask's response.
        response: Response = go("rehearsal.page", played=found.name)  # type: ignore[assignment]
        for cookie, token in found.come_back().items():
            secure = installation().base_url.startswith("https:")
            response.set_cookie(cookie, token, secure=secure, httponly=True, samesite="Lax")
        return response

    def _answer(self, found: desk.Rehearsal, which: str, act: str) -> None:
        """Answer what is next for one of the two with a sample, or all that is open; pass where no sample fits."""
        for _ in range(MOST if act == "all" else 1):
            place = found.next(which)
            if place is None:
                return
            samples = None if act == "pass" else sample_answers(place.form, installation().registry)
            mine = (
                None if samples is None else samples.get("ab") or samples.get(which) or next(iter(samples.values()), {})
            )
            found.answer(which, place, mine)
            if mine is None and act != "pass":
                tell(f"No sample fits “{place.step.title}” as it is set up, so {desk.NAMES[which]} passed it.")

    def _standing(self, found: desk.Rehearsal, which: str) -> dict[str, Any]:
        """Where one of the two is, in words."""
        places = found.journey.places(found.side(which))
        place = found.next(which)
        return {
            "done": sum(each.status == "done" for each in places),
            "of": len(places),
            "next": _named(place) if place else "",
            "frame": f"/s/{found.seats[which]}/",
        }


def _named(place: Any) -> str:
    """A step by its title, with the form that it comes in where there is more than one."""
    form = {"together": ", together", "alone": ", alone"}.get(place.form.name, "")
    return f"{place.step.title}{form}"


def days_to_next(journey: desk.Journey) -> int | None:
    """Days until something more opens for either; None if nothing has a day."""
    days = [each.opens_on for side in desk.NAMES for each in journey.places(side) if each.status == desk.LATER]
    later = [(each - journey.today).days for each in days if each is not None and each > journey.today]
    return min(later, default=None)
