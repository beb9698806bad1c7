"""The eight factors in words: their names, the sentence one rates, and what they suggest to explore."""

from dataclasses import dataclass

from nearer import FACTORS


@dataclass(frozen=True)
class Factor:
    """One thing that helps or hinders closeness."""

    name: str
    line: str
    explore: str
    exercises: str
    """Titles of exercises in the library that go with it."""


_WORDS = {
    "communication": Factor(
        "Talking",
        "We can talk with each other, about easy things and about hard ones.",
        "Take turns with speaking and saying back what you heard, or set a fixed time in the week to talk.",
        "The weekly check-in; A word of thanks",
    ),
    "trust": Factor(
        "Trust and openness",
        "I can rely on my partner, and I dare to show myself as I am.",
        "Look for one small thing you could rely on, or turn a doubt into a need.",
        "One safe thing; A little more open",
    ),
    "past_hurts": Factor(
        "Old hurts",
        "What hurt in the past does not stand between us today.",
        "Write about it for yourself first. Nobody has to hear it, and there is no hurry.",
        "Three days about the two of us; When trust has a crack",
    ),
    "culture": Factor(
        "Upbringing and customs",
        "There is room between us for what each of us learned at home.",
        "Tell each other how it was done where you grew up, and which habits you would keep.",
        "Then and now; Between two homes",
    ),
    "mental_health": Factor(
        "Mood and strain",
        "Worry, low mood or stress leave enough room for the two of us.",
        "See what helps each of you on a hard day. Somebody outside can help too; you will find addresses on every "
        "page.",
        "On a hard day; What does good on a heavy day",
    ),
    "conflict": Factor(
        "Disagreement",
        "When we disagree, we find a way back to each other.",
        "Try a soft beginning, and agree on how to take a break and come back.",
        "As somebody sees it who wishes you both well; When I notice the heat",
    ),
    "shared_values": Factor(
        "What we share",
        "We share interests, plans or things that matter to us.",
        "Plan something that is new to both of you, or talk about what you are looking forward to.",
        "Something exciting; What is dear to us",
    ),
    "empathy": Factor(
        "Understanding",
        "We try to see how the other one feels, and we are often right.",
        "Guess what the other likes, and enjoy where you are wrong.",
        "What brings us closer; Light steps",
    ),
}

EIGHT: dict[str, Factor] = {factor: _WORDS[factor] for factor in FACTORS}
"""In the order of the fixed vocabulary."""
