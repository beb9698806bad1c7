"""New things to do: each rates how exciting and how pleasant, and both see what excites them both."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, number, seen, several, some, text, words
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.cards import card, cards, read_cards, twice
from nearer_plugins.shared_life.proposals import proposals

ACTIVITIES = read_cards("""
    dance | Learning a dance
    night | A walk in the dark
    water | Being on or in water
    climb | Climbing, on a wall or a hill
    cook_far | Cooking a dish from far away
    stage | Going to hear something played live
    build | Building something with our hands
    language | Learning ten sentences of a new language
    town | A day in a town neither of us knows
    swap | Each plans a surprise hour for the other
    animals | Spending time with animals
    game | A game that is hard to win
    volunteer | Lending a hand somewhere for an afternoon
    draw | Drawing each other
    cold | Something outside in bad weather
    sunrise | Getting up for the sunrise
""")


class ExcitingActivities(ExerciseType):
    """Two ratings from 0 to 10 for each activity, what is new, and own ideas; all open when both have finished."""

    id = "shared_life.exciting_activities"
    title = "Something exciting"
    participation = Participation.EACH
    factors = ("shared_values", "mental_health")
    protocol = Protocol(
        purpose="Finds things to do together that are new and exciting for both.",
        source="Reissman, Aron and Bergen 1993; Aron et al. 2000; Coulter and Malouff 2013",
        year=2013,
        grade="B",
        limits="In one trial with 101 couples, 90 minutes a week of something exciting, for four weeks, made them "
        "more content, still so after four months. Doing something pleasant did less. Those couples came of their "
        "own wish and were mostly not in trouble. It mends no hurt.",
        contraindications=(),
        intensity=1,
        minutes=12,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Which of these would be exciting for you, and which pleasant? That is not the same: a bath is "
                "pleasant, a cold lake may be exciting. 0 means not at all, 10 means very. Leave out what you like.",
                **SHOWN,
            ),
            "activities": cards("Activities", card("Activity", 120), 30, ACTIVITIES),
            "invite_own": number("Own ideas that each may add", 0, 5, default=3),
        }
    )
    samples = (
        Sample(
            "Four ideas",
            filled(config_schema, {"activities": [dict(each) for each in ACTIVITIES[:4]]}),
            {
                "a": {
                    "exciting": {"dance": 8, "night": 7, "water": 3},
                    "pleasant": {"dance": 4, "water": 8},
                    "new": ["night"],
                    "own": [{"text": "Sleep in a tent", "exciting": 9, "pleasant": 5}],
                },
                "b": {
                    "exciting": {"dance": 6, "night": 9, "water": 4},
                    "pleasant": {"water": 7},
                    "new": ["night", "dance"],
                },
            },
        ),
        Sample(
            "The whole list, no own ideas",
            filled(config_schema, {"invite_own": 0}),
            {"a": {"exciting": {each["id"]: 5 for each in ACTIVITIES}}, "b": {"new": ["stage"]}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two activities can't bear the same short name."""
        return twice("activities", config.get("activities", ()))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Ratings, what is new to oneself, own ideas; none is required."""
        settled = filled(self.config_schema, config)
        listed = [(each["id"], each["text"]) for each in settled["activities"]]
        asked = {
            "exciting": _rated("How exciting would it be for you?", listed),
            "pleasant": _rated("How pleasant would it be?", listed),
            "new": several("What have you never done, or not for a long time?", listed),
        }
        if settled["invite_own"]:
            ends = {"exciting": number("How exciting?", 0, 10), "pleasant": number("How pleasant?", 0, 10)}
            idea = form({"text": text("Idea", 120, minLength=1), **ends}, required=("text",), title="Idea")
            asked["own"] = some("Ideas of your own", idea, settled["invite_own"])
        return form(seen("both", asked))

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; at the reveal what excites both, new things first, and both lists of own ideas."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        settled = filled(self.config_schema, config)
        mine, theirs = state.mine or {}, state.theirs or {}
        return template_of("nearer_plugins.shared_life")(
            "exciting_activities.html",
            view=view,
            config=settled,
            found=proposals(settled["activities"], mine, theirs),
            mine=mine,
            theirs=theirs,
            context=context,
            fields=state.fields,
        )


def _rated(title: str, listed: list[tuple[str, str]]) -> Schema:
    rated = form({name: number(wording, 0, 10) for name, wording in listed}, title=title)
    return {**rated, "x-widget": "ratings", "description": "From 0, not at all, to 10, very."}
