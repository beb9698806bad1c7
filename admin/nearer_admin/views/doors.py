"""Named doors to content of one's own: a title and lines, and it stands in the library."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Response, abort, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import ExerciseType, Problem, desk
from nearer_admin.beginning import Door, doors, lines_of, of_lines
from nearer_admin.shelving import words_used
from nearer_admin.views.base import DeskView, answer, colleague, go, installation, me, practice_id, store, tell
from nearer_admin.views.keeping import typed_tags

Page = str | AnyResponse


class DoorsView(DeskView):
    """One page for each door."""

    def __init__(self) -> None:
        super().__init__("Your own", endpoint="doors", url="/own")

    @expose("/")
    def index_view(self) -> Page:
        """All of them stand where a new exercise begins."""
        return go("library.create_view")

    @expose("/<slug>", methods=("GET", "POST"))
    def one(self, slug: str) -> Page:
        """A title and one thing on each line."""
        door = next((each for each in doors(installation().registry) if each.slug == slug), None) or abort(404)
        if request.method == "GET":
            return self._page(door, {})
        title, lines = request.form.get("title", "").strip(), lines_of(request.form.get("lines", ""))
        kind = door.kind(request.form.get("type", ""))
        missing = {} if title else {"title": "Give it a title, so that you find it again."}
        missing |= {} if lines else {"lines": "Write at least one line."}
        if missing:
            return self._page(door, missing)
        try:
            row = self._create(kind, title, lines)
        except desk.NotReadyError as error:
            return self._page(door, _at_fields(error.problems, kind, lines))
        tell(f"“{row.title}” stands in your library. Edit it to set what else belongs to it.")
        return go("library.one", key=str(row.id))

    def _create(self, kind: ExerciseType, title: str, lines: list[str]) -> desk.Exercise:
        site, shared = installation(), request.form.get("sees") == "practice"
        row = desk.create_exercise(
            store(), practice_id(), of_lines(kind, title, lines), registry=site.registry, now=site.clock(),
            author_id=me().id, shared=shared,
        )  # fmt: skip
        desk.set_tags(store(), practice_id(), str(row.id), typed_tags(request.form))
        return row

    def _page(self, door: Door, wrong: dict[str, str]) -> Response:
        items = desk.library(store(), practice_id(), installation().registry, who=colleague())
        ids = {kind.id for kind in door.kinds}
        ticked = request.form.getlist("tag")
        body = self.render(
            "desk/door.html",
            door=door,
            wrong=wrong,
            typed=request.form,
            tags=words_used(items, ticked),
            ready=[each for each in items if each.type_id in ids][:30],
        )
        return answer(body, 422 if wrong else 200)


def _at_fields(problems: Iterable[Problem], kind: ExerciseType, lines: list[str]) -> dict[str, str]:
    """The sentences of *problems* by the field they belong to; of a line, with its number and how it begins."""
    found: dict[str, list[str]] = {}
    name = kind.own_list.name if kind.own_list else ""
    for problem in problems:
        place = re.match(rf"/variants/0/config/{re.escape(name)}(?:/(\d+))?", problem.pointer)
        number = int(place[1]) if place and place[1] else None
        where = f"Line {number + 1} (“{lines[number][:30]}”): " if number is not None and number < len(lines) else ""
        field = "title" if problem.pointer == "/title" else "lines"
        found.setdefault(field, []).append(where + problem.message)
    return {field: " ".join(dict.fromkeys(words)) for field, words in found.items()}
