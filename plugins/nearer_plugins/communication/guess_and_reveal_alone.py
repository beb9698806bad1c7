"""The lines of guess and reveal for one: how it is for me, and what I would like to be known."""

from typing import Any

from nearer import Participation, Protocol, Sample
from nearer_plugins.communication.guess_and_reveal import STARTER, TOP, GuessAndReveal
from nearer_plugins.communication.speech import _
from nearer_plugins.fields import filled, form, number, words

Json = dict[str, Any]


class GuessAndRevealAlone(GuessAndReveal):
    """Same config and lines as the form for two; nothing is guessed, and every answer is private."""

    id = "communication.guess_and_reveal_alone"
    title = "How I am"
    participation = Participation.SOLO
    factors = ("empathy", "mental_health")
    protocol = Protocol(
        purpose="A look at oneself, line by line, without having to show it.",
        source="The lines of the form for two, asked of oneself.",
        year=2025,
        grade="D",
        limits="Not tested. It may help to know one's own mind; it can't replace being asked.",
        contraindications=(),
        intensity=1,
        minutes=10,
    )
    samples = (
        Sample(
            name="Four lines",
            config={},
            answers={
                "a": {"own": {"company": 2, "plans": 6}, "known": "That quiet is not against anybody."},
                "b": {"own": {"praise": 7}},
            },
        ),
        Sample(
            name="Two lines",
            config={"lines": STARTER[:2]},
            answers={"a": {"own": {"company": 4}}, "b": {"changed": "I used to love full houses."}},
        ),
    )

    def response_schema(self, config: Json, role: str = "self") -> Json:
        """All private: the lines, what changed, what should be known."""
        lines = filled(self.config_schema, config)["lines"]
        own = form({line["id"]: number(line["text"], 1, TOP) for line in lines}, title="How is it for you?")
        return form(
            {
                "own": {
                    **own,
                    "description": _("1: not me at all. {top}: very much me.", top=TOP),
                    "x-widget": "ratings",
                    "x-visibility": "private",
                },
                "changed": words("Which of these has changed over the years?", 1000, **{"x-visibility": "private"}),
                "known": words("What should people who are close to you know?", 1000, **{"x-visibility": "private"}),
            },
        )

    def alone(self, config: Json) -> None:
        """It is already the form for one."""
        return
