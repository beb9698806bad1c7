"""Decides what is open, waiting or done for each seat: a pure function of edition, facts and time.

Nothing here reads an answer. Facts say only that a seat did or passed an occurrence of a step, and on which local day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nearer.rules.edition import Edition, Form, Stage, Step
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import SIDES, Participation

LATER, OPEN, WAITING, DONE = "later", "open", "waiting", "done"


@dataclass(frozen=True)
class Fact:
    """That a seat finished (answered or passed) one occurrence of a step on a local day."""

    day: date
    done: bool = True
    passed: bool = False
    entries: int = 1


@dataclass(frozen=True)
class Facts:
    """All that decisions rest on; ``seats`` maps a side to (step, occurrence) -> fact."""

    zone: str
    began_on: date
    seats: Mapping[str, Mapping[tuple[str, int], Fact]]
    decisions: Mapping[str, str] = field(default_factory=dict)
    releases: frozenset[tuple[str, int, str]] = frozenset()
    taken: frozenset[str] = frozenset()
    rested: bool = False


@dataclass(frozen=True)
class Place:
    """Where one seat stands at one occurrence of a step."""

    step: Step
    occurrence: int
    form: Form
    status: str
    moment: Moment
    opens_on: date | None = None
    passed: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether the seat may do the step now (also: look at or add to what it did)."""
        return self.status in (OPEN, DONE)


@dataclass(frozen=True)
class Journey:
    """The state of a couple's program at one moment; ask it for the places of a seat."""

    edition: Edition
    facts: Facts
    today: date

    def fact(self, side: str, step: str, occurrence: int) -> Fact | None:
        """What is known of that seat there."""
        return self.facts.seats.get(side, {}).get((step, occurrence))

    def decision(self, step: Step) -> str:
        """The form of the stage: alone until it was decided otherwise."""
        return self.facts.decisions.get(step.stage, "alone")

    def form(self, step: Step) -> Form:
        """The form of *step* that both seats have."""
        return step.form(self.decision(step))

    def places(self, side: str) -> tuple[Place, ...]:
        """Every occurrence of every step for *side*, in order."""
        return tuple(each for step in self.edition.order for each in self._places(side, step))

    def _places(self, side: str, step: Step) -> Iterator[Place]:
        return (self._place(side, step, n) for n in range(1, step.occurrences + 1))

    def place(self, side: str, step: str, occurrence: int = 1) -> Place | None:
        """The place of *side* at that occurrence; None if the edition has no such step or occurrence."""
        found = self.edition.steps.get(step)
        if found is None or not 1 <= occurrence <= found.occurrences:
            return None
        return self._place(side, found, occurrence)

    def next(self, side: str) -> Place | None:
        """The first place that *side* can do now and has not done."""
        everything = (each for step in self.edition.order for each in self._places(side, step))
        return next((each for each in everything if each.status == OPEN), None)

    def undecided(self, side: str) -> list[str]:
        """Stages that are open for *side*, hold steps of two forms, and have no decision yet."""
        wanted = [each for each in self.edition.two_form_stages if each.id not in self.facts.decisions]
        return [each.id for each in wanted if self._is_open(side, each)]

    def _is_open(self, side: str, stage: Stage) -> bool:
        steps = (self.edition.steps[step] for step in stage.steps)
        return any(each.status != LATER for step in steps for each in self._places(side, step))

    def is_finished(self, side: str, step: Step) -> bool:
        """Whether *side* did every day of *step*; of a weekly one the first is enough, a missed week is no failure."""
        needed = step.occurrences if step.delivery.get("rule") == "consecutive_days" else 1
        return all(self.fact(side, step.id, n) is not None for n in range(1, needed + 1))

    def finished_on(self, side: str, step: Step) -> date | None:
        """The day on which *side* had finished *step*."""
        days = [f.day for n in range(1, step.occurrences + 1) if (f := self.fact(side, step.id, n))]
        return max(days) if days and self.is_finished(side, step) else None

    def _place(self, side: str, step: Step, occurrence: int) -> Place:
        fact = self.fact(side, step.id, occurrence)
        previous = self._previous(step)
        opens_on, waits = self._opening(side, step, occurrence, previous)
        if fact is not None:
            status = DONE
        elif waits:
            status = WAITING
        elif opens_on is not None and opens_on <= self.today:
            status = OPEN
        else:
            status = LATER
        return Place(
            step,
            occurrence,
            self.form(step),
            status,
            self.moment(side, step, occurrence),
            opens_on,
            bool(fact and fact.passed),
        )

    def _previous(self, step: Step) -> Step | None:
        return self.edition.order[step.index - 1] if step.index else None

    def _opening(self, side: str, step: Step, occurrence: int, previous: Step | None) -> tuple[date | None, bool]:
        """The local day on which it opens for *side* (None: not known yet), and whether it waits for both."""
        rule = str(step.delivery.get("rule", "after_previous"))
        start = self.facts.began_on if rule == "at_once" or previous is None else self.finished_on(side, previous)
        if start is None:
            return None, False
        if rule == "after_delay":
            start += timedelta(days=int(step.delivery.get("days", 1)))
        if rule == "after_both" and not self._both_finished_before(step):
            return None, True
        if rule == "weekly":
            return start + timedelta(weeks=occurrence - 1), False
        if rule == "consecutive_days" and occurrence > 1:
            before = self.fact(side, step.id, occurrence - 1)
            return (before.day + timedelta(days=1), False) if before else (None, False)
        return start, False

    def _both_finished_before(self, step: Step) -> bool:
        """Whether both seats finished the nearest earlier step that may be waited for."""
        for earlier in reversed(self.edition.order[: step.index]):
            if earlier.is_waited_for:
                return all(self.is_finished(side, earlier) for side in SIDES)
        return True

    def moment(self, side: str, step: Step, occurrence: int) -> Moment:
        """What has happened at an occurrence that may open the answers of *side* to others."""
        key = (step.id, occurrence)
        both = all(key in self.facts.seats.get(each, {}) for each in SIDES)
        gathered = frozenset(
            name
            for (source, name), by in self.edition.gathered_by.items()
            if source == step.id and self._both_reached(by)
        )
        return Moment(both=both, joint=gathered, released=(step.id, occurrence, side) in self.facts.releases)

    def _both_reached(self, step: str) -> bool:
        """Whether a joint step is open to both in its form for two; the form for one gathers only one's own."""
        target = self.edition.steps[step]
        if self.form(target).participation not in (Participation.TOGETHER, Participation.TURNS):
            return False
        return all(self._reached(side, target) for side in SIDES)

    def _reached(self, side: str, step: Step) -> bool:
        if self.fact(side, step.id, 1):
            return True
        opens_on, waits = self._opening(side, step, 1, self._previous(step))
        return not waits and opens_on is not None and opens_on <= self.today


def state(edition: Edition, facts: Facts, now: datetime) -> Journey:
    """The journey of a couple at *now* (aware), on the calendar of the couple's one zone."""
    return Journey(edition, facts, local_day(facts.zone, now))


def local_day(zone: str, now: datetime) -> date:
    """The calendar day of *now* in *zone*."""
    return now.astimezone(ZoneInfo(zone)).date()
