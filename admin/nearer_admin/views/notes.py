"""The counsellor's neutral notes on a couple: written, changed and removed by the practice, shown to no partner."""

from __future__ import annotations

from uuid import UUID

from flask import request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.views.base import go, installation, me, store, tell
from nearer_admin.views.of_couple import OfCoupleView, open_couple


class NotesView(OfCoupleView):
    """Notes on one couple."""

    def __init__(self) -> None:
        super().__init__("Notes", endpoint="notes", url="/notes")

    @expose("/<public>/", methods=("GET", "POST"))
    def page(self, public: str) -> str | AnyResponse:
        """All notes, latest first, and a field for one more."""
        case = open_couple(public)
        if request.method == "GET":
            notes = desk.list_notes(store(), case)
            return self.render("desk/notes.html", case=case, notes=notes, longest=desk.LONGEST_NOTE)
        if words := _words():
            desk.write_note(store(), case, words, counsellor=me().id, now=installation().clock())
            tell("Kept. Only your practice sees it, and it is stored locked.")
        return go("notes.page", public=public)

    @expose("/<public>/<uuid:note_id>/", methods=("POST",))
    def change(self, public: str, note_id: UUID) -> AnyResponse:
        """Other words in a note's place, or none at all."""
        case, act = open_couple(public), request.form.get("act", "")
        words = "" if act == "remove" else _words()
        if act == "remove" or words:
            desk.change_note(store(), case, note_id, words)
            tell("Changed." if words else "Removed.")
        else:
            tell("Nothing was changed. To take a note away, press Remove.", "error")
        return go("notes.page", public=public)


def _words() -> str:
    return request.form.get("words", "").replace("\r\n", "\n").strip()
