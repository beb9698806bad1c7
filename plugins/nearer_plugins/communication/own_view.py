"""Seeing it from outside: private writing about a talk or a disagreement, as somebody kind to both would see it."""

from typing import Any

from nearer import ExerciseType, Participation, Protocol, Sample
from nearer_plugins.communication.speech import _, n_
from nearer_plugins.fields import SHOWN, filled, form, number, scale, seen, text, words

Json = dict[str, Any]


class OwnView(ExerciseType):
    """Four short pieces of writing that nobody else ever reads."""

    id = "communication.own_view"
    title = "Seeing it from outside"
    participation = Participation.SOLO
    factors = ("communication", "conflict", "empathy")
    protocol = Protocol(
        purpose="Gives some distance from a disagreement, alone and in private.",
        source="Finkel, Slotter, Luchies, Walton and Gross, writing as a neutral observer; prompts our own.",
        year=2013,
        grade="B",
        limits="One trial with 120 married couples: seven minutes of writing, three times a year, stopped the usual "
        "decline in how good the marriage felt. A single writing, other wording and other couples were not tested. "
        "It helps the person; it can't promise a change in the relationship.",
        contraindications=(),
        intensity=2,
        minutes=10,
    )
    config_schema = form(
        {
            "about": text(
                "Subject",
                200,
                description="Leave it empty and the person picks a moment.",
                default="",
                **SHOWN,
            ),
            "minutes": number("Minutes to write", 5, 20, default=7),
        },
    )
    samples = (
        Sample(
            name="A moment of one's own choice",
            config={"minutes": 7},
            answers={
                "a": {
                    "facts": "We were late. I said the bags were in the way. Then nobody spoke in the car.",
                    "outside": "Two tired people who both wanted the evening to go well.",
                    "before": 6,
                    "after": 4,
                },
                "b": {"facts": "The car, on Friday.", "hinder": "I feel blamed and stop thinking."},
            },
        ),
        Sample(
            name="A set subject",
            config={"about": "How we share out the week", "minutes": 10},
            answers={"a": {"outside": "They both carry more than the other can see."}, "b": {"before": 3, "after": 3}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """All private: facts, the view from outside, what gets in the way, what may help, and two ratings."""
        settings = filled(self.config_schema, config)
        about = _("Think of a moment you still come back to.")
        if settings["about"]:
            about = _("Think of this: {subject}.", subject=settings["about"])
        length = n_(
            "A small one is fine. Write for up to a minute in all, and stop whenever you like.",
            "A small one is fine. Write for up to {n} minutes in all, and stop whenever you like.",
            settings["minutes"],
        )
        return form(
            seen(
                "private",
                {
                    "before": scale("How stirred up are you before you write?", "calm", "very"),
                    "facts": words(
                        "What happened, as a camera would have seen it?",
                        description=f"{about} {length}",
                    ),
                    "outside": words("How would somebody see it who wishes both of you well and takes no side?"),
                    "hinder": words("What makes it easy to miss that view when you are in the middle of it?"),
                    "hold": words("What could help you think of this view next time, even for a moment?", 1000),
                    "after": scale("How stirred up are you after you write?", "calm", "very"),
                },
            ),
        )
