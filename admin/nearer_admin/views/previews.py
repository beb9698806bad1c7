"""Pages of the preview: a step of a draft or an exercise of the library, as either partner, framed by the desk only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_admin import expose

from nearer import desk
from nearer_admin import composing
from nearer_admin.preview import MOMENTS, NAMES, Asked, of_sample, preview
from nearer_admin.views.base import DeskView, answer, colleague, go, installation, practice_id, store


class PreviewsView(DeskView):
    """Draws on samples; there is no "view as" on a running couple."""

    def __init__(self) -> None:
        super().__init__("Preview", endpoint="previews", url="/preview")

    @expose("/")
    def index_view(self) -> Any:
        """There is nothing to preview without a step."""
        return go("programs.index_view")

    @expose("/program/<uuid:program_id>/<step_id>")
    def step(self, program_id: UUID, step_id: str) -> Response:
        """A step of a draft, as saved."""
        program = desk.get_program(store(), practice_id(), program_id)
        step = composing.find_step(desk.program_document(program), step_id)
        return self._page(step or abort(404))

    @expose("/exercise/<key>")
    def exercise(self, key: str) -> Response:
        """An exercise of the library."""
        item = desk.get_library_item(store(), practice_id(), installation().registry, key, who=colleague())
        return self._page(item.document)

    @expose("/type/<type_id>")
    def kind(self, type_id: str) -> Response:
        """An exercise type on one of its samples."""
        kind = installation().registry.types.get(type_id) or abort(404)
        number = request.args.get("sample", default=0, type=int)
        if not kind.samples:
            abort(404)
        return self._page(of_sample(kind, number if 0 <= number < len(kind.samples) else 0))

    def _page(self, content: dict[str, Any]) -> Response:
        asked = Asked.of(request.args)
        shown = preview(content, installation().registry, asked)
        return answer(
            self.render("desk/preview.html", shown=shown, asked=asked, names=NAMES, moments=MOMENTS, here=here)
        )


def here(asked: Asked, form: str, change: dict[str, str]) -> dict[str, Any]:
    """The address of this preview with one choice changed."""
    kept = {"sample": request.args["sample"]} if "sample" in request.args else {}
    return {**(request.view_args or {}), **kept, "side": asked.side, "moment": asked.moment, "form": form, **change}
