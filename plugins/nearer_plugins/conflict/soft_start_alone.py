"""A soft start for one: feeling, facts and wish, sorted out for oneself and shown to nobody."""

from typing import Any

from nearer import Participation, Protocol, Sample
from nearer_plugins.conflict.soft_start import SoftStart

Json = dict[str, Any]


class SoftStartAlone(SoftStart):
    """Same config and questions as the form for two; every answer is private."""

    id = "conflict.soft_start_alone"
    title = "Sorting it out for yourself"
    participation = Participation.SOLO
    factors = ("conflict", "mental_health")
    protocol = Protocol(
        purpose="Sorts feeling, facts and wish, without any duty to bring them up.",
        source="The questions of the soft start, asked of oneself.",
        year=2025,
        grade="D",
        limits="Not tested. It may help to know what you want; it says nothing on whether it is wise to say it.",
        contraindications=(),
        intensity=2,
        minutes=12,
    )
    samples = (
        Sample(
            name="A subject of one's own",
            config={},
            answers={
                "a": {"feelings": ["angry"], "situation": "I was told on the day itself.", "heat": 3},
                "b": {"wish": "An evening a week that is mine."},
            },
        ),
        Sample(
            name="A set subject",
            config={"about": "Time with our families"},
            answers={"a": {"feelings": ["torn"]}, "b": {"feeling_own": "numb"}},
        ),
    )

    visibility = "private"

    def alone(self, config: Json) -> None:
        """It is already the form for one."""
        return
