"""What changed in what an exercise or a step was made from: seen field by field, and taken in as somebody chooses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import Problem, desk
from nearer_admin import composing
from nearer_admin.comparison import Row, at_row, place_of, read_choices, rows_of
from nearer_admin.origins import Made, fields_of, has_news, settled, taken_in
from nearer_admin.views.base import DeskView, answer, colleague, go, installation, me, practice_id, store, tell

Json = dict[str, Any]
Page = str | AnyResponse
MOVED = "Somebody changed one of the two meanwhile. Nothing was taken in; this is how both stand now."
TAKEN = "Taken in. What you chose to keep stayed as it was."
KEPT = "Left as it is. You are told again when the original changes once more."


class OriginsView(DeskView):
    """One page for exercises and steps: then, theirs now, yours now."""

    def __init__(self) -> None:
        super().__init__("What changed", endpoint="origins", url="/origin")

    @expose("/")
    def index_view(self) -> Page:
        """There is nothing to compare without an exercise."""
        return go("library.index_view")

    @expose("/exercise/<key>", methods=("GET", "POST"))
    def exercise(self, key: str) -> Page:
        """A variation beside the exercise it was made from."""
        site = installation()
        row = desk.get_exercise(store(), practice_id(), key, who=colleague())
        made = find_made(desk.exercise_document(row)) or abort(404)
        if request.method == "GET":
            return self._page("exercise", row, made)
        if _is_moved(made, row.revision):
            return self._page("exercise", row, made, notice=MOVED)
        after, rows = _decided(made)
        if after is None:
            return self._page("exercise", row, made, rows=rows)
        try:
            desk.save_exercise(store(), row, after, revision=row.revision, registry=site.registry, now=site.clock())
        except desk.NotReadyError as error:
            return self._page("exercise", row, made, rows=rows, wrong=_placed(error.problems, after, rows))
        tell(KEPT if request.form.get("act") == "keep" else TAKEN)
        return go("library.one", key=key)

    @expose("/program/<uuid:program_id>/<step_id>", methods=("GET", "POST"))
    def step(self, program_id: UUID, step_id: str) -> Page:
        """A step beside the exercise it was copied from."""
        program = desk.get_program(store(), practice_id(), program_id)
        document = desk.program_document(program)
        made = find_made(composing.find_step(document, step_id) or abort(404)) or abort(404)
        if request.method == "GET":
            return self._page("step", program, made)
        if _is_moved(made, program.revision):
            return self._page("step", program, made, notice=MOVED)
        after, rows = _decided(made)
        if after is None:
            return self._page("step", program, made, rows=rows)
        try:
            self._save(program, composing.replace_step(document, step_id, after))
        except desk.NotReadyError as error:
            inside = _of_step(error.problems, document, step_id)
            return self._page("step", program, made, rows=rows, wrong=_placed(inside, after, rows))
        tell(KEPT if request.form.get("act") == "keep" else f"{TAKEN} “Undo” brings back what was.")
        return go("composer.step", program_id=program.id, step_id=step_id)

    def _save(self, program: desk.Program, document: Json) -> None:
        site = installation()
        desk.save_program(
            store(), program, document, revision=program.revision, registry=site.registry, now=site.clock(),
            counsellor_id=me().id,
        )  # fmt: skip

    def _page(self, kind: str, holder: Any, made: Made, **more: Any) -> Response:
        rows, wrong = more.get("wrong", (more.get("rows"), []))
        refused = rows is not None
        rows = (
            rows_of(fields_of(made, installation().registry), made, installation().registry) if rows is None else rows
        )
        body = self.render(
            "desk/origin.html",
            kind=kind,
            holder=holder,
            made=made,
            step_id=made.document.get("id", ""),
            open=[each for each in rows if each.changed_by == "both"],
            theirs=[each for each in rows if each.changed_by == "theirs"],
            yours=[each for each in rows if each.changed_by == "yours"],
            notice=more.get("notice", ""),
            wrong=wrong,
            refused=refused,
        )
        return answer(body, 409 if more.get("notice") else 422 if refused else 200)


def find_made(document: Json) -> Made | None:
    """What *document* was made from, if whoever asks sees that; None where there is nothing to compare with."""
    found = desk.origin_of(document)
    if found is None:
        return None
    name, digest = found
    today = desk.read_today(store(), practice_id(), installation().registry, [name], who=colleague()).get(name)
    then = desk.read_originals(store(), practice_id(), [digest]).get(digest)
    return None if today is None else Made(document, name, then, today)


def newer(contents: Mapping[str, Json], today: Mapping[str, Json]) -> frozenset[str]:
    """Of *contents* (steps or exercises by name), those whose original, as it is *today*, has something new."""
    origins = {name: found for name, each in contents.items() if (found := desk.origin_of(each))}
    digests = {name: desk.digest(today[name]) for name in {each[0] for each in origins.values()} if name in today}
    changed = {name: origin for name, origin in origins.items() if digests.get(origin[0], origin[1]) != origin[1]}
    if not changed:
        return frozenset()
    then = desk.read_originals(store(), practice_id(), [digest for _, digest in changed.values()])
    registry = installation().registry
    made = {name: Made(contents[name], of, then.get(digest), today[of]) for name, (of, digest) in changed.items()}
    return frozenset(name for name, each in made.items() if has_news(each, registry))


def newer_steps(document: Json) -> frozenset[str]:
    """The ids of the steps of a program whose original in the library has something new."""
    steps = {step["id"]: step for stage in document["stages"] for step in stage.get("steps", ())}
    names = {found[0] for step in steps.values() if (found := desk.origin_of(step))}
    return newer(steps, desk.read_today(store(), practice_id(), installation().registry, names, who=colleague()))


def _rows(made: Made) -> list[Row]:
    registry = installation().registry
    return rows_of(fields_of(made, registry), made, registry)


def _is_moved(made: Made, revision: int) -> bool:
    return request.form.get("revision", type=int) != revision or request.form.get("today") != made.digest


def _decided(made: Made) -> tuple[Json | None, list[Row]]:
    """The document as it was decided, and the rows with what was chosen; None where a choice is missing."""
    if request.form.get("act") == "keep":
        return settled(made, made.document), []
    rows = _rows(made)
    choices = read_choices(rows, request.form)
    rows = [replace(each, choice=choices.get(each.path, each.choice)) for each in rows]
    missing = [each for each in rows if each.is_open and not each.choice]
    if missing:
        return None, [replace(each, problem="Choose one of the two.") if each in missing else each for each in rows]
    return taken_in(made, installation().registry, choices), rows


def _placed(problems: Iterable[Problem], document: Json, rows: list[Row]) -> tuple[list[Row], list[str]]:
    """The rows, each with the problem that stands at it, and the problems that stand at none."""
    after, elsewhere = list(rows), list[str]()
    for problem in problems:
        row = at_row(place_of(problem, document), after)
        if row is None:
            elsewhere.append(problem.message)
        else:
            after[after.index(row)] = replace(row, problem=problem.message)
    return after, elsewhere


def _of_step(problems: Iterable[Problem], document: Json, step_id: str) -> list[Problem]:
    """The problems of a program that stand at one step, pointing into it; others keep their place."""
    places = {
        f"/stages/{s}/steps/{n}": step["id"]
        for s, stage in enumerate(document["stages"])
        for n, step in enumerate(stage["steps"])
    }
    mine = next(place for place, name in places.items() if name == step_id)
    return [replace(each, pointer=each.pointer.removeprefix(mine)) for each in problems]
