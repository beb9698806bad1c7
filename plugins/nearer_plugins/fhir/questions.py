"""Questionnaires of other programs as steps: numbers and choices are asked by one exercise type, words by another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from nearer_plugins.fhir.extensions import CONTROL, MAX, MIN, ORDINAL, Json, dicts, text_of, value_of

RATED, WRITTEN = "measures.questionnaire", "communication.question_deck_alone"
"""The exercise types that ask: for numbers, and for words to keep for oneself. They may be missing here."""

YES_NO = ("No", "Yes")
WIDEST, FARTHEST = 10, 10
MOST_RATED, MOST_WRITTEN, A_SET, MOST_WORDS = 60, 60, 12, 300
DEPTH = 8
CARRIED = {
    *("linkId", "text", "type", "required", "repeats", "enableWhen", "enableBehavior", "answerOption", "item"),
    *("extension", "maxLength", "prefix", "id", "answerValueSet"),
}
"""What is looked at, or told about by itself."""


@dataclass
class Questions:
    """What a questionnaire asks, sorted by how it can be asked here, and what can't be."""

    rated: list[Json] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)
    codes: bool = False

    def take(self, items: Any, depth: int = 0) -> None:
        """Sort *items* and all that stand below them."""
        for item in dicts(items):
            words = _words(item)
            self._rules(item, words)
            self._sort(item, words)
            if depth < DEPTH:
                self.take(item.get("item"), depth + 1)
            elif item.get("item"):
                self.losses.append(f"What stands below “{words}” is too deep and was left out.")

    def _sort(self, item: Json, words: str) -> None:
        kind = item.get("type")
        if kind == "group":
            self.words += [words] if text_of(item.get("text")) else []
        elif kind == "display":
            self._display(item, words)
        elif kind in ("text", "string"):
            self._write(words)
        elif item.get("repeats"):
            self.losses.append(f"“{words}” takes several answers. Here a question takes one, so it was left out.")
        else:
            self._rate(item, words)

    def _display(self, item: Json, words: str) -> None:
        if value_of(item, CONTROL) is not None:
            self.losses.append(f"A help text was left out: “{words}”.")
        else:
            self.words.append(words)

    def _write(self, words: str) -> None:
        if len(self.written) < MOST_WRITTEN:
            self.written.append(words)
        else:
            self.losses.append(f"“{words}” was left out: there are more questions for words than fit.")

    def _rate(self, item: Json, words: str) -> None:
        """One question with a number or a choice for an answer."""
        found, why = rated(item)
        if found is not None and len(self.rated) >= MOST_RATED:
            found, why = None, f"there are more than {MOST_RATED} questions"
        if found is None:
            self.losses.append(f"“{words}” was left out: {why}.")
            return
        key = _key(str(item.get("linkId", "")), {each["key"] for each in self.rated})
        self.rated.append({"key": key, "text": words, **found})
        if why:
            self.losses.append(f"“{words}”: {why}.")

    def _rules(self, item: Json, words: str) -> None:
        if item.get("enableWhen"):
            self.losses.append(f"“{words}” is asked only after a certain answer. Here it is always asked.")
        if item.get("required") is True:
            self.losses.append("Some questions have to be answered. Here anybody may leave any question out.")
        if item.keys() - CARRIED:
            self.losses.append("Codes, first values and other notes for machines were left out.")


def rated(item: Json) -> tuple[Json | None, str]:
    """The range and the words of a question's answers, and what changes; or None, and why it can't be asked here."""
    kind = item.get("type")
    if kind == "boolean":
        return {"min": 0, "max": 1, "answers": list(YES_NO)}, ""
    if kind in ("choice", "open-choice"):
        found, why = _choice(item)
        own = "an answer in own words can't be typed here"
        return found, " and ".join(filter(None, (why, own if kind == "open-choice" and found else "")))
    if kind == "integer":
        low, high = value_of(item, MIN), value_of(item, MAX)
        if _is_whole(low) and _is_whole(high) and _fits(low, high):
            return {"min": low, "max": high}, ""
        return None, "here a number lies between two bounds that are at most ten apart"
    return None, f"an answer of the kind “{text_of(kind, 40) or 'unknown'}” can't be asked for here"


def _choice(item: Json) -> tuple[Json | None, str]:
    options = list(dicts(item.get("answerOption")))
    answers = [_answer(each) for each in options]
    if item.get("answerValueSet") or not options:
        return None, "its answers stand in a list elsewhere"
    if not 2 <= len(options) <= WIDEST + 1 or not all(answers):
        return None, "here a question has two to eleven answers, each with words"
    numbers = [_number(each) for each in options]
    low = numbers[0] if _is_whole(numbers[0]) else 0
    in_steps = numbers == list(range(int(low), int(low) + len(options))) and _fits(
        int(low), int(low) + len(options) - 1
    )
    first = int(low) if in_steps else 0
    high = first + len(options) - 1
    words = [_without_number(each, first + place) for place, each in enumerate(answers)]
    found: Json = {"min": first, "max": high}
    if any(words):
        found["answers"] = [each or str(first + place) for place, each in enumerate(words)]
    return found, "" if in_steps else f"its answers are counted {first} to {high} in their order"


def _answer(option: Json) -> str:
    coding = option.get("valueCoding")
    if isinstance(coding, dict):
        return text_of(coding.get("display"), 120) or text_of(coding.get("code"), 120)
    value = option.get("valueInteger", option.get("valueString"))
    return str(value) if _is_whole(value) else text_of(value, 120)


def _number(option: Json) -> Any:
    """The number of an answer: its ordinal value, or itself."""
    coding = option.get("valueCoding")
    if isinstance(coding, dict):
        found = value_of(coding, ORDINAL)
        return int(found) if isinstance(found, float) and found.is_integer() else found
    return option.get("valueInteger", value_of(option, ORDINAL))


def _without_number(answer: str, number: int) -> str:
    """The words of an answer that we wrote as number and words."""
    return "" if answer == str(number) else answer.removeprefix(f"{number}, ")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _fits(low: int, high: int) -> bool:
    return 1 <= high - low <= WIDEST and low >= -FARTHEST and high <= FARTHEST


def _words(item: Json) -> str:
    words = text_of(item.get("text")) or text_of(item.get("linkId")) or "A question without words"
    return words if len(words) <= MOST_WORDS else words[: MOST_WORDS - 1].rstrip() + "…"


def _key(link: str, taken: set[str]) -> str:
    """A short name for an item, from its linkId, that no other has."""
    slug = re.sub(r"[^a-z0-9]+", "_", link.rpartition(".")[2].lower()).strip("_")[:24]
    slug = slug if slug[:1].isalpha() else f"q_{slug}".rstrip("_")
    return next(name for name in _numbered(slug) if name not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}_{number}"
        number += 1
