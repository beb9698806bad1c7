"""The library: what plugins bring, and the practice's own exercises, made from any type or as a variation."""

from __future__ import annotations

import copy
from typing import Any

from flask import Response, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.forms import pressed
from nearer_admin import stepform
from nearer_admin.shelving import Filter, card_of, shelf
from nearer_admin.views.base import DeskView, answer, go, installation, practice_id, store, tell

Json = dict[str, Any]
Page = str | AnyResponse


class LibraryView(DeskView):
    """Exercises to look at, to vary and to make."""

    also = ("previews",)

    def __init__(self) -> None:
        super().__init__("Library", endpoint="library", url="/library")

    @expose("/")
    def index_view(self) -> Page:
        """Everything there is, with search and filters."""
        asked = Filter.of(request.args)
        registry = installation().registry
        shown = shelf(desk.library(store(), practice_id(), registry), registry, asked)
        return self.render("desk/library.html", shelf=shown, asked=asked)

    @expose("/exercise/<key>/")
    def one(self, key: str) -> Page:
        """One exercise: protocol card, preview, and what can be done with it."""
        item = desk.get_library_item(store(), practice_id(), installation().registry, key)
        card = card_of(item.document, installation().registry)
        known = installation().registry.types.get(item.type_id)
        return self.render("desk/exercise.html", item=item, card=card, kind=known)

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """A new exercise of one's own: choose a type, or begin with a variation of *like*."""
        registry = installation().registry
        like, type_id = request.values.get("like", ""), request.values.get("type", "")
        if like:
            content = desk.get_library_item(store(), practice_id(), registry, like).document
            content = copy.deepcopy({key: value for key, value in content.items() if key != "key"})
            content["title"] = f"{content['title']} (variation)"[:200] if request.method == "GET" else content["title"]
        elif type_id in registry.types:
            content = _blank(registry.types[type_id])
        else:
            return self.render("desk/choose_type.html", types=_by_family(registry))
        if request.method == "GET":
            return self._form(content, hidden={"like": like, "type": type_id})
        typed = stepform.read_content(content, request.form, registry)
        if pressed(request.form):
            return self._form(typed, hidden={"like": like, "type": type_id})
        try:
            row = desk.create_exercise(store(), practice_id(), typed, registry=registry, now=installation().clock())
        except desk.NotReadyError as error:
            return self._form(typed, hidden={"like": like, "type": type_id}, refused=error.problems)
        tell("It stands in your library now.")
        return go("library.one", key=str(row.id))

    @expose("/exercise/<key>/edit", methods=("GET", "POST"))
    def edit(self, key: str) -> Page:
        """Change one of the practice's own; copies in programs stay as they are."""
        site = installation()
        row = desk.get_exercise(store(), practice_id(), key)
        content = desk.exercise_document(row)
        hidden = {"revision": row.revision}
        if request.method == "GET":
            return self._form(content, hidden=hidden, name=key)
        typed = stepform.read_content(content, request.form, site.registry)
        if pressed(request.form):
            return self._form(typed, hidden={"revision": request.form.get("revision", 0)}, name=key)
        revision = request.form.get("revision", default=0, type=int)
        if revision != row.revision:
            return self._form(typed, hidden=hidden, name=key, conflict=True)
        try:
            desk.save_exercise(store(), row, typed, revision=revision, registry=site.registry, now=site.clock())
        except desk.NotReadyError as error:
            return self._form(typed, hidden=hidden, name=key, refused=error.problems)
        tell("Saved. Steps that were copied from it before stay as they are.")
        return go("library.one", key=key)

    @expose("/exercise/<key>/upgrade", methods=("POST",))
    def upgrade(self, key: str) -> Page:
        """Bring one of the practice's own to the versions of today, as its page showed beforehand."""
        site = installation()
        row = desk.get_exercise(store(), practice_id(), key)
        after = desk.upgraded(desk.exercise_document(row), site.registry)
        revision = request.form.get("revision", default=0, type=int)
        desk.save_exercise(store(), row, after, revision=revision, registry=site.registry, now=site.clock())
        tell("The exercise is up to date. Steps that were copied from it before stay as they are.")
        return go("library.edit", key=key)

    @expose("/exercise/<key>/archive", methods=("GET", "POST"))
    def archive(self, key: str) -> Page:
        """Take one of the practice's own out of the library, after asking."""
        row = desk.get_exercise(store(), practice_id(), key)
        if request.method == "GET":
            return self.render("desk/archive_exercise.html", row=row)
        desk.archive_exercise(store(), row, now=installation().clock())
        tell(f"“{row.title}” is archived. Programs that copied it keep their copy.")
        return go("library.index_view")

    def _form(
        self, content: Json, *, hidden: Json, name: str = "", refused: Any = (), conflict: bool = False
    ) -> Response:
        registry = installation().registry
        problems = list(refused)
        body = self.render(
            "desk/edit_exercise.html",
            content=content,
            hidden=hidden,
            name=name,
            basics=stepform.draw_basics(content, problems),
            variants=stepform.draw_variants(content, problems, registry),
            problems=problems,
            conflict=conflict,
            card=card_of(content, registry),
        )
        return answer(body, 409 if conflict else 422 if refused else 200)


def _blank(kind: Any) -> Json:
    """An exercise of *kind* with its defaults, and the form for one person where the type has one."""
    sample = kind.samples[0].config if kind.samples else {}
    defaults = {
        key: copy.deepcopy(each["default"])
        for key, each in kind.config_schema.get("properties", {}).items()
        if isinstance(each, dict) and "default" in each
    }
    config = defaults or copy.deepcopy(dict(sample))
    return {
        "nearer": "exercise/1",
        "title": "",
        "summary": "",
        "language": "en",
        "minutes": kind.protocol.minutes,
        "factors": list(kind.factors),
        "variants": [{"form": "any", "type": kind.id, "version": kind.version, "config": config}],
        "texts": {},
    }


def _by_family(registry: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for kind in sorted(registry.types.values(), key=lambda each: each.id):
        found.setdefault(kind.family, []).append(kind)
    return found
