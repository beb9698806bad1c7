"""Writing about the relationship on three days in a row, twenty minutes each, for nobody's eyes."""

from nearer import Participation, Protocol, Sample
from nearer_plugins.fields import filled
from nearer_plugins.trust_journal.expressive_writing import ExpressiveWriting, writing_config

DAYS = (
    (
        "Write about the two of you as you see it today. What do you think and feel about it, deep down? Go to what "
        "you would not say at the table."
    ),
    (
        "Go on from yesterday, or start anew. How does what you feel about the two of you touch the rest of your life: "
        "your work, your friends, how you sleep?"
    ),
    (
        "Look at the last two days and at today. What has this time together meant to you so far? What would you like "
        "to hold on to?"
    ),
)


class RelationshipWriting(ExpressiveWriting):
    """Three days about the relationship itself; one partner alone may do it."""

    id = "trust_journal.relationship_writing"
    title = "Three days about the two of us"
    participation = Participation.SOLO
    factors = ("trust", "communication", "past_hurts")
    protocol = Protocol(
        purpose="Lets a person find words for what the relationship is to them, in private.",
        source="Slatcher and Pennebaker 2006; on harm after a separation Sbarra et al. 2013",
        year=2006,
        grade="B",
        limits="One trial: in 86 dating couples one partner wrote for 20 minutes on three days, and after three months "
        "more of those couples were still together than of those where the other subject was everyday life. Nobody "
        "has shown the same for couples of many years. Distress can rise for a few days. Not after a recent "
        "separation: there the page is refused and quiet lines, or 'Kept in sight', take its place.",
        contraindications=("recent_separation", "acute_crisis"),
        intensity=4,
        minutes=20,
    )
    config_schema = writing_config(DAYS, 20)
    samples = (
        Sample(
            "The first of three days",
            filled(config_schema, {}),
            {
                "a": {
                    "mood_before": 4,
                    "parted": "no",
                    "body": "We are good at weeks and bad at evenings. I miss the long talks in the car.",
                    "mood_after": 4,
                    "lifted": ["I miss our long talks in the car."],
                },
                "b": {"mood_before": 5, "body": "I don't tell anybody how proud I am of us.", "mood_after": 6},
            },
        ),
        Sample(
            "Somebody has parted",
            filled(config_schema, {"lifting": False}),
            {
                "a": {"parted": "yes", "quiet": "Went to work. My sister rang. Tomorrow I wash the curtains."},
                "b": {"parted": "rather_not", "body": "It is quiet here."},
            },
        ),
    )
