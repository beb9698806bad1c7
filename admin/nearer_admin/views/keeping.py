"""What a practice keeps about an exercise: its tags, who sees it, and whether it is archived."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import abort, request
from flask_admin import expose
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin import composing
from nearer_admin.paging import PAGE, key_of, paged
from nearer_admin.views.base import DeskView, colleague, go, installation, me, practice_id, store, tell

Json = dict[str, Any]
Page = str | AnyResponse


class KeepingView(DeskView):
    """The part of the library that changes no content."""

    @expose("/archived/")
    def archived(self) -> Page:
        """What was taken out of the library, and can be taken back."""
        own = partial(desk.list_exercises, store(), practice_id(), who=colleague(), archived=True, limit=PAGE + 1)
        rows, turns = paged(lambda turn: own(after=turn), request.args, key_of)
        return self.render("desk/archived.html", rows=rows, turns=turns)

    @expose("/exercise/<key>/archive", methods=("GET", "POST"))
    def archive(self, key: str) -> Page:
        """Take one of the practice's own out of the library, after asking."""
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        if request.method == "GET":
            return self.render("desk/archive_exercise.html", row=row)
        desk.archive_exercise(store(), row, now=installation().clock())
        tell(f"“{row.title}” is archived. Programs that copied it keep their copy.")
        return go("library.index_view")

    @expose("/exercise/<key>/back", methods=("POST",))
    def restore(self, key: str) -> Page:
        """Take an archived exercise back into the library."""
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        desk.archive_exercise(store(), row, now=None)
        tell(f"“{row.title}” stands in the library again.")
        return go("library.one", key=key)

    @expose("/from/<uuid:program_id>/<step_id>", methods=("POST",))
    def keep(self, program_id: UUID, step_id: str) -> Page:
        """Keep the content of a step as an exercise of one's own, as the step was saved."""
        site, program = installation(), desk.get_program(store(), practice_id(), program_id)
        document = desk.program_document(program)
        content = composing.exercise_of(
            composing.find_step(document, step_id) or abort(404), document.get("language") or "en"
        )
        about: Json = {"author_id": me().id, "shared": False}
        try:
            row = desk.create_exercise(
                store(), practice_id(), content, registry=site.registry, now=site.clock(), **about
            )  # fmt: skip
        except desk.NotReadyError as error:
            tell(f"It can't be kept like this yet: {error.problems[0].message}", "error")
            return go("composer.step", program_id=program_id, step_id=step_id)
        tell("It stands in your library now, and only you see it. The step stays as it is.")
        return go("library.one", key=str(row.id))

    @expose("/exercise/<key>/tags", methods=("POST",))
    def tags(self, key: str) -> Page:
        """Put the practice's own words on an exercise, bundled or own."""
        item = desk.get_library_item(store(), practice_id(), installation().registry, key, who=colleague())
        kept = desk.set_tags(store(), practice_id(), item.name, typed_tags(request.form))
        tell(f"Tags: {', '.join(kept)}." if kept else "No tags stand on it now.")
        return go("library.one", key=key)

    @expose("/exercise/<key>/share", methods=("POST",))
    def share(self, key: str) -> Page:
        """Say who sees one of the practice's own."""
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        shared = request.form.get("sees") == "practice"
        desk.share_exercise(store(), row, shared=shared, who=colleague(), now=installation().clock())
        tell("Everybody in the practice sees it now." if shared else "Only its author sees it now.")
        return go("library.one", key=key) if shared or row.author_id == colleague().id else go("library.index_view")


def first() -> int:
    """From which place on somebody wants to see what was found."""
    return max(0, request.args.get("from", default=0, type=int))


def typed_tags(form: MultiDict[str, str]) -> list[str]:
    """The words that were ticked, then those that were typed with commas between."""
    return [*form.getlist("tag"), *form.get("new_tags", "").split(",")]


def author_name(author_id: UUID | None) -> str:
    """What somebody of the practice is called; nothing for nobody."""
    person: Any = desk.find_counsellor(store(), id=author_id) if author_id else None
    return "" if person is None else person.name or person.email
