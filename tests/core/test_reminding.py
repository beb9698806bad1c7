"""When a message may come: never in quiet hours, once for each day, whatever the clocks do; and what it comes for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nearer.reminding import Hours, Wishes, look
from nearer.rules.edition import compile_edition
from nearer.rules.journey import Fact, Facts, state

BERLIN = "Europe/Berlin"
ZONES = (
    BERLIN,
    "UTC",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Cairo",
)


def at(text: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "day", "why"),
    [
        (Hours(18, 21), "2026-11-02T18:00", "2026-11-02", "the first minute"),
        (Hours(18, 21), "2026-11-02T20:59", "2026-11-02", "the last minute"),
        (Hours(18, 21), "2026-11-02T21:00", None, "too late"),
        (Hours(18, 21), "2026-11-02T17:59", None, "too early"),
        (Hours(22, 2), "2026-11-02T23:30", "2026-11-02", "before midnight"),
        (Hours(22, 2), "2026-11-03T01:30", "2026-11-02", "after midnight it is still the evening before"),
        (Hours(22, 2), "2026-11-03T02:00", None, "the night is over"),
        (Hours(9, 9), "2026-11-03T08:59", "2026-11-02", "all day, from nine to nine"),
        (Hours(18, 21, frozenset({0})), "2026-11-02T19:00", None, "a quiet Monday"),
        (Hours(22, 2, frozenset({0})), "2026-11-03T01:00", None, "the night of a quiet Monday"),
        (Hours(22, 2, frozenset({1})), "2026-11-03T01:00", "2026-11-02", "the night before a quiet Tuesday"),
        (Hours(2, 4), "2026-10-25T02:30", "2026-10-25", "the hour that comes twice, the first time"),
        (Hours(2, 3), "2027-03-28T03:10", None, "the hour that is left out is not made up for in a quiet one"),
        (Hours(2, 4), "2027-03-28T03:10", "2027-03-28", "what is left of the hours"),
    ],
)  # fmt: skip
def test_whose_hours_it_is(hours, moment, day, why):
    assert hours.day_at(BERLIN, at(moment)) == (date.fromisoformat(day) if day else None), why


@pytest.mark.parametrize(
    ("hours", "after", "start", "why"),
    [
        (Hours(18, 21), "2026-11-02T12:00", "2026-11-02T18:00", "later today"),
        (Hours(18, 21), "2026-11-02T18:00", "2026-11-03T18:00", "after the beginning: tomorrow"),
        (Hours(18, 21, frozenset({1, 2})), "2026-11-02T19:00", "2026-11-05T18:00", "over two quiet days"),
        (Hours(23, 1), "2026-11-03T00:30", "2026-11-03T23:00", "after midnight: the next evening"),
        (Hours(18, 21), "2026-10-24T19:00", "2026-10-25T18:00", "over the change in autumn, by the wall"),
        (Hours(2, 3), "2027-03-27T12:00", "2027-03-29T02:00", "the hour that is left out: the day after"),
        (Hours(2, 5), "2027-03-27T12:00", "2027-03-28T03:00", "or when it would have been"),
    ],
)  # fmt: skip
def test_when_hours_begin_next(hours, after, start, why):
    assert hours.next_start(BERLIN, at(after)) == at(start), why


def test_where_every_day_is_quiet_they_never_begin():
    assert Hours(quiet=frozenset(range(7))).next_start(BERLIN, at("2026-11-02T12:00")) is None


def test_of_an_hour_that_comes_twice_the_first_is_the_beginning_and_there_is_one():
    hours, night = Hours(2, 4), at("2026-10-24T12:00")
    first = hours.next_start(BERLIN, night)
    assert first == at("2026-10-25T02:00", fold=0)
    assert hours.next_start(BERLIN, first) == at("2026-10-26T02:00")


hours_of = st.builds(Hours, st.integers(0, 23), st.integers(0, 23), st.frozensets(st.integers(0, 6), max_size=6))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))


@given(hours=hours_of, zone=st.sampled_from(ZONES), now=moments)
@example(hours=Hours(2, 3), zone=BERLIN, now=at("2027-03-28T00:30"))
@example(hours=Hours(0, 1), zone="Africa/Cairo", now=at("2027-04-29T20:00", "Africa/Cairo"))
@example(hours=Hours(2, 3), zone="Australia/Lord_Howe", now=at("2026-10-03T12:00", "Australia/Lord_Howe"))
def test_hours_begin_inside_themselves_once_a_day_and_never_in_a_quiet_hour(hours, zone, now):
    moment, days = now, []
    for _ in range(10):
        before, moment = moment, hours.next_start(zone, moment)
        assert moment is not None
        assert moment > before
        local = moment.astimezone(ZoneInfo(zone))
        inside = (local.hour - hours.start) % 24 < ((hours.end - hours.start) % 24 or 24)
        assert inside
        days.append(hours.day_at(zone, moment))
        assert days[-1].weekday() not in hours.quiet
    assert days == sorted(set(days))


@given(hours=hours_of, zone=st.sampled_from(ZONES), now=moments)
def test_whatever_is_inside_is_inside_by_the_clock_on_the_wall(hours, zone, now):
    day = hours.day_at(zone, now)
    local = now.astimezone(ZoneInfo(zone))
    inside = (local.hour - hours.start) % 24 < ((hours.end - hours.start) % 24 or 24)
    if day is None:
        assert not inside or (
            local.date().weekday() in hours.quiet or (local - timedelta(days=1)).weekday() in hours.quiet
        )
    else:
        assert inside
        assert local.date() - day in (timedelta(0), timedelta(days=1))


# --- what for ---------------------------------------------------------------

TODAY = date(2026, 11, 9)  # a Monday


FORM = {"type": "x.y", "version": 1, "participation": "each", "config": {}, "schemas": {"self": {"type": "object"}}}


@pytest.fixture(scope="module")
def edition():
    """Two steps, one after the other; of the first the program says after three days that it waits."""
    delivery = {"rule": "after_previous"}
    steps = [{"id": "one", "delivery": delivery, "milestone": {"days": 3}}, {"id": "two", "delivery": delivery}]
    stages = [{"id": "s", "title": "S", "steps": steps}]
    return compile_edition(
        {"program": {"stages": stages}, "steps": {i: {"forms": {"any": FORM}} for i in ("one", "two")}}
    )


def where(edition, *done, began=TODAY, rested=False, today=TODAY):
    facts = {(name, 1): Fact(day) for name, day in done}
    found = Facts("UTC", began, {"a": facts, "b": {}}, taken=frozenset("ab"), rested=rested)
    return state(edition, found, datetime.combine(today, datetime.min.time(), UTC))


def wishes(**more):
    return Wishes("mail", **more)


def test_nothing_comes_unless_it_was_chosen(edition):
    assert look(wishes(), where(edition), "a", TODAY) == (False, wishes())
    assert not wishes().is_any


def test_what_opens_is_told_once_and_the_next_again(edition):
    due, told = look(wishes(opens=True), where(edition), "a", TODAY)
    assert due
    assert look(told, where(edition), "a", TODAY)[0] is False
    assert look(told, where(edition, ("one", TODAY)), "a", TODAY)[0] is True


def test_chosen_days_come_each_time(edition):
    chosen = wishes(days=frozenset({0}), dates=frozenset({TODAY + timedelta(days=1)}))
    got = [look(chosen, where(edition), "a", TODAY + timedelta(days=n))[0] for n in range(8)]
    assert got == [True, True, False, False, False, False, False, True]


def test_a_while_without_anything_done_is_told_once_until_something_is(edition):
    chosen, told = wishes(away=3), []
    for n in range(6):
        due, chosen = look(chosen, where(edition, today=TODAY + timedelta(days=n)), "a", TODAY + timedelta(days=n))
        told.append(due)
    assert told == [False, False, False, True, False, False]
    for n, due in ((7, False), (9, True)):
        back = where(edition, ("one", TODAY + timedelta(days=6)), today=TODAY + timedelta(days=n))
        assert look(chosen, back, "a", TODAY + timedelta(days=n))[0] is due


def test_who_has_done_everything_is_away_from_nothing(edition):
    everything = where(edition, ("one", TODAY), ("two", TODAY))
    assert look(wishes(away=2, opens=True), everything, "a", TODAY + timedelta(days=9))[0] is False


def test_a_milestone_of_the_program_is_told_once_to_whom_it_concerns(edition):
    chosen, late = wishes(milestones=True), TODAY + timedelta(days=3)
    assert look(chosen, where(edition), "a", TODAY)[0] is False
    due, told = look(chosen, where(edition, today=late), "a", late)
    assert due
    assert look(told, where(edition, today=late), "a", late)[0] is False
    assert look(chosen, where(edition, ("one", TODAY), today=late), "a", late)[0] is False


def test_a_program_that_rests_is_quiet_and_forgets_nothing(edition):
    chosen = wishes(opens=True, days=frozenset(range(7)), away=2, milestones=True, told=frozenset({"x"}))
    assert look(chosen, where(edition, rested=True), "a", TODAY) == (False, chosen)


texts = st.text(max_size=20)
anything = st.builds(
    Wishes, texts, texts, hours_of, st.booleans(), st.booleans(),
    st.frozensets(st.integers(0, 6)), st.frozensets(st.dates()), st.integers(0, 30), st.integers(0, 3), st.booleans(),
    texts, st.frozensets(texts),
)  # fmt: skip


@given(anything)
def test_wishes_come_back_from_their_box_as_they_were(given_wishes):
    assert Wishes.of(given_wishes.words()) == given_wishes
    assert replace(given_wishes) == given_wishes
