"""Reading one's own letter again: what I know, what I only guess, what I could ask one day."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.letter_marks import LETTER
from nearer_plugins.fields import form, seen, words
from nearer_plugins.library import template_of

Json = dict[str, Any]


class LetterMarksAlone(ExerciseType):
    """The letter that one wrote, with three questions; every answer is private."""

    id = "communication.letter_marks_alone"
    title = "Your letter, read again"
    participation = Participation.SOLO
    factors = ("empathy", "mental_health")
    protocol = Protocol(
        purpose="Tells apart what one knows of the other and what one only guesses.",
        source="The marks of the form for two, put to oneself.",
        year=2025,
        grade="D",
        limits="Not tested. Without the other's word every sentence stays a guess, and that is worth knowing.",
        contraindications=(),
        intensity=2,
        minutes=10,
    )
    config_schema = form({"gathers": LETTER})
    samples = (
        Sample(
            name="The letter of an earlier step",
            config={"gathers": [{"step": "s-letters", "property": "letter"}]},
            answers={"a": {"sure": "That it was late.", "guessed": "Why."}, "b": {"for_me": "A walk."}},
        ),
        Sample(name="Without a letter", config={}, answers={"a": {"ask": "What the evening was like."}, "b": {}}),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """All private: what I know, what I guess, what could be asked, what I need."""
        return form(
            seen(
                "private",
                {
                    "sure": words("What in your letter do you know, because it was said?", 1000),
                    "guessed": words("What are you only guessing?", 1000),
                    "ask": words("If a good moment came, what would you like to ask?", 1000),
                    "for_me": words("What do you need yourself, whatever the answer is?", 1000),
                },
            ),
        )

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """One's own letter above the questions."""
        if view is not View.ANSWER:
            return None
        own = next((item["mine"] for item in state.gathered if item.get("mine")), None)
        return template_of(__package__)("letter_marks_alone.html", own=own, state=state)
