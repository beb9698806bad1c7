"""The material of one step or exercise: pictures and sounds of the practice, new ones, and films elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, g, request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.dialect import problems
from nearer.forms import read_form, render_form
from nearer_admin import composing, material
from nearer_admin.uploads import read_upload
from nearer_admin.views.base import DeskView, answer, colleague, go, installation, me, practice_id, store, tell
from nearer_admin.views.media import bring_in

Json = dict[str, Any]
Page = str | AnyResponse
OFFERED_AT_ONCE = 24
MOVED = (
    "This was changed in another tab or by a colleague meanwhile. Nothing was done; what you typed stands below. "
    "Press the button again to do it to the newer state."
)


@dataclass(frozen=True)
class Holder:
    """What has the material: a step of a draft or an exercise, its language, and how to save it."""

    content: Json
    language: str
    revision: int
    row: Any
    back: tuple[str, str]
    document: Json | None = None

    def save(self, content: Json) -> None:
        """Put *content* in the place of what was read.

        Raises:
            ConflictError, NotReadyError: somebody was faster, or it can't stand like this.
        """
        site = installation()
        about: Json = {"revision": self.revision, "registry": site.registry, "now": site.clock()}
        if self.document is None:
            desk.save_exercise(store(), self.row, content, **about)
            return
        after = composing.replace_step(self.document, content["id"], content)
        desk.save_program(store(), self.row, after, counsellor_id=me().id, **about)


class MaterialView(DeskView):
    """A page of its own, so that it works without script and never meets the autosave of a step's form."""

    def __init__(self) -> None:
        super().__init__("Material", endpoint="material", url="/material")

    def prepare(self) -> None:
        """Check what was posted."""
        g.upload = read_upload()

    @expose("/")
    def index_view(self) -> Page:
        """There is no material without a step."""
        return go("media.index_view")

    @expose("/program/<uuid:program_id>/<step_id>", methods=("GET", "POST"))
    def step(self, program_id: UUID, step_id: str) -> Page:
        """The material of a step of a draft."""
        program = desk.get_program(store(), practice_id(), program_id)
        document = desk.program_document(program)
        step = composing.find_step(document, step_id) or abort(404)
        back = ("composer.step", url_for("composer.step", program_id=program_id, step_id=step_id))
        return self._page(Holder(step, document.get("language", "en"), program.revision, program, back, document))

    @expose("/exercise/<key>", methods=("GET", "POST"))
    def exercise(self, key: str) -> Page:
        """The material of one of the practice's own exercises; steps that are copies keep theirs."""
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        content = desk.exercise_document(row)
        back = ("library.edit", url_for("library.edit", key=key))
        return self._page(Holder(content, content.get("language", "en"), row.revision, row, back))

    def _page(self, holder: Holder) -> Page:
        if request.method == "GET":
            return self._draw(holder)
        if request.form.get("revision", type=int) != holder.revision:
            return answer(self._draw(holder, refused=MOVED, typed=True), 409)
        try:
            after, found = _changed(holder)
            if not found:
                holder.save(after)
                return go(request.endpoint or "", **(request.view_args or {}), _anchor=request.form.get("at") or None)
        except desk.NotReadyError as error:
            found = list(error.problems)
        except (desk.UnreadableError, desk.ConflictError) as error:
            conflict = isinstance(error, desk.ConflictError)
            return answer(self._draw(holder, refused=str(error), typed=True), 409 if conflict else 422)
        except LookupError:
            tell("This piece was taken out in another tab.", "error")
            return go(request.endpoint or "", **(request.view_args or {}))
        return answer(self._draw(holder, found=found, typed=True), 422)

    def _draw(self, holder: Holder, *, refused: str = "", found: Any = (), typed: bool = False) -> str:
        shown = list(holder.content.get("material") or ())
        text = request.args.get("search", "").strip()
        offered = desk.media.list_media(store(), practice_id(), text=text, limit=OFFERED_AT_ONCE)
        act = request.form.get("act", "") if typed else ""
        at = request.form.get("index", type=int) if act == "words" else None
        return self.render(
            "desk/material.html",
            holder=holder,
            shown=[(each, _fields(each, index, found if at == index else None)) for index, each in enumerate(shown)],
            film=_film(found if act == "film" else None),
            offered=[(each, desk.media.media_document(each)) for each in offered],
            text=text,
            kinds=installation().registry.media.values(),
            refused=refused or next((each.message for each in found if not each.pointer), ""),
            title=holder.content.get("title") or "Untitled",
            named=material.named,
            here=url_for(request.endpoint or "", **(request.view_args or {})),
        )


def _changed(holder: Holder) -> tuple[Json, list[Any]]:
    """The content after what the pressed button says, and what is wrong with what was typed.

    Raises:
        LookupError: there is no such piece of material any more.
        UnreadableError, ConflictError: a file was refused, or there is no room for it.
    """
    content, act = holder.content, request.form.get("act", "")
    shown = list(content.get("material") or ())
    if act == "upload":
        return material.put_in(content, desk.media.media_document(bring_in(g.upload)), holder.language), []
    if act == "add":
        row = desk.media.get_media(store(), practice_id(), request.form.get("media", ""))
        return material.put_in(content, desk.media.media_document(row), holder.language), []
    if act == "film":
        typed = read_form(material.form_of("film"), request.form, prefix="film")
        film = {"kind": "film", **(typed if isinstance(typed, dict) else {})}
        return material.with_material(content, [*shown, film]), problems(material.form_of("film"), typed)
    index = request.form.get("index", default=-1, type=int)
    if not 0 <= index < len(shown):
        raise LookupError
    if act == "words":
        schema = material.form_of(shown[index]["kind"])
        typed = read_form(schema, request.form, prefix=f"m{index}")
        shown[index] = material.with_words(shown[index], typed)
        if not (found := problems(schema, typed)):
            _remember(shown[index], holder.language)
        return material.with_material(content, shown), found
    if act == "remove":
        del shown[index]
    else:
        shown = material.moved(shown, index, -1 if act == "up" else 1)
    return material.with_material(content, shown), []


def _remember(each: Json, language: str) -> None:
    """Say of a picture or sound of the practice what was said of it here, where nothing was said of it yet."""
    for row in desk.media.find_media(store(), practice_id(), [each.get("media", "")]):
        document = desk.media.media_document(row)
        name = material.WORDS_OF[row.kind]
        if each.get(name) and not document.get(name):
            new = {key: each[key] for key in (name, "title", "licence", "source") if each.get(key)}
            desk.media.save_media(row, {**new, **document, "language": language})


def _fields(each: Json, index: int, found: Any) -> Any:
    """The form of one piece; with what was typed where that was not taken."""
    schema, prefix = material.form_of(each["kind"]), f"m{index}"
    if found is None:
        blank = {"decorative": False} if each["kind"] == "picture" else {}
        value = blank | {key: each[key] for key in schema["properties"] if each.get(key) not in (None, "")}
        return render_form(schema, value, prefix=prefix)
    return render_form(schema, read_form(schema, request.form, prefix=prefix), found, prefix=prefix)


def _film(found: Any) -> Any:
    schema = material.form_of("film")
    if found is None:
        return render_form(schema, prefix="film")
    return render_form(schema, read_form(schema, request.form, prefix="film"), found, prefix="film")
