"""Publishing: what stands in the way, what will happen to whom, and afterwards the link with all that goes with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, after_this_request, request
from flask_admin import expose
from werkzeug.wrappers import Response as AnyResponse

from nearer import desk
from nearer_admin.effects import choices, couples, step_effects, summary
from nearer_admin.outline import outline
from nearer_admin.views.base import DeskView, answer, go, installation, me, practice_id, store, tell
from nearer_admin.views.links import shown_links

Page = str | AnyResponse
NOTE = 500


class PublishView(DeskView):
    """The publish page of one program."""

    def __init__(self) -> None:
        super().__init__("Publish", endpoint="publish", url="/publish")

    @expose("/")
    def index_view(self) -> Page:
        """There is nothing to publish without a program."""
        return go("programs.index_view")

    @expose("/<uuid:program_id>/", methods=("GET", "POST"))
    def page(self, program_id: UUID) -> Page:
        """Findings, what will happen, one button; then the links."""
        program = desk.get_program(store(), practice_id(), program_id)
        if request.method == "POST":
            return self._publish(program)
        return self._page(program)

    def _publish(self, program: desk.Program) -> Page:
        site = installation()
        if request.form.get("revision", type=int) != program.revision:
            tell("The draft was changed after you opened this page. Look at it once more, then publish.", "error")
            return go("publish.page", program_id=program.id)
        try:
            publication = desk.publish_program(
                store(), practice_id(), program.id,
                registry=site.registry, now=site.clock(), counsellor_id=me().id, note=note(),
            )  # fmt: skip
        except desk.NotReadyError:
            return answer(self._page(program), 422)
        if program.for_couple is not None:
            carry_on(desk.hand_over(store(), publication, now=site.clock()))
            tell("Published for this couple. They go on with it from now on, at their own link.")
        else:
            if not desk.list_links(store(), practice_id(), program_id=program.id, limit=1):
                desk.make_link(store(), practice_id(), program.id, now=site.clock())
            move_as_chosen(publication)
            tell("Published. The link below leads to it from now on.")
        return go("publish.page", program_id=program.id, _anchor="links")

    def _page(self, program: desk.Program) -> str:
        site = installation()
        document = desk.program_document(program)
        lost = desk.media.missing_media(store(), practice_id(), document)
        drawn = outline(document, [*desk.findings(document, site.registry), *lost])
        publication = desk.find_publication(store(), practice_id(), program.id)
        links = desk.list_links(store(), practice_id(), program_id=program.id, limit=20)
        practice = desk.get_practice(store(), practice_id())
        effect = {} if drawn.errors else effect_of(program, desk.draft_edition(document, site.registry), publication)
        return self.render(
            "desk/publish.html",
            program=program,
            document=document,
            drawn=drawn,
            publication=publication,
            links=shown_links(links, practice),
            sentence=sentence_of(document, publication, links, program),
            practice=practice,
            move=desk.find_move(store(), program.id),
            **effect,
        )

    @expose("/<uuid:program_id>/link", methods=("POST",))
    def add_link(self, program_id: UUID) -> Page:
        """One more link to the same program, perhaps for one couple only."""
        for_one = request.form.get("for") == "one"
        desk.make_link(store(), practice_id(), program_id, now=installation().clock(), one_couple=for_one)
        return go("publish.page", program_id=program_id, _anchor="links")

    @expose("/<uuid:program_id>/move", methods=("POST",))
    def move(self, program_id: UUID) -> Page:
        """Go on moving couples where it takes more than one go."""
        program = desk.get_program(store(), practice_id(), program_id)
        move = desk.find_move(store(), program.id)
        if move is not None and not move.done:
            carry_on(move)
        return go("publish.page", program_id=program_id, _anchor="move")


def note() -> str:
    """What was written beside the button, for colleagues."""
    return request.form.get("note", "").strip()[:NOTE]


def move_as_chosen(publication: desk.Publication) -> None:
    """Order the move that was chosen beside the button; nobody is moved unless it says so."""
    choice = request.form.get("choice", desk.NOBODY)
    if choice in (desk.UNAFFECTED, desk.ALL):
        carry_on(desk.order_move(store(), publication, choice, now=installation().clock()))


def carry_on(move: desk.Move) -> None:
    """Move couples as soon as this request's own transaction has ended; what is left the worker does, or a button."""
    site, move_id = installation(), move.id

    @after_this_request
    def run(response: Response) -> Response:
        desk.run_move(site, move_id)
        return response


def effect_of(program: desk.Program, new: desk.Edition, publication: Any) -> dict[str, Any]:
    """What publishing *new* would do to the couples of a program, for the page; nothing where nobody can be touched."""
    only = program.for_couple
    if publication is None and only is None:
        return {}
    types = installation().registry.types
    forecast = desk.forecast_move(store(), program.id, new, types, only=only)
    if not forecast.couples:
        return {}
    sha = desk.edition_of_couple(store(), only) if publication is None and only else publication.edition_sha
    comparison = desk.Comparison(desk.load_edition(store(), sha), new, types)
    return {
        "effects": step_effects(comparison, forecast),
        "forecast": forecast,
        "summary": summary(forecast),
        "choices": [] if only else choices(forecast),
        "couples": couples,
    }


def sentence_of(document: dict[str, Any], publication: Any, links: list[Any], program: Any) -> str:
    """What publishing does to whom, in one sentence."""
    steps = sum(len(stage["steps"]) for stage in document["stages"])
    stages = len(document["stages"])
    what = f"{steps} {'step' if steps == 1 else 'steps'} in {stages} {'stage' if stages == 1 else 'stages'}"
    if program.for_couple is not None:
        return f"This freezes {what} for one couple, who goes over to them at once, at a link of their own."
    if publication is None:
        return f"This freezes {what} as they stand now and makes a link; nobody has begun yet."
    if publication.revision == program.revision:
        return "What is published is what you see here; publishing again changes nothing for anybody."
    many = "the link" if len(links) == 1 else "all links of this program"
    return (
        f"This freezes {what} and moves {many} to them: couples who begin from now on get this state, "
        "couples already on the way keep theirs unless you choose otherwise."
    )
