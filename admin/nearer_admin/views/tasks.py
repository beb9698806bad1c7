"""Whom to get in touch with: mine, nobody's or all, each given to somebody; no list says why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.charges import charge_of, charges, give
from nearer_admin.paging import PAGE
from nearer_admin.views.base import RecordView, go, installation, me, practice_id, store, tell
from nearer_admin.wording import day

SHOWN = {"mine": "Mine", "nobody": "Nobody's", "all": "All"}
NO_LABEL = "A couple without a label"


class TasksView(RecordView):
    """Open tasks of the practice, newest first; safety and time look alike."""

    list_template = "desk/tasks.html"
    filters = ("show",)
    empty = (
        "Nobody waits here",
        "When answers, or a step open for long, ask for a call, the couple appears here. The list never says why.",
    )

    def __init__(self) -> None:
        super().__init__("Get in touch", "tasks")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Tasks by key, with the labels of their couples and who may take each."""
        given: dict[str, tuple[Any, ...]] = {"mine": (me().id,), "nobody": (None,)}
        kept = given.get(_shown(), ())
        found = desk.list_tasks(store(), practice_id(), given=kept, after=after, limit=PAGE + 1)
        couples = [each.couple_id for each in found]
        self._labels = desk.list_labels(store(), installation().keyring, couples)
        self._publics = desk.list_public_ids(store(), practice_id(), couples)
        self._charges = charges(store(), practice_id(), couples)
        return found

    def row(self, record: Any) -> dict[str, Any]:
        """The couple, since when, whose it is, and to whom it could go."""
        public, charge = self._publics.get(record.couple_id), self._charges[record.couple_id]
        return {
            "key": record.id,
            "href": url_for("couples.one", public=public) if public else "",
            "label": self._labels.get(record.couple_id) or NO_LABEL,
            "since": day(record.day),
            "whose": charge.workers.get(record.assignee_id, ""),
            "assignee": record.assignee_id,
            "takers": charge.takers,
        }

    def render(self, template: str, **values: Any) -> str:
        """Add which of the three lists it is."""
        return super().render(template, shown=_shown(), lists=SHOWN, mine=me().id, **values)

    @expose("/<uuid:task_id>/give", methods=("POST",))
    def give(self, task_id: UUID) -> AnyResponse:
        """Give a task to oneself, to a colleague, or to nobody."""
        task = desk.get_task(store(), practice_id(), task_id)
        try:
            give(task, charge_of(store(), practice_id(), task.couple_id).takers, request.form.get("to", ""))
        except desk.ConflictError as error:
            tell(str(error), "error")
        else:
            tell("Noted. Nobody is told by mail; say it to them, too.")
        return go("tasks.index_view", show=request.args.get("show") or None)


def _shown() -> str:
    found = request.args.get("show", "")
    return found if found in SHOWN else "mine"
