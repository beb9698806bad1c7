"""What publishing would do to couples on the way, step by step, as sentences and numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nearer import desk

CHANGES = {
    desk.STAYS: "stays as it is",
    desk.REWORDED: "new words or material, same question",
    desk.CARRIED: "newer version; answers are carried over",
    desk.AGAIN: "asks for something else",
    desk.GONE: "leaves the program",
    "new": "new",
}
BADGES = {desk.STAYS: "", desk.REWORDED: "", desk.CARRIED: "", desk.AGAIN: "care", desk.GONE: "bad", "new": "good"}
SENTENCES = {
    desk.STAYS: "{who} answered or begun this; nothing changes for them.",
    desk.REWORDED: "{who} answered or begun this; what they wrote stays, beside the new words or material.",
    desk.CARRIED: "{who} answered or begun this; what they wrote is carried over.",
    desk.AGAIN: "{who} answered or begun this; they would be asked again. What they wrote stays theirs to read.",
    desk.GONE: "{who} answered or begun this; it would not be there any more. What they wrote stays theirs to read.",
}


@dataclass(frozen=True)
class StepEffect:
    """One step: how it differs from what is published now, and what would become of couples that were there."""

    id: str
    title: str
    change: str
    badge: str
    moved: bool
    sentences: tuple[str, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing about it changes for anybody."""
        return self.change == CHANGES[desk.STAYS] and not self.moved


def couples(count: int) -> str:
    """A number of couples in words."""
    return "1 couple" if count == 1 else f"{count:,} couples"


def have(count: int) -> str:
    """That many couples, with the verb that goes with them."""
    return f"{couples(count)} {'has' if count == 1 else 'have'}"


def step_effects(comparison: desk.Comparison, forecast: desk.Forecast) -> list[StepEffect]:
    """Every step of both editions: those that stay or come in their order, then those that leave."""
    old, new = comparison.old, comparison.new
    leaving = [step for step in old.order if step.id not in new.steps]
    return [_effect(step, comparison, forecast.steps) for step in (*new.order, *leaving)]


def _effect(step: Any, comparison: desk.Comparison, counts: Mapping[str, Mapping[str, int]]) -> StepEffect:
    known = step.id in comparison.old.steps
    change = comparison.fate_of_step(step.id) if known else "new"
    moved = known and step.id in comparison.moved
    sentences = tuple(_sentences(counts.get(step.id, {})))
    return StepEffect(step.id, step.title or "Untitled", CHANGES[change], BADGES[change], moved, sentences)


def _sentences(counts: Mapping[str, int]) -> Iterator[str]:
    for fate, sentence in SENTENCES.items():
        if counts.get(fate):
            yield sentence.format(who=have(counts[fate]))


@dataclass(frozen=True)
class Choice:
    """One of the three: what it is called, and what it would do, in a sentence."""

    value: str
    label: str
    sentence: str


def choices(forecast: desk.Forecast) -> list[Choice]:
    """What may be done with the couples on the way; the first is the default."""
    movable, some = forecast.unaffected + forecast.affected, "of these " if forecast.more else ""
    stay = f"{have(forecast.affected)} something to lose and would stay" if forecast.affected else "Nobody would stay"
    return [
        Choice(desk.NOBODY, "New couples only", "Couples on the way keep the edition that they have."),
        Choice(
            desk.UNAFFECTED,
            "Move the unaffected",
            f"{couples(forecast.unaffected).capitalize()} {some}would go over; none of them is asked anything "
            f"again. {stay} on the edition that they have.",
        ),
        Choice(
            desk.ALL,
            "Move all and ask again",
            f"{couples(movable).capitalize()} {some}would go over; {couples(forecast.affected)} would be asked again "
            "or lose a step, as it says above.",
        ),
    ]


def summary(forecast: desk.Forecast) -> list[str]:
    """How many were looked at, and who can't be moved."""
    found = []
    if forecast.more:
        found.append(f"There are more than {forecast.couples:,} couples; the numbers are of the first of them.")
    elif forecast.couples:
        found.append(f"{couples(forecast.couples).capitalize()} began so far.")
    if forecast.there:
        found.append(f"{have(forecast.there).capitalize()} this edition already.")
    if forecast.bound:
        found.append(
            f"{have(forecast.bound).capitalize()} agreed to other terms (who accompanies them, or how their words are "
            "locked) and stay where they are, whatever you choose."
        )
    return found
