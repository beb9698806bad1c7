"""Words of the desk for values that documents hold as keys: delivery rules, factors, grades, contraindications."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

FACTORS = {
    "communication": "Communication",
    "trust": "Trust",
    "past_hurts": "Past hurts",
    "culture": "Culture and background",
    "mental_health": "Mental health",
    "conflict": "Conflict",
    "shared_values": "Shared values",
    "empathy": "Empathy",
}
CONTRAINDICATIONS = {
    "ipv_clinical": "violence or control in the couple",
    "fear": "one is afraid of the other",
    "recent_separation": "a recent separation",
    "acute_crisis": "an acute crisis",
    "recent_affair": "a recently disclosed affair",
    "intoxication": "alcohol or drugs on the day",
}
MATERIAL = {"picture": "Picture", "sound": "Sound", "film": "Film elsewhere"}
GRADES = {
    "A": "several trials with couples",
    "B": "one good trial, or several in close fields",
    "C": "plausible, indirectly supported",
    "D": "clinical tradition, or your own experience",
    "X": "tested and mostly not supported",
}
PARTICIPATION = {
    "solo": "each alone, nothing is shown to the partner by itself",
    "each": "both write separately, then it opens to both",
    "together": "both write one answer together",
    "turns": "both take turns, step by step",
}
WHOSE = {"own": "our own", "alone": "those that only I see", "bundled": "what came along"}
FORMS = {"any": "For everybody", "together": "Together", "alone": "Alone"}
FORM_HELP = {
    "any": "This step is the same for every couple.",
    "together": "Shown to couples for whom together was released and who both wished it.",
    "alone": "What everybody else gets, with the same title and length. It is the default.",
}


def delivery_words(delivery: dict[str, Any] | None) -> str:
    """When a step comes, as a sentence."""
    terms = delivery or {}
    rule, days, times = str(terms.get("rule")), _many(terms.get("days", 0), "day"), terms.get("times", 1)
    words = {
        "at_once": "Open from the beginning",
        "after_previous": "After the step before it",
        "after_both": "When both have finished the step before it",
        "after_delay": f"{days} after the step before it",
        "after_some": f"After {terms.get('count', 1)} of {_many(len(terms.get('of', ())), 'step')}",
        "after_release": "When you open it for the couple",
        "on_day": f"On day {terms.get('day', 1)} of the program",
        "on_date": f"On {terms.get('date', 'a date')}",
        "consecutive_days": f"On {days} in a row",
        "weekly": f"{_every(terms.get('every', 1), 'week')}, {times} times",
        "monthly": f"{_every(terms.get('months', 1), 'month')}, {times} times",
    }.get(rule, "After the step before it")
    if rule == "after_both" and "step" in terms:
        words = "When both have finished a step before"
    pauses = rule in ("after_both", "after_release", "after_some") and "days" in terms
    return f"{words}, and {days} later" if pauses else words


def _many(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else noun + 's'}"


def _every(number: int, noun: str) -> str:
    return f"Once a {noun}" if number == 1 else f"Every {number} {noun}s"


def words_of(values: Any, names: dict[str, str]) -> list[str]:
    """The words for a list of keys; an unknown key is shown as it is."""
    return [names.get(str(value), str(value)) for value in values or ()]


def family_name(family: str) -> str:
    """A family as a heading: ``trust_journal`` becomes Trust journal."""
    return family.replace("_", " ").capitalize()


def day(value: date | datetime | None) -> str:
    """A day, without a clock time: 23 Nov 2026."""
    return "" if value is None else f"{value.day} {value:%b %Y}"


WORDING: dict[str, Any] = {
    "delivery_words": delivery_words,
    "family_name": family_name,
    "words_of": words_of,
    "day": day,
    "FACTORS": FACTORS,
    "CONTRAINDICATIONS": CONTRAINDICATIONS,
    "GRADES": GRADES,
    "MATERIAL": MATERIAL,
    "PARTICIPATION": PARTICIPATION,
    "WHOSE": WHOSE,
    "FORMS": FORMS,
    "FORM_HELP": FORM_HELP,
}
