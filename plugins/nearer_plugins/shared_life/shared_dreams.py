"""Dreams: what each hopes for, near and far, and what could be tried together; both open together."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, seen, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.by_myself import for_oneself
from nearer_plugins.shared_life.cards import card, cards, read_cards, twice

DREAMS = read_cards("""
    year | What would I like to see or do within a year?
    five | How would I like to live in five years?
    roles | What would I like to be for the two of us, and what not?
    once | What do I want to have done once in my life?
""")


class SharedDreams(ExerciseType):
    """A line for each dream; one first step each; what it would cost is one's own."""

    id = "shared_life.shared_dreams"
    title = "What we dream of"
    participation = Participation.EACH
    factors = ("shared_values", "communication")
    protocol = Protocol(
        purpose="Lets two people hear what the other hopes for, before anything is decided.",
        source="Talks about shared meaning and dreams (Gottman, from secondary sources); questions our own",
        year=1999,
        grade="D",
        limits="Comes from practice and was not tested as an exercise. A dream heard is no promise. Dreams can pull in "
        "two directions, and talking does not always bring them together.",
        contraindications=("ipv_clinical", "fear", "recent_separation"),
        intensity=3,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Write a line or two for each. A dream needn't be likely. Leave out whatever you like.",
                **SHOWN,
            ),
            "dreams": cards("Questions", card("Question", 200), 8, DREAMS),
        }
    )
    samples = (
        Sample(
            "Four questions",
            filled(config_schema, {}),
            {
                "a": {
                    "dreams": {"year": "A week without a clock.", "once": "See the northern lights."},
                    "tries": ["Find out what the night train costs."],
                    "fear": "That you think it childish.",
                },
                "b": {"dreams": {"year": "Finish the balcony.", "five": "Live nearer to water."}},
            },
        ),
        Sample(
            "One question",
            filled(config_schema, {"dreams": [dict(DREAMS[0])]}),
            {"a": {"dreams": {"year": "Learn to swim."}}, "b": {}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two questions can't bear the same short name."""
        return twice("dreams", config.get("dreams", ()))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Dreams and first steps open to both; what one fears about them stays private."""
        listed = filled(self.config_schema, config)["dreams"]
        dreams = form({each["id"]: words(each["text"], 800) for each in listed}, title="Dreams")
        opened = {
            "dreams": dreams,
            "tries": some("What could we try, as a small first step?", text("Step", 200), 3),
        }
        fear = words("What makes it hard to say such a thing?", 800, **{"x-visibility": "private", "x-sensitive": True})
        return form({**seen("both", opened), "fear": fear})

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; at the reveal question by question what both wrote."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        return template_of("nearer_plugins.shared_life")(
            "shared_dreams.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=state.mine or {},
            theirs=state.theirs or {},
            context=context,
            fields=state.fields,
        )

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """The same questions for oneself."""
        return for_oneself((each["id"], each["text"]) for each in filled(self.config_schema, config)["dreams"])
