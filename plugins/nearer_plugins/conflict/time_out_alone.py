"""The time-out for one: a private plan for noticing, stepping aside and finding calm."""

from typing import Any

from nearer import ExerciseType, Participation, Protocol, Sample
from nearer_plugins.conflict.time_out import CALMING, LONGEST, MINUTES, SHORTEST, STATES, offered
from nearer_plugins.fields import choice, filled, form, seen, several, text, words

Json = dict[str, Any]


class TimeOutAlone(ExerciseType):
    """Notes on what helps oneself to calm down; it asks nothing of the other and promises nothing."""

    id = "conflict.time_out_alone"
    title = "My own pause"
    participation = Participation.SOLO
    factors = ("conflict", "mental_health")
    protocol = Protocol(
        purpose="Knowing the first signs that it gets too much, and what brings calm back.",
        source="The rules of the time-out for two, turned into a plan for oneself.",
        year=2025,
        grade="D",
        limits="Not tested. Where leaving the room could make things worse, this plan is not the right help; the help "
        "page names places that know about it.",
        contraindications=(),
        intensity=1,
        minutes=15,
    )
    config_schema = form(
        {
            "shortest": choice("Shortest pause to offer", MINUTES, default=SHORTEST),
            "longest": choice("Longest pause to offer", MINUTES, default=LONGEST),
        },
    )
    samples = (
        Sample(
            name="A plan",
            config={},
            answers={
                "a": {"states": ["blank"], "calming": ["walk"], "return_minutes": 30, "kind_words": "This will pass."},
                "b": {"signs": "My ears get hot.", "calming_own": "The dog."},
            },
        ),
        Sample(
            name="Short pauses",
            config={"shortest": 20, "longest": 45},
            answers={"a": {"return_minutes": 20}, "b": {"who_helps": "My brother."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """All private: signs, calming acts, a time to look again, who helps."""
        return form(
            seen(
                "private",
                {
                    "states": several("How does it feel when it gets too much?", STATES),
                    "signs": words("What are the first signs, in your body or in your voice?", 600),
                    "calming": several("What calms you down?", CALMING),
                    "calming_own": text("Something else that calms you", 200),
                    "return_minutes": choice(
                        "After how long do you look at it again?",
                        offered(filled(self.config_schema, config)),
                        **{"x-widget": "select"},
                    ),
                    "kind_words": text("Something kind to say to yourself meanwhile", 200),
                    "who_helps": text("Who could you talk to?", 120),
                },
            ),
        )
