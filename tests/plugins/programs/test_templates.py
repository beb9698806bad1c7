"""The templates: publishable as they are, opened by a screen, measured and followed up, never telling a form."""

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from nearer import FACTORS
from nearer.freezing import findings, freeze
from nearer.registry import load_plugins
from nearer.rules.edition import compile_edition
from nearer.rules.journey import OPEN, Facts, state
from nearer.rules.visibility import TABLE
from nearer_plugins.programs.findings import is_measure
from nearer_plugins.programs.pace import places

REGISTRY = load_plugins()
DEEP = REGISTRY.templates["programs.deepening_emotional_intimacy"]
EVENING = REGISTRY.templates["programs.a_first_evening"]
STAGES = [
    "Where we stand",
    "Safety and trust",
    "Talking and listening",
    "Wishes and differences",
    "When we disagree",
    "Keeping it alive",
]

SHAPES = ["three_conversations", "six_sessions_of_skills", "yearly_checkup", "a_year_seen_from_outside"]
SHAPES = [f"programs.{name}" for name in (*SHAPES, "a_talk_every_week")]

each_shape = pytest.mark.parametrize("program", [REGISTRY.templates[key] for key in SHAPES], ids=SHAPES)
each_course = pytest.mark.parametrize(
    "program", [DEEP, *(REGISTRY.templates[key] for key in SHAPES)], ids=["deep", *SHAPES]
)
each_template = pytest.mark.parametrize("program", REGISTRY.templates.values(), ids=REGISTRY.templates.keys())


def steps(program: dict) -> list[dict]:
    return [step for stage in program["stages"] for step in stage["steps"]]


@each_template
def test_a_template_can_be_published_and_nobody_finds_anything(program: dict) -> None:
    assert findings(program, REGISTRY) == []
    edition, problems = freeze(program, REGISTRY)
    assert problems == []
    assert all(each["forms"] for each in edition["steps"].values())


@each_template
def test_the_first_step_is_the_screen_and_opens_at_once(program: dict) -> None:
    first = steps(program)[0]
    assert first["variants"][0]["type"] == "safety.screen"
    assert first["delivery"] == {"rule": "at_once"}


@each_template
def test_every_step_has_its_words_its_minutes_and_an_id_that_tells_its_stage(program: dict) -> None:
    ids = [step["id"] for step in steps(program)]
    assert len(set(ids)) == len(ids)
    for stage in program["stages"]:
        assert stage["summary"]
        for step in stage["steps"]:
            assert step["id"].startswith(f"s-{stage['id']}-")
            assert step["title"]
            assert step["summary"]
            assert 1 <= step["minutes"] <= 45


@each_template
def test_whatever_may_harm_together_has_a_form_for_one(program: dict) -> None:
    edition, _ = freeze(program, REGISTRY)
    for step, frozen in edition["steps"].items():
        for form in frozen["forms"].values():
            if form["participation"] != "solo" and form["protocol"]["contraindications"]:
                assert set(frozen["forms"]) == {"together", "alone"}, step


@each_template
def test_both_forms_bear_words_that_do_not_tell_which_one_it_is(program: dict) -> None:
    for step in steps(program):
        if len(step["variants"]) == 2:
            words = f"{step['title']} {step['summary']}"
            assert not re.search(r"\b(partner|together|alone|each other|both|yourself)\b", words, re.I), words


@each_template
def test_each_origin_is_in_the_library_as_it_stands_today(program: dict) -> None:
    from nearer.rules.canonical import digest

    for step in steps(program):
        assert step["origin"]["digest"] == digest(REGISTRY.library[step["origin"]["exercise"]]), step["id"]


@each_shape
def test_a_shape_opens_with_a_screen_a_measure_and_a_welcome_in_words(program: dict) -> None:
    screen, measure, welcome = steps(program)[:3]
    assert screen["variants"][0]["type"] == "safety.screen"
    assert is_measure(measure)
    assert welcome["title"] == "Welcome"
    called = "your counsellor has a short call with each of you" in welcome["variants"][0]["config"]["opening"]
    assert called is program["personal"]


@each_shape
def test_a_shape_closes_with_a_measure_and_two_follow_ups_within_the_year_after(program: dict) -> None:
    placed = steps(program)
    first = next(index for index, step in enumerate(placed) if step["delivery"].get("days") == 90)
    assert any(is_measure(step) for step in placed[first - 2 : first])
    delays = [step["delivery"]["days"] for step in placed[first:] if step["delivery"]["rule"] == "after_delay"]
    assert sum(delays) == 365


@each_shape
def test_talks_bring_together_what_was_prepared_for_them(program: dict) -> None:
    edition = compile_edition(freeze(program, REGISTRY)[0])
    prepared = {
        (step.id, name)
        for step in edition.order
        if "together" in step.forms
        for name, each in (step.forms["together"].schema or {}).get("properties", {}).items()
        if each["x-visibility"] == "joint"
    }
    assert set(edition.gathered_by) == prepared
    order = list(edition.steps)
    assert all(order.index(source) < order.index(by) for (source, _), by in edition.gathered_by.items())


