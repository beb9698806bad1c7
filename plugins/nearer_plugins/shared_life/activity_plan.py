"""Planning one activity together: what, when, who sees to what; and a word afterwards."""

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, choice, filled, form, number, seen, several, some, text, words, yes
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.by_myself import for_oneself

NEEDS = (
    ("money", "Money"),
    ("time", "Time off"),
    ("care", "Somebody to look after others"),
    ("way", "A way to get there"),
    ("steps", "A place without stairs or barriers"),
    ("rest", "Rest before or after"),
)
AGAIN = (("yes", "Yes"), ("other", "Rather something else"), ("no", "No"))


class ActivityPlan(ExerciseType):
    """One shared note of both; the rating afterwards can be added later."""

    id = "shared_life.activity_plan"
    title = "A plan for something exciting"
    participation = Participation.TOGETHER
    factors = ("shared_values", "communication")
    protocol = Protocol(
        purpose="Turns an idea into a day, a place and a first step for each.",
        source="Coulter and Malouff 2013; Reissman, Aron and Bergen 1993; the note is ours",
        year=2013,
        grade="B",
        limits="What was tested is doing it: 90 minutes a week, for four or ten weeks. A plan alone does nothing. If "
        "planning turns into a quarrel, leave it and do something small.",
        contraindications=("ipv_clinical", "fear"),
        intensity=1,
        minutes=10,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                500,
                default="Sit together and plan one thing that is new or exciting for both of you. Small and soon is "
                "better than grand and later.",
                **SHOWN,
            ),
            "minutes": number("Minutes for the activity", 30, 240, default=90),
            "afterwards": yes("Also ask how it was", default=True),
        }
    )
    samples = (
        Sample(
            "A walk in the dark",
            filled(config_schema, {}),
            {
                "ab": {
                    "what": "A walk in the dark, up to the old mill",
                    "day": "2026-03-06",
                    "needs": ["way", "rest"],
                    "steps": [{"who": "Kim", "what": "Looks up the last bus."}, {"what": "Packs the torch."}],
                    "exciting": 8,
                    "again": "yes",
                }
            },
        ),
        Sample(
            "Only the plan",
            filled(config_schema, {"afterwards": False, "minutes": 60}),
            {"ab": {"what": "Drawing each other", "small": "Only ten minutes, with a pencil"}},
        ),
    )

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """One answer of both; every line can be left out."""
        settled = filled(self.config_schema, config)
        step = form({"who": text("Who", 40), "what": text("First step", 160)}, title="Step")
        asked = {
            "what": text("What will you do?", 200),
            "day": {"type": "string", "format": "date", "maxLength": 10, "title": "On which day?"},
            "needs": several("What do you have to think of?", NEEDS),
            "steps": some("Who sees to what?", step, 4),
            "small": text("If that is too much: a smaller version", 200),
        }
        if settled["afterwards"]:
            asked["exciting"] = number("Afterwards: how exciting was it, from 0 to 10?", 0, 10)
            asked["again"] = choice("Would you do it again?", AGAIN)
        return form(seen("both", asked))

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening with the minutes; the rest is core's own drawing."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        return template_of("nearer_plugins.shared_life")(
            "activity_plan.html", config=filled(self.config_schema, config), fields=state.fields
        )

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """Something new for oneself."""
        return for_oneself(
            (
                ("new", "What new or exciting thing would I like to do, by myself or with somebody I like?"),
                ("when", "When could I do it?"),
                ("small", "What would be a smaller version of it?"),
            )
        )
