"""Editions of a program: who published which and when, what differs between any two, and going back to one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.differences import Difference, difference
from nearer_admin.paging import PAGE, key_of, paged
from nearer_admin.sending import said
from nearer_admin.views.base import DeskView, go, installation, me, practice_id, store, tell
from nearer_admin.views.publish import effect_of, move_as_chosen, note

Page = str | AnyResponse
DRAFT = "draft"


class EditionsView(DeskView):
    """The editions of one program."""

    def __init__(self) -> None:
        super().__init__("Editions", endpoint="editions", url="/editions")

    @expose("/")
    def index_view(self) -> Page:
        """There are no editions without a program."""
        return go("programs.index_view")

    @expose("/<uuid:program_id>/")
    def page(self, program_id: UUID) -> Page:
        """All of them, newest first, with a way to compare any two."""
        program = desk.get_program(store(), practice_id(), program_id)
        found, turns = paged(
            lambda turn: desk.list_publications(store(), practice_id(), program_id, after=turn, limit=PAGE + 1),
            request.args,
            key_of,
        )
        current = desk.find_publication(store(), practice_id(), program_id)
        return self.render(
            "desk/editions.html",
            program=program,
            editions=self._shown(*found),
            current=current,
            turns=turns,
            document=desk.program_document(program),
        )

    @expose("/<uuid:program_id>/compare")
    def compare(self, program_id: UUID) -> Page:
        """What differs between two, in words and side by side."""
        program = desk.get_program(store(), practice_id(), program_id)
        before, after = (self._edition(program, request.args.get(name, DRAFT)) for name in ("before", "after"))
        found = self._difference(before[1], after[1])
        return self.render("desk/compare.html", program=program, before=before[0], after=after[0], found=found)

    @expose("/<uuid:program_id>/<uuid:publication_id>/back", methods=("GET", "POST"))
    def back(self, program_id: UUID, publication_id: UUID) -> Page:
        """Go back to an earlier edition, after seeing what that does to whom."""
        program = desk.get_program(store(), practice_id(), program_id)
        publication = self._publication(program, str(publication_id))
        if request.method == "POST":
            return self._back(program, publication)
        current = desk.find_publication(store(), practice_id(), program.id)
        edition = desk.load_edition(store(), publication.edition_sha)
        now = desk.load_edition(store(), current.edition_sha) if current else edition
        effect = effect_of(program, edition, current)
        found, (shown,) = self._difference(now, edition), self._shown(publication)
        return self.render("desk/go_back.html", program=program, edition=shown, found=found, **effect)

    def _back(self, program: desk.Program, publication: desk.Publication) -> Page:
        site = installation()
        words = note() or f"Back to the edition of {self._shown(publication)[0]['when']}"
        again = desk.publish_again(
            store(), practice_id(), publication.id, now=site.clock(), counsellor_id=me().id, note=words
        )
        move_as_chosen(again)
        if request.form.get("draft"):
            self._restore(program, publication)
        else:
            tell("Published anew. The draft stays as it is.")
        return go("publish.page", program_id=program.id, _anchor="links")

    def _restore(self, program: desk.Program, publication: desk.Publication) -> None:
        """Put the draft back, too; an edition is whole, so nothing is missing in it but a type that left meanwhile."""
        site, document = installation(), desk.load_edition(store(), publication.edition_sha).program
        try:
            desk.save_program(
                store(), program, document,
                revision=program.revision, registry=site.registry, now=site.clock(), counsellor_id=me().id,
            )  # fmt: skip
        except desk.NotReadyError as error:
            tell(f"Published anew. The draft could not be put back: {error.problems[0].message}", "error")
        else:
            tell("Published anew, and the draft says the same. Undo brings back what it said before.")

    def _publication(self, program: desk.Program, publication_id: str) -> desk.Publication:
        found = desk.get_publication(store(), practice_id(), publication_id)
        if found.program_id != program.id:
            raise desk.NotFoundError("This program has no such edition.")
        return found

    def _edition(self, program: desk.Program, name: str) -> tuple[str, desk.Edition]:
        """What to call one of the two, and what it holds."""
        if name == DRAFT:
            return "the draft as it stands", desk.draft_edition(desk.program_document(program), installation().registry)
        publication = self._publication(program, name)
        when = self._shown(publication)[0]["when"]
        return f"the edition of {when}", desk.load_edition(store(), publication.edition_sha)

    def _difference(self, before: desk.Edition, after: desk.Edition) -> Difference:
        types = installation().registry.types
        moved = desk.Comparison(before, after, types).moved
        return difference(before.program, after.program, types, moved)

    def _shown(self, *publications: desk.Publication) -> list[dict[str, Any]]:
        zone = desk.get_practice(store(), practice_id()).zone
        people = desk.name_people(store(), {each.counsellor_id for each in publications if each.counsellor_id})
        return [
            {
                "id": each.id,
                "when": said(each.created_at, zone),
                "who": people.get(each.counsellor_id, "—") if each.counsellor_id else "—",
                "note": each.note,
                "sha": each.edition_sha,
            }
            for each in publications
        ]
