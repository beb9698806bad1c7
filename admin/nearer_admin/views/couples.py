"""Couples: how far they are, what waits for the counsellor, and their answers strictly through the one door."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import abort, g, request, url_for
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.answers import StepAnswers, step_answers
from nearer_admin.charges import charge_of, give, name_charge
from nearer_admin.paging import PAGE, day_after
from nearer_admin.rights import SUPERVISOR
from nearer_admin.views.base import RecordView, answer, go, installation, me, practice_id, store, tell
from nearer_admin.views.of_couple import open_couple
from nearer_admin.wording import day

Page = str | AnyResponse
SIDES = ("a", "b")


class CouplesView(RecordView):
    """The practice's couples; labels are sealed, so looking for one opens a bounded number of them."""

    columns = (
        ("label", "Couple"),
        ("began", "Began"),
        ("progress", "Steps finished"),
        ("together", "Together"),
        ("state", "State"),
    )
    list_template = "desk/couples.html"
    filters = ("state", "program", "link")
    empty = (
        "Nobody has begun yet",
        "A couple appears here when somebody presses Begin behind one of your links. You see how far each is.",
    )

    def __init__(self) -> None:
        super().__init__("Couples", "couples")

    def rows(self, search: str, after: Any) -> list[Any]:
        """Couples that are wanted, by key, with their labels."""
        of = {name: request.args.get(name) or None for name in ("program", "link")}
        wanted = desk.Wanted(text=search, state=request.args.get("state", ""), **of)
        found, g.stopped = desk.list_roster(
            store(), installation().keyring, practice_id(), wanted, turn=after, limit=PAGE + 1
        )
        self._done = desk.count_done(store(), [each.row.id for each in found])
        return found

    def key(self, record: desk.Listed) -> Any:
        """The inside id, by which couples lie in the order in which they began."""
        return record.row.id

    def begin(self) -> Any:
        """Behind the couples that began after a day."""
        try:
            began = date.fromisoformat(request.args.get("began", ""))
            return day_after(began, desk.get_practice(store(), practice_id()).zone)
        except (ValueError, OverflowError):
            return None

    def row(self, record: desk.Listed) -> dict[str, Any]:
        """Label, day, release."""
        row = record.row
        return {
            "key": row.id,
            "href": url_for("couples.one", public=row.public),
            "label": record.label or f"Began {day(row.began_on)}",
            "began": day(row.began_on),
            "progress": " and ".join(str(each) for each in self._done.get(row.id, (0, 0))),
            "together": "released" if row.together_released else "alone so far",
            "state": "get in touch" if row.calls else "rests" if row.rested else "on the way",
        }

    def render(self, template: str, **values: Any) -> str:
        """Add what rests for every couple, and what the list can be narrowed to."""
        if template != self.list_template:
            return super().render(template, **values)
        program, titles = request.args.get("program", ""), desk.list_titles(store(), practice_id())
        titles |= desk.list_titles(store(), practice_id(), [program]) if program else {}
        more = {"titles": {str(key): title for key, title in titles.items()}, "stopped": g.get("stopped")}
        holds = list(desk.held_now(store(), practice_id()).values())
        return super().render(template, holds=holds, most=desk.MOST_LOOKED_AT, **more, **values)

    @expose("/<public>/copy", methods=("GET", "POST"))
    def copy(self, public: str) -> Page:
        """A draft of the program for this couple alone, after asking; or the one that is there already."""
        site, couple = installation(), desk.get_couple(store(), practice_id(), public)
        known = desk.find_copy(store(), couple)
        if known is not None:
            return go("composer.details", program_id=known.id)
        if request.method == "GET":
            program = desk.load_edition(store(), couple.edition_sha).program
            return self.render("desk/copy.html", program=program, public=public)
        try:
            made = desk.copy_for_couple(
                store(), couple, registry=site.registry, now=site.clock(), counsellor_id=me().id
            )
        except desk.NotReadyError as error:
            tell(f"This program can't be copied as it is: {error.problems[0].message}", "error")
            return go("couples.one", public=public)
        tell("Here is a draft for this couple alone. They go on as before until you publish it.")
        return go("composer.details", program_id=made.id)

    @expose("/<public>/")
    def one(self, public: str) -> Page:
        """One couple: label, seats, releases, steps with answers."""
        case = open_couple(public)
        tasks = desk.list_tasks(store(), practice_id(), couple=case.couple.id)
        return self.render(
            "desk/couple.html",
            held=desk.is_held_here(case),
            case=case,
            program=case.edition.program,
            people=people(case),
            steps=list(case.edition.order),
            tasks=tasks,
            spoken=desk.list_spoken(store(), case),
            total=len(case.journey.places("a")),
            desk_opens=desk.waits_for_release,
            charge=charge_of(store(), practice_id(), case.couple.id),
            may_name=self._may_name(case.couple),
        )

    @expose("/<public>/steps/<step>/<int:occurrence>/")
    def answers(self, public: str, step: str, occurrence: int) -> Page:
        """What both wrote at one step, as far as visibility lets their counsellor see it."""
        case = open_couple(public)
        drawn = self._answers(case, step, occurrence)
        logged = [each.side for each in drawn.seats if each.logged]
        if logged:  # before anything is shown: what can't be logged is not read
            site = installation()
            with desk.session_scope(site.engine, write=True) as session:
                read = [(side, case.target(side, step, occurrence)) for side in logged]
                desk.note_readings(session, case, read, counsellor=me().id, now=site.clock())
        return self.render("desk/answers.html", case=case, people=people(case), drawn=drawn)

    @expose("/<public>/label", methods=("POST",))
    def label(self, public: str) -> Page:
        """Give the couple a label that only the desk sees."""
        couple = desk.get_couple(store(), practice_id(), public)
        desk.label_couple(store(), installation().keyring, couple.id, request.form.get("label", "")[:120])
        tell("Saved. Only this desk sees the label, and it is stored locked.")
        return go("couples.one", public=public)

    @expose("/<public>/<side>/spoken", methods=("POST",))
    def spoken(self, public: str, side: str) -> Page:
        """Note that the counsellor spoke with whoever claimed this place, or take it back."""
        spoken = request.form.get("spoken") == "yes"
        desk.note_spoken(store(), open_couple(public), side, spoken=spoken)
        tell("Noted. Only this desk sees it." if spoken else "Taken back. The place counts as claimed again.")
        return go("couples.one", public=public)

    @expose("/<public>/<side>/back/", methods=("GET", "POST"))
    def back(self, public: str, side: str) -> Page:
        """Let somebody in again who lost every way back: after a fresh sign-in, alone, and after calling them."""
        case, form = open_couple(public), request.form
        if not charge_of(store(), practice_id(), case.couple.id).opens_to(me().id):
            return self._theirs(public)
        contact, code = desk.read_contact(store(), case, side), ""
        if form.get("act") == "make" and form.get("called") == "yes":
            code = desk.let_in_again(store(), installation().keyring, case, side, now=installation().clock())
        is_open = request.method == "POST" and (form.get("alone") == "yes" or form.get("act") == "make")
        return self.render(
            "desk/back.html",
            case=case,
            side=side,
            name=people(case)[side],
            is_open=is_open,
            contact=contact if is_open and not code else "",
            missing=form.get("act") == "make" and not code,
            groups=desk.spelled(code) if code else [],
            address=installation().address(f"/r/{code}") if code else "",
            where=installation().address("/r"),
        )

    @expose("/<public>/charge", methods=("POST",))
    def charge(self, public: str) -> Page:
        """Say whose couple it is: by one of the two it is now, by a supervisor, or by anybody while nobody is named."""
        couple, form = desk.get_couple(store(), practice_id(), public), request.form
        if not self._may_name(couple):
            return self._theirs(public)
        try:
            name_charge(store(), practice_id(), couple.id, form.get("own", ""), form.get("deputy", ""))
        except desk.ConflictError as error:
            tell(str(error), "error")
        else:
            tell("Noted. What asks to get in touch with this couple opens to them alone.")
        return go("couples.one", public=public)

    @expose("/<public>/together", methods=("POST",))
    def together(self, public: str) -> Page:
        """The one click after speaking with each of the two alone."""
        released = request.form.get("released") == "yes"
        desk.release_together(store(), practice_id(), public, released=released)
        tell(
            "Released. Where both wish it and nothing speaks against it, later stages are done together."
            if released
            else "Taken back. Stages not decided yet stay alone."
        )
        return go("couples.one", public=public)

    @expose("/<public>/rest", methods=("POST",))
    def rest(self, public: str) -> Page:
        """Let the program rest for both, or hold it back no longer."""
        rests = request.form.get("rests") == "yes"
        desk.rest_couple(store(), installation().keyring, practice_id(), public, rests=rests)
        tell(
            "The program rests for both. They are not told who it was."
            if rests
            else "You do not hold it back any more."
        )
        return go("couples.one", public=public)

    @expose("/<public>/open", methods=("POST",))
    def open_step(self, public: str) -> Page:
        """Open a step that waits for the counsellor, for both; each sees it when they have done what comes before."""
        case = open_couple(public)
        desk.open_step(store(), case, request.form.get("step", ""), now=installation().clock())
        tell("Open. Each of the two finds it when they have finished what comes before it.")
        return go("couples.one", public=public)

    @expose("/<public>/release", methods=("POST",))
    def release(self, public: str) -> Page:
        """Open what one of the two answered at a step to the other."""
        case = open_couple(public)
        form = request.form
        side, step, occurrence = form.get("side", ""), form.get("step", ""), form.get("occurrence", default=1, type=int)
        desk.release_answers(store(), case, side, step, occurrence, now=installation().clock())
        tell("Released to the partner.")
        return go("couples.answers", public=public, step=step, occurrence=occurrence)

    @expose("/tasks/<uuid:task_id>/", methods=("GET", "POST"))
    def task(self, task_id: UUID) -> Page:
        """Why to get in touch: after a fresh sign-in, and only when the counsellor says that she is alone."""
        site = installation()
        task = desk.get_task(store(), practice_id(), task_id)
        charge = charge_of(store(), practice_id(), task.couple_id)
        if task.assignee_id != me().id and not charge.opens_to(me().id):
            return self._theirs(desk.list_public_ids(store(), practice_id(), [task.couple_id])[task.couple_id])
        if request.method == "GET":
            return self.render("desk/task_ask.html", task_id=task_id)
        act = request.form.get("act")
        if act not in ("done", "give") and request.form.get("alone") != "yes":
            abort(400)
        found = desk.read_safety(store(), site.keyring, practice_id(), task_id, now=site.clock())
        case, reason, target, seen = found
        takers = charge.workers if reason.kind == desk.STUCK else charge.takers
        if act == "give":
            give(task, takers, request.form.get("to", ""))
            tell("Noted. Nobody is told by mail; say it to them, too.")
            return go("tasks.index_view")
        if act == "done":
            return self._see_to(case, task)
        drawn = StepAnswers.of_safety(target, reason.side, seen)
        return self.render(
            "desk/task.html", case=case, reason=reason, people=people(case), drawn=drawn, flags=seen.flags,
            takers=takers, assignee=task.assignee_id, mine=me().id, longest=desk.LONGEST_NOTE,
        )  # fmt: skip

    def _see_to(self, case: desk.Case, task: desk.Task) -> AnyResponse:
        """Close a task, with a neutral note if there is something to note."""
        desk.close_task(store(), practice_id(), task.id)
        words = request.form.get("note", "").replace("\r\n", "\n").strip()
        if words:
            desk.write_note(store(), case, words, counsellor=me().id, now=installation().clock())
        tell("Noted. The couple is off the list.")
        return go("home.index_view")

    def _theirs(self, public: str) -> Page:
        """That it is for the own counsellor and the deputy; the same page whatever it is."""
        couple = desk.get_couple(store(), practice_id(), public)
        named = charge_of(store(), practice_id(), couple.id).named
        return answer(self.render("desk/theirs.html", named=named, public=public), 403)

    def _may_name(self, couple: desk.Couple) -> bool:
        return me().role == SUPERVISOR or charge_of(store(), practice_id(), couple.id).opens_to(me().id)

    def _answers(self, case: desk.Case, step: str, occurrence: int) -> StepAnswers:
        return step_answers(store(), case, step, occurrence, now=installation().clock())


def people(case: desk.Case) -> dict[str, str]:
    """What to call each seat: the name that was given, else a neutral word; never first and second."""
    names = {side: partner.name for side, partner in case.partners.items()}
    blank = {"a": "One of the two", "b": "The other of the two"}
    return {side: names.get(side) or blank[side] for side in SIDES}
