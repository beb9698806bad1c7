"""Decides what is open, waiting or done for each seat: a pure function of edition, facts and time.

Nothing here reads an answer. Facts say only that a seat did or passed an occurrence of a step, and on which local day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nearer.rules.contract import Json
from nearer.rules.delivery import again
from nearer.rules.edition import Edition, Form, Stage, Step
from nearer.rules.visibility import Moment
from nearer.rules.vocabulary import SIDES

LATER, OPEN, WAITING, DONE = "later", "open", "waiting", "done"

INVITED_DAYS = 14
"""As long as an invitation lives, a place that nobody took is waited for; after that one goes on alone."""


@dataclass(frozen=True)
class Fact:
    """That a seat finished (answered or passed) one occurrence of a step on a local day."""

    day: date
    done: bool = True
    passed: bool = False
    entries: int = 1


@dataclass(frozen=True)
class Facts:
    """All that decisions rest on; ``seats`` maps a side to (step, occurrence) -> fact.

    ``releases`` are the days of what the counsellor released: of one side's answers, or (side ``-``) of a step.
    ``choices`` are the names of variants that were chosen, for a side or (``-``) for both.
    ``floors`` are the numbers up to which entries of a seat (or ``-``) stand aside, since their step was renewed.
    ``held`` are the ids of steps and types that rest everywhere, or ``*`` for all.
    """

    zone: str
    began_on: date
    seats: Mapping[str, Mapping[tuple[str, int], Fact]]
    decisions: Mapping[str, str] = field(default_factory=dict)
    releases: Mapping[tuple[str, int, str], date] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], str] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    rested: bool = False
    floors: Mapping[tuple[str, int, str], int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


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
    let_go: bool = False
    held: bool = False

    @property
    def is_answerable(self) -> bool:
        """Whether the seat may do the step now (also: look at or add to what it did)."""
        return self.status in (OPEN, DONE)


@dataclass(frozen=True)
class Due:
    """That a step was not done in time by a seat: a ``message`` to that person, or a ``task`` for the counsellor."""

    side: str
    step: str
    kind: str
    day: date


@dataclass(frozen=True)
class Journey:
    """The state of a couple's program at one moment; ask it for the places of a seat."""

    edition: Edition
    facts: Facts
    today: date
    _rows: dict[tuple[str, str], list[tuple[date | None, date | None]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def fact(self, side: str, step: str, occurrence: int) -> Fact | None:
        """What is known of that seat there."""
        return self.facts.seats.get(side, {}).get((step, occurrence))

    def decision(self, step: Step) -> str:
        """The form of the stage: alone until it was decided otherwise."""
        return self.facts.decisions.get(step.stage, "alone")

    def form(self, step: Step, side: str) -> Form:
        """The form of *step* that *side* has: by the decision for both, then by what was chosen for it or for both."""
        choices = self.facts.choices
        return step.form(self.decision(step), choices.get((step.id, side)) or choices.get((step.id, "-"), ""))

    def unchosen(self, side: str) -> list[Step]:
        """Steps that have opened for *side*, come in several variants, and of which none was chosen yet."""
        chosen = {step for step, of in self.facts.choices if of in (side, "-")}
        wanted = [each for each in self.edition.choosing if each.id not in chosen]
        return [each for each in wanted if each.variants(self.decision(each)) and self._reached(side, each, 1)]

    def known(self, side: str, step: Step) -> dict[str, Json]:
        """What a condition at *step* may ask of earlier steps: a seat's own doing, or only what both have finished."""
        before = self.edition.order[: step.index]
        if not step.is_own_choice(self.decision(step)):
            both = {each.id: all(self.is_finished(of, each) for of in SIDES) for each in before if each.is_waited_for}
            return {name: {"done": done} for name, done in both.items()}
        return {each.id: self._known(side, each) for each in before}

    def _known(self, side: str, step: Step) -> Json:
        facts = [fact for n in range(1, step.occurrences + 1) if (fact := self.fact(side, step.id, n))]
        is_passed = any(fact.passed for fact in facts)
        return {"done": self.is_finished(side, step), "passed": is_passed, "n": len(facts)}

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
        """The first place that *side* can do now and has not done; what was let go is not asked for any more."""
        everything = (each for step in self.edition.in_turn for each in self._places(side, step))
        return next((each for each in everything if each.status == OPEN and not each.let_go), None)

    def undecided(self, side: str) -> list[str]:
        """Stages that are open for *side*, hold steps of two forms, and have no decision yet."""
        wanted = [each for each in self.edition.two_form_stages if each.id not in self.facts.decisions]
        return [each.id for each in wanted if self._is_open(side, each)]

    def _is_open(self, side: str, stage: Stage) -> bool:
        steps = (self.edition.steps[step] for step in stage.steps)
        return any(self._reached(side, step, n) for step in steps for n in range(1, step.occurrences + 1))

    def is_finished(self, side: str, step: Step) -> bool:
        """Whether *side* has finished *step*; see :meth:`finished_on`."""
        day = self.finished_on(side, step)
        return day is not None and day <= self.today

    def finished_on(self, side: str, step: Step) -> date | None:
        """The day on which *side* has finished *step*, which may still come; None: not known.

        Of days in a row that is the last one, done or let go. Of weeks and months the first that was done is enough:
        a missed one is no failure.
        """
        if step.delivery.get("rule") == "consecutive_days":
            return self._days_in_a_row(side, step)[-1][1]
        days = [fact.day for n in range(1, step.occurrences + 1) if (fact := self.fact(side, step.id, n))]
        return min(days, default=None)

    def milestones(self) -> tuple[Due, ...]:
        """What is due for whom, because a step with a milestone was not done in time; due until it is done."""
        seats = sorted(self.facts.taken) if not self.facts.rested else ()
        return tuple(due for side in seats for step in self.edition.order for due in self._due(side, step))

    def _due(self, side: str, step: Step) -> Iterator[Due]:
        opens_on = self._opening(side, step, 1)[0] if step.milestone else None
        if opens_on is None or self.is_finished(side, step) or self.is_held(step):
            return
        day = opens_on + timedelta(days=int(step.milestone["days"]))
        # A message about a step that waited for both would tell when the other finished.
        if day <= self.today and step.delivery.get("rule") != "after_both":
            yield Due(side, step.id, "message", day)
        day += timedelta(days=int(step.milestone.get("task_days", 0)))
        if day <= self.today and "task_days" in step.milestone:
            yield Due(side, step.id, "task", day)

    def _place(self, side: str, step: Step, occurrence: int) -> Place:
        fact, held = self.fact(side, step.id, occurrence), self.is_held(step)
        opens_on, waits = (None, False) if held else self._opening(side, step, occurrence)
        is_open = opens_on is not None and opens_on <= self.today
        return Place(
            step,
            occurrence,
            self.form(step, side),
            DONE if fact else WAITING if waits else OPEN if is_open else LATER,
            self.moment(side, step, occurrence),
            opens_on,
            bool(fact and fact.passed),
            is_open and not fact and self._is_let_go(side, step, occurrence),
            held,
        )

    def is_held(self, step: Step) -> bool:
        """Whether *step* rests everywhere; what was done there stays, and everything else goes on."""
        return not self.facts.held.isdisjoint({"*", step.id, *(form.type for form in step.forms.values())})

    def _is_let_go(self, side: str, step: Step, occurrence: int) -> bool:
        """Whether an open occurrence holds nothing up any more, and the next has come."""
        if step.delivery.get("rule") == "consecutive_days":
            day = self._days_in_a_row(side, step)[occurrence - 1][1]
        else:
            day = self._opening(side, step, occurrence + 1)[0] if occurrence < step.occurrences else None
        return day is not None and day <= self.today

    def _opening(self, side: str, step: Step, occurrence: int) -> tuple[date | None, bool]:
        """The local day on which it opens for *side* (None: not known yet), and whether it waits for somebody."""
        rule, terms = str(step.delivery.get("rule")), step.delivery
        if rule == "consecutive_days":
            return self._days_in_a_row(side, step)[occurrence - 1][0], False
        if rule in _FREE:
            return _FREE[rule](self, side, terms), False
        start, pause = self._start(side, step), timedelta(days=int(terms.get("days", 0)))
        if start is None:
            return None, False
        if rule in _GATES:
            day = _GATES[rule](self, side, step)
            # It is not told beforehand: that would say when the other finished.
            is_ready = day is not None and day + pause <= self.today
            return (max(start, day + pause), False) if day and is_ready else (None, True)
        return again(start + pause, terms, occurrence), False

    def _start(self, side: str, step: Step) -> date | None:
        """The day from which on *step* may come: when *side* has finished the one before it."""
        return self.finished_on(side, self.edition.order[step.index - 1]) if step.index else self.facts.began_on

    def _begin(self, side: str, terms: Json) -> date:
        """From the beginning, or on a day counted from it."""
        return self.facts.began_on + timedelta(days=int(terms.get("day", 1)) - 1)

    def _date(self, side: str, terms: Json) -> date:
        """On a date of the couple's calendar."""
        return date.fromisoformat(terms["date"])

    def _some(self, side: str, terms: Json) -> date | None:
        """When *side* has finished as many of the named steps as are asked for."""
        steps = (self.edition.steps[each] for each in dict.fromkeys(terms["of"]) if each in self.edition.steps)
        days = sorted(day for each in steps if (day := self.finished_on(side, each)))
        wanted = int(terms["count"])
        return days[wanted - 1] + timedelta(days=int(terms.get("days", 0))) if len(days) >= wanted else None

    def _both(self, side: str, step: Step) -> date | None:
        """When both have finished what *step* waits for; a place that nobody took is not waited for without end."""
        awaited = self.edition.awaited(step)
        if awaited is None:
            return self.facts.began_on
        days = [day for each in SIDES if (day := self.finished_on(each, awaited))]
        if len(days) == len(SIDES):
            return max(days)
        is_alone = not self.facts.taken.difference(side) and self.is_finished(side, awaited)
        return self.facts.began_on + timedelta(days=INVITED_DAYS) if is_alone else None

    def _released(self, side: str, step: Step) -> date | None:
        """When the counsellor opened *step* for the couple."""
        return self.facts.releases.get((step.id, 1, "-"))

    def _days_in_a_row(self, side: str, step: Step) -> list[tuple[date | None, date | None]]:
        """For each day of a row when it opens, and from when on it holds nothing up: it was done, or is let go."""
        found = self._rows.get((side, step.id))
        if found is None:
            found = self._rows[side, step.id] = []
            opens, grace = self._start(side, step), step.delivery.get("grace")
            for n in range(1, step.occurrences + 1):
                fact = self.fact(side, step.id, n)
                let_go = [opens + timedelta(days=int(grace) + 1)] if opens and grace is not None else []
                found.append((opens, min([*let_go, fact.day] if fact else let_go, default=None)))
                after = [max(fact.day + timedelta(days=1), opens or fact.day)] if fact else []
                opens = min(let_go + after, default=None)
        return found

    def moment(self, side: str, step: Step, occurrence: int) -> Moment:
        """What has happened at an occurrence that may open the answers of *side* to others."""
        key = (step.id, occurrence)
        both = all(key in self.facts.seats.get(each, {}) for each in SIDES)
        gathered = frozenset(
            name
            for (source, name), by in self.edition.gathered_by.items()
            if source == step.id and self._both_reached(by, occurrence)
        )
        return Moment(both=both, joint=gathered, released=(step.id, occurrence, side) in self.facts.releases)

    def _both_reached(self, step: str, occurrence: int) -> bool:
        """Whether a joint step is open to both in its form for two; the form for one gathers only one's own.

        Of two steps that both come more than once, the second time gathers what was written the second time.
        """
        target = self.edition.steps[step]
        if any(not self.form(target, side).is_for_two for side in SIDES):
            return False
        return all(self._reached(side, target, min(occurrence, target.occurrences)) for side in SIDES)

    def _reached(self, side: str, step: Step, occurrence: int) -> bool:
        if self.fact(side, step.id, occurrence):
            return True
        opens_on, waits = self._opening(side, step, occurrence)
        return not waits and opens_on is not None and opens_on <= self.today


_FREE: dict[str, Callable[[Journey, str, Json], date | None]] = {
    "at_once": Journey._begin,
    "on_day": Journey._begin,
    "on_date": Journey._date,
    "after_some": Journey._some,
}
"""The rules that don't ask whether the step before is finished."""

_GATES: dict[str, Callable[[Journey, str, Step], date | None]] = {
    "after_both": Journey._both,
    "after_release": Journey._released,
}
"""The rules by which a step waits, when its time has come for a seat, for something that is not that seat's doing."""


def state(edition: Edition, facts: Facts, now: datetime) -> Journey:
    """The journey of a couple at *now* (aware), on the calendar of the couple's one zone."""
    return Journey(edition, facts, local_day(facts.zone, now))


def local_day(zone: str, now: datetime) -> date:
    """The calendar day of *now* in *zone*."""
    return now.astimezone(ZoneInfo(zone)).date()
