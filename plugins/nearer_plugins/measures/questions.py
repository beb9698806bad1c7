"""The items of a questionnaire: written one by one, or pasted line by line for a known instrument."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nearer import Problem
from nearer_plugins.fields import ASKED, Schema, choice, form, number, some, text, yes
from nearer_plugins.measures.instruments import INSTRUMENTS, Instrument

OWN = "own"
WIDEST = 10
"""So many answers at most: from lowest to highest, both included, is eleven."""


@dataclass(frozen=True)
class Item:
    """One item: its key, words, range, and the words of its answers from the lowest up, if there are any."""

    key: str
    words: str
    low: int
    high: int
    is_reversed: bool = False
    answers: tuple[str, ...] = ()

    def asked(self) -> Schema:
        """The field in the form."""
        said = self.answers if len(self.answers) == self.high - self.low + 1 else ()
        values = range(self.low, self.high + 1)
        pairs = [(n, f"{n}, {said[n - self.low]}" if said else str(n)) for n in values]
        return choice(self.words, pairs, **{"x-widget": "radio"})


def item_field() -> Schema:
    """One item as a counsellor writes it."""
    return form(
        {
            "key": text("Short name", 30, pattern="^[a-z][a-z0-9_]*$", description="Stays when the wording changes."),
            "text": text("Item", 300, minLength=1, **ASKED),
            "min": number("Lowest answer", -10, 10, default=1),
            "max": number("Highest answer", -10, 10, default=5),
            "reversed": yes("Counted the other way round", default=False),
            "answers": some("Words of the answers, from the lowest up", text("Answer", 120, **ASKED), 11),
        },
        required=("key", "text"),
        title="Item",
    )


def instrument_of(settled: Mapping[str, Any]) -> Instrument | None:
    """The known instrument that a config names, if it names one."""
    return INSTRUMENTS.get(settled["instrument"])


def items_of(settled: Mapping[str, Any]) -> list[Item]:
    """The items of a config: the pasted lines of a known instrument, or a counsellor's own."""
    known = instrument_of(settled)
    if known is None:
        return [_own(each) for each in settled["items"]]
    pairs = zip(_lines(settled), known.ranges, strict=False)
    return [
        Item(f"i{place}", line[0][:300], low, high, place in known.reversed, tuple(line[1:]))
        for place, (line, (low, high)) in enumerate(pairs, 1)
    ]


def item_problems(settled: Mapping[str, Any]) -> Iterator[Problem]:
    """What is missing or doesn't fit: an empty slot, a wrong count of lines, a range upside down, a name twice."""
    known = instrument_of(settled)
    if known is not None:
        yield from _pasted_problems(settled, known)
        return
    if not settled["items"]:
        yield Problem("/items", "This questionnaire has no items yet.", "minItems")
    keys = [each["key"] for each in settled["items"]]
    for index, each in enumerate(settled["items"]):
        item = _own(each)
        if item.key in keys[:index]:
            yield Problem(f"/items/{index}/key", "Another item has this short name already.", "uniqueId")
        if not 1 <= item.high - item.low <= WIDEST:
            yield Problem(f"/items/{index}/max", "The highest answer is 1 to 10 above the lowest.", "minimum")


def _pasted_problems(settled: Mapping[str, Any], known: Instrument) -> Iterator[Problem]:
    lines = _lines(settled)
    if not lines:
        message = (
            f"The slot is empty. No text of this instrument comes with the program. If you hold the rights, paste its "
            f"{len(known.ranges)} items, one a line. {known.licence}"
        )
        yield Problem("/lines", message, "minItems")
    elif len(lines) != len(known.ranges):
        message = f"There are {len(lines)} lines; this instrument has {len(known.ranges)} items."
        yield Problem("/lines", message, "maxItems")
    elif not settled["may_use"]:
        message = "Please confirm that you hold the rights to these items, or that their owner lets you use them."
        yield Problem("/may_use", message, "const")


def _own(each: Mapping[str, Any]) -> Item:
    answers = tuple(each.get("answers", ()))
    return Item(each["key"], each["text"], each.get("min", 1), each.get("max", 5), bool(each.get("reversed")), answers)


def _lines(settled: Mapping[str, Any]) -> list[list[str]]:
    """Each line that is not blank, as item and answers."""
    lines = (line for line in settled["lines"].splitlines() if line.strip())
    return [[part.strip() for part in line.split("|")] for line in lines]
