"""Holds: what rests everywhere at once, why, and letting it go on again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, g, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.composing import find_step
from nearer_admin.paging import PAGE, key_of, paged
from nearer_admin.views.base import DeskView, go, installation, me, practice_id, store, tell
from nearer_admin.wording import day

Page = str | AnyResponse
KINDS = {desk.STEP: "Step", desk.TYPE: "Exercise type", desk.PROGRAM: "Program"}


def resting(kind: str, target: str) -> Any:
    """The hold of one thing that rests now, for whoever is signed in; for templates."""
    if "resting" not in g:
        g.resting = desk.held_now(store(), me().practice_id)
    return g.resting.get((kind, target))


class HoldsView(DeskView):
    """What rests in the practice and everywhere; an administrator holds and lifts for all practices."""

    def __init__(self) -> None:
        super().__init__("Holds", endpoint="holds", url="/holds")

    @expose("/")
    def index_view(self) -> Page:
        """What rests now and rested before."""
        found, turns = paged(
            lambda turn: desk.list_holds(store(), me().practice_id, after=turn, limit=PAGE + 1), request.args, key_of
        )
        return self.render("desk/holds.html", holds=[self._shown(each) for each in found], turns=turns)

    @expose("/new", methods=("GET", "POST"))
    def new(self) -> Page:
        """Say what is to rest and why; everybody who is at it waits from then on."""
        kind, target, title = self._target()
        if request.method == "GET":
            types = installation().registry.types
            kinds = sorted((each.title, each.id) for each in types.values())
            program = request.args.get("program", "")
            return self.render(
                "desk/hold.html", kind=kind, target=target, title=title, types=kinds, word=KINDS[kind], program=program
            )
        desk.make_hold(
            store(), me().practice_id, kind, target,
            title=title, reason=request.form.get("reason", "").strip(), now=installation().clock(),
            counsellor_id=me().id,
        )  # fmt: skip
        tell(f"“{title}” rests from now on. Couples see the page that everything waits behind. What they sent stays.")
        return go("holds.index_view")

    @expose("/<uuid:hold_id>/lift", methods=("POST",))
    def lift(self, hold_id: UUID) -> Page:
        """Let it go on."""
        hold = desk.lift_hold(store(), me().practice_id, hold_id, now=installation().clock())
        tell(f"“{hold.title}” goes on.")
        return go("holds.index_view")

    def _target(self) -> tuple[str, str, str]:
        """Kind, target and title of what is to rest: a step or a program of the practice, or a type."""
        kind, target = request.values.get("kind", desk.TYPE), request.values.get("target", "")
        if kind == desk.TYPE:
            found = installation().registry.types.get(target)
            if found is None and (target or request.method == "POST"):
                raise desk.NotFoundError("There is no such exercise type here.")
            return kind, target, found.title if found is not None else ""
        program = desk.get_program(store(), practice_id(), request.values.get("program", ""))
        if kind == desk.PROGRAM:
            return kind, program.id.hex, program.title
        step = find_step(desk.program_document(program), target) if kind == desk.STEP else abort(404)
        if step is None:
            raise desk.NotFoundError("This program has no such step.")
        return kind, target, step.get("title") or "Untitled"

    def _shown(self, hold: desk.Hold) -> dict[str, Any]:
        return {
            "id": hold.id,
            "what": f"{KINDS[hold.kind]} “{hold.title}”",
            "where": "everywhere" if hold.practice_id is None else "this practice",
            "reason": hold.reason,
            "since": day(hold.created_at),
            "until": day(hold.lifted_at),
            "liftable": hold.lifted_at is None and hold.practice_id == me().practice_id,
        }
