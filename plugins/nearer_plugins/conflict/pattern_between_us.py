"""The pattern between us: difference, hidden feelings, outer stress, and "it", which the two can watch together."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.warmth import CAUTIONS
from nearer_plugins.fields import SHOWN, filled, form, seen, some, text, words
from nearer_plugins.gathering import GATHERS, headed
from nearer_plugins.library import template_of

Json = dict[str, Any]

PARTS = (
    ("difference", "Where you two differ", "A difference is no fault. Say it so that both sides sound reasonable."),
    (
        "hidden",
        "What each feels below",
        "Below loud there is often hurt, worry, shame, or being alone. Each speaks only about themselves.",
    ),
    ("stress", "What presses from outside", "Work, money, health, family, too little sleep."),
    ("pattern", "How it goes", "Tell it as a story about it: it begins when ..., then it ..., and then it ..."),
)


class PatternBetweenUs(ExerciseType):
    """One shared page on which the two look at a pattern as a third thing, with a name."""

    id = "conflict.pattern_between_us"
    title = "It, and the two of us"
    participation = Participation.TOGETHER
    factors = ("conflict", "empathy", "past_hurts", "mental_health")
    protocol = Protocol(
        purpose="Turns 'you against me' into 'the two of us and it', by telling a pattern as a thing of its own.",
        source="Looking together at a pattern from outside, and at the softer feelings below it, as in integrative "
        "behavioural couple therapy (Christensen and Jacobson); page and wording our own.",
        year=2000,
        grade="C",
        limits="The therapy, and an online program built on it, helped couples in several trials, with more parts than "
        "this and mostly with a coach. One page alone was not tested. Violence is never a pattern of two.",
        contraindications=CAUTIONS,
        intensity=3,
        minutes=30,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Take a disagreement that has cooled down. Sit side by side and look at it, as at something on "
                "the table in front of you.",
                **SHOWN,
            ),
            "gathers": GATHERS,
        },
    )
    samples = (
        Sample(
            name="Sunday evenings",
            config={},
            answers={
                "ab": {
                    "difference": "One plans to feel safe, the other leaves room to feel free.",
                    "hidden": ["Kim: worried to be left with it all", "Alex: ashamed to have forgotten again"],
                    "stress": "Two shift plans, and the move.",
                    "pattern": "It begins when the calendar comes out. It asks more, then it goes quiet.",
                    "name": "The Sunday fog",
                    "signs": "Short answers.",
                    "instead": ["Kim says: there is the fog."],
                }
            },
        ),
        Sample(
            name="Only a beginning",
            config={"opening": "Ten minutes are enough for today."},
            answers={"ab": {"pattern": "It comes when we are hungry."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Difference, feelings, outer stress, the pattern, its name and first signs, what each can do."""
        said = {name: (title, hint) for name, title, hint in PARTS}
        fields = {
            "difference": _part(*said["difference"], 800),
            "hidden": some(said["hidden"][0], text("A feeling", 160), 6, description=said["hidden"][1]),
            "stress": _part(*said["stress"], 600),
            "pattern": _part(*said["pattern"], 1200),
            "name": text("A name for it", 60, description="A kind or a funny one, and no name of either of you."),
            "signs": words("How do you notice that it is coming?", 400),
            "instead": some(
                "When it comes, what can each do?",
                text("What I do then", 160),
                4,
                description="Small, and only about oneself. Put your name first.",
            ),
        }
        return form(seen("both", fields))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The parts in their order with what each prepared; then a card about it."""
        draw = template_of(__package__)
        if view in (View.ANSWER, View.PREVIEW):
            settings = filled(self.config_schema, config)
            return draw(
                "pattern_between_us.html",
                settings=settings,
                gathered=[headed(item, settings["gathers"]) for item in state.gathered],
                state=state,
                context=context,
            )
        if view in (View.REVIEW, View.REVEAL, View.PRINT) and state.shared:
            return draw("pattern_between_us_card.html", it=state.shared)
        return None

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same four parts, seen from one's own side."""
        return alone(
            "",
            ("difference", "Where do you two differ? Say it so that both sides sound reasonable."),
            ("hidden", "What do you feel below the loud feelings?"),
            ("stress", "What presses on you from outside?"),
            ("pattern", "How does it go, told as a story about “it”?"),
            ("for_me", "What is good for you when it has come and gone?"),
            gathers=filled(self.config_schema, config)["gathers"],
        )


def _part(title: str, hint: str, limit: int) -> Json:
    return words(title, limit, description=hint)
