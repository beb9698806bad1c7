"""Tests of the journey: what is open, waiting or done follows from edition, facts and time alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nearer.rules.edition import compile_edition
from nearer.rules.journey import Fact, Facts, state

DAY = date(2026, 3, 2)
PRIVATE = {"type": "object", "properties": {"t": {"type": "string", "maxLength": 9, "x-visibility": "private"}}}
BOTH = {"type": "object", "properties": {"t": {"type": "string", "maxLength": 9, "x-visibility": "both"}}}
JOINT = {"type": "object", "properties": {"t": {"type": "string", "maxLength": 9, "x-visibility": "joint"}}}
SCREEN = {"type": "object", "properties": {"t": {"type": "boolean", "x-visibility": "screen"}}}


def frozen(schema=BOTH, participation="each", **more):
    return {
        "type": "x.y",
        "version": 1,
        "participation": participation,
        "config": {},
        "schemas": {"self": schema},
        **more,
    }


def edition(*steps):
    """An edition with one stage a step: ``(id, delivery, forms)``."""
    stages = [{"id": f"stage-{i}", "title": "", "steps": [{"id": i, "delivery": d}]} for i, d, _ in steps]
    return compile_edition({"program": {"stages": stages}, "steps": {i: {"forms": f} for i, _, f in steps}})


def facts(a=(), b=(), **more):
    """Facts from (step, occurrence, day offset) triples."""
    seats = {s: {(i, n): Fact(DAY + timedelta(days=d)) for i, n, d in given} for s, given in (("a", a), ("b", b))}
    return Facts(zone="Europe/Berlin", began_on=DAY, seats=seats, **more)


def at(days, hour=12):
    return datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=days)


def statuses(edition, facts, now, side="a"):
    return [place.status for place in state(edition, facts, now).places(side)]


PREVIOUS, BOTH_RULE = {"rule": "after_previous"}, {"rule": "after_both"}


def test_the_first_step_is_open_and_the_next_comes_after_it():
    program = edition(("one", PREVIOUS, {"any": frozen()}), ("two", PREVIOUS, {"any": frozen()}))
    assert statuses(program, facts(), at(0)) == ["open", "later"]
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0)) == ["done", "open"]
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0), "b") == ["open", "later"]


def test_a_page_that_is_there_at_any_time_is_never_what_comes_next():
    any_time = ("any", {"rule": "at_once"}, {"any": frozen()})
    program = edition(("one", PREVIOUS, {"any": frozen()}), ("two", BOTH_RULE, {"any": frozen()}), any_time)
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0)) == ["done", "waiting", "open"]
    assert state(program, facts(a=[("one", 1, 0)]), at(0)).next("a") is None
    assert state(edition(any_time), facts(), at(0)).next("a").step.id == "any"


def test_a_step_after_both_waits_for_the_other_and_says_only_that():
    program = edition(("one", PREVIOUS, {"any": frozen()}), ("two", BOTH_RULE, {"any": frozen()}))
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0)) == ["done", "waiting"]
    assert statuses(program, facts(a=[("one", 1, 0)], b=[("one", 1, 0)]), at(0)) == ["done", "open"]


@pytest.mark.parametrize(("schema", "participation"), [(SCREEN, "each"), (PRIVATE, "each"), (BOTH, "solo")])
def test_nobody_waits_for_a_screen_or_private_words(schema, participation):
    program = edition(("one", PREVIOUS, {"any": frozen(schema, participation)}), ("two", BOTH_RULE, {"any": frozen()}))
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0)) == ["done", "open"]


def test_a_delay_counts_local_days():
    program = edition(
        ("one", PREVIOUS, {"any": frozen()}), ("two", {"rule": "after_delay", "days": 2}, {"any": frozen()})
    )
    done = facts(a=[("one", 1, 0)])
    assert statuses(program, done, at(1)) == ["done", "later"]
    assert statuses(program, done, at(1, hour=23)) == ["done", "open"]  # already the next day in Berlin


def test_consecutive_days_open_one_a_day():
    program = edition(
        ("one", {"rule": "consecutive_days", "days": 3}, {"any": frozen(PRIVATE, "solo")}),
        ("two", PREVIOUS, {"any": frozen()}),
    )
    assert statuses(program, facts(a=[("one", 1, 0)]), at(0)) == ["done", "later", "later", "later"]
    assert statuses(program, facts(a=[("one", 1, 0)]), at(1)) == ["done", "open", "later", "later"]
    all_done = facts(a=[("one", 1, 0), ("one", 2, 1), ("one", 3, 2)])
    assert statuses(program, all_done, at(2)) == ["done", "done", "done", "open"]


def test_a_missed_week_is_no_failure():
    program = edition(("one", {"rule": "weekly", "times": 3}, {"any": frozen()}), ("two", PREVIOUS, {"any": frozen()}))
    assert statuses(program, facts(), at(15)) == ["open", "open", "open", "later"]
    assert statuses(program, facts(a=[("one", 1, 0)]), at(8)) == ["done", "open", "later", "open"]


def test_answers_open_when_both_have_finished():
    program = edition(("one", PREVIOUS, {"any": frozen()}))
    moment = lambda f: state(program, f, at(0)).places("a")[0].moment.both  # noqa: E731 - one word for one look
    assert not moment(facts(a=[("one", 1, 0)]))
    assert moment(facts(a=[("one", 1, 0)], b=[("one", 1, 0)]))


def test_prepared_answers_open_at_the_joint_step_only_in_its_form_for_two():
    gathering = {"config": {"gathers": [{"step": "one", "property": "t"}]}}
    forms = {"together": frozen(BOTH, "together") | gathering, "alone": frozen(PRIVATE, "solo")}
    program = edition(("one", PREVIOUS, {"any": frozen(JOINT)}), ("two", BOTH_RULE, forms))
    both = {"a": [("one", 1, 0)], "b": [("one", 1, 0)]}
    opened = lambda f: state(program, f, at(0)).places("a")[0].moment.joint  # noqa: E731 - one word for one look
    assert opened(facts(**both)) == frozenset()
    assert opened(facts(**both, decisions={"stage-two": "together"})) == {"t"}
    assert opened(facts(a=[("one", 1, 0)], decisions={"stage-two": "together"})) == frozenset()


def test_a_stage_of_two_forms_is_undecided_once_it_is_open_and_alone_until_then():
    program = edition(
        ("one", PREVIOUS, {"any": frozen()}),
        ("two", PREVIOUS, {"together": frozen(participation="turns"), "alone": frozen()}),
    )
    assert state(program, facts(), at(0)).undecided("a") == []
    later = state(program, facts(a=[("one", 1, 0)]), at(0))
    assert later.undecided("a") == ["stage-two"]
    assert later.places("a")[1].form.name == "alone"
    decided = state(program, facts(a=[("one", 1, 0)], decisions={"stage-two": "together"}), at(0))
    assert (decided.undecided("a"), decided.places("a")[1].form.name) == ([], "together")
