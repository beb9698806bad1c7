"""If-then plans on one's own behaviour: one cue, one act of at most ten words, an obstacle, some weeks."""

from collections.abc import Iterable, Iterator

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, number, seen, some, text, words
from nearer_plugins.intentions.speech import N_, _
from nearer_plugins.intentions.subject import MOST_WORDS, count_words, is_own, other_subject
from nearer_plugins.library import template_of

LONGEST = 4
WEEKS = ((1, N_("One week")), (2, N_("2 weeks")), (3, N_("3 weeks")), (4, N_("4 weeks")))


class IfThenPlan(ExerciseType):
    """At most two plans at a time, seen by nobody else: sharing them invites policing."""

    id = "intentions.if_then_plan"
    title = "If this, then I"
    participation = Participation.SOLO
    factors = ("trust", "communication", "conflict")
    protocol = Protocol(
        purpose="Ties one small act of one's own to a cue, so that it comes to mind at the right moment.",
        source="Gollwitzer and Sheeran 2006 (if-then plans); Chang et al. 2022 (with partners)",
        year=2022,
        grade="B",
        limits="If-then plans helped people reach goals in many trials, mostly about health and work. With couples "
        "there is one field experiment of five weeks, about saying thanks. Nobody can plan what another person "
        "does. A week without the act is no failure.",
        contraindications=(),
        intensity=1,
        minutes=8,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                500,
                default="Take one thing that you would like to do differently, something that is in your own hands. "
                "Tie it to a moment that comes anyway. Nobody else sees your plan.",
                **SHOWN,
            ),
            "most": number("Plans at a time, at most", 1, 2, default=1, description="One is enough for a first time."),
            "weeks": choice("Weeks to suggest", WEEKS, default=2),
        }
    )
    samples = (
        Sample(
            "One plan",
            filled(config_schema, {}),
            {
                "a": {
                    "plans": [
                        {
                            "goal": "I want to arrive before I begin to tell.",
                            "cue": "When I have hung up my coat,",
                            "act": "I ask how your day was and sit down.",
                            "obstacle": "My head is still at work.",
                            "weeks": 2,
                        }
                    ]
                },
                "b": {"plans": [{"cue": "When the kettle boils,", "act": "I put out two cups."}]},
            },
        ),
        Sample(
            "Two plans for a month",
            filled(config_schema, {"most": 2, "weeks": 4}),
            {
                "a": {
                    "plans": [{"act": "I say thanks once."}, {"cue": "On Sunday evening", "act": "I open the post."}]
                },
                "b": {},
            },
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Private plans; every part of a plan can be left out."""
        settled = filled(self.config_schema, config)
        plan = form(
            {
                "goal": text("What would I like to do differently?", 200, description="Begin with “I”."),
                "cue": text("If or when ...", 160, description="One time, one place or one feeling of your own."),
                "act": text(
                    "... then I", 160, description=_("One act that can be seen, in at most {n} words.", n=MOST_WORDS)
                ),
                "obstacle": text("What in me might get in the way?", 200),
                "weeks": choice(
                    "For how long?",
                    WEEKS,
                    description=_("{weeks} is a good length.", weeks=_(dict(WEEKS)[settled["weeks"]])),
                ),
            },
            title="Plan",
        )
        title = "Your plan" if settled["most"] == 1 else "Your plans, one or two"
        return form(seen("private", {"plans": some(title, plan, settled["most"])}))

    def check_response(self, config: Schema, response: Schema) -> Iterable[Problem]:
        """An act has ten words at most; kind hints where a plan is for somebody else or has two cues."""
        for index, plan in enumerate(response.get("plans", ())):
            yield from _plan_problems(f"/plans/{index}", plan)

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening above the form; afterwards each plan as one sentence."""
        return template_of("nearer_plugins.intentions")(
            "if_then_plan.html",
            view=view,
            opening=filled(self.config_schema, config)["opening"],
            plans=(state.mine or {}).get("plans", ()),
            weeks=dict(WEEKS),
            fields=state.fields,
            direction=context.direction,
        )


def _plan_problems(at: str, plan: Schema) -> Iterator[Problem]:
    goal, cue, act = (plan.get(name) or "" for name in ("goal", "cue", "act"))
    if count_words(act) > MOST_WORDS:
        message = _("That is more than {n} words. What is the first thing one would see you do?", n=MOST_WORDS)
        yield Problem(f"{at}/act", message, "words")
    if goal and not is_own(goal):
        message = _("Try to begin with “I”. Only what you do yourself can be planned.")
        yield Problem(f"{at}/goal", message, severity="hint")
    if who := other_subject(act):
        message = _("This plans for “{who}”. What could you do yourself when the moment comes?", who=who)
        yield Problem(f"{at}/act", message, severity="hint")
    if " or " in f" {cue.lower()} ":
        yield Problem(f"{at}/cue", "These may be two moments. One is easier to notice.", severity="hint")
