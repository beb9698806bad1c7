"""Every template runs to its end: two who come, two of whom one never comes, two who do every third thing late."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from nearer.freezing import freeze
from nearer.registry import load_plugins
from nearer.rules.edition import Edition, compile_edition
from nearer.rules.journey import DONE, OPEN, WAITING, Fact, Facts, Journey, state

REGISTRY = load_plugins()
BEGAN = date(2027, 1, 31)
YEARS = 1100
"""After so many days a program of at most a year, with a look back a year later, has to be over."""

each_template = pytest.mark.parametrize("name", sorted(REGISTRY.templates))
_EDITIONS: dict[str, Edition] = {}


def edition_of(name: str) -> Edition:
    if name not in _EDITIONS:
        _EDITIONS[name] = compile_edition(freeze(REGISTRY.templates[name], REGISTRY)[0])
    return _EDITIONS[name]


class Course:
    """A couple on its way, day by day, as far as anything happens on a day; the counsellor opens what waits for her."""

    def __init__(self, edition: Edition, sides: str, *, form: str, waits: Callable[[int], int] = lambda _: 0) -> None:
        self.edition, self.sides, self.waits = edition, sides, waits
        self.seats: dict[str, dict[tuple[str, int], Fact]] = {"a": {}, "b": {}}
        decisions = {each.id: form for each in edition.two_form_stages}
        self.facts = Facts("Europe/Berlin", BEGAN, self.seats, decisions, {}, taken=frozenset(sides))
        self.opened: dict[tuple[str, str, int], int] = {}
        self.day = 0

    def at(self, day: int) -> Journey:
        return state(
            self.edition, self.facts, datetime.combine(BEGAN, datetime.min.time(), UTC) + timedelta(day, hours=12)
        )

    def run(self) -> int:
        """Go on until all is done; gives the day of the end."""
        while True:
            while any([self._do(side) for side in self.sides] + [self._open_steps()]):
                self.facts = replace(self.facts)
            if all(self._is_over(side) for side in self.sides):
                return self.day
            self.day = self._next_day()
            assert self.day < YEARS, self._left()

    def _do(self, side: str) -> bool:
        now, did = self.at(self.day), False
        for place in now.places(side):
            key = (side, place.step.id, place.occurrence)
            if place.status == OPEN and not place.let_go:
                since = self.opened.setdefault(key, self.day)
                if self.day >= since + self.waits(len(self.opened)):
                    self.seats[side][place.step.id, place.occurrence] = Fact(now.today)
                    did = True
        return did

    def _open_steps(self) -> bool:
        """The counsellor has a call with each as soon as it is their turn."""
        now = self.at(self.day)
        gates = [each for each in self.edition.order if each.delivery.get("rule") == "after_release"]
        waiting = [s.id for s in gates if any(now.place(side, s.id).status == WAITING for side in self.sides)]
        new = {(name, 1, "-"): now.today for name in waiting if (name, 1, "-") not in self.facts.releases}
        self.facts = replace(self.facts, releases={**self.facts.releases, **new})
        return bool(new)

    def _is_over(self, side: str) -> bool:
        return all(each.status == DONE or each.let_go for each in self.at(self.day).places(side))

    def _next_day(self) -> int:
        """The next day on which something opens for anybody, or tomorrow while somebody takes their time."""
        now = self.at(self.day)
        if any(self.waits(n) for n in range(1, 4)) or (len(self.sides) == 1 and self.day < 15):
            return self.day + 1
        days = [p.opens_on for side in self.sides for p in now.places(side) if p.opens_on and p.opens_on > now.today]
        return (min(days) - BEGAN).days if days else self.day + 1

    def _left(self) -> list[tuple[str, str, str, int]]:
        now = self.at(self.day)
        return [(s, p.status, p.step.id, p.occurrence) for s in self.sides for p in now.places(s) if p.status != DONE]


@pytest.mark.parametrize("form", ["together", "alone"])
@each_template
def test_two_partners_come_to_the_end(name: str, form: str) -> None:
    course = Course(edition_of(name), "ab", form=form)
    end = course.run()
    assert all(each.status == DONE for side in "ab" for each in course.at(end).places(side))
    weeks = int(edition_of(name).program["weeks"])
    looks_back = 365 if any(step.delivery.get("days") == 275 for step in edition_of(name).order) else 0
    assert end <= 7 * (weeks + 2) + looks_back + 31


@each_template
def test_whoever_begins_and_stays_by_themselves_comes_to_the_end(name: str) -> None:
    course = Course(edition_of(name), "a", form="alone")
    end = course.run()
    assert all(each.status == DONE for each in course.at(end).places("a"))
    forms = {each.form for each in course.at(end).places("a")}
    assert not any(form.is_for_two for form in forms)  # what is for two has its form for one


@each_template
def test_who_takes_their_time_comes_to_the_end_and_no_open_step_closes(name: str) -> None:
    course = Course(edition_of(name), "ab", form="together", waits=lambda n: 3 if n % 3 == 0 else 0)
    course.run()
    assert all(each.status == DONE or each.let_go for side in "ab" for each in course.at(course.day).places(side))


@pytest.mark.parametrize(
    ("name", "step", "days"),
    [
        ("a_year_seen_from_outside", "s-year-writing", [0, 120, 242]),  # 31 January, 31 May, 30 September
        ("three_days_about_us", "s-days-writing", [0, 1, 2]),
        ("four_days_of_writing", "s-days-writing", [0, 1, 2, 3]),
        ("four_new_evenings", "s-weeks-next", [1, 8, 15, 22]),
        ("five_films_in_a_month", "s-films-talk", [0, 7, 14, 21, 28]),
        ("five_weeks_of_thanks", "s-days-note", [*range(35)]),
        ("five_points_a_day", "s-days-round", [*range(1, 8)]),
        ("a_talk_every_week", "s-weeks-talk", [7 + 7 * week for week in range(12)]),
    ],
)
def test_what_comes_again_comes_on_its_days(name: str, step: str, days: list[int]) -> None:
    course = Course(edition_of(f"programs.{name}"), "ab", form="together")
    course.run()
    done = [fact.day for (of, _), fact in sorted(course.seats["a"].items()) if of == step]
    assert [(each - BEGAN).days for each in done] == days


def test_each_of_two_parts_gets_pages_of_its_own() -> None:
    edition = edition_of("programs.seven_steps_after_hard_times")
    parted = [step for step in edition.choosing if {form.frozen.get("part") for form in step.forms.values()} > {None}]
    assert len(parted) == 7
    for step in parted:
        openings = {form.config["opening"] for form in step.forms.values()}
        assert len(openings) == 3
        assert step.is_own_choice("alone")
