"""The composer: one program with its outline, the step being edited, and the way back to any earlier state."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Response, abort, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer.dialect import problems as schema_problems
from nearer.forms import pressed, read_form, render_form
from nearer_admin import composing, conditions, stepform, timing
from nearer_admin.changes import UnknownChangeError, changed
from nearer_admin.outline import Outline, outline
from nearer_admin.pacing import draft_by_week
from nearer_admin.shelving import card_of
from nearer_admin.views.base import DeskView, answer, go, installation, me, practice_id, store, tell
from nearer_admin.views.origins import find_made, newer_steps

Json = dict[str, Any]
Page = str | AnyResponse

PARTS_HELP = (
    "Only where the two get different content: for example “Who came back” and “Who stayed”. Whoever begins says which "
    "is theirs; the partner gets the other. Leave both empty if the two are alike."
)
DETAILS: Json = {
    "type": "object",
    "required": ["title", "personal", "sealed"],
    "properties": {
        "title": {"type": "string", "title": "Title of the program", "minLength": 1, "maxLength": 200, "x-order": 1},
        "summary": {
            "type": "string",
            "title": "What it is, for couples",
            "maxLength": 2000,
            "x-widget": "textarea",
            "description": "Stands on the welcome page.",
            "x-order": 2,
        },
        "languages": {
            "type": "array",
            "title": "Languages that couples may read it in",
            "description": "Beside its own. Whoever runs this installation brings translations in. What a language "
            "lacks stands beside the step, and couples read it as you wrote it.",
            "uniqueItems": True,
            "items": {"oneOf": [{"const": each, "title": desk.own_name(each)} for each in desk.OFFERED]},
        },
        "weeks": {"type": "integer", "title": "Weeks it takes", "minimum": 0, "maximum": 104, "x-order": 3},
        "personal": {
            "type": "boolean",
            "title": "I accompany these couples myself",
            "description": "Then steps for two open only after you spoke with each alone and released them. "
            "Without it, one draw at the beginning has a say.",
        },
        "sealed": {
            "type": "boolean",
            "title": "Sealed",
            "description": "No spare key to private words is kept, unless a person asks for one.",
        },
    },
}
PARTS: Json = {
    f"{which}_{what}": {"type": "string", "title": title, "maxLength": most} | more
    for which, ordinal in (("first", "The one part"), ("second", "The other part"))
    for what, title, most, more in (
        ("part", ordinal, 200, {"description": PARTS_HELP} if which == "first" else {}),
        ("words", f"{ordinal}, in a sentence", 600, {"x-widget": "textarea"}),
    )
}
"""What is asked about parts, beside the other details."""

DETAILS["properties"] |= PARTS
DETAILS["dependentRequired"] = {"first_part": ["second_part"], "second_part": ["first_part"]}
STAGE: Json = {
    "type": "object",
    "required": ["title"],
    "properties": {
        "title": {"type": "string", "title": "Title of the stage", "minLength": 1, "maxLength": 200},
        "summary": {"type": "string", "title": "What this stage is for", "maxLength": 2000, "x-widget": "textarea"},
    },
}
CONFLICT = (
    "This program was saved from another tab or by a colleague after you opened this page. What you typed is still "
    "here. Compare it with the newer state below, then save to put yours in its place."
)
MOVED = (
    "The program was changed in another tab or by a colleague meanwhile. Nothing was done. This is how it stands now."
)


class ComposerView(DeskView):
    """One program being composed; every form carries the revision it was drawn from."""

    def __init__(self) -> None:
        super().__init__("Composer", endpoint="composer", url="/program")

    @expose("/")
    def index_view(self) -> Page:
        """There is no program without its id."""
        return go("programs.index_view")

    @expose("/<uuid:program_id>/", methods=("GET", "POST"))
    def details(self, program_id: UUID) -> Page:
        """Title, summary and the few settings of the whole program."""
        program, document = _program(program_id)
        value = stepform.filled(DETAILS, document | _parts(document))
        if request.method == "GET":
            fields, today = render_form(DETAILS, value), installation().clock().date()
            weeks = draft_by_week(document, installation().registry, today)
            return self._page(program, document, "details", fields=fields, weeks=weeks)
        value = read_form(DETAILS, request.form)
        found = schema_problems(DETAILS, value)
        conflict = _posted_revision() != program.revision
        if found or conflict or pressed(request.form):
            fields = render_form(DETAILS, value, found)
            kept = _differences(DETAILS, value, document) if conflict else []
            return self._page(program, document, "details", fields=fields, conflict=conflict, kept=kept)
        filled = {key: value.get(key, _blank(DETAILS, key)) for key in DETAILS["properties"] if key not in PARTS}
        after = composing.set_parts(composing.set_program(document, **filled), value)
        return self._save(program, after, "composer.details")

    @expose("/<uuid:program_id>/stage/<stage_id>", methods=("GET", "POST"))
    def stage(self, program_id: UUID, stage_id: str) -> Page:
        """Title and purpose of one stage."""
        program, document = _program(program_id)
        stage = next((each for each in document["stages"] if each["id"] == stage_id), None)
        if stage is None:
            return self._gone(program, document)
        if request.method == "GET":
            return self._page(
                program, document, "stage", current=stage_id, fields=render_form(STAGE, stepform.filled(STAGE, stage))
            )
        value = read_form(STAGE, request.form)
        found = schema_problems(STAGE, value)
        conflict = _posted_revision() != program.revision
        if found or conflict or pressed(request.form):
            fields = render_form(STAGE, value, found)
            kept = _differences(STAGE, value, stage) if conflict else []
            return self._page(program, document, "stage", current=stage_id, fields=fields, conflict=conflict, kept=kept)
        words = {"title": value["title"], "summary": value.get("summary", "")}
        return self._save(
            program, composing.edit_stage(document, stage_id, **words), "composer.stage", stage_id=stage_id
        )

    @expose("/<uuid:program_id>/step/<step_id>", methods=("GET", "POST"))
    def step(self, program_id: UUID, step_id: str) -> Page:
        """One step: its own fields, when it comes, and the content of each form."""
        program, document = _program(program_id)
        step = composing.find_step(document, step_id)
        if step is None:
            return self._gone(program, document)
        if request.method == "GET":
            return self._step_page(program, document, step)
        typed = stepform.read_content(step, request.form, installation().registry)
        typed, wrong = stepform.read_choices(typed, request.form)
        conflict = _posted_revision() != program.revision
        if wrong:
            return self._step_page(program, document, typed, refused=wrong)
        if conflict or pressed(request.form):
            return self._step_page(program, document, typed, conflict=conflict, stored=step)
        try:
            return self._save(
                program, composing.replace_step(document, step_id, typed), "composer.step", step_id=step_id
            )
        except desk.NotReadyError as error:
            drawn = outline(document, error.problems)
            row = drawn.step(step_id)
            return self._step_page(program, document, typed, refused=row.findings if row else ())

    @expose("/<uuid:program_id>/change", methods=("POST",))
    def change(self, program_id: UUID) -> Page:
        """One button of the outline: move, copy, remove, add a stage."""
        program, document = _program(program_id)
        act, target = request.form.get("act", ""), request.form.get("target", "")
        if _posted_revision() != program.revision:
            return self._conflict(program, document)
        if act == "step_upgrade":
            return self._upgrade(program, document, target)
        if act in ("undo", "redo"):
            return self._step_back(program, act)
        try:
            after = changed(document, act, target, request.form)
        except UnknownChangeError:
            abort(400)
        except (LookupError, ValueError):
            return self._gone(program, document)
        if act == "stage_add":
            return self._save(program, after, "composer.stage", stage_id=after["stages"][-1]["id"])
        back = request.form.get("back", "")
        if act in ("step_remove", "stage_remove"):
            tell("Removed. “Earlier states” brings it back.")
        if act.startswith(("step", "variant")) and composing.find_step(after, back):
            return self._save(program, after, "composer.step", step_id=back, anchor=target)
        return self._save(program, after, "composer.details", anchor=target)

    @expose("/<uuid:program_id>/remove/<kind>/<target>")
    def remove(self, program_id: UUID, kind: str, target: str) -> Page:
        """Asks before a step or stage is taken out; works without script."""
        program, document = _program(program_id)
        found: Any = None
        if kind == "step":
            found = composing.find_step(document, target)
        elif kind == "stage":
            found = next((each for each in document["stages"] if each["id"] == target), None)
        if found is None:
            abort(404)
        return self.render("desk/remove.html", program=program, kind=kind, found=found)

    @expose("/<uuid:program_id>/history", methods=("GET", "POST"))
    def history(self, program_id: UUID) -> Page:
        """Earlier states of the program; going back to one makes a new revision, so that it can be undone, too."""
        program, document = _program(program_id)
        if request.method == "POST":
            if _posted_revision() != program.revision:
                return self._conflict(program, document)
            wanted = request.form.get("to", type=int) or abort(400)
            tell(f"The program stands as it did at revision {wanted}.")
            return self._save(program, desk.revision_document(store(), program, wanted), "composer.details")
        before = request.args.get("before", type=int)
        revisions = desk.list_revisions(store(), program, before=before, limit=26)
        return self.render("desk/history.html", program=program, revisions=revisions[:25], more=len(revisions) > 25)

    def _step_back(self, program: desk.Program, act: str) -> AnyResponse:
        """Undo the last edit, or make it again, and stay where one was if that is still there."""
        site, again = installation(), desk.undo_program if act == "undo" else desk.redo_program
        again(
            store(), program, revision=_posted_revision(), registry=site.registry, now=site.clock(),
            counsellor_id=me().id,
        )  # fmt: skip
        tell("Undone." if act == "undo" else "Made again.")
        here = request.form.get("back", "")
        after = desk.program_document(program)
        if composing.find_step(after, here):
            return go("composer.step", program_id=program.id, step_id=here)
        if any(each["id"] == here for each in after["stages"]):
            return go("composer.stage", program_id=program.id, stage_id=here)
        return go("composer.details", program_id=program.id)

    def _upgrade(self, program: desk.Program, document: Json, step_id: str) -> Page:
        """Bring a step to the versions of today, as its page showed beforehand."""
        step = composing.find_step(document, step_id)
        if step is None:
            return self._gone(program, document)
        after = desk.upgraded(step, installation().registry)
        tell("The step is up to date. “Earlier states” brings back what it was.")
        return self._save(program, composing.edit_step(document, step_id, **after), "composer.step", step_id=step_id)

    # --- drawing ---

    def _step_page(
        self, program: desk.Program, document: Json, step: Json, *, conflict: bool = False, **more: Any
    ) -> Page:
        registry = installation().registry
        drawn = _outline(document)
        row = drawn.step(step["id"])
        problems = [*(row.findings if row else ()), *more.get("refused", ())]
        stored = more.get("stored")
        stage = next(each["id"] for each in document["stages"] if any(s["id"] == step["id"] for s in each["steps"]))
        return self._page(
            program,
            document,
            "step",
            current=step["id"],
            drawn=drawn,
            step=step,
            stage_id=stage,
            basics=stepform.draw_basics(step, problems),
            variants=stepform.draw_variants(step, problems, registry),
            card=card_of(step, registry),
            made=find_made(step),
            earlier=[each for each in drawn.steps if each.number < (row.number if row else 0)],
            rules=timing.RULES,
            often=timing.OFTEN,
            milestone=timing.MILESTONE,
            facts=conditions.facts_before(document, step["id"], registry) if _is_varied(step) else [],
            ways=conditions.WAYS,
            problems=_once(problems),
            conflict=conflict,
            kept=_differences(stepform.BASICS, step, stored) if conflict and stored else [],
            refused=bool(more.get("refused")),
        )

    def _page(
        self,
        program: desk.Program,
        document: Json,
        kind: str,
        *,
        conflict: bool = False,
        refused: bool = False,
        **values: Any,
    ) -> Response:
        values["drawn"] = values.get("drawn") or _outline(document)
        values.setdefault("current", "")
        values.setdefault("newer", newer_steps(document))
        values.setdefault("reach", desk.reach_of(store(), program))
        status = 409 if conflict else 422 if request.method == "POST" and not pressed(request.form) else 200
        body = self.render(
            f"desk/compose_{kind}.html",
            program=program,
            document=document,
            conflict=CONFLICT if conflict else "",
            refused=refused,
            **values,
        )
        return answer(body, status)

    def _save(self, program: desk.Program, document: Json, endpoint: str, **where: Any) -> AnyResponse:
        site = installation()
        anchor = where.pop("anchor", None)
        if document != desk.program_document(program):
            desk.save_program(
                store(),
                program,
                document,
                revision=_posted_revision(),
                registry=site.registry,
                now=site.clock(),
                counsellor_id=me().id,
            )
        if request.headers.get("Accept") == "application/json":
            return Response(f'{{"revision": {program.revision}}}', mimetype="application/json")
        return go(endpoint, program_id=program.id, _anchor=anchor, **where)

    def _conflict(self, program: desk.Program, document: Json) -> Response:
        page = self._page(program, document, "moved", notice=MOVED)
        page.status_code = 409
        return page

    def _gone(self, program: desk.Program, document: Json) -> Response:
        notice = "This part of the program was removed in another tab. “Earlier states” brings it back."
        page = self._page(program, document, "moved", notice=notice)
        page.status_code = 409 if request.method == "POST" else 404
        return page


def _program(program_id: UUID) -> tuple[desk.Program, Json]:
    program = desk.get_program(store(), practice_id(), program_id)
    return program, desk.program_document(program)


def _parts(document: Json) -> Json:
    """The two parts as the form of the details has them."""
    pairs = list(zip(("first", "second"), document.get("parts", ()), strict=False))
    titles = {f"{n}_part": part["title"] for n, part in pairs}
    return titles | {f"{n}_words": part.get("words", "") for n, part in pairs}


def _is_varied(step: Json) -> bool:
    return any(composing.is_chosen(each) for each in step.get("variants", ()))


def _posted_revision() -> int:
    return request.form.get("revision", default=0, type=int)


def _outline(document: Json) -> Outline:
    site = installation()
    zone = desk.get_practice(store(), practice_id()).zone
    today = site.clock().astimezone(ZoneInfo(zone)).date()
    found = desk.findings(document, site.registry, today=today)
    return outline(document, [*found, *desk.media.missing_media(store(), practice_id(), document)])


def _blank(schema: Json, key: str) -> Any:
    return {"string": "", "integer": 0, "boolean": False, "array": []}[schema["properties"][key]["type"]]


def _differences(schema: Json, typed: Any, stored: Json) -> list[tuple[str, Any]]:
    """What stands now where something else was typed, as (label, value)."""
    return [
        (each.get("title", key), stored.get(key))
        for key, each in schema["properties"].items()
        if (typed or {}).get(key, _nothing(each)) != stored.get(key, _nothing(each))
    ]


def _nothing(schema: Json) -> Any:
    return {"string": "", "integer": 0, "boolean": False, "array": []}.get(schema["type"])


def _once(problems: list[Any]) -> list[Any]:
    return list(dict.fromkeys(problems))
