"""Results: of a couple, their measures side by side; of a program, where couples stop."""

from __future__ import annotations

from uuid import UUID

from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.charts import chart_of
from nearer_admin.results import Results, results
from nearer_admin.views.base import DeskView, go, installation, me, practice_id, store
from nearer_admin.views.couples import people


class ResultsView(DeskView):
    """What the measures of one couple came to."""

    def __init__(self) -> None:
        super().__init__("Results", endpoint="results", url="/results")

    def is_visible(self) -> bool:
        """Not in the menu: one comes here from a couple."""
        return False

    @expose("/")
    def index_view(self) -> AnyResponse:
        """There is nothing here without a couple."""
        return go("couples.index_view")

    @expose("/<public>/")
    def page(self, public: str) -> str:
        """Both partners on one chart for each measure, and a table for those who read."""
        site = installation()
        case = desk.open_case(store(), site.keyring, practice_id(), public, now=site.clock(), registry=site.registry)
        found = results(store(), case, now=site.clock())
        log(case, found)
        drawn = [(each, chart_of(each)) for each in found.measures]
        return self.render("desk/results.html", case=case, people=people(case), drawn=drawn)

    @expose("/program/<uuid:program_id>/")
    def stops(self, program_id: UUID) -> str:
        """How many couples finished each step of a program, as it is published now."""
        program = desk.get_program(store(), practice_id(), program_id)
        current = desk.find_publication(store(), practice_id(), program_id)
        steps = desk.load_edition(store(), current.edition_sha).steps if current else {}
        began, finished = desk.count_finished(store(), practice_id(), program_id, steps.values())
        return self.render(
            "desk/stops.html", program=program, steps=steps, began=began, finished=finished, most=desk.MOST_COUNTED
        )


def log(case: desk.Case, found: Results) -> None:
    """Note what was read of words for the counsellor, before it is shown: what can't be logged is not read."""
    if not found.read:
        return
    site = installation()
    with desk.session_scope(site.engine, write=True) as session:
        for side, target in found.read:
            desk.note_reading(session, case, target, side, counsellor=me().id, now=site.clock())