def test_three_conversations_are_each_prepared_alone_and_gather_it() -> None:
    edition = compile_edition(freeze(REGISTRY.templates["programs.three_conversations"], REGISTRY)[0])
    for stage in edition.stages[:3]:
        *before, talk = stage.steps
        assert all(
            str(form.participation) in ("solo", "each") for s in before for form in edition.steps[s].forms.values()
        )
        assert str(edition.steps[talk].forms["together"].participation) == "together"
        assert {by for (source, _), by in edition.gathered_by.items() if source in before} == {talk}


def test_a_year_of_writing_comes_every_four_months() -> None:
    program = REGISTRY.templates["programs.a_year_seen_from_outside"]
    found = [(steps(program)[i], day) for i, day in places(steps(program))]
    written = [day for step, day in found if step["variants"][0]["type"] == "trust_journal.third_person"]
    assert written == [0, 122, 244, 725]
    assert [day for step, day in found if is_measure(step)] == [0, 360]


def test_a_talk_every_week_comes_twelve_times() -> None:
    program = REGISTRY.templates["programs.a_talk_every_week"]
    found = [(steps(program)[i]["id"], day) for i, day in places(steps(program))]
    assert [day for step, day in found if step == "s-weeks-talk"] == [7 * week for week in range(1, 13)]


def test_six_stages_of_four_to_eight_steps_and_a_page_that_is_always_open() -> None:
    assert [stage["title"] for stage in DEEP["stages"]] == [*STAGES, "At any time"]
    assert {len(stage["steps"]) for stage in DEEP["stages"][:-1]} <= set(range(4, 9))
    assert DEEP["personal"] is True


def test_each_stage_begins_alone_and_ends_together() -> None:
    edition = compile_edition(freeze(DEEP, REGISTRY)[0])
    for stage in edition.stages[:-1]:
        first, last = edition.steps[stage.steps[0]], edition.steps[stage.steps[-1]]
        assert last.has_two_forms
        assert all(str(form.participation) in ("solo", "each") for form in first.forms.values())


def test_six_weeks_of_ninety_minutes_at_most_and_every_stage_begins_within_them() -> None:
    minutes: Counter[int] = Counter()
    for index, day in places(steps(DEEP)):
        minutes[day // 7] += steps(DEEP)[index]["minutes"]
    assert max(minutes.values()) <= 90
    first = [DEEP["stages"][n]["steps"][0]["id"] for n in range(6)]
    begun = {steps(DEEP)[index]["id"]: day for index, day in places(steps(DEEP))}
    assert [begun[step] // 7 for step in first] == [0, 0, 2, 3, 4, 5]


@each_course
def test_a_page_for_what_has_changed_is_open_from_the_first_day_without_opening_anything_else(program: dict) -> None:
    stage = program["stages"][-1]
    assert stage["title"] == "At any time"
    assert [step["variants"][0]["type"] for step in stage["steps"]] == ["safety.changed"]
    edition = compile_edition(freeze(program, REGISTRY)[0])
    facts = Facts("UTC", date(2025, 3, 1), {"a": {}, "b": {}})
    journey = state(edition, facts, datetime(2025, 3, 1, 12, tzinfo=UTC))
    assert [place.step.id for place in journey.places("a") if place.status == OPEN] == [
        steps(program)[0]["id"],
        "s-any-changed",
    ]


def test_every_delivery_rule_and_every_factor_and_visibility_is_used() -> None:
    rules = {step["delivery"]["rule"] for step in steps(DEEP)}
    assert rules == {"at_once", "after_previous", "after_both", "after_delay", "consecutive_days", "weekly"}
    without_map = [step for step in steps(DEEP) if len(step["factors"]) < len(FACTORS)]
    assert set(Counter(factor for step in without_map for factor in step["factors"])) == set(FACTORS)
    edition = compile_edition(freeze(DEEP, REGISTRY)[0])
    used = {word for step in edition.order for form in step.forms.values() for word in form.visibilities}
    assert used == set(TABLE)


def test_the_talk_gathers_what_was_prepared_softly() -> None:
    edition = compile_edition(freeze(DEEP, REGISTRY)[0])
    joint = [step for (step, _), by in edition.gathered_by.items() if by == "s-disagree-talk"]
    assert set(joint) == {"s-disagree-soft"}
    prepared = edition.steps["s-disagree-soft"].forms["together"].schema["properties"]
    named = {name for step, name in edition.gathered_by if step == "s-disagree-soft"}
    assert named == {name for name, each in prepared.items() if each["x-visibility"] == "joint"}


def test_the_first_evening_fits_into_an_hour_and_one_day() -> None:
    assert EVENING["personal"] is False
    assert 4 <= len(steps(EVENING)) <= 5
    assert sum(step["minutes"] for step in steps(EVENING)) <= 60
    assert {step["delivery"]["rule"] for step in steps(EVENING)} <= {"at_once", "after_previous", "after_both"}
