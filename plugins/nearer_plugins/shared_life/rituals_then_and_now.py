"""Rituals then and now: how it was where each grew up, what is hard about it, and what each wishes today."""

from collections.abc import Iterable

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.fields import SHOWN, Schema, filled, form, words
from nearer_plugins.library import template_of
from nearer_plugins.shared_life.by_myself import for_oneself
from nearer_plugins.shared_life.cards import card, cards, read_cards, twice
from nearer_plugins.shared_life.speech import _

SUBJECTS = read_cards("""
    meals | Eating together
    feasts | Feast days and birthdays
    illness | When somebody is ill
    grief | When somebody is sad or has died
    money | Money
    anger | When somebody is angry
""")


class RitualsThenAndNow(ExerciseType):
    """For each subject what one tells of then and wishes now; the hard part stays one's own."""

    id = "shared_life.rituals_then_and_now"
    title = "Then and now"
    participation = Participation.EACH
    factors = ("culture", "past_hurts", "shared_values")
    protocol = Protocol(
        purpose="Shows where habits come from, so that two people can choose which to keep.",
        source="Questions on rituals and homes of origin as used in counselling (Gottman, from secondary sources; "
        "CoupleCARE asks how families shape what we expect). Subjects and wording our own.",
        year=2006,
        grade="D",
        limits="Comes from practice; not tested by itself. Memories of home can hurt: tell only what you want to tell. "
        "No custom is better than another.",
        contraindications=("ipv_clinical", "fear", "acute_crisis"),
        intensity=3,
        minutes=25,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                600,
                default="Every home has its ways, also those without a name. How was it where you grew up, and how "
                "would you like it today? Take the subjects that interest you.",
                **SHOWN,
            ),
            "subjects": cards("Subjects", card("Subject", 120), 8, SUBJECTS),
        }
    )
    samples = (
        Sample(
            "Six subjects",
            filled(config_schema, {}),
            {
                "a": {
                    "then": {"meals": "At six, with the radio on.", "grief": "Nobody spoke of it."},
                    "hard": "After the funeral there was a year of silence.",
                    "now": {"meals": "Late is fine, but together.", "grief": "That we say the name."},
                },
                "b": {"then": {"meals": "Each from the pot, at any time."}, "now": {"money": "Once a month, openly."}},
            },
        ),
        Sample(
            "Meals only",
            filled(config_schema, {"subjects": [dict(SUBJECTS[0])]}),
            {"a": {"now": {"meals": "Candles."}}, "b": {"hard": "The shouting."}},
        ),
    )

    def check_config(self, config: Schema) -> Iterable[Problem]:
        """Two subjects can't bear the same short name."""
        return twice("subjects", config.get("subjects", ()))

    def response_schema(self, config: Schema, role: str = "self") -> Schema:
        """Then and now open to both; what was hard is private."""
        subjects = filled(self.config_schema, config)["subjects"]
        hard = words(
            "Is there a hard memory that belongs here?", 2000, **{"x-visibility": "private", "x-sensitive": True}
        )
        return form(
            {
                "then": _for_each("How was it, as far as you like to tell?", subjects),
                "hard": hard,
                "now": _for_each("How would you like it, today?", subjects),
            }
        )

    def render(self, view: View, config: Schema, state: State, context: Context) -> Markup | None:
        """The opening; at the reveal subject by subject, then and now of both."""
        if view in (View.REVIEW, View.PRINT) or (view is View.REVEAL and state.theirs is None):
            return None
        return template_of("nearer_plugins.shared_life")(
            "rituals_then_and_now.html",
            view=view,
            config=filled(self.config_schema, config),
            mine=state.mine or {},
            theirs=state.theirs or {},
            context=context,
            fields=state.fields,
        )

    def alone(self, config: Schema) -> tuple[str, Schema]:
        """The same subjects for oneself."""
        subjects = filled(self.config_schema, config)["subjects"]
        return for_oneself(
            (each["id"], _("{subject}: how was it then, and how would I like it today?", subject=each["text"]))
            for each in subjects
        )


def _for_each(title: str, subjects: list[Schema]) -> Schema:
    asked = form({each["id"]: words(each["text"], 600) for each in subjects}, title=title)
    return {**asked, "x-visibility": "both"}
