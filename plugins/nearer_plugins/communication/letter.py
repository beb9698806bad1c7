"""A letter from the other's view: each tells something that happened as if they were the other."""

from typing import Any, ClassVar

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Protocol, Sample, State, View
from nearer_plugins.communication.speech import N_, _
from nearer_plugins.fields import SHOWN, filled, form, scale, seen, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]

STARTS = (
    N_("For me it began when ..."),
    N_("What I noticed then was ..."),
    N_("What I wanted was ..."),
    N_("What was hard for me was ..."),
    N_("What I wish you knew is ..."),
)


class Letter(ExerciseType):
    """Two letters that open together; a later step lets each mark the other's, sentence by sentence."""

    id = "communication.letter"
    title = "A letter in your place"
    participation = Participation.EACH
    factors: ClassVar[tuple[str, ...]] = ("empathy", "conflict", "past_hurts")
    protocol = Protocol(
        purpose="Asks for the other's side of a story in the other's words, and then lets the other put it right.",
        source="Perspective taking tasks from empathy trainings (Long and others 1999) and from studies on "
        "disagreements; form and wording our own.",
        year=1999,
        grade="C",
        limits="Taking the other's place helps in many studies, and goes wrong when people are sure that they know. "
        "That is why the other has the last word on every sentence. The letter itself was not tested.",
        contraindications=("ipv_clinical", "fear", "acute_crisis", "recent_affair", "intoxication"),
        intensity=4,
        minutes=20,
    )
    config_schema = form(
        {
            "about": text(
                "What the letter is about",
                200,
                description="Something small enough to be read twice.",
                default="A small disagreement of the last weeks",
                **SHOWN,
            ),
        },
    )
    samples = (
        Sample(
            name="A small disagreement",
            config={},
            answers={
                "a": {
                    "letter": "For me it began in the car. I wanted to arrive calm. Then you turned the music up.",
                    "warmth_before": 5,
                    "warmth_after": 3,
                },
                "b": {"letter": "I was looking forward to the song. I did not see that you were tired."},
            },
        ),
        Sample(
            name="A set subject, one of them wrote nothing",
            config={"about": "The weekend with your family"},
            answers={"a": {"letter": "I felt like a guest. I wanted you to sit with me."}, "b": {}},
        ),
    )

    visibility = "both"
    note = N_(
        "Write as if you were your partner and said I. Short sentences are best: each of them can be put right later."
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """The letter; how warm the subject is before and after stays one's own."""
        about = filled(self.config_schema, config)["about"]
        letter = words(
            "The letter", 2000, description=_("About: {subject}. Up to about twelve sentences.", subject=about)
        )
        return form(
            {
                **seen(
                    "private",
                    {"warmth_before": scale("How warm does the subject make you before you write?", "calm", "hot")},
                ),
                **seen(self.visibility, {"letter": letter}),
                **seen(
                    "private",
                    {"warmth_after": scale("How warm does the subject make you after you write?", "calm", "hot")},
                ),
            },
        )

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """How to begin a sentence; then both letters, each with the name of whoever it speaks for."""
        draw = template_of("nearer_plugins.communication")
        if view in (View.ANSWER, View.PREVIEW):
            return draw("letter.html", note=self.note, starts=STARTS, state=state)
        if view is View.REVEAL:
            return draw("letter_reveal.html", state=state, context=context)
        return None

    def alone(self, config: Json) -> tuple[str, Json] | None:
        """The same letter, shown to nobody."""
        return "communication.letter_alone", {"about": filled(self.config_schema, config)["about"]}
