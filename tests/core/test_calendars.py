"""A calendar holds the days that were chosen, at the right time on both sides of a clock change, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from nearer.calendars import BUCKET, Days, make_calendar

MONDAY = date(2026, 10, 19)
SECRET = b"s" * 32


def made(days, zone="Europe/Berlin"):
    return make_calendar(days, zone, "Your reminder", secret=SECRET)


def events(text):
    return Calendar.from_ical(text).walk("VEVENT")


def test_dates_stand_at_their_time_in_their_zone():
    days = Days(time(18, 30), MONDAY, dates=frozenset({date(2026, 10, 24), date(2026, 10, 26)}))
    starts = [each["dtstart"].dt for each in events(made(days))]
    assert [each.astimezone(UTC) for each in starts] == [
        datetime(2026, 10, 24, 16, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 17, 30, tzinfo=UTC),
    ]
    assert {each.tzinfo.utcoffset(each) for each in starts} == {timedelta(hours=1), timedelta(hours=2)}


def test_weekdays_come_every_week_from_the_next_one_on():
    [event] = events(made(Days(time(18, 30), MONDAY + timedelta(days=2), weekdays=frozenset({0, 4}))))
    assert event["dtstart"].dt == datetime(2026, 10, 23, 18, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;BYDAY=MO,FR"


def test_every_event_bears_the_one_title_and_nothing_that_tells_more():
    days = Days(time(7), MONDAY, frozenset({1}), frozenset({date(2026, 12, 24)}))
    for event in events(made(days)):
        assert set(event) == {"SUMMARY", "DTSTART", "DURATION", "DTSTAMP", "UID", *({"RRULE"} & set(event))}
        assert event["summary"] == "Your reminder"
        assert event["dtstamp"].dt.time() == time(0)


def test_the_same_days_are_the_same_bytes_with_ids_that_only_this_site_makes():
    days = Days(time(7), MONDAY, frozenset({1}), frozenset({date(2026, 12, 24)}))
    assert made(days) == made(days)
    others = make_calendar(days, "Europe/Berlin", "Your reminder", secret=b"t" * 32)
    assert {e["uid"] for e in events(made(days))}.isdisjoint(e["uid"] for e in events(others))


def test_an_empty_one_is_a_calendar_too():
    assert events(made(None)) == []
    assert len(made(None)) == BUCKET


days_of = st.builds(
    Days, st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.frozensets(st.integers(0, 6)), st.frozensets(st.dates(date(2020, 1, 1), date(2035, 1, 1)), max_size=20),
)  # fmt: skip


@given(days=days_of, zone=st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]))
def test_any_choice_gives_a_valid_file_of_full_buckets(days, zone):
    text = made(days, zone)
    assert len(text) % BUCKET == 0
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert len(events(text)) == len(days.dates) + bool(days.weekdays)
    assert Days.of(days.words()) == days


@pytest.mark.parametrize("count", range(20))
def test_however_much_is_missing_the_padding_fits(count):
    dates = frozenset(MONDAY + timedelta(days=n) for n in range(count))
    assert len(make_calendar(Days(time(7), MONDAY, dates=dates), "UTC", "x" * (count * 3), secret=SECRET)) % BUCKET == 0
