"""After a fight: each writes down feelings, their own reality, triggers, own part, and one thing for next time."""

from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.soft_start import FEELINGS
from nearer_plugins.conflict.warmth import CAUTIONS
from nearer_plugins.fields import SHOWN, filled, form, scale, seen, several, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

PREPARED = (
    ("feelings", "What I felt"),
    ("reality", "How it was for me"),
    ("triggers", "What it touched in me"),
    ("own_part", "My part in it"),
    ("next_time", "One thing I do differently next time"),
)


class AfterAFight(ExerciseType):
    """What each wrote opens to both when both reach a joint step that gathers it; the rest stays private."""

    id = "conflict.after_a_fight"
    title = "After a fight: your side"
    participation = Participation.EACH
    factors = ("conflict", "past_hurts", "empathy")
    protocol = Protocol(
        purpose="Helps to look back at a fight that is over, without having it again.",
        source="Talking a regrettable incident through in five steps (Gottman), from secondary sources; wording our "
        "own.",
        year=1999,
        grade="D",
        limits="A tool from practice that was not tested by itself. It is for fights of words, when both are calm "
        "again. It is not for violence, threats or control; then turn to the help page.",
        contraindications=CAUTIONS,
        intensity=4,
        minutes=15,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Take a fight that is over, at least a day old. There are two realities, and both count. If it "
                "is still warm, pass this for now and come back later.",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="The drive home",
            config={},
            answers={
                "a": {
                    "feelings": ["hurt", "angry"],
                    "reality": "I had asked twice. For me it sounded as if it did not count.",
                    "triggers": "Being talked over, as at home.",
                    "own_part": "I got loud, and brought up last year.",
                    "next_time": "I ask for five minutes.",
                    "warmth": 2,
                },
                "b": {"feelings": ["torn"], "own_part": "I looked at the road and said nothing."},
            },
        ),
        Sample(
            name="In one line",
            config={"opening": "One line each is enough."},
            answers={"a": {"next_time": "I eat before we talk."}, "b": {"not_yet": "The part about my brother."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Five answers for the joint talk; how warm it is, and what is not to be said yet, stay private."""
        prepared = {
            "feelings": several("What did you feel? Up to four words.", FEELINGS, maxItems=4),
            "reality": words("How was it for you? Your side only, as a report.", 1000),
            "triggers": words("What did it touch in you? An older story, perhaps.", 800),
            "own_part": words("What was your part in it? Something you did or left out.", 800),
            "next_time": text("One thing that you do differently next time", 200),
        }
        own = {
            "warmth": scale("How warm is it still for you?", "calm", "hot", top=5),
            "not_yet": words("Something you don't want to say yet", 800),
        }
        return form({**seen("joint", prepared), **seen("private", own)})

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening above the questions."""
        if view not in (View.ANSWER, View.PREVIEW):
            return None
        opening = filled(self.config_schema, config)["opening"]
        return template_of(__package__)("after_a_fight.html", opening=opening, state=state)

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same five points, for oneself and shown to nobody."""
        return alone(
            "A fight that is over",
            ("feelings", "What did you feel?"),
            ("reality", "How was it for you? Your side only."),
            ("triggers", "What did it touch in you? An older story, perhaps."),
            ("own_part", "What was yours in it, and what was not?"),
            ("next_time", "What would you like for yourself, if it comes again?"),
        )
