"""Tests of delivery: each rule as a table of days, properties over made-up programs, and clocks that change."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.rules.delivery import months_after
from nearer.rules.edition import compile_edition
from nearer.rules.journey import DONE, OPEN, Fact, Facts, state

DAY = date(2026, 3, 2)
PRIVATE = {"type": "object", "properties": {"t": {"type": "string", "x-visibility": "private"}}}
BOTH = {"type": "object", "properties": {"t": {"type": "string", "x-visibility": "both"}}}
JOINT = {"type": "object", "properties": {"t": {"type": "string", "x-visibility": "joint"}}}


def frozen(schema=BOTH, participation="each", **more):
    return {
        "type": "x.y", "version": 1, "participation": participation, "config": {}, "schemas": {"self": schema}, **more
    }  # fmt: skip


def edition(*steps):
    """One stage; a step is ``(id, delivery)`` or ``(id, delivery, forms)``, by default answered by each."""
    given = [(each[0], each[1], each[2] if len(each) > 2 else {"any": frozen()}) for each in steps]
    placed = [{"id": name, "delivery": delivery} for name, delivery, _ in given]
    stages = [{"id": "stage", "steps": placed}]
    return compile_edition({"program": {"stages": stages}, "steps": {name: {"forms": f} for name, _, f in given}})


def facts(a=(), b=(), *, began=DAY, zone="UTC", taken=("a", "b"), **more):
    """Facts from (step, occurrence, days after the beginning)."""
    seats = {s: {(i, n): Fact(began + timedelta(days=d)) for i, n, d in done} for s, done in (("a", a), ("b", b))}
    return Facts(zone=zone, began_on=began, seats=seats, taken=frozenset(taken), **more)


def journey(program, known, day):
    return state(program, known, datetime.combine(known.began_on, datetime.min.time(), UTC) + timedelta(days=day))


def opens(program, known, step, *, side="a", until=800):
    """For each occurrence the day, counted from the beginning, on which it can first be done; None: not until then."""
    found = []
    for n in range(1, program.steps[step].occurrences + 1):
        days = (d for d in range(until) if journey(program, known, d).place(side, step, n).is_answerable)
        found.append(next(days, None))
    return found


FIRST = ("one", {"rule": "at_once"})
DRILLS = [(name, {"rule": "at_once"}) for name in ("d1", "d2", "d3")]
IN_A_ROW = {"rule": "consecutive_days", "days": 3}

TABLE = [
    ("on_day counts the beginning as day one", {"rule": "on_day", "day": 10}, {}, [9]),
    ("on_day asks nobody", {"rule": "on_day", "day": 1}, {}, [0]),
    ("on_date is a date of the calendar", {"rule": "on_date", "date": "2026-03-12"}, {}, [10]),
    ("a date before the beginning is open at once", {"rule": "on_date", "date": "2026-01-01"}, {}, [0]),
    ("weekly", {"rule": "weekly", "times": 3}, {"a": [("one", 1, 2)]}, [2, 9, 16]),
    ("every other week", {"rule": "weekly", "times": 3, "every": 2}, {"a": [("one", 1, 0)]}, [0, 14, 28]),
    ("monthly", {"rule": "monthly", "months": 1, "times": 3}, {"a": [("one", 1, 0)]}, [0, 31, 61]),
    ("every four months", {"rule": "monthly", "months": 4, "times": 3}, {"a": [("one", 1, 0)]}, [0, 122, 245]),
    ("days in a row wait for each other", IN_A_ROW, {"a": [("one", 1, 0)]}, [0, None, None]),
    ("with grace a day is let go", IN_A_ROW | {"grace": 1}, {"a": [("one", 1, 0)]}, [0, 2, 4]),
    ("without any grace days just come", IN_A_ROW | {"grace": 0}, {"a": [("one", 1, 0)]}, [0, 1, 2]),
    ("a day that was done opens the next", IN_A_ROW | {"grace": 5},
     {"a": [("one", 1, 0), ("two", 1, 1)]}, [0, 2, 8]),
    ("a day done late moves nothing back", {"rule": "consecutive_days", "days": 2, "grace": 1},
     {"a": [("one", 1, 0), ("two", 1, 9)]}, [0, 2]),
    ("after_release waits for the counsellor", {"rule": "after_release"}, {"a": [("one", 1, 0)]}, [None]),
    ("after_release and a pause", {"rule": "after_release", "days": 3},
     {"a": [("one", 1, 0)], "releases": {("two", 1, "-"): DAY + timedelta(days=4)}}, [7]),
    ("a release alone is not enough", {"rule": "after_release"}, {"releases": {("two", 1, "-"): DAY}}, [None]),
    ("after_both and a pause", {"rule": "after_both", "days": 2}, {"a": [("one", 1, 0)], "b": [("one", 1, 5)]}, [7]),
    ("an unknown rule comes after the step before", {"rule": "by_moon"}, {"a": [("one", 1, 3)]}, [3]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "known", "days"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_each_rule(rule, known, days):
    assert opens(edition(FIRST, ("two", rule)), facts(**known), "two", until=300) == days


@pytest.mark.parametrize(
    ("start", "months", "then"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2026, 1, 31), 2, (2026, 3, 31)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2028, 2, 29), 12, (2029, 2, 28)),
        ((2028, 2, 29), 48, (2032, 2, 29)),
        ((2026, 10, 31), 4, (2027, 2, 28)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_months_end_with_the_shorter_month_and_shift_nothing(start, months, then):
    assert months_after(date(*start), months) == date(*then)


def test_two_of_three_drills_are_enough_and_each_counts_on_its_own_day():
    program = edition(*DRILLS, ("then", {"rule": "after_some", "of": ["d1", "d2", "d3"], "count": 2, "days": 1}))
    assert opens(program, facts(a=[("d3", 1, 2)]), "then", until=30) == [None]
    assert opens(program, facts(a=[("d3", 1, 2), ("d1", 1, 6)]), "then", until=30) == [7]
    assert opens(program, facts(a=[("d3", 1, 2)], b=[("d1", 1, 0), ("d2", 1, 0)]), "then", until=30) == [None]


def test_a_step_may_wait_for_a_named_step_and_never_for_ones_own_affair():
    alone = {"any": frozen(PRIVATE, "solo")}
    named = ("three", {"rule": "after_both", "step": "one"})
    program = edition(FIRST, ("two", {"rule": "after_previous"}), named)
    a, b = [("one", 1, 0), ("two", 1, 0)], [("one", 1, 4)]
    assert opens(program, facts(a=a, b=b), "three", until=30) == [4]
    nearest = edition(FIRST, ("two", {"rule": "after_previous"}), ("three", {"rule": "after_both"}))
    assert opens(nearest, facts(a=a, b=b), "three", until=30) == [None]
    shut = edition(FIRST, ("two", {"rule": "after_previous"}, alone), ("three", {"rule": "after_both", "step": "two"}))
    assert opens(shut, facts(a=a, b=b), "three", until=30) == [4]  # what can't be waited for is not


def test_a_wait_tells_no_day_beforehand():
    program = edition(FIRST, ("two", {"rule": "after_both", "days": 5}))
    known = facts(a=[("one", 1, 0)], b=[("one", 1, 3)])
    place = journey(program, known, 6).place("a", "two")
    assert (place.status, place.opens_on) == ("waiting", None)


def test_a_place_that_nobody_came_to_take_is_waited_for_as_long_as_an_invitation_lives():
    program = edition(FIRST, ("two", {"rule": "after_both"}), ("three", {"rule": "after_both"}))
    alone = facts(a=[("one", 1, 0)], taken=("a",))
    assert opens(program, alone, "two") == [14]
    assert opens(program, replace(alone, taken=frozenset("ab")), "two", until=40) == [None]
    late = facts(a=[("one", 1, 30)], taken=("a",))
    assert opens(program, late, "two") == [30]
    further = facts(a=[("one", 1, 0), ("two", 1, 20)], taken=("a",))
    assert opens(program, further, "three") == [20]


def test_what_was_let_go_stays_open_and_is_not_asked_for():
    program = edition(FIRST, ("two", {"rule": "consecutive_days", "days": 2, "grace": 0}), ("three", {}))
    later = journey(program, facts(a=[("one", 1, 0)]), 2)
    assert [(each.status, each.let_go) for each in later.places("a")] == [
        (DONE, False), (OPEN, True), (OPEN, True), (OPEN, False)
    ]  # fmt: skip
    assert later.next("a").step.id == "three"


def test_a_missed_week_is_let_go_when_the_next_comes():
    program = edition(FIRST, ("two", {"rule": "weekly", "times": 3}))
    later = journey(program, facts(a=[("one", 1, 0)]), 8)
    assert [each.let_go for each in later.places("a")] == [False, True, False, False]
    assert later.next("a").occurrence == 2


def test_doing_the_second_week_closes_nothing_that_follows_the_first():
    program = edition(("one", {"rule": "weekly", "times": 3}), ("two", {"rule": "after_delay", "days": 5}))
    assert opens(program, facts(a=[("one", 1, 0)]), "two") == [5]
    assert opens(program, facts(a=[("one", 1, 0), ("one", 2, 7)]), "two") == [5]
    assert opens(program, facts(a=[("one", 2, 7)]), "two") == [12]  # the first that was done is enough


def test_what_is_prepared_again_and_again_opens_at_the_talk_of_the_same_number():
    gathering = {"config": {"gathers": [{"step": "one", "property": "t"}]}}
    talk = ("two", {"rule": "weekly", "times": 2}, {"any": frozen(BOTH, "together", **gathering)})
    program = edition(("one", {"rule": "weekly", "times": 2}, {"any": frozen(JOINT)}), talk)
    done = [("one", 1, 0), ("one", 2, 7)]
    # A name for what is written several times below.
    joint = lambda day, n: journey(program, facts(a=done, b=done), day).place("a", "one", n).moment.joint  # noqa: E731
    assert (joint(3, 1), joint(3, 2)) == ({"t"}, frozenset())
    assert joint(7, 2) == {"t"}


MILESTONE = {"days": 5, "task_days": 3}


@pytest.mark.parametrize(
    ("day", "done", "rule", "kinds"),
    [
        (4, [], "at_once", []),
        (5, [], "at_once", ["message"]),
        (7, [], "at_once", ["message"]),
        (8, [], "at_once", ["message", "task"]),
        (8, [("one", 1, 6)], "at_once", []),
        # a message about a step that waited for both would tell when the other was ready
        (60, [], "after_both", ["task"]),
    ],
)
def test_a_milestone_is_a_message_to_one_person_and_later_a_task(day, done, rule, kinds):
    document = {"id": "one", "delivery": {"rule": rule}, "milestone": MILESTONE}
    stages = [{"id": "stage", "steps": [document]}]
    program = compile_edition({"program": {"stages": stages}, "steps": {"one": {"forms": {"any": frozen()}}}})
    found = journey(program, facts(a=done, taken=("a",)), day).milestones()
    assert [(each.side, each.step, each.kind) for each in found] == [("a", "one", kind) for kind in kinds]
    assert journey(program, facts(rested=True), day).milestones() == ()


# --- clocks that change -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "began", "moment", "is_open"),
    [
        # Berlin: summer time begins on 29 March 2026; the day has 23 hours, and the step still opens at midnight
        ("Europe/Berlin", "2026-03-28", "2026-03-28T22:59:00Z", False),
        ("Europe/Berlin", "2026-03-28", "2026-03-28T23:00:00Z", True),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T21:59:00Z", False),
        ("Europe/Berlin", "2026-03-29", "2026-03-29T22:00:00Z", True),
        # and ends on 25 October: that day has 25 hours
        ("Europe/Berlin", "2026-10-25", "2026-10-25T22:59:00Z", False),
        ("Europe/Berlin", "2026-10-25", "2026-10-25T23:00:00Z", True),
        # Sao Paulo had no midnight on 4 November 2018: the day began at one o'clock
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T02:59:00Z", False),
        ("America/Sao_Paulo", "2018-11-03", "2018-11-04T03:00:00Z", True),
        # Kathmandu is 5:45 ahead
        ("Asia/Kathmandu", "2026-05-01", "2026-05-01T18:14:00Z", False),
        ("Asia/Kathmandu", "2026-05-01", "2026-05-01T18:15:00Z", True),
        # Apia skipped 30 December 2011 altogether: what was for that day opens with the next there was
        ("Pacific/Apia", "2011-12-29", "2011-12-30T09:59:00Z", False),
        ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00:00Z", True),
    ],
)
def test_the_second_day_begins_at_the_couples_own_midnight(zone, began, moment, is_open):
    program = edition(("one", {"rule": "on_day", "day": 2}))
    known = facts(began=date.fromisoformat(began), zone=zone)
    now = datetime.fromisoformat(moment)
    assert (state(program, known, now).place("a", "one").status == OPEN) is is_open


@given(
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"]), st.integers(0, 20_000)
)
def test_in_every_zone_the_clock_only_ever_opens(zone, hours):
    began = datetime(2011, 12, 20, 12, tzinfo=ZoneInfo(zone))
    program = edition(("one", {"rule": "weekly", "times": 52}), ("two", {"rule": "monthly", "months": 1, "times": 12}))
    known = facts(a=[("one", 1, 0)], began=began.date(), zone=zone)
    now = began.astimezone(UTC) + timedelta(hours=hours)
    before, after = (state(program, known, at) for at in (now, now + timedelta(hours=1)))
    assert open_places(before) <= open_places(after)


# --- properties -------------------------------------------------------------------------------------------------------

RULES = st.one_of(
    st.just({"rule": "at_once"}),
    st.just({"rule": "after_previous"}),
    st.builds(lambda n: {"rule": "after_delay", "days": n}, st.integers(1, 9)),
    st.builds(lambda n: {"rule": "after_both", "days": n}, st.integers(1, 9)),
    st.just({"rule": "after_both"}),
    st.builds(lambda n: {"rule": "on_day", "day": n}, st.integers(1, 30)),
    st.builds(lambda n, e: {"rule": "weekly", "times": n, "every": e}, st.integers(1, 4), st.integers(1, 3)),
    st.builds(lambda n, m: {"rule": "monthly", "times": n, "months": m}, st.integers(1, 4), st.integers(1, 4)),
    st.builds(lambda n: {"rule": "consecutive_days", "days": n}, st.integers(1, 4)),
    st.builds(lambda n, g: {"rule": "consecutive_days", "days": n, "grace": g}, st.integers(1, 4), st.integers(0, 3)),
    st.builds(lambda n: {"rule": "after_some", "of": ["s0", "s1", "s2"], "count": n}, st.integers(1, 3)),
    st.just({"rule": "after_release"}),
)
FORMS = st.sampled_from([{"any": frozen()}, {"any": frozen(PRIVATE, "solo")}])


@st.composite
def lives(draw):
    """A program, what two people did in it by a day (each time something that was open), and that day."""
    steps = [(f"s{n}", draw(RULES), draw(FORMS)) for n in range(draw(st.integers(3, 6)))]
    program, today = edition(*steps), draw(st.integers(0, 60))
    released = draw(st.lists(st.sampled_from([step.id for step in program.order]), max_size=2))
    releases = {(name, 1, "-"): DAY + timedelta(days=draw(st.integers(0, today))) for name in released}
    seats = {"a": {}, "b": {}}
    known = Facts("UTC", DAY, seats, releases=releases, taken=frozenset("ab"))
    doings = st.tuples(st.integers(0, today), st.sampled_from("ab"), st.integers(0, 99))
    for day, side, choice in sorted(draw(st.lists(doings, max_size=14))):
        places = [each for each in journey(program, known, day).places(side) if each.status == OPEN]
        if places:
            place = places[choice % len(places)]
            seats[side][place.step.id, place.occurrence] = Fact(DAY + timedelta(days=day))
    return program, known, today


def open_places(found):
    return {(side, p.step.id, p.occurrence) for side in "ab" for p in found.places(side) if p.is_answerable}


@settings(max_examples=200)
@given(lives(), st.integers(1, 40))
def test_an_open_step_never_closes(life, more):
    program, known, today = life
    assert open_places(journey(program, known, today)) <= open_places(journey(program, known, today + more))


@settings(max_examples=200)
@given(lives(), st.data())
def test_more_facts_never_close_anything(life, data):
    program, known, today = life
    before = journey(program, known, today)
    side = data.draw(st.sampled_from("ab"))
    step = data.draw(st.sampled_from(program.order))
    spot = (step.id, data.draw(st.integers(1, step.occurrences)))
    seats = {**known.seats, side: {spot: Fact(before.today), **known.seats[side]}}
    assert open_places(before) <= open_places(journey(program, replace(known, seats=seats), today))


@settings(max_examples=200)
@given(lives())
def test_days_come_in_order_and_what_is_finished_stays(life):
    program, known, today = life
    now, later = journey(program, known, today), journey(program, known, today + 30)
    for side in "ab":
        for step in program.order:
            days = [each.opens_on for each in now.places(side) if each.step is step and each.opens_on]
            assert days == sorted(days)
            assert not now.is_finished(side, step) or later.is_finished(side, step)
        done = [each for each in now.places(side) if each.status == DONE]
        assert all(later.place(side, each.step.id, each.occurrence).status == DONE for each in done)


@settings(max_examples=200)
@given(lives())
def test_what_the_other_does_for_themselves_changes_no_place_of_mine(life):
    program, known, today = life
    private = {step.id for step in program.order if not step.is_waited_for}
    kept = {spot: fact for spot, fact in known.seats["b"].items() if spot[0] not in private}
    without = replace(known, seats={**known.seats, "b": kept})
    seen = [
        [(p.status, p.opens_on, p.form.name, p.let_go) for p in journey(program, each, today).places("a")]
        for each in (known, without)
    ]
    assert seen[0] == seen[1]
