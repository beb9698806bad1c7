"""The shelf: the library as it is seen while adding a step to a program, protocol cards included."""

from __future__ import annotations

from flask import abort, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin import composing
from nearer_admin.shelving import Filter, shelf
from nearer_admin.views.base import DeskView, colleague, go, installation, me, practice_id, store, tell
from nearer_admin.views.keeping import first

Page = str | AnyResponse


class ShelfView(DeskView):
    """Choose an exercise for one stage; choosing copies it."""

    def __init__(self) -> None:
        super().__init__("Add a step", endpoint="shelf", url="/add")

    @expose("/", methods=("GET", "POST"))
    def index_view(self) -> Page:
        """The library with search and filters; a button on each adds it."""
        program = desk.get_program(store(), practice_id(), request.values.get("program", ""))
        document = desk.program_document(program)
        stage = next((each for each in document["stages"] if each["id"] == request.values.get("stage")), None)
        if stage is None:
            abort(404)
        if request.method == "POST":
            return self._add(program, document, stage["id"])
        asked = Filter.of(request.args)
        items = desk.library(store(), practice_id(), installation().registry, who=colleague())
        shown = shelf(items, installation().registry, asked, first())
        return self.render("desk/shelf.html", program=program, stage=stage, shelf=shown, asked=asked)

    def _add(self, program: desk.Program, document: dict[str, object], stage_id: str) -> AnyResponse:
        site = installation()
        if request.form.get("revision", type=int) != program.revision:
            tell("The program was changed in another tab meanwhile. Nothing was added; choose again.", "error")
            return go("shelf.index_view", program=program.id, stage=stage_id)
        name = request.form.get("exercise", "")
        item = desk.get_library_item(store(), practice_id(), site.registry, name, who=colleague())
        step = composing.step_of(item.document, None if item.bundled else item.name)
        desk.save_program(
            store(),
            program,
            composing.add_step(document, stage_id, step),
            revision=program.revision,
            registry=site.registry,
            now=site.clock(),
            counsellor_id=me().id,
        )
        tell(f"Added “{item.title}”. It is a copy: change it in the program as you like.")
        return go("shelf.index_view", program=program.id, stage=stage_id)
