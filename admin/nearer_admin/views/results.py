"""Results: of a couple, their measures side by side and a file; of a program, where couples stop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, abort, request
from flask_admin import expose
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.charts import chart_of
from nearer_admin.export import FILES, Export, as_results, export_of, left_out, pseudonym
from nearer_admin.results import results
from nearer_admin.views.base import go, installation, me, practice_id, store, tell
from nearer_admin.views.couples import people
from nearer_admin.views.of_couple import OfCoupleView, open_couple


class ResultsView(OfCoupleView):
    """What the measures of one couple came to."""

    def __init__(self) -> None:
        super().__init__("Results", endpoint="results", url="/results")

    @expose("/<public>/")
    def page(self, public: str) -> str:
        """Both partners on one chart for each measure, and a table for those who read."""
        case = open_couple(public)
        found = results(store(), case, now=installation().clock())
        if found.read:  # before anything is shown: what can't be logged is not read
            with desk.session_scope(installation().engine, write=True) as session:
                log(session, case, found.read)
        drawn = [(each, chart_of(each)) for each in found.measures]
        return self.render("desk/results.html", case=case, people=people(case), drawn=drawn)

    @expose("/<public>/export", methods=("GET", "POST"))
    def export(self, public: str) -> str | AnyResponse:
        """What may leave as a file and what not, then the file."""
        case = open_couple(public)
        consent = desk.has_consent(store(), case.couple.id, case.keys, desk.EXPORT)
        formats, wanted = result_formats(), request.values.get("format", "")
        found = export_of(store(), case, people(case), now=installation().clock()) if wanted else None
        losses: tuple[str, ...] = ()
        try:
            content, kind, ending, losses = self._file(case, found, wanted) if found else ("", "", "", ())
        except desk.UnreadableError as error:
            tell(str(error), "error")
            return go("results.export", public=public)
        if request.method == "GET" or found is None:
            return self.render(
                "desk/export.html",
                case=case, consent=consent, left_out=left_out(consent=consent), formats=formats, wanted=wanted,
                losses=losses, who={name: pseudonym(case, side) for side, name in people(case).items()},
            )  # fmt: skip
        log(store(), case, found.read)
        reply = Response(content, mimetype=kind)
        reply.headers["Content-Disposition"] = f'attachment; filename="couple{ending}"'
        return reply

    def _file(self, case: desk.Case, found: Export, wanted: str) -> tuple[str, str, str, tuple[str, ...]]:
        """The text of the file, its kind, how its name ends, and what does not fit into it."""
        if wanted in FILES:
            write, kind = FILES[wanted]
            return write(found), kind, f".{wanted}", ()
        known = result_formats().get(wanted) or abort(400)
        made = desk.write_results(as_results(found, case), installation().registry, known)
        return made.content, "application/json" if known.ending == ".json" else "text/plain", known.ending, made.losses

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


def result_formats() -> dict[str, Any]:
    """The formats of plugins that can hold results, by name."""
    known = installation().registry.formats
    return {name: each for name, each in known.items() if type(each).write_results is not desk.Format.write_results}


def log(session: Session, case: desk.Case, read: list[tuple[str, Any]]) -> None:
    """Note for its writer what was read that was written for the counsellor."""
    desk.note_readings(session, case, read, counsellor=me().id, now=installation().clock())
