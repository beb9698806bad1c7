"""When a step comes, as the composer's form asks for it: rules with their terms, and milestones. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

Json = dict[str, Any]


@dataclass(frozen=True)
class Term:
    """A number that belongs to a rule, with the words before and after it; ``start`` None: it may stay empty."""

    key: str
    most: int
    before: str
    after: str
    start: int | None = 1


@dataclass(frozen=True)
class Rule:
    """A way for a step to come; ``also`` names what it asks for besides numbers: ``step``, ``steps`` or ``date``."""

    name: str
    words: str
    terms: tuple[Term, ...] = ()
    also: str = ""


PAUSE = Term("days", 366, "and then", "days later (empty: at once)", None)
RULES = (
    Rule("at_once", "Open from the beginning"),
    Rule("after_previous", "After the step before it"),
    Rule("after_delay", "Some days after the step before it", (Term("days", 366, "after", "days", 7),)),
    Rule("after_both", "When both have finished a step", (PAUSE,), "step"),
    Rule("after_release", "When I open it for the couple, after the step before it", (PAUSE,)),
    Rule(
        "weekly",
        "Again every week, or every few weeks",
        (Term("every", 52, "every", "weeks"), Term("times", 104, "", "times in all", 4)),
    ),
    Rule(
        "monthly",
        "Again every month, or every few months",
        (Term("months", 24, "every", "months", 4), Term("times", 104, "", "times in all", 3)),
    ),
    Rule(
        "consecutive_days",
        "On several days in a row",
        (
            Term("days", 366, "on", "days", 3),
            Term("grace", 30, "a day not done is let go after", "more days (empty: it is waited for)", None),
        ),
    ),
    Rule("after_some", "After some of several steps", (Term("count", 60, "after", "of these"), PAUSE), "steps"),
    Rule("on_day", "On a day of the program", (Term("day", 3660, "on day", "(1 is the day they begin)", 1),)),
    Rule("on_date", "On a date", also="date"),
)
OFTEN = frozenset({"at_once", "after_previous", "after_delay", "after_both"})
"""The rules that stand first; the others are folded away until one of them is chosen."""

_BY_NAME = {rule.name: rule for rule in RULES}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MILESTONE = (
    Term("days", 366, "After", "days remind whoever has not done it and wants to be reminded", None),
    Term("task_days", 366, "and", "days after that ask me to get in touch", None),
)


def read_delivery(form: MultiDict[str, str]) -> Json:
    """The rule that was chosen, with its terms; a number that is none becomes the least there is."""
    rule = _BY_NAME.get(form.get("rule", ""), _BY_NAME["after_previous"])
    found: Json = {"rule": rule.name}
    for term in rule.terms:
        value = _number(form, f"n_{rule.name}_{term.key}", term)
        if value is not None and not (term.key == "every" and value == 1):
            found[term.key] = value
    if rule.also == "step" and form.get(f"n_{rule.name}_step"):
        found["step"] = form[f"n_{rule.name}_step"]
    if rule.also == "steps":
        found["of"] = form.getlist(f"n_{rule.name}_of")
    if rule.also == "date" and _DATE.fullmatch(form.get(f"n_{rule.name}_date", "")):
        found["date"] = form[f"n_{rule.name}_date"]
    return found


def read_milestone(form: MultiDict[str, str]) -> Json:
    """What happens when the step is not done in time; empty where nothing does."""
    days, task = (_number(form, f"m_{term.key}", term) for term in MILESTONE)
    if days is None:
        return {}
    return {"days": days} | ({} if task is None else {"task_days": task})


def _number(form: MultiDict[str, str], name: str, term: Term) -> int | None:
    typed = form.get(name, "").strip()
    if not typed and term.start is None:
        return None
    least = 0 if term.key == "grace" else 1
    number = int(typed) if typed.isdecimal() and len(typed) < 5 else least
    return max(least, min(term.most, number))
