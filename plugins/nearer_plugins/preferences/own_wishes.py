"""The same acts rated for oneself: what I like, what I do, and one thing I might say aloud."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, some, words
from nearer_plugins.library import template_of
from nearer_plugins.preferences.acts import (
    ACTS,
    DONE,
    WISHED,
    act_problems,
    acts_field,
    all_acts,
    couples_acts,
    critique,
    own_acts_field,
    ratings,
)


class OwnWishes(ExerciseType):
    """The form for one person of :class:`nearer_plugins.preferences.closeness.Closeness`."""

    id = "preferences.own_wishes"
    title = "What brings me closer"
    participation = Participation.SOLO
    factors = ("communication", "culture")
    protocol = Protocol(
        purpose="Helps a person find out which small acts they like and do, without showing it to anybody.",
        source="The acts are ours; Impett, Park and Muise 2024 for the critique of the popular idea",
        year=2024,
        grade="D",
        limits="Knowing one's own wishes is a beginning; there is no test of this exercise.",
        contraindications=(),
        intensity=1,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Opening",
                800,
                default="People feel close in many ways. Here are small things that some people like and others don't. "
                "Nobody else sees what you answer. Leave out whatever you like.",
                **SHOWN,
            ),
            "acts": acts_field(),
            "own_acts": own_acts_field(),
            "background": critique(),
        }
    )
    samples = (
        Sample(
            "Every act",
            filled(config_schema, {}),
            {
                "a": {
                    "like": {"hand": 6, "silly": 5},
                    "do": {"hand": 2},
                    "own": [{"text": "Cooking"}],
                    "say": ["I like it when we hold hands."],
                },
                "b": {"like": {act["id"]: 3 for act in ACTS}},
            },
        ),
        Sample(
            "Three acts",
            filled(config_schema, {"acts": [dict(act) for act in ACTS[:3]]}),
            {"a": {"like": {"hug_hello": 0}}, "b": {"do": {"hug_hello": 6}}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two acts can't bear the same short name."""
        return act_problems(config)

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Two private ratings of every act, own acts, and sentences that a person may release one by one."""
        acts = all_acts(filled(self.config_schema, config))
        return form(
            {
                "like": ratings("How much do you like to receive it?", acts, WISHED, "private"),
                "do": ratings("How often do you do it?", acts, DONE, "private"),
                "own": couples_acts("private"),
                "say": some(
                    "Something you might say aloud one day",
                    words("I like it when ...", 300),
                    3,
                    description="Yours until you release it.",
                    **{"x-visibility": "choose"},
                ),
            }
        )

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The questions with the critique below; the rest is core's own drawing."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        return template_of("nearer_plugins.preferences")(
            "own_wishes.html", config=filled(self.config_schema, config), fields=state.fields
        )
