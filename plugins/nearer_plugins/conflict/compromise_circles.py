"""Two circles: what each can't give up, and where each can move; they open together, and the talk begins outside."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from nearer import Context, ExerciseType, Participation, Problem, Protocol, Sample, State, View
from nearer_plugins.conflict.own_side import alone
from nearer_plugins.conflict.speech import _
from nearer_plugins.conflict.warmth import CAUTIONS, subject_problems, subject_settings
from nearer_plugins.fields import SHOWN, filled, form, scale, seen, some, text, words
from nearer_plugins.library import template_of

Json = dict[str, Any]


class CompromiseCircles(ExerciseType):
    """Each fills in an inner and an outer circle on one subject; nothing is weighed or counted."""

    id = "conflict.compromise_circles"
    title = "Two circles"
    participation = Participation.EACH
    factors = ("conflict", "shared_values", "empathy")
    protocol = Protocol(
        purpose="Makes what can't be given up small and clear, so that there is more room around it than it seemed.",
        source="An inner and an outer circle on one subject, as in Gottman's work on compromise, from secondary "
        "sources; wording our own.",
        year=1999,
        grade="D",
        limits="A tool from practice that was not tested by itself. What belongs to safety, dignity or health is never "
        "up for compromise; it belongs in the inner circle, and is not to be argued down.",
        contraindications=CAUTIONS,
        intensity=3,
        minutes=20,
    )
    config_schema = form(
        {
            "opening": words(
                "Words at the start",
                400,
                default="Think of one subject where you two want different things. Keep the inner circle as small as "
                "is honest, and the outer one as wide as you can.",
                **SHOWN,
            ),
            **subject_settings(),
        },
    )
    samples = (
        Sample(
            name="Holidays",
            config={"about": "Where we spend the holidays"},
            answers={
                "a": {
                    "inner": ["Seeing my mother once."],
                    "why": "She is alone, and I promised.",
                    "outer": ["Which week", "How we travel", "Where we sleep"],
                    "idea": "Two days there, then the sea.",
                    "warmth": 3,
                },
                "b": {"inner": ["Three days without a plan."], "outer": ["Where", "With whom"], "softer": "Maybe two."},
            },
        ),
        Sample(
            name="A subject of their own, much left out",
            config={},
            answers={"a": {"outer": ["The colour"]}, "b": {}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """Both circles, why the inner one matters, an idea: open to both. How warm it is and what may soften: not."""
        about = filled(self.config_schema, config)["about"]
        inner = _("What I can't give up")
        circles = {
            "inner": some(
                _("What I can't give up: {subject}", subject=about) if about else inner, text("One thing", 160), 4
            ),
            "why": words("Why it matters so much to me", 600, description="So that the other can understand it."),
            "outer": some(
                "Where I can move", text("One thing", 160), 8, description="When, how long, where, how, who."
            ),
            "idea": text("An idea that leaves both inner circles whole", 200),
        }
        own = {
            "warmth": scale("How warm does this subject make you?", "calm", "hot", top=5),
            "softer": words("Is there something in your inner circle that may move outward one day?", 600),
        }
        return form({**seen("both", circles), **seen("private", own)})

    def check_config(self, config: Json) -> Iterable[Problem]:
        """A set subject must not be too warm."""
        return subject_problems(filled(self.config_schema, config))

    def render(self, view: View, config: Json, state: State, context: Context) -> Markup | None:
        """The opening; then both pairs of circles, the outer ones first."""
        draw = template_of(__package__)
        settings = filled(self.config_schema, config)
        if view in (View.ANSWER, View.PREVIEW):
            return draw("compromise_circles.html", settings=settings, state=state)
        if view is View.REVEAL:
            return draw("compromise_circles_reveal.html", settings=settings, state=state, context=context)
        return None

    def alone(self, config: Json) -> tuple[str, Json]:
        """The same two circles, for oneself."""
        return alone(
            filled(self.config_schema, config)["about"],
            ("inner", "What can you not give up here? Keep it as small as is honest."),
            ("why", "Why does it matter so much to you?"),
            ("outer", "Where could you move?"),
            ("support", "Who could help you to stand by what you can't give up?"),
        )
