"""The safety screen: each alone says what makes a talk together unsafe just now; write-only, no diagnosis."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.fields import choice, filled, form, seen
from nearer_plugins.library import template_of
from nearer_plugins.safety.pointers import pointing_fields
from nearer_plugins.safety.questions import QUESTIONS, raising
from nearer_plugins.safety.speech import N_, _

Json = dict[str, Any]

OCCASIONS = (
    ("beginning", "At the beginning"),
    ("again", "Asked again later"),
    ("changed", "Because something has changed"),
)

OPENINGS = {
    "beginning": N_(
        "Before you go on, here are a few questions for you alone. Take a moment when nobody reads over your shoulder."
    ),
    "again": N_(
        "Here are the questions from the beginning once more, because life changes. Take a moment when nobody "
        "reads over your shoulder."
    ),
    "changed": N_(
        "Something has changed? Here you can say so, for you alone. Take a moment when nobody reads over your shoulder."
    ),
}


class Screen(ExerciseType):
    """All answers are optional; "I'd rather not say" and an empty answer are no statement at all."""

    id = "safety.screen"
    title = "A few questions for you alone"
    participation = Participation.SOLO
    factors = ("mental_health", "trust", "past_hurts")
    protocol = Protocol(
        purpose="Finds out, as far as questions can, whether talking together could do harm just now.",
        source="Asking each partner alone before working together (Bradford 2010; Stith and others 2011); exclusions "
        "as in online trials (NCT03332875). Questions our own.",
        year=2011,
        grade="D",
        limits="These questions are not an instrument and have not been tested. An answer is not a diagnosis. Nothing "
        "said here means that it is safe.",
        contraindications=(),
        intensity=2,
        minutes=5,
    )
    config_schema = form(
        {
            "occasion": choice("When it is asked", OCCASIONS, default="beginning"),
            **pointing_fields(),
        },
    )
    samples = (
        Sample(
            name="Nothing to report",
            config={},
            answers={
                "a": {question.name: question.calm for question in QUESTIONS},
                "b": {question.name: "rather_not" for question in QUESTIONS},
            },
        ),
        Sample(
            name="Something has changed",
            config={"occasion": "changed"},
            answers={"a": {"afraid": "sometimes", "separation": "yes"}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """One choice for each question; nobody but a safety task ever shows them again."""
        return form(seen("screen", {question.name: question.asked() for question in QUESTIONS}))

    def flags(self, config: Json) -> list[Json]:
        """One rule for each question: its answers that speak against a talk for two raise its flag."""
        return [{"flag": q.flag, "when": raising(q.name, q.concerning), "screen": True} for q in QUESTIONS]

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """Who reads it, before anything is asked; afterwards the same few words for everybody."""
        draw = template_of("nearer_plugins.safety")
        settings = filled(self.config_schema, config)
        if view in (View.ANSWER, View.PREVIEW, View.PRINT):
            opening = OPENINGS.get(settings["occasion"], OPENINGS["beginning"])
            return draw("screen.html", opening=_(opening), settings=settings, state=state)
        return draw("screen_after.html", settings=settings)
