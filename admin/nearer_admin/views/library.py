"""The library: what plugins bring, and the practice's own exercises, made from any type or as a variation."""

from __future__ import annotations

import copy
import re
from typing import Any

from flask import Response, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.forms import pressed
from nearer_admin import stepform
from nearer_admin.beginning import blank, doors, lines_of, list_title, with_lines
from nearer_admin.origins import has_news, made_from
from nearer_admin.shelving import Filter, card_of, shelf, words_used
from nearer_admin.views.base import answer, colleague, go, installation, me, practice_id, store, tell
from nearer_admin.views.keeping import KeepingView, author_name, first, typed_tags
from nearer_admin.views.origins import find_made, newer

Json = dict[str, Any]
Page = str | AnyResponse


class LibraryView(KeepingView):
    """Exercises to look at, to vary and to make."""

    def __init__(self) -> None:
        super().__init__("Library", endpoint="library", url="/library")

    @expose("/")
    def index_view(self) -> Page:
        """Everything there is, with search and filters."""
        asked = Filter.of(request.args)
        registry = installation().registry
        items = desk.library(store(), practice_id(), registry, who=colleague())
        own = {each.name: each.document for each in items if not each.bundled}
        news = newer(own, {each.name: each.document for each in items})
        return self.render(
            "desk/library.html",
            shelf=shelf(items, registry, asked, first()),
            asked=asked,
            news=news,
            doors=doors(registry),
        )

    @expose("/exercise/<key>/")
    def one(self, key: str) -> Page:
        """One exercise: protocol card, preview, and what can be done with it."""
        registry = installation().registry
        item = desk.get_library_item(store(), practice_id(), registry, key, who=colleague())
        made = find_made(item.document)
        return self.render(
            "desk/exercise.html",
            made=made,
            news=made is not None and has_news(made, registry),
            item=item,
            card=card_of(item.document, registry),
            kind=registry.types.get(item.type_id),
            tags=words_used(desk.library(store(), practice_id(), registry, who=colleague()), item.tags),
            author=author_name(item.author_id),
            decides=not item.bundled
            and desk.may_share(store(), desk.get_exercise(store(), practice_id(), key, who=colleague()), colleague()),
        )

    @expose("/new/", methods=("GET", "POST"))
    def create_view(self) -> Page:
        """A new exercise of one's own: choose a type, or begin with a variation of *like*."""
        registry = installation().registry
        like, type_id = request.values.get("like", ""), request.values.get("type", "")
        if like:
            original = desk.get_library_item(store(), practice_id(), registry, like, who=colleague()).document
            content = copy.deepcopy({key: value for key, value in original.items() if key != "key"})
            content["origin"] = made_from(like, original) | _seen_before()
            content["title"] = f"{content['title']} (variation)"[:200] if request.method == "GET" else content["title"]
        elif type_id in registry.types:
            content = blank(registry.types[type_id])
        else:
            return self.render("desk/choose_type.html", types=_by_family(registry), doors=doors(registry))
        hidden = {"like": like, "type": type_id, "origin": (content.get("origin") or {}).get("digest", "")}
        if request.method == "GET":
            return self._form(content, hidden=hidden)
        typed = _typed(content)
        if pressed(request.form):
            return self._form(typed, hidden=hidden)
        try:
            row = self._create(typed)
        except desk.NotReadyError as error:
            return self._form(typed, hidden=hidden, refused=error.problems)
        tell("It stands in your library now.")
        return go("library.one", key=str(row.id))

    def _create(self, content: Json) -> desk.Exercise:
        site = installation()
        about: Json = {"author_id": me().id, "shared": request.form.get("sees") == "practice"}
        row = desk.create_exercise(
            store(), practice_id(), content, registry=site.registry, now=site.clock(), **about
        )  # fmt: skip
        desk.set_tags(store(), practice_id(), str(row.id), typed_tags(request.form))
        return row

    @expose("/exercise/<key>/edit", methods=("GET", "POST"))
    def edit(self, key: str) -> Page:
        """Change one of the practice's own; copies in programs stay as they are."""
        site = installation()
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        content = desk.exercise_document(row)
        hidden = {"revision": row.revision}
        if request.method == "GET":
            return self._form(content, hidden=hidden, name=key)
        typed = _typed(content)
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
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        after = desk.upgraded(desk.exercise_document(row), site.registry)
        revision = request.form.get("revision", default=0, type=int)
        desk.save_exercise(store(), row, after, revision=revision, registry=site.registry, now=site.clock())
        tell("The exercise is up to date. Steps that were copied from it before stay as they are.")
        return go("library.edit", key=key)

    def _form(
        self, content: Json, *, hidden: Json, name: str = "", refused: Any = (), conflict: bool = False
    ) -> Response:
        registry = installation().registry
        problems, ticked = list(refused), request.form.getlist("tag")
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
            tags=[] if name else words_used(desk.library(store(), practice_id(), registry, who=colleague()), ticked),
            typed=request.form,
            several=list_title(content, registry),
        )
        return answer(body, 409 if conflict else 422 if refused else 200)


def _typed(content: Json) -> Json:
    """*content* as it was typed, with the lines that were added at once."""
    registry = installation().registry
    typed = stepform.read_content(content, request.form, registry)
    return with_lines(typed, lines_of(request.form.get("more_lines", "")), registry)


def _seen_before() -> Json:
    """The digest of what a variation was begun with, if its form says it: the original may have changed meanwhile."""
    digest = request.form.get("origin", "")
    return {"digest": digest} if re.fullmatch(r"[0-9a-f]{64}", digest) else {}


def _by_family(registry: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for kind in sorted(registry.types.values(), key=lambda each: each.id):
        found.setdefault(kind.family, []).append(kind)
    return found
