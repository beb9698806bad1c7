"""The letter from the other's view for one: written for oneself, sent to nobody."""

from typing import Any

from nearer import Participation, Protocol, Sample
from nearer_plugins.communication.letter import Letter
from nearer_plugins.communication.speech import N_

Json = dict[str, Any]


class LetterAlone(Letter):
    """Same config and questions as the form for two; every answer is private."""

    id = "communication.letter_alone"
    title = "A letter that stays with you"
    participation = Participation.SOLO
    factors = ("empathy", "past_hurts", "mental_health")
    protocol = Protocol(
        purpose="Looks at something that happened from the other side, for a moment and in private.",
        source="The letter for two, without sending it.",
        year=2025,
        grade="D",
        limits="Not tested. Seeing another's side does not mean that what they did was right, or that you have to "
        "bring it up.",
        contraindications=(),
        intensity=3,
        minutes=15,
    )
    samples = (
        Sample(
            name="A small disagreement",
            config={},
            answers={"a": {"letter": "I was tired. I wanted to be left alone.", "warmth_before": 4}, "b": {}},
        ),
        Sample(
            name="A set subject",
            config={"about": "The last phone call"},
            answers={"a": {"letter": "I did not know what to say."}, "b": {"warmth_after": 2}},
        ),
    )

    visibility = "private"
    note = N_("Write as if you were the other and said I. Nobody gets this letter. Stop whenever it is too much.")

    def alone(self, config: Json) -> None:
        """It is already the form for one."""
        return
