"""Programs: the list, and the ways a new one begins: blank, from a template, or from a file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import g, request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin import bringing, composing
from nearer_admin.guard import may_open
from nearer_admin.looking_over import overview
from nearer_admin.outline import outline
from nearer_admin.paging import PAGE
from nearer_admin.views.base import RecordView, answer, go, installation, me, practice_id, store, tell
from nearer_admin.views.media import size
from nearer_admin.wording import day

Page = str | AnyResponse


class ProgramsView(RecordView):
    """The practice's programs, newest first."""

    columns = (("title", "Program"), ("state", "State"), ("steps", "Steps"), ("saved", "Last saved"))
    searchable = True
    search_label = "Search by title"
    create_label = "New program"
    empty = (
        "No program yet",
        "It is what you send to couples: stages of steps, each a copy of an exercise. Begin with a template.",
    )

    def __init__(self) -> None:
        super().__init__("Programs", "programs")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Programs by title, by key."""
        found = desk.list_programs(store(), practice_id(), text=search, after=after, limit=PAGE + 1)
        self._current = desk.list_current(store(), [each.id for each in found])
        return found

    def row(self, record: Any) -> dict[str, Any]:
        """Title, whether it is out, how many steps."""
        publication = self._current.get(record.id)
        document = desk.program_document(record)
        return {
            "key": record.id,
            "href": url_for(
                "composer.details" if may_open("composer.details") else "programs.one", program_id=record.id
            ),
            "title": record.title or "Untitled program",
            "state": program_state(record, publication),
            "steps": sum(len(stage["steps"]) for stage in document["stages"]),
            "saved": day(record.updated_at),
        }

    @expose("/<uuid:program_id>/")
    def one(self, program_id: UUID) -> str:
        """A program to read, for whoever composes nothing."""
        program = desk.get_program(store(), practice_id(), program_id)
        document = desk.program_document(program)
        state = program_state(program, desk.find_publication(store(), practice_id(), program_id))
        drawn = outline(document, [])
        return self.render("desk/program.html", program=program, document=document, state=state, drawn=drawn)

    def prepare(self) -> None:
        """Read what was brought, or is kept aside since it was looked over."""
        g.brought, g.wrong, g.word = None, [], request.form.get("word", "")
        begin, site = request.form.get("begin", ""), installation()
        if request.endpoint != "programs.create_view" or begin not in ("file", "brought"):
            return
        try:
            if begin == "file":
                posted = request.files.get("file")
                raw = posted.read() if posted else b""
            else:
                raw = bringing.take_up(*_aside(), g.word)
            g.brought = bringing.understand(raw, site.registry)
            g.word = bringing.put_aside(*_aside(), raw) if begin == "file" else g.word
        except desk.UnreadableError as error:
            g.wrong = [error.problem]
        except desk.NotReadyError as error:
            g.wrong = list(error.problems)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """Choose what to begin with."""
        if request.method == "GET":
            return self._choose([])
        if g.wrong:
            return self._again(g.wrong)
        if request.form.get("begin") == "file":
            return self._look_over(g.brought)
        try:
            program = self._make()
        except desk.ConflictError as error:
            return self._again([desk.Problem("", str(error), "room")])
        except desk.NotReadyError as error:
            return self._again(list(error.problems))
        tell("Here is your draft. Nobody sees it before you publish.")
        return go("composer.details", program_id=program.id)

    def _look_over(self, brought: bringing.Brought) -> str:
        """What the file brings, before anything is made of it."""
        named = bringing.shas_of(brought)
        known = {each.sha for each in desk.media.find_media(store(), practice_id(), named)} if named else set()
        found = overview(brought, installation().registry, known)
        return self.render("desk/incoming.html", found=found, known=known, word=g.word, size=size)

    def _make(self) -> desk.Program:
        site, counsellor = installation(), me().id
        if g.brought is not None:
            made = bringing.make(store(), practice_id(), g.brought, site=site, counsellor=counsellor)
            bringing.forget(*_aside(), g.word)
            return made
        now, registry = site.clock(), site.registry
        beginning = self._beginning()
        return desk.create_program(
            store(), practice_id(), beginning, registry=registry, now=now, counsellor_id=counsellor
        )

    def _beginning(self) -> dict[str, Any]:
        """A template, or nothing but a title."""
        begin = request.form.get("begin", "")
        templates = installation().registry.templates
        if begin in templates:
            document = copy.deepcopy(templates[begin])
            document.pop("key", None)
            return document
        return composing.new_program(request.form.get("title", "").strip()[:200] or "New program", stage="Beginning")

    def _again(self, problems: list[Any]) -> AnyResponse:
        return answer(self._choose(problems), 422)

    def _choose(self, problems: list[Any]) -> str:
        registry = installation().registry
        more = {"templates": registry.templates, "formats": registry.formats.values()}
        return self.render("desk/new_program.html", problems=problems, **more)

    @expose("/<uuid:program_id>/archive", methods=("GET", "POST"))
    def archive(self, program_id: Any) -> Page:
        """Take a program off the list, after asking."""
        program = desk.get_program(store(), practice_id(), program_id)
        if request.method == "GET":
            return self.render("desk/archive_program.html", program=program)
        desk.archive_program(store(), program, now=installation().clock())
        tell(f"“{program.title}” is archived. Links and couples go on.")
        return go("programs.index_view")


def _aside() -> tuple[Path, str]:
    """Where files wait while they are looked over, and for whom."""
    return installation().data / "incoming", str(me().id)


def program_state(program: Any, publication: Any) -> str:
    """Where a program stands, in words."""
    if publication is None:
        return "draft, not published yet"
    return "published" if publication.revision == program.revision else "published, with newer changes in the draft"
