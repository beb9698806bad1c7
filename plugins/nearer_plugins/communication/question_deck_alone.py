"""The question deck for one: the same questions, answered for oneself and kept for oneself."""

from typing import Any

from nearer import Participation, Protocol, Sample
from nearer_plugins.communication.question_deck import STARTER, QuestionDeck
from nearer_plugins.communication.speech import N_

Json = dict[str, Any]


class QuestionDeckAlone(QuestionDeck):
    """Same config and questions as the deck for two; every answer is private."""

    id = "communication.question_deck_alone"
    title = "Questions to yourself"
    participation = Participation.SOLO
    protocol = Protocol(
        purpose="Time to find one's own answers, without having to show them.",
        source="The questions of the deck for two, asked of oneself.",
        year=2025,
        grade="D",
        limits="Not tested. What made people feel closer in experiments was telling each other, which this leaves out.",
        contraindications=(),
        intensity=2,
        minutes=20,
    )
    samples = (
        Sample(
            name="One light set",
            config={"sets": STARTER},
            answers={"a": {"small_joy": "The first warm evening."}, "b": {"small_joy": "A long bath."}},
        ),
        Sample(
            name="An own question",
            config={"sets": STARTER, "own_questions": [{"text": "What do I need more of?"}], "invite_own": False},
            answers={"a": {"small_joy": "Silence."}, "b": {}},
        ),
    )

    visibility = "private"
    note = N_("Read each question as if somebody who cares for you had asked it.")

    def alone(self, config: Json) -> None:
        """It is already the form for one."""
        return


def for_oneself(title: str, prompts: list[Json]) -> Json:
    """A config of the questions for one: sets of at most twelve."""
    sets = [
        {"title": title[:80], "depth": 1, "prompts": prompts[start : start + 12]}
        for start in range(0, len(prompts), 12)
    ]
    return {
        "opening": "A few quiet minutes for yourself. Leave out whatever you like.",
        "sets": sets[:5],
        "invite_own": False,
    }
